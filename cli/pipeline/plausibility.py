"""Plausibility checks: is a reading a credible successor of the last observation?

A reading that cannot be the ranking is refused: most of its rows are not articles, or two lists
were swapped. What is merely unusual is recorded; its flags are derived (`store.history.derived.compared`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from scrapers import Problem, Site, path_of
from store import ListReading, ListRow, Row, Store

MOST_ELSEWHERE = 0.5
"""If more than this share of the rows is not articles, the rows are not the ranking."""

LEAST_TO_TELL = 3
"""Lists with fewer entries are too short to judge."""

MOSTLY = 0.8
"""If this share of the titles is unchanged and the addresses are new, the list has moved."""

SAME_TITLES = (
    "the titles of {} are those of the last time, at new addresses: if the site moved, name its "
    "old host in formerly = [...] of its entry; if its addresses change with every visit, name "
    "what tells articles apart in identity = [...]; if these are other articles, tracker reread"
)

COMPARED = frozenset({"short", "clock", "big-swap", "frozen"})
"""Flags that result from a comparison with earlier observations, not from the page itself."""


def inspected(
    store: Store, site: Site, readings: Sequence[ListReading], time: int, *, looked_at: bool = False
) -> list[ListReading] | Problem:
    """The readings, or the problem for which all of them are refused.

    Every reading must have entries. It is compared with the last observation before `time` (UTC
    seconds). `looked_at` is true in `tracker reread`: the user may then accept new addresses.
    """
    identity = store.history.identity(store.site(site.name), [r.entries for r in readings])
    rows = {reading.ranking_list: _last(store, reading.ranking_list, time) for reading in readings}
    elsewhere = [
        r.ranking_list.name for r in readings if _lost_its_articles(site, r, rows[r.ranking_list])
    ]
    if elsewhere:
        message = "most rows of {} are no articles of this site any more"
        return Problem("layout", message.format(", ".join(elsewhere)))
    before = {
        ranking_list: [identity(row.canonical) for row in last]
        for ranking_list, last in rows.items()
    }
    now = {
        r.ranking_list: [identity(e.article) if e.article else "" for e in r.entries]
        for r in readings
    }
    moved = [
        r.ranking_list.name
        for r in readings
        if _at_new_addresses(r, now[r.ranking_list], rows[r.ranking_list], before[r.ranking_list])
    ]
    if moved and not looked_at:
        return Problem("layout", SAME_TITLES.format(", ".join(moved)))
    if swapped := list(_swapped(now, before)):
        return Problem("swapped", f"{' and '.join(swapped)} have changed places")
    return list(readings)


def _at_new_addresses(
    reading: ListReading, now: Sequence[str], rows: Sequence[Row], before: Sequence[str]
) -> bool:
    """Whether a list has the titles of the last observation, but nearly all addresses are new."""
    if len(now) < LEAST_TO_TELL:
        return False
    titles = {row.title for row in rows}
    same_titles = sum(entry.title in titles for entry in reading.entries)
    new = sum(article not in before for article in now)
    return min(same_titles, new) >= MOSTLY * len(now)


def _lost_its_articles(site: Site, reading: ListReading, rows: Sequence[Row]) -> bool:
    """Whether most rows are not articles, although they were in the last observation."""
    now = [entry.article for entry in reading.entries]
    return _mostly_strange(site, now) and not _mostly_strange(site, [r.canonical for r in rows])


def _mostly_strange(site: Site, articles: Sequence[str]) -> bool:
    """Whether most rows have no article, or an address that does not fit the site's pattern.

    It is false for a list that is too short to judge.
    """
    strange = sum(not article or not _fits(site, article) for article in articles)
    return len(articles) >= LEAST_TO_TELL and strange > MOST_ELSEWHERE * len(articles)


def _fits(site: Site, article: str) -> bool:
    return site.article is None or re.search(site.article, path_of(article)) is not None


def _last(store: Store, ranking_list: ListRow, time: int) -> list[Row]:
    """The rows of a list's last observation before `time`, in rank order."""
    observed = store.history.latest(ranking_list, time - 1)
    return observed.rows if observed else []


def _swapped(
    now: Mapping[ListRow, list[str]], before: Mapping[ListRow, list[str]]
) -> Iterator[str]:
    """The names of lists that have exchanged their contents with another list."""
    for ranking_list, articles in now.items():
        for other, other_articles in now.items():
            distinct = len(articles) >= LEAST_TO_TELL and before[ranking_list] != before[other]
            if distinct and articles == before[other] and other_articles == before[ranking_list]:
                yield ranking_list.name
                break
