"""Takes pages of articles from an archive: what a fetch would have stored of them, no observations.

A page is an article's where the site's pattern says so, or where its address is that of an article
that the archive's own home pages or the store know. The first page of each address is stored, and
the next one after a list has reworded the article's title, as a fetch does. Pages of our own
archives are stored as they were: each was a visit.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from cli.pipeline.archives.choose import NO_ARTICLE, is_article
from cli.pipeline.archives.reading import read_result
from cli.pipeline.articles import problem_of
from cli.pipeline.task import Result
from scrapers import Link, Readers, Reading, Site, canonical
from store import Archive, Capture, SiteRow

READ_BEFORE = "article page again"

AT_ONCE = 500
"""Addresses that are looked up in the store at once."""


class ArticlePages:
    """Reads the pages one by one, in the order of time, after those that observe."""

    def __init__(
        self,
        archive: Archive,
        sites: Mapping[str, Site],
        rows: Mapping[str, SiteRow],
        readers: Readers,
        known_articles: Callable[[str, Collection[str]], Collection[str]],
    ) -> None:
        """`known_articles` gives, of canonical addresses of a site, those of articles of the real store."""
        self._archive, self._queue, self._readers = archive, archive.store.queue, readers
        self._sites, self._rows = sites, rows
        self._known: set[tuple[str, str]] = set()
        for name, site in sites.items():
            addresses = archive.addresses(name, "article")
            while batch := list(islice(addresses, AT_ONCE)):
                self._known |= {
                    (name, url) for url in known_articles(name, _canonical(site, batch))
                }
        self._parts: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, str], int] = {}
        self._number: Counter[int] = Counter()
        self.recorded = 0
        self.refused: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()

    def read(self, capture: Capture, body: bytes) -> None:
        """Store a page as one of its article, or count why not."""
        article = self._article(capture)
        if article is None:
            self.left_out[NO_ARTICLE] += 1
            return
        key = capture.site, capture.answered
        last = self._last.get(key)
        is_observed = bool(capture.code) or not capture.reads
        if (
            last is not None
            and not is_observed
            and not self._queue.reworded(article, last, capture.time)
        ):
            self.left_out[READ_BEFORE] += 1
            return
        self._last[key] = capture.time
        self._record(article, capture, body)
        self._archive.note(capture)
        self.recorded += 1

    def _article(self, capture: Capture) -> int | None:
        """The article that a page is of; None where it is of none."""
        site, row = self._sites[capture.site], self._rows[capture.site]
        for address in (capture.asked, capture.answered):
            url = canonical(address, site.article)
            article = self._parts.get((site.name, url)) or self._queue.owner(row, url)
            if article is not None:
                return article
        url = canonical(capture.answered, site.article)
        if (site.name, url) in self._known or is_article(site, capture.answered):
            return self._queue.sighted(row, Link("", capture.answered, url), capture.time)
        return None

    def _record(self, article: int, capture: Capture, body: bytes) -> None:
        site, row = self._sites[capture.site], self._rows[capture.site]
        answer = capture.answer(body)
        result, problem = Result(answer, None), (capture.code, capture.detail)
        if not capture.code:
            result = read_result(self._readers, answer, site, "article")
            problem = problem_of(result) or (None, "")
        self._queue.record(row, article, answer, problem, result.reading)
        if problem[0] and not capture.code:
            self.refused[problem[0]] += 1
        elif not problem[0] and result.reading:
            self._count(article, site, result.reading)
            self._queue.done(article, capture.time, self._number[article])

    def _count(self, article: int, site: Site, reading: Reading) -> None:
        """Learn how many pages an article has here, and where its others are."""
        read = reading.article
        if read:
            self._number[article] = max(self._number[article], read.part)
            for url in _canonical(site, read.parts):
                self._parts.setdefault((site.name, url), article)


def _canonical(site: Site, addresses: Collection[str]) -> list[str]:
    return [canonical(address, site.article) for address in addresses]
