"""Makes a complete copy of a store, even while the store is in use.

SQLite's backup copies a few pages at a time and releases the lock in between, so that a writer
waits only for milliseconds. After a write, the copy starts again; after a few restarts it is made
in one step. It is written under a temporary name, tested, and renamed only then.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from store.db import trust
from store.db.connect import checked_version, connected, uri
from store.db.files import is_store, partial, take_name
from store.errors import NoStore, Occupied, StoreError, explained

OnProgress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""

STEP = 1024
"""Database pages that are copied under one lock: 4 MB, some milliseconds."""

BEGINNINGS = 3
"""How often a copy that writers disturb is begun before it is made in one go."""


NAP = 0.01
"""Seconds between two looks whether a writer has ended."""


class _Disturbed(Exception):
    """Writers keep changing what was copied already."""


def backup(
    path: str,
    target: str,
    *,
    overwrite: bool = False,
    on_progress: OnProgress = lambda _done, _total: None,
) -> int:
    """Copy the store at `path` to `target`; the copy's size in bytes.

    `on_progress` is told how many of the file's pages are copied, and of how many.

    Raises Occupied where the copy would take the place of a file that it may not replace, and
    StoreError where it cannot be made or is not whole.
    """
    if not os.path.exists(path):
        raise NoStore(f"no store at {path}; name one with --db")
    if os.path.exists(target) and os.path.samefile(path, target):
        raise Occupied(f"that is the store itself; name another file: {target}")
    if os.path.isdir(target):
        raise Occupied(f"that is a directory; name a file: {target}")
    if os.path.lexists(target) and not overwrite:
        raise Occupied(f"there is a file already; name another one, or say --force: {target}")
    if os.path.isfile(target) and os.path.getsize(target) and not is_store(target):
        raise Occupied(f"that is no tracker store; name another file: {target}")
    try:
        with partial(target) as beside:
            _copy(path, beside, target, on_progress)
            with suppress(PermissionError):  # some file systems know no rights
                os.chmod(beside, os.stat(path).st_mode & 0o777)
            return _name(beside, target, overwrite=overwrite)
    except OSError as problem:
        raise StoreError(f"cannot write the backup: {problem.strerror}: {target}") from problem


@contextmanager
def private_copy(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A copy of an open store that takes long questions, while others write to the store.

    It lies in the folder for temporary files, without a name, and is gone when it is closed, even
    by a kill. `db` must be in no transaction.
    """
    path = _path_of(db)
    with closing(sqlite3.connect("", isolation_level=None, factory=trust.Connection)) as copy:
        copy.allow(path)
        try:
            _fill(copy, db, lambda _done, _total: None)
        except sqlite3.OperationalError as problem:
            raise explained(problem, "the folder for temporary files") or problem from problem
        yield copy


def _path_of(db: sqlite3.Connection) -> str:
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def _copy(path: str, beside: str, target: str, on_progress: OnProgress) -> None:
    """Copy and test; what SQLite complains of is the target's fault, or else the store's."""
    mode = "rw" if os.access(path, os.W_OK) else "ro"
    with connected(path, mode) as source, closing(_unlocked(beside)) as copy:
        checked_version(source, path)
        try:
            _fill(copy, source, on_progress)
        except sqlite3.OperationalError as problem:
            raise explained(problem, target) or problem from problem
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise StoreError(f"the store is damaged; see  tracker check: {path}")


def _unlocked(path: str) -> sqlite3.Connection:
    """A connection to a file that nobody else uses: it needs no lock, and no journal after a kill."""
    db = sqlite3.connect(f"{uri(path, 'rw')}&nolock=1", uri=True)
    db.execute("PRAGMA journal_mode = MEMORY")
    return db


def _fill(copy: sqlite3.Connection, source: sqlite3.Connection, on_progress: OnProgress) -> None:
    """Copy step by step; in one go if writers disturb it too often."""
    try:
        source.backup(copy, pages=STEP, sleep=NAP, progress=_Patience(on_progress))
    except _Disturbed:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # takes the lock
        source.backup(copy)
        source.execute("COMMIT")


class _Patience:
    """Follows a copy, and gives up when it began too often or a writer never ends."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._beginnings = BEGINNINGS
        self._naps = trust.PATIENCE / NAP
        self._remaining = 0

    def __call__(self, status: int, remaining: int, total: int) -> None:
        busy = status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        self._naps -= busy
        self._beginnings -= not busy and remaining >= self._remaining
        self._remaining = remaining
        self._on_progress(total - remaining, total)
        if self._beginnings < 0:
            raise _Disturbed
        if self._naps < 0:
            raise StoreError("the store is busy (another program is writing); try again")


def _name(beside: str, target: str, *, overwrite: bool) -> int:
    """Give the finished copy its name, durably."""
    folder = os.path.dirname(beside)
    for place in (beside, folder):
        handle = os.open(place, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    if overwrite:
        os.replace(beside, target)
    else:
        take_name(beside, target)
    return os.stat(target).st_size
