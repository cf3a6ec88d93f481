"""The lock of a store: one fetch at a time may run on it."""

import os
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from store.db.connect import foreign
from store.db.files import check_folder, is_store, open_lock
from store.db.interrupted import UnderWay, sites_of
from store.errors import Busy, StoreError

POLL = 0.1
"""Seconds between two looks whether another fetch has ended."""


@contextmanager
def fetch_lock(path: str, sites: Collection[str] = (), patience: float = 0.0) -> Iterator[UnderWay]:
    """Held by the one fetch that may run on a store; freed by the system when its holder dies.

    The lock file also has the sites of the run and notes of the visits under way, which this
    gives. A link to a store has the store's own lock. Raises Busy at once when another fetch
    visits all these sites, and after `patience` seconds when it visits others.
    """
    check_folder(path)
    _check_file(path)
    lock = f"{os.path.realpath(path)}.lock"
    handle = open_lock(lock, "the store")
    try:
        _wait_for_turn(handle, path, sites, patience)
        under_way = UnderWay(handle, lock, sites)
        yield under_way
        under_way.end()
    finally:
        os.close(handle)


def _wait_for_turn(handle: int, path: str, sites: Collection[str], patience: float) -> None:
    import fcntl

    ends = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if sites_of(handle).issuperset(sites) or time.monotonic() >= ends:
                raise Busy(f"another fetch is running on {path}") from None
            time.sleep(POLL)
        except OSError as problem:
            message = f"{os.path.dirname(path) or '.'} has no locks ({problem.strerror})"
            raise StoreError(
                f"{message}; keep the store on a local disk with --db PATH"
            ) from problem


def _check_file(path: str) -> None:
    """Raise StoreError for a file that is not a store, before a lock file is made for it."""
    try:
        if os.path.exists(path) and not is_store(path):
            raise foreign(path)
    except OSError as problem:
        raise StoreError(f"the store cannot be opened: {problem.strerror}: {path}") from problem
