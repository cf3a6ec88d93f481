"""Notes visits in progress in the lock file, so that the next run can record interrupted ones.

The file also names the sites of the run, so that another fetch can tell whether to wait.

A note is not part of the history, so it needs no transaction and does not wait for the disk. It
stays until the visit is recorded. A program that is killed, or that finds the store locked for too
long, leaves its note. The next fetch finds it and records the visit as `interrupted`. If the whole
machine fails, the note may be lost.
"""

import json
import os
from collections.abc import Collection, Iterable
from threading import Lock
from typing import Any, NamedTuple, TypeGuard

from store.errors import StoreError


class Note(NamedTuple):
    """A visit under way: the site's name, what for, where to, and since when (UTC seconds)."""

    site: str
    kind: str
    address: str
    time: int


def _fits(row: object) -> TypeGuard[list[Any]]:
    """Whether something that was read is a note; anybody may have written it."""
    if not isinstance(row, list) or list(map(type, row)) != [str, str, str, int]:
        return False
    return row[1] in {"ranking", "article"} and 0 <= row[3] < 2**40


class UnderWay:
    """The notes of one run; visits may be begun and ended by any thread."""

    def __init__(self, handle: int, path: str, sites: Collection[str] = ()) -> None:
        """`handle` is the open lock file; what it holds was left by a run that was cut short."""
        self._path = path
        self._handle = handle
        self._sites = list(sites)
        self._lock = Lock()
        self._idle = True
        self.left = [Note._make(row) for row in _content(handle)[1] if _fits(row)]
        self._write(self.left)
        self._notes = list(self.left)

    def missed(self, visits: Iterable[Note]) -> None:
        """Note the visits of a run that could not begin; what was left before stays noted.

        A run that has begun a visit has noted what it did not record.
        """
        with self._lock:
            if self._idle:
                self._notes = [*self.left, *visits]
                self._write(self._notes)

    def begin(self, note: Note) -> None:
        """The visit is under way; the one before it, to the same site, was recorded."""
        self.settled(note.site, note)

    def settled(self, site: str, *begun: Note) -> None:
        """All visits to a site were recorded, but for one that is now `begun`."""
        with self._lock:
            notes = [] if self._idle else [note for note in self._notes if note.site != site]
            self._idle = False
            self._notes = notes + list(begun)
            self._write(self._notes)

    def end(self) -> None:
        """The run is over; visits that were not recorded stay noted."""
        with self._lock:
            self._sites = []
            self._write(self._notes)

    def _write(self, notes: list[Note]) -> None:
        text = json.dumps({"sites": self._sites, "visits": notes}).encode()
        try:
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, text, 0)
        except OSError as problem:
            raise StoreError(
                f"cannot note the visits: {problem.strerror}: {self._path}"
            ) from problem


def sites_of(handle: int) -> frozenset[str]:
    """The sites of the run that has the lock file open; none until it has noted them."""
    return frozenset(site for site in _content(handle)[0] if isinstance(site, str))


def _content(handle: int) -> tuple[list[object], list[object]]:
    """The sites and the notes in a lock file; nothing where it was half written."""
    try:
        content = json.loads(os.pread(handle, 2**20, 0) or b"{}")
    except (ValueError, RecursionError):
        return [], []
    if isinstance(content, list):  # written by a version that noted no sites
        return [], content
    parts = [content.get(key) for key in ("sites", "visits")] if isinstance(content, dict) else []
    lists: list[list[object]] = [part if isinstance(part, list) else [] for part in parts]
    return (lists[0], lists[1]) if lists else ([], [])
