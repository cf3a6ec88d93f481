"""File operations: recognises a store, and gives a finished file its name."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from store.db.versions import APPLICATION_ID
from store.errors import StoreError

LINKLESS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""How file systems without hard links refuse one: FAT, SMB and other shares, some FUSE."""

_MAGIC = b"SQLite format 3\0"
_ID_AT = 68


def open_lock(lock: str, what: str) -> int:
    """Open a lock file, which is made if it is not there; raises StoreError that says `what`."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(lock, flags, 0o644)
    except OSError as problem:
        raise StoreError(f"cannot lock {what}: {problem.strerror}: {lock}") from problem


def is_store(path: str) -> bool:
    """Whether a file says in its head that it is a tracker store."""
    with open(path, "rb") as file:
        head = file.read(_ID_AT + 4)
    return head.startswith(_MAGIC) and head[_ID_AT:] == APPLICATION_ID.to_bytes(4, "big")


def check_folder(path: str) -> None:
    """Raise an error if the folder is missing, which SQLite's own message does not say."""
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise StoreError(f"no such folder; make it first:  mkdir -p {folder}")


@contextmanager
def partial(target: str, mode: int = 0o600) -> Iterator[str]:
    """The name of a new file beside the target, which is removed unless it was renamed.

    What killed programs left of such files in the folder is removed, too: nobody has a lock on it.
    """
    folder, name = os.path.split(os.path.abspath(target))
    with suppress(OSError):  # a folder may be written to and not be read
        for leftover in filter(_PARTIAL, os.listdir(folder)):
            _remove_unless_locked(os.path.join(folder, leftover))
    beside, handle = _locked_file(folder, name, mode)
    try:
        yield beside
    finally:
        os.close(handle)
        with suppress(OSError):
            os.unlink(beside)


def _locked_file(folder: str, name: str, mode: int) -> tuple[str, int]:
    """A new file that others see is in use; made again if one took it before it was locked."""
    import fcntl

    while True:
        beside = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.part")
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
        with suppress(OSError):  # some file systems have no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.path.exists(beside):
            return beside, handle
        os.close(handle)


_PARTIAL = re.compile(r"\..+\.[0-9a-f]{8}\.part").fullmatch


def _remove_unless_locked(path: str) -> None:
    """Remove a file that is empty or a store, with its journal, if no process has it locked."""
    import fcntl

    with suppress(OSError), open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.getsize(path) or is_store(path):
            os.unlink(path)
            os.unlink(f"{path}-journal")


def take_name(beside: str, target: str) -> None:
    """Give a finished file a name that is free, and never take another file's place.

    A link does so in one step. Where there are none, the name is looked at first. Raises
    FileExistsError where the name is taken.
    """
    try:
        os.link(beside, target)
    except OSError as problem:
        if problem.errno not in LINKLESS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        os.replace(beside, target)
