"""Records the captures of a backfill, part by part, as an import that goes on.

The captures are read in the order of time in a temporary store, as pages of a WARC file are, and a
part of them is merged into the real one whenever enough has come: in short transactions, and with
the store closed meanwhile. A run that is killed loses the part that had not been merged.

What was recorded before lies between the captures of a run that resumes. Those pages are read again
in their place, so that a page is judged by the one before it as if nobody had stopped; they are not
merged again. So the store is the same however often a backfill was interrupted.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from cli.pipeline.archives.replay import Replayer
from cli.terminal.times import now
from scrapers import Readers, Site
from store import (
    Archive,
    Capture,
    Captured,
    ListRow,
    Merged,
    Merging,
    NoStore,
    NotFound,
    open_archive,
    open_store,
)

PART = 25
"""Captures that are merged at once."""

LONGEST_PART = 120.0
"""Seconds after which what has come is merged."""

CONTEXT = 100
"""Stored captures before a new one that are read again, at most."""

NOTHING = Merged(0, 0, 0, 0, 0)


class Recorder:
    """Records captures of one site from one archive in the store at `path`.

    `every` are the schedules of sites by their names. In a `with` block; what has come when that
    ends well or is interrupted is stored.
    """

    def __init__(
        self, path: str, site: Site, every: Mapping[str, int | None], readers: Readers, file: str
    ) -> None:
        """`file` is the archive's name, which each visit has as its source."""
        self._path, self._site, self._every, self._readers = path, site, every, readers
        self._file = file
        self._open = ExitStack()
        self._archive: Archive | None = None
        self._replayer: Replayer | None = None
        self._stored: Sequence[Captured] = ()
        self._read = self._kept = -1  # the times up to which captures were read, and merged
        self._waiting, self._since = 0, 0.0
        self.merged, self.recorded = NOTHING, 0
        self.refused: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: object, __: TracebackType | None
    ) -> None:
        with self._open:
            if kind is None or issubclass(kind, KeyboardInterrupt):
                self.keep()

    def take(self, capture: Capture, body: bytes) -> None:
        """Read a capture, and keep it at the latest with the end of the block."""
        replayer = self._replayer
        if replayer is None or capture.time <= self._read:
            replayer = self._begin()
        self._catch_up(replayer, capture.time)
        replayer.read(capture, body)
        self._read = capture.time
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting += 1
        if self._waiting >= PART or time.monotonic() - self._since >= LONGEST_PART:
            self.keep()

    def keep(self) -> None:
        """Merge what was read into the store."""
        archive, replayer = self._archive, self._replayer
        if not self._waiting or archive is None or replayer is None:
            return
        merged = self._merge(archive)
        self.merged = Merged(*map(sum, zip(self.merged, merged, strict=True)))
        self.recorded += replayer.recorded
        self.refused += replayer.refused
        replayer.forget_counts()
        self._kept, self._waiting = self._read, 0

    def page(self, asked: str, time: int) -> tuple[bytes, str | None] | None:
        """The page of a stored capture, and its media type; None if it is not there."""
        key = asked, time
        capture = next((c for c in self._captured() if (c.asked, c.time) == key and c.page), None)
        return (self._load(capture), capture.content_type) if capture else None

    def _begin(self) -> Replayer:
        """Begin anew, since a capture is older than the one before, or is the first."""
        self.keep()
        self._open.close()
        lists: dict[str, Sequence[ListRow]] = {}
        try:
            with open_store(self._path) as store:
                lists[self._site.name] = store.lists(store.site(self._site.name))
        except (NoStore, NotFound):
            pass
        self._archive = self._open.enter_context(open_archive(lists))
        self._archive.know(self._site)
        self._replayer = Replayer(self._archive, [self._site], self._every, self._readers)
        self._stored = self._captured()
        self._read = self._kept = -1
        return self._replayer

    def _captured(self) -> Sequence[Captured]:
        return captured(self._path, self._site.name, self._file)

    def _catch_up(self, replayer: Replayer, until: int) -> None:
        """Read again what is stored between the last capture and a time."""
        between = [c for c in self._stored if self._read < c.time < until and c.page is not None]
        if not between:
            return
        self.keep()
        for stored in between[-CONTEXT:]:
            capture = Capture(
                self._file, stored.record, self._site.name, stored.asked, stored.answered,
                stored.time, stored.status, stored.content_type,
            )  # fmt: skip
            replayer.read(capture, self._load(stored))
        replayer.forget_counts()
        self._read = self._kept = between[-1].time

    def _load(self, stored: Captured) -> bytes:
        with open_store(self._path) as store:
            return store.pages.load(stored.page or 0)

    def _merge(self, archive: Archive) -> Merged:
        name = f"{self._file} {self._site.name}"
        merging = Merging(name, now(), {}, skip=True, after=self._kept, goes_on=True)
        return archive.merge(self._path, merging, dry_run=False)


def captured(path: str, site: str, file: str) -> list[Captured]:
    """The captures of a site from an archive that the store has; none without a store."""
    try:
        with open_store(path) as store:
            return store.pages.captured(store.site(site), file)
    except (NoStore, NotFound):
        return []
