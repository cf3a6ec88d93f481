"""Real pages with known truth, where a corpus lies beside the project; TRACKER_CORPUS names another.

The pages belong to their publishers and are no part of the project. A test that needs a part of
the corpus asks for it here and is skipped where it is absent; the run ends with a line that says so.
"""

import gzip
import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from running import ROOT

PLACE = Path(os.environ.get("TRACKER_CORPUS") or ROOT.parent / "shared")
ABSENT = "without the corpus: "
"""How the reason of each test begins that is skipped for want of it."""


def part(name: str) -> Path:
    """The folder of a part of the corpus."""
    folder = PLACE / name
    if not folder.is_dir():
        pytest.skip(f"{ABSENT}{name}")
    return folder


def records(name: str, *kinds: str) -> Iterator[tuple[dict, bytes]]:
    """What is known of each page of these kinds, and the page."""
    folder = part(name)
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if record["set"] in kinds:
            path = folder / "html" / f"{record['id']}.html.gz"
            yield record, gzip.decompress(path.read_bytes())


def score() -> ModuleType:
    """The module that scores readings of the corpus."""
    spec = importlib.util.spec_from_file_location("score", part("corpus") / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def summary(skipped) -> str | None:
    """The line that says which parts were wanted and absent, from the reports of skipped tests."""
    reasons = (str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple))
    parts = sorted({reason.partition(ABSENT)[2] for reason in reasons if ABSENT in reason})
    if not parts:
        return None
    return f"Not tested against {', '.join(parts)}: there is no {PLACE} (TRACKER_CORPUS names it)."
