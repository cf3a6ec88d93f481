"""Notes visits in progress in the lock file, so that the next run can record interrupted ones.

A note is not part of the history, so it needs no transaction and does not wait for the disk. It
stays until the visit is recorded. A program that is killed, or that finds the store locked for too
long, leaves its note. The next fetch finds it and records the visit as `interrupted`. If the whole
machine fails, the note may be lost.
"""

import json
import os
from threading import Lock
from typing import NamedTuple


class Note(NamedTuple):
    """A visit under way: the site's name, what for, where to, and since when (UTC seconds)."""

    site: str
    kind: str
    address: str
    time: int


def _fits(row: object) -> bool:
    """Whether something that was read is a note; anybody may have written it."""
    if not isinstance(row, list) or list(map(type, row)) != [str, str, str, int]:
        return False
    return row[1] in {"ranking", "article"} and 0 <= row[3] < 2**40


class UnderWay:
    """The notes of one run; visits may be begun and ended by any thread."""

    def __init__(self, handle: int) -> None:
        """`handle` is the open lock file; what it holds was left by a run that was cut short."""
        self._handle = handle
        self._lock = Lock()
        self._notes: list[Note] = []
        self.left = self._read()

    def begin(self, note: Note) -> None:
        """The visit is under way; the one before it, to the same site, was recorded."""
        self.settled(note.site, note)

    def settled(self, site: str, *begun: Note) -> None:
        """All visits to a site were recorded, but for one that is now `begun`."""
        with self._lock:
            self._notes = [note for note in self._notes if note.site != site] + list(begun)
            self._write()

    def _read(self) -> list[Note]:
        try:
            rows = json.loads(os.pread(self._handle, 2**20, 0) or b"[]")
            return [Note(*row) for row in rows if _fits(row)]
        except (ValueError, TypeError, RecursionError):
            return []  # a note that was half written tells nothing

    def _write(self) -> None:
        text = json.dumps(self._notes).encode()
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text, 0)
