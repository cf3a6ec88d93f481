"""Observations: the time, the depth and the circumstances of each measurement of a list.

Only accepted readings with entries are observations. Readings of an empty or missing list are in
the same tables with another `result`; they measure nothing and are never returned here.
"""

import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from store.history.changes import Row, best_ranks, changes, entries_at, ranks_at, rows_at
from store.history.derived.stays import State
from store.history.sites import ListRow


class Observation(NamedTuple):
    """One reading of one list; `observed` in UTC seconds, `utc_offset` in minutes east of UTC.

    `every` is the schedule by which it was fetched (see `store.history.schedule.setting`).
    """

    observed: int
    items: int
    flags: str
    source: str
    reader: str
    gap: bool
    attempt: int | None
    utc_offset: int
    label: str
    every: int | None

    @property
    def short(self) -> bool:
        """Whether it had fewer entries than the longest of the 20 before it."""
        return "short" in self.flags.split()


_SELECT = (
    "SELECT s.observed, x.items, x.flags, x.source, x.reader, x.gap, s.attempt, s.utc_offset, x.label, x.every "
    "FROM snapshot s CROSS JOIN shape_list x ON x.shape = s.shape AND x.list = :list "
    "WHERE s.site = :site AND x.result = 'ok' "
)
TIME_BEFORE = """(
    SELECT b.observed FROM snapshot b CROSS JOIN shape_list y ON y.shape = b.shape AND y.list = :list
    WHERE b.site = :site AND b.observed < {time} AND y.result = 'ok'
    ORDER BY b.observed DESC LIMIT 1
)"""
"""In a query: the time of a list's last observation before a time."""
_FETCHED = "s.attempt IS NOT NULL AND x.source <> 'import'"
_OWN = f"{_FETCHED} AND NOT EXISTS (SELECT 1 FROM brought b WHERE b.attempt = s.attempt)"
FOREVER = 2**62

CLOCK_STEP = 2 * 3600
"""Seconds, generously, that an observation may be later than its attempt: clocks step back."""


def newest(db: sqlite3.Connection, ranking_list: ListRow, at: int = FOREVER) -> Observation | None:
    """The latest observation of a list at or before a time."""
    last = before(db, ranking_list, at + 1, 1)
    return last[0] if last else None


def newest_time(db: sqlite3.Connection, lists: Iterable[ListRow], at: int = FOREVER) -> int | None:
    """When any of some lists was observed last, at or before a time; None if none was."""
    latest = (newest(db, ranking_list, at) for ranking_list in lists)
    return max((observation.observed for observation in latest if observation), default=None)


def newest_own(db: sqlite3.Connection, ranking_list: ListRow) -> Observation | None:
    """The latest observation of a list from a visit of this machine, not of another or a file."""
    sql = _SELECT + f"AND {_OWN} ORDER BY s.observed DESC LIMIT 1"
    rows = _selected(db, sql, ranking_list)
    return rows[0] if rows else None


def newest_fetched(db: sqlite3.Connection, ranking_list: ListRow, at: int) -> Observation | None:
    """The latest observation at or before a time that a visit made, here or on a merged machine."""
    sql = (
        _SELECT + "AND s.attempt IS NOT NULL AND x.source = 'fetch' AND s.observed <= :at "
        "ORDER BY s.observed DESC LIMIT 1"
    )
    rows = _selected(db, sql, ranking_list, at=at)
    return rows[0] if rows else None


def before(
    db: sqlite3.Connection, ranking_list: ListRow, time: int, limit: int
) -> list[Observation]:
    """The last observations earlier than a time, oldest first."""
    sql = _SELECT + "AND s.observed < :time ORDER BY s.observed DESC LIMIT :limit"
    return _selected(db, sql, ranking_list, time=time, limit=limit)[::-1]


def following(db: sqlite3.Connection, ranking_list: ListRow, time: int) -> Observation | None:
    """The first observation later than a time."""
    sql = _SELECT + "AND s.observed > :time ORDER BY s.observed LIMIT 1"
    rows = _selected(db, sql, ranking_list, time=time)
    return rows[0] if rows else None


def entries_of(
    db: sqlite3.Connection, ranking_list: ListRow, observation: Observation | None
) -> list[int | None]:
    """The entry ids of an observation, in rank order; none without one."""
    if observation is None:
        return []
    return entries_at(db, ranking_list.id, observation.observed, observation.items)


def rows_of(
    db: sqlite3.Connection, ranking_list: ListRow, observation: Observation | None
) -> list[Row]:
    """The rows of an observation, in rank order; none without one."""
    if observation is None:
        return []
    return rows_at(db, ranking_list.id, observation.observed, observation.items)


def ranks_of(
    db: sqlite3.Connection, ranking_list: ListRow, observation: Observation | None
) -> dict[int, int]:
    """Article -> best rank in an observation; nothing without one."""
    if observation is None:
        return {}
    return ranks_at(db, ranking_list.id, observation.observed, observation.items)


