"""Reading kept pages again with today's readers.

A page that was refused is recorded as if it had been read then; a reading that differs from the
stored one takes its place, and the old one is kept beside it. A page that is still refused, or
that reads as before, changes nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cli.pipeline.acceptance import judge
from cli.pipeline.list_names import known_lists
from cli.pipeline.local_time import local_zone
from cli.pipeline.plausibility import inspected
from cli.pipeline.readings import readings_of, with_missing
from cli.pipeline.task import Result
from cli.terminal.times import now
from scrapers import REFUSALS, Answer, Problem, Readers, Reading, Site
from store import KeptVisit, ListReading, Observed, Rereading, SiteRow, Store, by_visit


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
    store: Store,
    site: Site,
    row: SiteRow,
    readers: Readers,
    span: tuple[int, int],
    *,
    dry_run: bool,
) -> Again:
    """Read the site's kept ranking pages of a span [since, until] again, in one transaction.

    A dry run does the very same and takes it back.
    """
    rereader = _Rereader(store, site, row, readers)
    with store.history.rereading(row, dry_run=dry_run) as rereading:
        for visit in by_visit(store.pages.of_rankings(row, *span)):
            rereader.again(rereading, visit)
    return rereader.told(rereading.closed)


class _Rereader:
    """Reads one site's kept pages again within a transaction that the caller holds."""

    def __init__(self, store: Store, site: Site, row: SiteRow, readers: Readers) -> None:
        self._store = store
        self._site = site
        self._row = row
        self._readers = readers
        self._now = now()
        self._counts: Counter[str] = Counter()
        self._still: Counter[str] = Counter()
        self._names: set[str] = set()
        self._recorded = 0

    def again(self, rereading: Rereading, visit: Sequence[KeptVisit]) -> None:
        """Read a visit's pages again that made a snapshot, or were refused.

        The first that shows the lists is recorded, as it would have been then; the others are
        settled with it.
        """
        accepted = False
        for page in visit:
            stored = self._store.history.made_by(self._row, page.attempt)
            if accepted and page.code in REFUSALS:
                rereading.settle(page)
            elif stored or page.code in REFUSALS:
                outcome = self._outcome(rereading, page, stored)
                self._counts[outcome] += 1
                accepted = accepted or outcome == "accepted"

    def told(self, closed: tuple[tuple[int, int], ...]) -> Again:
        """What came of it; `closed` are the gaps that are no more."""
        names = frozenset(self._names)
        return Again(self._site, self._counts, self._recorded, names, self._still, closed)

    def _outcome(
        self, rereading: Rereading, visit: KeptVisit, stored: Mapping[str, Observed]
    ) -> str:
        at = max([visit.time, *(then.observation.observed for then in stored.values())])
        judged = self._judged(visit, at)
        if isinstance(judged, Problem):
            self._still[judged.code] += 1
            return "kept" if stored else "refused"
        fresh = [r for r in judged if not _is_as_stored(r, stored)]
        if not fresh:
            return "same"
        if not stored:
            fresh = with_missing(self._store, fresh, self._store.lists(self._row))
        rereading.record(visit, stored, fresh, self._now, self._offset_of)
        self._recorded += sum(reading.result == "ok" for reading in fresh)
        return "changed" if stored else "accepted"

    def _offset_of(self, time: int) -> int:
        return local_zone(self._site.timezone, time)[0]

    def _judged(self, visit: KeptVisit, at: int) -> Sequence[ListReading] | Problem:
        """What today's reader makes of the page, observed `at`, or why it refuses it."""
        page = self._store.pages.of_visit(visit)
        read = self._readers.read(page, self._site)
        if isinstance(read, Problem):
            return read
        self._names.add(read.reader)
        answer = Answer(page.asked, page.url, page.time, 200, body=page.body)
        verdict = judge(Result(answer, read), widget_seen=read.widget == "empty", last=True)
        if verdict.kind != "recorded":
            return Problem(verdict.code or "layout", verdict.detail)
        return self._plausible(read, visit.time, at)

    def _plausible(self, read: Reading, time: int, at: int) -> Sequence[ListReading] | Problem:
        known = known_lists(self._store, self._row, at)
        readings, _ = readings_of(self._row, read, known)
        return inspected(self._store, self._site, readings, time, looked_at=True)


def _is_as_stored(reading: ListReading, stored: Mapping[str, Observed]) -> bool:
    old = stored.get(reading.of.name)
    return old is not None and old.shows(reading.entries)
