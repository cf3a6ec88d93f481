"""The lock of `tracker notify`: a file of its own, so that nothing waits while something is sent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from store.db.files import open_lock
from store.errors import Busy

ENDING = ".notify.lock"


@contextmanager
def notify_lock(path: str) -> Iterator[None]:
    """Held by the one run that may send from a store; raises Busy at once while there is another.

    The system frees it when its holder dies.
    """
    import fcntl

    lock = f"{os.path.realpath(path)}{ENDING}"
    handle = open_lock(lock, "the outbox")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Busy(f"another notify is running on {path}") from None
    finally:
        os.close(handle)
