"""The errors of a store; each message is one line that names the file and says what to do.

TrackerError            scrapers.model: anything a user can fix
 └─ StoreError          exit 6: the file cannot be used as it is
     └─ NoStore         exit 2: nothing was recorded yet
     └─ Occupied        exit 2: a file stands where another was to be written
     └─ DamagedPage     exit 6: a kept page cannot be read back
     └─ Overtaken       exit 6: another process made the store that this one was making
 └─ Busy                exit 75: another fetch is running
 └─ NotFound            exit 2: no such site, list or article in the store
 └─ ImportRefused       exit 2: the file to import cannot be taken whole
"""

import os
import sqlite3

from scrapers import TrackerError


class StoreError(TrackerError):
    """The store cannot be read or written."""

    exit_status = 6


class NoStore(StoreError):
    """There is no store at the given path."""

    exit_status = 2


class Occupied(StoreError):
    """A file that may not be replaced stands where a copy was to be written."""

    exit_status = 2


class DamagedPage(StoreError):
    """A kept page whose stored bytes are damaged; `reason` says how this was detected."""

    def __init__(self, page: int, reason: str) -> None:
        super().__init__(f"kept page {page} is damaged ({reason}); see  tracker check")
        self.reason = reason


class Overtaken(StoreError):
    """Another process made the store first; running the command again uses that store."""

    def __init__(self, path: str) -> None:
        super().__init__(f"another program made the store meanwhile; run it again: {path}")


class Busy(TrackerError):
    """Another fetch holds the store's lock."""

    exit_status = 75


class NotFound(TrackerError):
    """A site, list or article that is not in the store."""


class ImportRefused(TrackerError):
    """A file that cannot be imported; nothing of it was stored."""


BROKEN = (
    sqlite3.Error, StoreError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError,
    MemoryError, RecursionError,
)  # fmt: skip
"""What reading damaged rows may end in: they can hold anything."""


def explained(problem: sqlite3.Error, path: str) -> StoreError | None:
    """The error for the user that stands for an SQLite error, or None if it is a bug."""
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    advice = _ADVICE.get(code)
    if str(problem).startswith("Could not decode to UTF-8"):
        advice = DAMAGED
    if code == sqlite3.SQLITE_CANTOPEN and os.path.isdir(path):
        advice = "that is a directory; name the store's file with --db"
    return StoreError(f"{advice}: {path}") if advice else None


DAMAGED = "the store is damaged; restore a backup, or see  tracker check"

_ADVICE = {
    sqlite3.SQLITE_FULL: "disk full; make room and run it again, nothing stored earlier is lost",
    sqlite3.SQLITE_IOERR: "disk full or failing; nothing stored earlier is lost",
    sqlite3.SQLITE_READONLY: "the store may not be written by this user",
    sqlite3.SQLITE_PERM: "the store may not be opened by this user",
    sqlite3.SQLITE_CANTOPEN: "the store cannot be opened; look at the folder's rights",
    sqlite3.SQLITE_NOTADB: "not a tracker store; choose another file with --db",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FORMAT: DAMAGED,
    sqlite3.SQLITE_TOOBIG: DAMAGED,
    sqlite3.SQLITE_INTERRUPT: f"{DAMAGED} (a question about it does not end)",
    sqlite3.SQLITE_BUSY: "the store is busy (another program is writing); try again",
    sqlite3.SQLITE_LOCKED: "the store is busy (another program is writing); try again",
}
