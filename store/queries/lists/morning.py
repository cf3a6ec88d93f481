"""What the morning screen says of one list: its moves, its number one, and what was measured."""

import sqlite3
from typing import NamedTuple

from store.history import observations
from store.history.changes import Row
from store.history.schedule import DAY
from store.history.sites import ListRow
from store.queries.lists import charts
from store.queries.lists.movement import USUAL
from store.queries.lists.movers import Movers, movers, number_one_since

WEEK = 7 * DAY


class Morning(NamedTuple):
    """One list in the morning; times are UTC seconds.

    `first` is the row at rank 1, which has been measured there since `first_since`; it may have
    been there before if `first_at_least`. Of the last seven days, as far as they were recorded,
    `measured` seconds were measured and `missing` were not. `gaps` are those of the seven days.
    """

    ranking_list: ListRow
    movers: Movers
    first: Row | None
    first_since: int
    first_at_least: bool
    measured: int
    missing: int
    gaps: list[tuple[int, int]]


def morning(db: sqlite3.Connection, ranking_list: ListRow, now: int) -> Morning | None:
    """A list as of `now`, or None if nothing was measured of it."""
    newest = observations.newest(db, ranking_list, now)
    if newest is None:
        return None
    end = newest.observed
    rows = observations.rows_of(db, ranking_list, newest)
    first = next((row for row in rows if row.rank == 1), None)
    since, at_least = _first_since(db, ranking_list, first, end)
    measured, gaps = charts.measured(db, ranking_list, end - WEEK, end)
    missing = sum(min(to, end) - max(start, end - WEEK) for start, to in gaps)
    moved = movers(db, ranking_list, now, USUAL)
    return Morning(ranking_list, moved, first, since, at_least, measured, missing, gaps)


def _first_since(
    db: sqlite3.Connection, ranking_list: ListRow, first: Row | None, end: int
) -> tuple[int, bool]:
    """Since when the number one has been measured as such, and whether its beginning was not."""
    if first is None or first.article is None:
        return end, True
    since = number_one_since(db, ranking_list, first.article, end).by or end
    begins = observations.history_begins(db, ranking_list)
    unmeasured = [
        to for _, to in observations.gaps(db, ranking_list, since - 1, end + 1) if to <= end
    ]
    known_from = max([since, *unmeasured])
    return known_from, bool(unmeasured) or since == begins
