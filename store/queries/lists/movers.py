"""The moves on a list between two times: climbers, fallers, new, re-entries, out, and visits."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.errors import NotFound
from store.history import changes, observations
from store.history.changes import Row
from store.history.derived.stay_table import stays_of
from store.history.observations import Observation, usable
from store.history.sites import ListRow
from store.queries.events.edges import Between, came, last_shown, left
from store.queries.lists import charts
from store.queries.lists.charts import Chart
from store.queries.lists.compare import Comparison, compare_with, find_baseline
from store.queries.lists.movement import Versus

VISIT = "visit"
MOVER_STATUSES = ("new", "re", "up", "down", "out", VISIT, "same", "unknown")
"""The order in which movers are told."""


class Mover(NamedTuple):
    """One article that was on the list at one end or both, or (a visit) only in between.

    `peak` and `seconds` are of its whole time on the list, of a visit of the time in between.
    `came` is when its newest stay began (of a visit the first one in between), `left` when one that
    is not on the list left it, `led` when one that stands first took that place between the two
    times. `last_here` is when an article that came back was seen before, in UTC seconds.
    """

    status: str
    row: Row
    now: int | None
    was: int | None
    change: int | None
    peak: int
    seconds: int
    at_least: bool
    came: Between
    left: Between | None = None
    last_here: int | None = None
    led: Between | None = None


class Movers(NamedTuple):
    """Two observations, what lay between them, and the movers; no baseline, no movers.

    `observed` counts the observations from one end to the other, `number_ones` the articles
    that took the first rank in between. `from_the_beginning`: an earlier time was asked for than
    the record has, so that its first full observation is the baseline.
    """

    ranking_list: ListRow
    now: Observation
    base: Observation | None
    observed: int = 1
    gaps: int = 0
    number_ones: int = 0
    rows: tuple[Mover, ...] = ()
    from_the_beginning: bool = False


def movers(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    until: int,
    versus: Versus,
    tolerance: int | None = None,
) -> Movers:
    """The latest observation by `until` against its baseline, in MOVER_STATUSES and by size of movement.

    Raises NotFound where nothing was measured by then.
    """
    now = observations.newest(db, ranking_list, until)
    if now is None:
        raise NotFound(f"nothing was recorded of {ranking_list.name} by then; see  tracker log")
    base = find_baseline(db, ranking_list, now, versus, tolerance)
    first = None if base else _first_after(db, ranking_list, now, versus)
    comparison = compare_with(db, ranking_list, now, base or first)
    if comparison.base is None:
        return Movers(ranking_list, now, None)
    begin = comparison.base.observed
    gaps = observations.gaps(db, ranking_list, begin, now.observed)
    rows = [
        *_at_the_ends(db, ranking_list, comparison),
        *_visits(db, ranking_list, comparison, begin),
    ]
    return Movers(
        ranking_list,
        now,
        comparison.base,
        observations.count(db, ranking_list, begin, now.observed),
        len(gaps),
        _number_ones(db, ranking_list, begin, now.observed),
        tuple(sorted(rows, key=_order)),
        from_the_beginning=first is not None,
    )


def _first_after(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation, versus: Versus
) -> Observation | None:
    """The first full observation, if the requested instant is before the history begins."""
    instant = {"time": versus.seconds, "lag": now.observed - versus.seconds}.get(versus.kind)
    begins = observations.history_begins(db, ranking_list)
    if instant is None or begins is None or instant >= begins:
        return None
    return usable(db, ranking_list, begins, now.observed - 1, newest=False)


def _order(mover: Mover) -> tuple[int, int, int]:
    rank = mover.now or mover.was or mover.peak
    return MOVER_STATUSES.index(mover.status), -abs(mover.change or 0), rank


def _at_the_ends(
    db: sqlite3.Connection, ranking_list: ListRow, comparison: Comparison
) -> Iterator[Mover]:
    rows = _rows(comparison)
    period = charts.as_of(db, ranking_list, comparison.now.observed)
    article_charts = charts.charts(db, ranking_list, period, rows)
    for article in (*comparison.moves, *comparison.departures):
        row = _mover(db, ranking_list, comparison, rows[article], article_charts[article])
        if row.now == 1 and row.was != 1:
            row = row._replace(
                led=number_one_since(db, ranking_list, article, comparison.now.observed)
            )
        yield row


def number_one_since(
    db: sqlite3.Connection, ranking_list: ListRow, article: int, now: int
) -> Between:
    """When the article that stands first at `now` took the first rank from another."""
    sql = (
        "SELECT min(observed) FROM change WHERE list = :list AND rank = 1 AND observed > coalesce(("
        "SELECT c.observed FROM change c LEFT JOIN entry e ON e.id = c.entry WHERE c.list = :list "
        "AND c.rank = 1 AND c.observed <= :now AND e.article IS NOT :article "
        "ORDER BY c.observed DESC LIMIT 1), -1)"
    )
    since: int = db.execute(
        sql, {"list": ranking_list.id, "article": article, "now": now}
    ).fetchone()[0]
    *before, first = observations.before(db, ranking_list, since + 1, 2)
    return Between(before[0].observed if before else None, since, exact=not first.gap)


def _rows(comparison: Comparison) -> dict[int, Row]:
    """Article -> its best row as shown now, else as shown at the baseline."""
    worst_first = [*reversed(comparison.rows_before), *reversed(comparison.rows)]
    return {row.article: row for row in worst_first if row.article is not None}


def _mover(
    db: sqlite3.Connection, ranking_list: ListRow, comparison: Comparison, row: Row, chart: Chart
) -> Mover:
    stay, before = chart.last_stay, chart.stay_before
    current = comparison.moves.get(stay.article)
    move = current or comparison.departures[stay.article]
    last_here = (
        last_shown(db, ranking_list, before).observed if before and move.status == "re" else None
    )
    return Mover(
        move.status, row, row.rank if current else None, move.previous, move.change,
        chart.peak, chart.seconds, chart.at_least, came(db, ranking_list, stay),
        None if current else left(db, ranking_list, stay, comparison.now.observed), last_here,
    )  # fmt: skip


_BETWEEN = """place CROSS JOIN change c ON c.list = :list AND c.rank = place.rank
    AND c.observed > :since AND c.observed < :until"""
_VISITS = f"""
{changes.PLACES}, shown AS (SELECT DISTINCT c.entry FROM {_BETWEEN}), came AS (
    SELECT e.article, max(e.id) AS entry, count(*) AS wordings
    FROM shown CROSS JOIN entry e ON e.id = shown.entry
    WHERE e.article IS NOT NULL AND e.article NOT IN (SELECT value FROM json_each(:ends))
    GROUP BY e.article
), visit AS (
    SELECT came.entry, came.wordings, sum(s.ended - s.begun) AS seconds, min(s.entered) AS entered,
        min(s.begun << 1 | s.entered) AS begun, max(s.ended << 1 | s.left) AS ended,
        min(s.peak) AS peak
    FROM came CROSS JOIN stay s ON s.list = :list AND s.article = came.article
        AND s.begun > :since AND s.ended <= :until
    GROUP BY came.article
)
SELECT v.wordings, v.seconds, v.entered, v.begun >> 1, v.ended >> 1,
    iif(v.begun & 1, {observations.TIME_BEFORE.format(time="v.begun >> 1")}, NULL),
    iif(v.ended & 1, {observations.TIME_BEFORE.format(time="v.ended >> 1")}, NULL),
    v.peak, {changes.ROW}