def of_attempt(db: sqlite3.Connection, ranking_list: ListRow, attempt: int) -> Observation | None:
    """The observation of a list from an attempt; its time is never before that of the attempt."""
    sql = _SELECT + (
        "AND s.observed BETWEEN (SELECT time FROM attempt WHERE id = :attempt) AND "
        "(SELECT time FROM attempt WHERE id = :attempt) + :step AND s.attempt = :attempt "
        f"AND {_FETCHED}"
    )
    rows = _selected(db, sql, ranking_list, attempt=attempt, step=CLOCK_STEP)
    return rows[0] if rows else None


def usable(
    db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int, *, newest: bool
) -> Observation | None:
    """The newest or the oldest observation from `since` to `until` that is not short."""
    sql = _SELECT + (
        "AND s.observed BETWEEN :since AND :until AND ' ' || x.flags || ' ' NOT LIKE '% short %' "
        f"ORDER BY s.observed {'DESC' if newest else 'ASC'} LIMIT 1"
    )
    rows = _selected(db, sql, ranking_list, since=since, until=until)
    return rows[0] if rows else None


def between(
    db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int
) -> list[Observation]:
    """Observations from `since` to `until`, both included, oldest first."""
    sql = _SELECT + "AND s.observed BETWEEN :since AND :until ORDER BY s.observed"
    return _selected(db, sql, ranking_list, since=since, until=until)


def count(db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int) -> int:
    """How many observations there are from `since` to `until`, both included."""
    sql = (
        "SELECT count(*) FROM snapshot WHERE site = ? AND observed BETWEEN ? AND ? AND shape IN "
        "(SELECT shape FROM shape_list WHERE list = ? AND result = 'ok')"
    )
    number: int = db.execute(sql, (ranking_list.site, since, until, ranking_list.id)).fetchone()[0]
    return number


def history_begins(db: sqlite3.Connection, ranking_list: ListRow) -> int | None:
    """The time of a list's first observation."""
    first = following(db, ranking_list, -FOREVER)
    return first.observed if first else None


def gaps(
    db: sqlite3.Connection, ranking_list: ListRow, since: int = -FOREVER, until: int = FOREVER
) -> list[tuple[int, int]]:
    """(from, to) of the list's gaps that end after `since` and begin before `until`."""
    sql = "SELECT begun, ended FROM gap WHERE list = ? AND ended > ? AND begun < ? ORDER BY ended"
    return db.execute(sql, (ranking_list.id, since, until)).fetchall()


def offset_at(db: sqlite3.Connection, site: int, time: int) -> int:
    """The site's minutes east of UTC, from the snapshot before a time, else the one after."""
    before = "observed <= ? ORDER BY observed DESC"
    after = "observed > ? ORDER BY observed"
    for rule in (before, after):
        sql = f"SELECT utc_offset FROM snapshot WHERE site = ? AND {rule} LIMIT 1"
        if row := db.execute(sql, (site, time)).fetchone():
            return int(row[0])
    return 0


def depths(
    db: sqlite3.Connection, ranking_list: ListRow, since: int = -FOREVER
) -> Iterator[tuple[int, int, bool]]:
    """(time, number of entries, whether a gap stands before it) of observations, in order."""
    sql = (
        "SELECT s.observed, x.items, x.gap FROM snapshot s CROSS JOIN shape_list x "
        "ON x.shape = s.shape AND x.list = ? WHERE s.site = ? AND s.observed >= ? "
        "AND x.result = 'ok' ORDER BY s.observed"
    )
    return db.execute(sql, (ranking_list.id, ranking_list.site, since))


def replay(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    since: int | None = None,
    only: Container[int] | None = None,
) -> Iterator[tuple[State, bool]]:
    """The state of a list's ranks at each observation, and whether a gap stands before it.

    The oldest comes first; states without a change between them share one `ranks` mapping. With
    `since`, they begin at the last observation before it. `only` restricts them to these articles.
    """
    article = dict(db.execute("SELECT id, article FROM entry"))
    entries: dict[int, int | None] = {}
    begin = before(db, ranking_list, since, 1) if since is not None else []
    for first in begin:
        entries = dict(enumerate(entries_of(db, ranking_list, first), 1))
    start = begin[0].observed if begin else -FOREVER
    log = changes(db, ranking_list.id, start)
    change = next(log, None)
    ranks: Mapping[int, int] | None = None
    for observed, items, gap in depths(db, ranking_list, start):
        changed = ranks is None
        while change and change[0] <= observed:
            entries[change[1]] = change[2]
            change, changed = next(log, None), True
        if ranks is None or changed:
            best = best_ranks(_articles(entries, items, article))
            ranks = best if only is None else {a: r for a, r in best.items() if a in only}
        yield State(observed, items, ranks), gap


def _articles(
    entries: Mapping[int, int | None], items: int, article: Mapping[int, int | None]
) -> Iterator[int | None]:
    """The articles at ranks 1..items."""
    for rank in range(1, items + 1):
        entry = entries.get(rank)
        yield article[entry] if entry is not None else None


def _selected(
    db: sqlite3.Connection, sql: str, ranking_list: ListRow, **values: int
) -> list[Observation]:
    rows = db.execute(sql, {"list": ranking_list.id, "site": ranking_list.site, **values})
    return [
        Observation(observed, items, flags, source, reader, gap == 1, *rest)
        for observed, items, flags, source, reader, gap, *rest in rows
    ]
