"""Reads kept pages again with today's readers.

If a refused page can now be read, it is recorded with the time of its visit. If a reading differs
from the stored one, it replaces that one, and the old reading is kept. If a page is still refused,
or its reading is unchanged, nothing is written. Pages are handled in lots, so that a fetch can
record in between; if the command is stopped, the visits of the lots before stay read again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from cli.pipeline.acceptance import judge
from cli.pipeline.list_names import known_lists
from cli.pipeline.local_time import local_zone
from cli.pipeline.plausibility import inspected
from cli.pipeline.readings import placement_of, readings_of, with_missing
from cli.pipeline.task import Result
from cli.terminal.times import now
from scrapers import REFUSALS, Answer, Problem, ReaderPool, Reading, Site
from store import KeptVisit, ListReading, Observed, Rereading, SiteRow, Store, by_visit

LOT = 100
"""Visits that are recorded in one transaction."""


class RereadResult(NamedTuple):
    """The result of reading one site's kept pages again.

    `counts` has the number of pages by result: accepted, changed, same, refused (still), and kept
    (today's reader refuses the page, so the stored reading stays). `observations` counts the new
    ones, `readers` names the readers, and `still` has the reasons of pages that are still refused.
    """

    site: Site
    counts: Counter[str]
    observations: int
    readers: frozenset[str]
    still: Counter[str]
    closed: tuple[tuple[int, int], ...]


def reread(
    store: Store,
    site: Site,
    row: SiteRow,
    readers: ReaderPool,
    span: tuple[int, int],
    on_progress: Callable[[int], None] = lambda _done: None,
) -> RereadResult:
    """Read the site's kept ranking pages of a span [since, until] again, a lot at a time.

    Pages are read while the store is free, as many at a time as there are readers; a transaction
    only compares and records them, in the order of time. `on_progress` is told how many visits are done.
    """
    before = _gaps(store, row)
    rereader = _Rereader(store, site, row)
    visits = rereader.read(by_visit(store.pages.of_rankings(row, *span)), readers)
    done = 0
    while lot := list(islice(visits, LOT)):
        with store.history.rereading(row) as rereading:
            for visit in lot:
                rereader.record_again(rereading, visit)
        done += len(lot)
        on_progress(done)
    return rereader.result(tuple(sorted(before - _gaps(store, row))))


def _gaps(store: Store, row: SiteRow) -> set[tuple[int, int]]:
    return {gap for ranking_list in store.lists(row) for gap in store.history.gaps(ranking_list)}


_Read = tuple[KeptVisit, Reading | Problem]
"""A page of a visit, and what today's readers made of it."""


class _Rereader:
    """Reads one site's kept pages again, and records what differs."""

    def __init__(self, store: Store, site: Site, row: SiteRow) -> None:
        self._store = store
        self._site = site
        self._row = row
        self._now = now()
        self._counts: Counter[str] = Counter()
        self._still: Counter[str] = Counter()
        self._names: set[str] = set()
        self._recorded = 0

    def read(
        self, visits: Iterable[Sequence[KeptVisit]], readers: ReaderPool
    ) -> Iterator[list[_Read]]:
        """Visit by visit, its pages that were recorded or refused, as they are read today."""
        pages = (
            ((number, page), self._store.pages.of_visit(page))
            for number, visit in enumerate(visits)
            for page in visit
            if page.code in REFUSALS or self._store.history.made_by(self._row, page.attempt)
        )
        answers = readers.read(pages, self._site, kind="ranking")
        for _, read in groupby(answers, key=lambda pair: pair[0][0]):
            yield [(page, reading) for (_, page), reading in read]

    def record_again(self, rereading: Rereading, visit: Iterable[_Read]) -> None:
        """Record the pages of a visit as they were read again.

        The first page that shows the lists is recorded with the time of the visit. The others
        then count as read.
        """
        accepted = False
        for page, reading in visit:
            stored = self._store.history.made_by(self._row, page.attempt)
            if accepted and page.code in REFUSALS:
                rereading.settle(page)
            else:
                outcome = self._outcome(rereading, page, stored, reading)
                self._counts[outcome] += 1
                accepted = accepted or outcome == "accepted"

    def result(self, closed: tuple[tuple[int, int], ...]) -> RereadResult:
        """The result so far; `closed` are the gaps that no longer exist."""
        names = frozenset(self._names)
        return RereadResult(self._site, self._counts, self._recorded, names, self._still, closed)

    def _outcome(
        self,
        rereading: Rereading,
        visit: KeptVisit,
        stored: Mapping[str, Observed],
        read: Reading | Problem,
    ) -> str:
        at = max([visit.time, *(observed.observation.observed for observed in stored.values())])
        readings = self._judge(visit, read, at)
        if isinstance(readings, Problem):
            self._still[readings.code] += 1
            return "kept" if stored else "refused"
        fresh = [r for r in readings if not _is_as_stored(r, stored)]
        if not fresh:
            return "same"
        if not stored:
            fresh = with_missing(self._store, fresh, self._store.lists(self._row))
        rereading.record(visit, stored, fresh, self._now, self._offset_of)
        self._recorded += sum(reading.result == "ok" for reading in fresh)
        return "changed" if stored else "accepted"

    def _offset_of(self, time: int) -> int:
        return local_zone(self._site.timezone, time)[0]

    def _judge(
        self, visit: KeptVisit, read: Reading | Problem, at: int
    ) -> Sequence[ListReading] | Problem:
        """The readings of a page observed `at`, or the problem for which it is refused."""
        if isinstance(read, Problem):
            return read
        self._names.add(read.reader)
        answer = Answer(visit.asked, visit.answered, visit.time, 200)
        verdict = judge(Result(answer, read), widget_seen=read.widget == "empty", last=True)
        if verdict.kind != "recorded":
            return Problem(verdict.code or "layout", verdict.detail)
        return self._plausible(read, visit.time, at)

    def _plausible(self, read: Reading, time: int, at: int) -> Sequence[ListReading] | Problem:
        lists_known = known_lists(self._store, self._row, at)
        readings, _ = readings_of(self._row, read, lists_known)
        accepted = inspected(self._store, self._site, readings, time, looked_at=True)
        return (
            accepted
            if isinstance(accepted, Problem)
            else [*accepted, *placement_of(self._row, read)]
        )


def _is_as_stored(reading: ListReading, stored: Mapping[str, Observed]) -> bool:
    old = stored.get(reading.ranking_list.name)
    return old is not None and old.shows(reading.entries)
