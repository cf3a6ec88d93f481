"""The sentry: does what was read look like these lists, beside what they were last time?

What is merely odd is recorded with a flag, since odd things do happen. What is no ranking is
refused: rows that are mostly no articles any more, or windows that have changed places.
"""

import re
from collections.abc import Iterator, Sequence

from scrapers import Problem, Site, path_of
from store import ListReading, ListRow, Store

FROZEN = 3 * 86_400
"""Seconds without any change after which the shortest list of a site counts as frozen."""

MOST_ELSEWHERE = 0.5
"""More than this share of strange rows means that the rows are not the ranking's."""

LEAST_TO_TELL = 3
"""Lists with fewer entries are too short to judge."""


COMPARED = frozenset({"short", "clock", "big-swap", "frozen"})
"""Flags that come of comparing with earlier observations, not of the page itself."""


def inspected(
    store: Store, site: Site, readings: Sequence[ListReading], time: int
) -> list[ListReading] | Problem:
    """The readings with what is odd about them flagged, or why they are refused.

    `readings` have entries; they are compared with what was observed before `time` (UTC s).
    """
    before = {reading.of: _last(store, reading.of, time) for reading in readings}
    elsewhere = [r.of.name for r in readings if _lost_its_articles(site, r, before[r.of])]
    if elsewhere:
        what = "most rows of {} are no articles of this site any more"
        return Problem("layout", what.format(", ".join(elsewhere)))
    if swapped := list(_swapped(readings, before)):
        return Problem("swapped", f"{' and '.join(swapped)} have changed places")
    return [
        reading._replace(flags=(*reading.flags, *_flags(store, reading, before[reading.of], time)))
        for reading in readings
    ]


def _lost_its_articles(site: Site, reading: ListReading, before: list[str]) -> bool:
    """Whether a list of articles has become a list of something else."""
    now = [entry.article for entry in reading.entries]
    return _mostly_strange(site, now) and not _mostly_strange(site, before)


def _mostly_strange(site: Site, articles: Sequence[str]) -> bool:
    """Whether most rows have no article, or one at an address unlike the site's articles'.

    A list without enough rows to judge is not.
    """
    strange = sum(not article or not _fits(site, article) for article in articles)
    return len(articles) >= LEAST_TO_TELL and strange > MOST_ELSEWHERE * len(articles)


def _fits(site: Site, article: str) -> bool:
    return site.article is None or re.search(site.article, path_of(article)) is not None


def _last(store: Store, of: ListRow, time: int) -> list[str]:
    """The articles of a list's last observation before a time, in order."""
    before = store.history.latest(of, time - 1)
    return [row.canonical for row in before.rows] if before else []


def _swapped(readings: Sequence[ListReading], before: dict[ListRow, list[str]]) -> Iterator[str]:
    """The names of lists that now show exactly what another showed, and that one this."""
    now = {reading.of: [e.article for e in reading.entries] for reading in readings}
    for of, rows in now.items():
        for other, others in now.items():
            told_apart = len(rows) >= LEAST_TO_TELL and before[of] != before[other]
            if told_apart and rows == before[other] and others == before[of]:
                yield of.name
                break


def _flags(store: Store, reading: ListReading, before: list[str], time: int) -> Iterator[str]:
    """`big-swap`: not one article of the last time; `frozen`: nothing moved for days."""
    articles = {entry.article for entry in reading.entries} - {""}
    if len(before) >= LEAST_TO_TELL and articles and articles.isdisjoint(before):
        yield "big-swap"
    changed = store.history.newest_change(reading.of)
    is_shortest = reading.of.window in {"hour", "day"}
    same = [entry.article for entry in reading.entries] == before
    if is_shortest and same and changed is not None and time - changed > FROZEN:
        yield "frozen"
