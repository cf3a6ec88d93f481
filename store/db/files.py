"""File operations: recognises a store, and gives a finished file its name."""

import errno
import os

from store.db.versions import APPLICATION_ID

LINKLESS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK})
"""How file systems without hard links refuse one: FAT, SMB and other shares, some FUSE."""

_MAGIC = b"SQLite format 3\0"
_ID_AT = 68


def is_store(path: str) -> bool:
    """Whether a file says in its head that it is a tracker store."""
    with open(path, "rb") as file:
        head = file.read(_ID_AT + 4)
    return head.startswith(_MAGIC) and head[_ID_AT:] == APPLICATION_ID.to_bytes(4, "big")


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
