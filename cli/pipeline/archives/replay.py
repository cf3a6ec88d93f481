"""Reads the pages of an archive in the order of time, as a fetch would have read them then."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from cli.pipeline.acceptance import judge
from cli.pipeline.archives.articles import ArticlePages
from cli.pipeline.archives.reading import read_result
from cli.pipeline.likeness import compared_with_last, is_in_doubt
from cli.pipeline.local_time import local_zone, zone_names
from cli.pipeline.rankings import RECORDED, commit
from scrapers import Face, Readers, Site
from store import Archive, Capture, RankingVisit, SiteRow

Known = Callable[[str, Collection[str]], Collection[str]]
"""Of canonical addresses of a site, by its name: those that the real store has an article for."""


class ReadCounts(NamedTuple):
    """What became of the pages that may observe, and of those of articles.

    How many showed lists and were recorded, and how many were refused, by reason; how many others
    were left out, by reason. `visits` counts all that were recorded, also those that showed nothing
    and were not meant to. Of the pages of articles, how many were recorded, and how many of these
    could not be read, by reason.
    """

    recorded: int
    refused: Counter[str]
    left_out: Counter[str]
    visits: int
    articles: int
    unread: Counter[str]

    @property
    def pages(self) -> int:
        """How many pages that may observe were read."""
        return self.recorded + self.refused.total()


def replay(
    archive: Archive,
    sites: Mapping[str, Site],
    every: Mapping[str, int | None],
    readers: Readers,
    known_articles: Known,
    on_progress: Callable[[int], None] = lambda _done: None,
) -> ReadCounts:
    """Read the pages of an archive and record them in its own store, the oldest first.

    `every` are the schedules of the sites, and `on_progress` is told how many pages are read. Pages of
    articles come last, when all is known of which articles there are.
    """
    done = 0
    replayer = Replayer(archive, [sites[name] for name in archive.sites()], every, readers)
    for done, (capture, body) in enumerate(archive.captures("ranking"), 1):
        replayer.read(capture, body)
        on_progress(done)
    pages = ArticlePages(archive, replayer.sites, replayer.rows, readers, known_articles)
    for number, (capture, body) in enumerate(archive.captures("article"), done + 1):
        pages.read(capture, body)
        on_progress(number)
    visits = done + pages.recorded
    return ReadCounts(
        replayer.recorded, replayer.refused, pages.left_out, visits, pages.recorded, pages.refused
    )


class Replayer:
    """Reads pages of an archive that may observe, one by one, in the order of time."""

    def __init__(
        self,
        archive: Archive,
        sites: Iterable[Site],
        every: Mapping[str, int | None],
        readers: Readers,
    ) -> None:
        """`sites` are those that the archive knows; `every` are their schedules."""
        self._archive, self._store, self._readers = archive, archive.store, readers
        self.sites = {site.name: site for site in sites}
        self._faces: dict[str, Face] = {}
        self.recorded = 0
        self.refused: Counter[str] = Counter()
        noted = [
            (site, zone_names(site.timezone, 0), every.get(name))
            for name, site in self.sites.items()
        ]
        self.rows: Mapping[str, SiteRow] = self._store.visits.begin(noted, None, ())

    def forget_counts(self) -> None:
        """Count from now on how many pages are recorded and refused."""
        self.recorded, self.refused = 0, Counter()

    def read(self, capture: Capture, body: bytes) -> None:
        """Record one page, as it was or as it is read now."""
        self._read(capture, body)
        self._archive.note(capture)

    def _read(self, capture: Capture, body: bytes) -> None:
        site, row = self.sites[capture.site], self.rows[capture.site]
        answer = capture.answer(body)
        if not capture.reads or capture.code:
            visit = RankingVisit(answer, (capture.code, capture.detail))
            self._store.visits.record(row, visit, lambda t: local_zone(site.timezone, t)[0])
            return
        result = read_result(self._readers, answer, site, "ranking")
        reading = result.reading
        empty = reading is not None and reading.widget == "empty"
        verdict = judge(result, widget_seen=empty, last=True)
        if reading and is_in_doubt(verdict, reading):
            face, known = self._faces.get(capture.asked), bool(self._store.lists(row))
            verdict = compared_with_last(verdict, reading.face, face, known=known)
        outcome = commit(self._store, site, row, result, verdict, observed=capture.observed)
        if outcome.sizes:
            self.recorded += 1
            if reading:
                self._faces[capture.asked] = reading.face
        elif outcome.verdict != RECORDED:
            self.refused[outcome.code or "layout"] += 1
