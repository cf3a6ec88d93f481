"""What happened on a list between two times: climbers, fallers, new, back, out, and visits."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store import charts, observations, ranks
from store.charts import Chart
from store.compare import Comparison, compare
from store.errors import NotFound
from store.movement import Move, Versus
from store.observations import Observation
from store.paths import path
from store.ranks import Row
from store.sites import ListRow
from store.staytable import stays_of

VISIT = "visit"
ORDER = ("new", "re", "up", "down", "out", VISIT, "same", "unknown")
"""The order in which movers are told."""


class Mover(NamedTuple):
    """One article that was on the list at one end or both, or (a visit) only in between.

    `peak` and `seconds` are of its whole time on the list, of a visit of the time in between.
    `since` is when its newest stay began, `until` when it left, `last_here` when an article
    that came back had left before, `number_one_since` when one that stands first took its
    place between the two times; UTC seconds.
    """

    status: str
    row: Row
    now: int | None
    was: int | None
    change: int | None
    peak: int
    seconds: int
    at_least: bool
    since: int
    until: int | None = None
    last_here: int | None = None
    number_one_since: int | None = None


class Movers(NamedTuple):
    """Two observations, what lay between them, and the movers; no baseline, no movers.

    `observed` counts the observations from one end to the other, `number_ones` the articles
    that took the first rank in between.
    """

    of: ListRow
    now: Observation
    base: Observation | None
    observed: int = 1
    gaps: int = 0
    number_ones: int = 0
    rows: tuple[Mover, ...] = ()


def movers(
    db: sqlite3.Connection, of: ListRow, until: int, versus: Versus, tolerance: int | None = None
) -> Movers:
    """The latest observation by `until` against its baseline, in ORDER and by size of movement.

    Raises NotFound where nothing was measured by then.
    """
    now = observations.newest(db, of, until)
    if now is None:
        raise NotFound(f"nothing was recorded of {of.name} by then; see  tracker log")
    told = compare(db, of, now, versus, tolerance)
    if told.base is None:
        return Movers(of, now, None)
    base = told.base.observed
    observed, gaps = observations.count(db, of, base, now.observed)
    rows = [*_at_the_ends(db, of, told), *_visits(db, of, told, base)]
    return Movers(
        of,
        now,
        told.base,
        observed,
        gaps - told.base.gap,
        _number_ones(db, of, base, now.observed),
        tuple(sorted(rows, key=_order)),
    )


def _order(mover: Mover) -> tuple[int, int, int]:
    rank = mover.now or mover.was or mover.peak
    return ORDER.index(mover.status), -abs(mover.change or 0), rank


def _at_the_ends(db: sqlite3.Connection, of: ListRow, told: Comparison) -> Iterator[Mover]:
    rows = _rows(db, of, told)
    when = charts.as_of(db, of, told.now.observed)
    known = charts.charts(db, of, when, rows)
    for article, move in (told.moves | told.departures).items():
        row = _mover(db, of, rows[article], move, known[article], here=article in told.moves)
        first = row.now == 1 and row.was != 1
        yield (
            row._replace(number_one_since=_number_one_since(db, of, told, article))
            if first
            else row
        )


def _number_one_since(db: sqlite3.Connection, of: ListRow, told: Comparison, article: int) -> int:
    """When the article that stands first now took the first rank."""
    begin = told.base.observed if told.base else told.now.observed
    return path(db, of, article, begin, told.now.observed + 1)[-1][0]


def _rows(db: sqlite3.Connection, of: ListRow, told: Comparison) -> dict[int, Row]:
    """Article -> its best row as shown now, else as shown at the baseline."""
    found: dict[int, Row] = {}
    for end in (told.base, told.now):
        if end:
            for row in reversed(ranks.rows_at(db, of.id, end.observed, end.items)):
                if row.article is not None:
                    found[row.article] = row
    return found


def _mover(
    db: sqlite3.Connection, of: ListRow, row: Row, move: Move, chart: Chart, *, here: bool
) -> Mover:
    stay = chart.last_stay
    before = [s.ended for s in stays_of(db, of.id, stay.article) if s.begun < stay.begun]
    return Mover(
        move.status, row, row.rank if here else None, move.previous, move.change,
        chart.peak, chart.seconds, chart.at_least, stay.begun,
        None if here else stay.ended,
        before[-1] if before and move.status == "re" else None,
    )  # fmt: skip


def _visits(db: sqlite3.Connection, of: ListRow, told: Comparison, base: int) -> Iterator[Mover]:
    """Articles that were shown at neither end and in some observation between."""
    passed = _shown_between(db, of, base, told.now.observed)
    for article in (*told.moves, *told.departures):
        passed.pop(article, None)
    when = charts.period(db, of, base + 1, told.now.observed)
    for article, chart in charts.charts(db, of, when, passed).items():
        yield Mover(
            VISIT, passed[article], None, None, None, chart.peak, chart.seconds, chart.at_least,
            chart.first_seen, chart.last_stay.ended,
        )  # fmt: skip


def _shown_between(db: sqlite3.Connection, of: ListRow, since: int, until: int) -> dict[int, Row]:
    """Article -> its newest row, for the articles of entries that came strictly in between."""
    came = (
        "WITH RECURSIVE place(rank) AS (SELECT 1 UNION ALL SELECT rank + 1 FROM place "
        "WHERE rank < :deepest) SELECT max(c.observed), c.rank, c.entry FROM place "
        "CROSS JOIN change c ON c.list = :list AND c.rank = place.rank "
        "AND c.observed > :since AND c.observed < :until JOIN entry e ON e.id = c.entry "
        "WHERE e.article IS NOT NULL GROUP BY e.article"
    )
    span = {"deepest": ranks.deepest(db, of.id), "list": of.id, "since": since, "until": until}
    rows = (ranks.row(db, rank, entry) for _, rank, entry in db.execute(came, span).fetchall())
    return {row.article: row for row in rows if row.article is not None}


def _number_ones(db: sqlite3.Connection, of: ListRow, since: int, until: int) -> int:
    """How many articles took the first rank after `since`, up to `until`."""
    sql = (
        "SELECT count(DISTINCT e.article) FROM change c JOIN entry e ON e.id = c.entry "
        "WHERE c.list = ? AND c.rank = 1 AND c.observed > ? AND c.observed <= ?"
    )
    return int(db.execute(sql, (of.id, since, until)).fetchone()[0])