FROM visit v JOIN entry e ON e.id = v.entry {changes.BESIDE}
"""
"""Of what is exact also the observation before: of the first stay's beginning, the last one's end."""
_LAST_SHOWN = f"""
{changes.PLACES} SELECT {changes.ROW} FROM {_BETWEEN} JOIN entry e ON e.id = c.entry {changes.BESIDE}
WHERE e.article = :article ORDER BY c.observed DESC LIMIT 1
"""


def _visits(
    db: sqlite3.Connection, ranking_list: ListRow, comparison: Comparison, base: int
) -> Iterator[Mover]:
    """Articles that were shown at neither end and in some observation between.

    So the two times cut none of their stays. The row is at its best rank, as last shown.
    """
    span = {
        "site": ranking_list.site,
        "list": ranking_list.id,
        "items": changes.deepest(db, ranking_list.id),
        "since": base,
        "until": comparison.now.observed,
        "ends": str([*comparison.moves, *comparison.departures]),
    }
    for wordings, seconds, entered, begun, ended, absent, last_on, *entry in db.execute(
        _VISITS, span
    ):
        row = Row(*entry)
        if wordings > 1:
            newest = db.execute(_LAST_SHOWN, {**span, "article": row.article}).fetchone()
            row = Row(row.rank, *newest)
        arrival = Between(absent, begun, exact=True)
        departure = Between(last_on, ended, exact=True)
        if absent is None or last_on is None:
            arrival, departure = _edges(
                db, ranking_list, row.article or 0, (begun, ended), comparison.now.observed
            )
        yield Mover(
            VISIT, row, None, None, None, row.rank, seconds, not entered, arrival, departure
        )


def _edges(
    db: sqlite3.Connection, ranking_list: ListRow, article: int, span: tuple[int, int], now: int
) -> tuple[Between, Between]:
    """When the first of an article's stays in a span began, and when the last one ended."""
    begun, ended = span
    stays = [
        stay
        for stay in stays_of(db, ranking_list.id, [article])
        if begun <= stay.begun and stay.ended is not None and stay.ended <= ended
    ]
    return came(db, ranking_list, stays[0]), left(db, ranking_list, stays[-1], now)


def _number_ones(db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int) -> int:
    """How many articles took the first rank from another after `since`, up to `until`.

    An article that stands first and is reworded takes it from nobody.
    """
    values = (ranking_list.id, ranking_list.id, since, until, since)
    return int(db.execute(_TOOK_FIRST, values).fetchone()[0])


_TOOK_FIRST = """
WITH first AS (
    SELECT c.observed, e.article, lag(e.article) OVER (ORDER BY c.observed) AS before
    FROM change c LEFT JOIN entry e ON e.id = c.entry
    WHERE c.list = ? AND c.rank = 1 AND c.observed >= coalesce((
        SELECT max(observed) FROM change WHERE list = ? AND rank = 1 AND observed <= ?
    ), 0) AND c.observed <= ?
)
SELECT count(DISTINCT article) FROM first WHERE observed > ? AND article IS NOT before
"""
