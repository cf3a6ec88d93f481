"""What is costly to make and only looked at is made once a run, whichever worker needs it first."""

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def once(tmp_path_factory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of this name, filled by `make`; workers that come meanwhile wait for it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / name
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = Path(tempfile.mkdtemp(dir=base))
            make(unfinished)
            unfinished.rename(folder)
    return folder
