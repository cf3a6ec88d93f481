"""Records kept pages that were read again.

A page that was refused is recorded with the time of its visit. A reading that differs replaces the
stored one, which is kept (see `supersede`).
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from store.db.connect import transaction
from store.history.history import Observed
from store.history.readings import ListReading, Snapshot
from store.history.recorder import Recorder, recording
from store.history.schedule import NO_SETTING
from store.history.sites import ListRow, SiteRow, in_store
from store.history.supersede import supersede
from store.pages.attempts import KeptVisit, accept_again, is_archived


class Rereading:
    """A transaction in which pages of a site that were read again are recorded."""

    def __init__(self, db: sqlite3.Connection, site: SiteRow, recorder: Recorder) -> None:
        self._db, self._site, self._recorder = db, site, recorder

    def record(
        self,
        visit: KeptVisit,
        stored: Mapping[str, Observed],
        readings: Sequence[ListReading],
        now: int,
        offset_of: Callable[[int], int],
    ) -> None:
        """Record today's readings of a kept page in place of its `stored` observations.

        `offset_of` gives the site's minutes east of UTC at a time.
        """
        every = self._schedule(visit, stored)
        readings = [
            reading._replace(
                ranking_list=self._in_store(reading.ranking_list), source="reread", every=every
            )
            for reading in readings
        ]
        for reading in readings:
            if old := stored.get(reading.ranking_list.name):
                supersede(self._db, old, now)
        if not stored:
            accept_again(self._db, visit.attempt)
        times = (old.observation.observed for old in stored.values())
        observed = min(times, default=self._recorder.free_second(self._site.id, visit.time))
        if not stored and observed != visit.time:
            readings = [r._replace(flags=(*r.flags, "clock")) for r in readings]
        self._recorder.record(
            Snapshot(self._site.id, observed, offset_of(observed), visit.attempt, readings)
        )

    def _in_store(self, ranking_list: ListRow) -> ListRow:
        """A list with its id; the wording of an old page is that of its observation only."""
        return ranking_list if ranking_list.id else in_store(self._db, ranking_list)

    def _schedule(self, visit: KeptVisit, stored: Mapping[str, Observed]) -> int | None:
        """The schedule of the visit: that of its readings; not known if it was refused."""
        for old in stored.values():
            return old.observation.every
        return None if is_archived(self._db, visit.attempt) else NO_SETTING

    def settle(self, visit: KeptVisit) -> None:
        """Count a refused page as read, because another page of the same visit was read."""
        accept_again(self._db, visit.attempt)


@contextmanager
def rereading(db: sqlite3.Connection, site: SiteRow) -> Iterator[Rereading]:
    """Record pages of a site that were read again, in one transaction."""
    with transaction(db), recording(db) as recorder:
        yield Rereading(db, site, recorder)
