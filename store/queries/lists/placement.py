"""What editors offer beside what readers read: the placement of a page's links and one of its lists.

Only moments are compared at which both were observed. Ranks themselves cannot be compared, because
a page offers more articles than a list has places; the order of the articles on both can.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import combinations
from statistics import median
from typing import NamedTuple

from store.history import observations
from store.history.observations import replay
from store.history.sites import ListRow

Ranks = Mapping[int, int]


class PlacementProfile(NamedTuple):
    """A list beside the placement of links, in a period.

    `compared` of the list's `observations` have the placement beside them. Of the articles then,
    `offered` stood on the page outside its lists, `listed` on the list, and `both` on both. `pairs`
    are any two articles that stood on both at one time, and `agreed` those in the same order there.
    `wait` is the median of the seconds from the first offer to the first rank, of `waits` articles
    for which both were measured and the offer came first.
    """

    ranking_list: ListRow
    observations: int
    compared: int
    offered: int
    listed: int
    both: int
    pairs: int
    agreed: int
    waits: int
    wait: float | None

    @property
    def not_listed(self) -> int:
        """How many articles were offered and never on the list."""
        return self.offered - self.both

    @property
    def not_offered(self) -> int:
        """How many articles were on the list and never offered."""
        return self.listed - self.both


def placement_profile(
    db: sqlite3.Connection, ranking_list: ListRow, placement: ListRow, span: tuple[int, int]
) -> PlacementProfile:
    """A list beside the placement in [since, until)."""
    offered: set[int] = set()
    listed: set[int] = set()
    compared = pairs = agreed = 0
    for on_page, on_list in _together(db, ranking_list, placement, span):
        compared += 1
        offered |= on_page.keys()
        listed |= on_list.keys()
        common, alike = _orders(on_page, on_list)
        pairs, agreed = pairs + common, agreed + alike
    waits = _waits(db, ranking_list, placement, span)
    number = observations.count(db, ranking_list, span[0], span[1] - 1)
    return PlacementProfile(
        ranking_list, number, compared, len(offered), len(listed), len(offered & listed), pairs, agreed,
        len(waits), median(waits) if waits else None,
    )  # fmt: skip


def _together(
    db: sqlite3.Connection, ranking_list: ListRow, placement: ListRow, span: tuple[int, int]
) -> Iterator[tuple[Ranks, Ranks]]:
    """The ranks on the page and on the list at each moment at which both were observed."""
    since, until = span
    pages = {
        state.observed: state.ranks
        for state, _ in replay(db, placement, since)
        if since <= state.observed < until
    }
    for state, _ in replay(db, ranking_list, since):
        if state.observed in pages:
            yield pages[state.observed], state.ranks


def _orders(on_page: Ranks, on_list: Ranks) -> tuple[int, int]:
    """The pairs of articles on both, and those of them that are in the same order on both."""
    pairs = list(combinations(on_page.keys() & on_list.keys(), 2))
    alike = ((on_page[a] < on_page[b]) == (on_list[a] < on_list[b]) for a, b in pairs)
    return len(pairs), sum(alike)


def _waits(
    db: sqlite3.Connection, ranking_list: ListRow, placement: ListRow, span: tuple[int, int]
) -> list[int]:
    """Seconds from an article's first offer to its first rank, if both beginnings were measured."""
    sql = (
        "SELECT l.begun - p.begun FROM (SELECT article, min(begun) AS begun, entered FROM stay "
        "WHERE list = :list GROUP BY article) l JOIN (SELECT article, min(begun) AS begun, entered "
        "FROM stay WHERE list = :placement GROUP BY article) p ON p.article = l.article "
        "WHERE l.entered AND p.entered AND l.begun >= p.begun AND p.begun >= :since "
        "AND l.begun < :until"
    )
    values = {
        "list": ranking_list.id,
        "placement": placement.id,
        "since": span[0],
        "until": span[1],
    }
    return [seconds for (seconds,) in db.execute(sql, values)]
