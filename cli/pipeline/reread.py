"""Reading kept pages again with today's readers.

A page that was refused is recorded as if it had been read then; a reading that differs from the
stored one takes its place, and the old one is kept beside it. A page that is still refused, or
that reads as before, changes nothing.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from cli.pipeline.acceptance import judge
from cli.pipeline.local_time import local_zone
from cli.pipeline.plausibility import inspected
from cli.pipeline.readings import readings_of, with_missing
from cli.pipeline.task import Result
from cli.terminal.times import now
from scrapers import REFUSALS, Answer, Problem, Readers, Reading, Site
from store.db.connect import transaction
from store.history import changes, observations
from store.history.entries import shown
from store.history.recorder import ListReading, Recorder, Snapshot, recording
from store.history.sites import lists
from store.history.supersede import supersede
from store.pages import attempts
from store.pages.attempts import KeptVisit


class Again(NamedTuple):
    """What reading one site's kept pages again comes to.

    `counts` has pages by what became of them: accepted, changed, same, refused (still), and
    kept (a stored reading that today's reader would refuse stays). `observations` were newly
    recorded; `readers` are those that read; `still` are the reasons of what is still refused.
    """

    site: Site
    counts: Counter[str]
    observations: int
    readers: frozenset[str]
    still: Counter[str]
    closed: tuple[tuple[int, int], ...]


def reread(
    db: sqlite3.Connection,
    site: Site,
    site_id: int,
    readers: Readers,
    span: tuple[int, int],
    *,
    dry_run: bool,
) -> Again:
    """Read the site's kept ranking pages of a span [since, until] again, in one transaction.

    A dry run does the very same and takes it back.
    """
    before = gaps(db, site_id)
    rereader = _Rereader(db, site, site_id, readers)
    told: list[Again] = []
    with suppress(_TakeBack), transaction(db):
        with recording(db) as recorder:
            for visit in attempts.kept_visits(db, site_id, *span):
                rereader.again(recorder, visit)
        told.append(rereader.told(before))
        if dry_run:
            raise _TakeBack
    return told[0]


class _TakeBack(Exception):
    """Ends a dry run's transaction."""


class _Rereader:
    """Reads one site's kept pages again within a transaction that the caller holds."""

    def __init__(self, db: sqlite3.Connection, site: Site, site_id: int, readers: Readers) -> None:
        self._db = db
        self._site = site
        self._site_id = site_id
        self._readers = readers
        self._now = now()
        self._counts: Counter[str] = Counter()
        self._still: Counter[str] = Counter()
        self._names: set[str] = set()
        self._recorded = 0

    def again(self, recorder: Recorder, visit: KeptVisit) -> None:
        """Read a page again that made a snapshot, or was refused."""
        stored = self._stored(visit)
        if stored or visit.code in REFUSALS:
            self._counts[self._outcome(recorder, visit, stored)] += 1

    def told(self, before: set[tuple[int, int]]) -> Again:
        """What came of it; `before` are the site's gaps as they were."""
        closed = tuple(sorted(before - gaps(self._db, self._site_id)))
        names = frozenset(self._names)
        return Again(self._site, self._counts, self._recorded, names, self._still, closed)

    def _stored(self, visit: KeptVisit) -> dict[int, observations.Observation]:
        """List id -> the observation that the visit made."""
        found = (
            (of.id, observations.of_attempt(self._db, of, visit.attempt))
            for of in lists(self._db, self._site_id)
        )
        return {number: observation for number, observation in found if observation}

    def _outcome(
        self,
        recorder: Recorder,
        visit: KeptVisit,
        stored: dict[int, observations.Observation],
    ) -> str:
        judged = self._judged(visit)
        if isinstance(judged, Problem):
            self._still[judged.code] += 1
            return "kept" if stored else "refused"
        fresh = [r for r in judged if not self._is_as_stored(r, stored)]
        if not fresh:
            return "same"
        for reading in fresh:
            if old := stored.get(reading.of.id):
                supersede(self._db, reading.of, old, self._now)
        self._record(recorder, visit, stored, fresh)
        return "changed" if stored else "accepted"

    def _record(
        self,
        recorder: Recorder,
        visit: KeptVisit,
        stored: dict[int, observations.Observation],
        fresh: list[ListReading],
    ) -> None:
        times = {observation.observed for observation in stored.values()}
        observed = min(times, default=visit.time)
        offset, _ = local_zone(self._site.timezone, observed)
        readings = [reading._replace(source="reread") for reading in fresh]
        if not stored:
            readings = with_missing(self._db, readings, lists(self._db, self._site_id))
            attempts.accept_again(self._db, visit.attempt)
        recorder.record(Snapshot(self._site_id, observed, offset, visit.attempt, readings))
        self._recorded += sum(reading.result == "ok" for reading in readings)

    def _is_as_stored(
        self, reading: ListReading, stored: dict[int, observations.Observation]
    ) -> bool:
        old = stored.get(reading.of.id)
        if old is None:
            return False
        rows = changes.rows_at(self._db, reading.of.id, old.observed, old.items)
        return [row.shown for row in rows] == [shown(entry) for entry in reading.entries]

    def _judged(self, visit: KeptVisit) -> Sequence[ListReading] | Problem:
        """What today's reader makes of the page, or why it refuses it."""
        page = visit.load(self._db)
        read = self._readers.read(page, self._site)
        if isinstance(read, Problem):
            return read
        self._names.add(read.reader)
        answer = Answer(page.asked, page.url, page.time, 200, body=page.body)
        verdict = judge(Result(answer, read), widget_seen=read.widget == "empty", last=True)
        if verdict.kind != "recorded":
            return Problem(verdict.code or "layout", verdict.detail)
        return self._watched(read, visit.time)

    def _watched(self, read: Reading, time: int) -> Sequence[ListReading] | Problem:
        known = lists(self._db, self._site_id)
        found = list(readings_of(self._db, self._site_id, read, known))
        return inspected(self._db, self._site, found, time)


def gaps(db: sqlite3.Connection, site_id: int) -> set[tuple[int, int]]:
    """The gaps of all of a site's lists."""
    return {gap for of in lists(db, site_id) for gap in observations.gaps(db, of)}
