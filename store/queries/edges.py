"""The edges of an article's time on a list: when it was last seen otherwise, and first seen so.

An observation of n entries measures the ranks 1 to n. It measures an article at a rank if it shows
the article, or if it reaches down to that rank without it. So an article that appears came between
the last observation that measured its rank before, and the one that shows it. These two are mostly
neighbours. They are not where a gap or a short list lies between.

Each answer takes a few steps in the indexes, however long the history is.
"""

import sqlite3
from typing import NamedTuple

from store.history import changes, observations
from store.history.sites import ListRow
from store.history.stays import Stay
from store.history.staytable import stays_of


class Seen(NamedTuple):
    """What an observation measured of an article: its rank, or None for not on the list."""

    observed: int
    rank: int | None


class Edges(NamedTuple):
    """The four times of a stay, in UTC seconds.

    `last_off` is None if nothing measured the article as absent since it was seen before;
    `first_off` is None if nothing has measured it as absent since, or not before it came again.
    """

    last_off: int | None
    first_on: int
    last_on: int
    first_off: int | None


def edges(db: sqlite3.Connection, of: ListRow, stay: Stay) -> Edges:
    """The edges of one stay of a list."""
    return Edges(_last_off(db, of, stay), stay.begun, *_end(db, of, stay))


def _last_off(db: sqlite3.Connection, of: ListRow, stay: Stay) -> int | None:
    if stay.entered:
        return observations.before(db, of, stay.begun, 1)[0].observed
    depth = changes.deepest(db, of.id)
    rank = changes.ranks_at(db, of.id, stay.begun, depth)[stay.article]
    before = measured_before(db, of, stay.article, rank, stay.begun)
    return before.observed if before and before.rank is None else None


def _end(db: sqlite3.Connection, of: ListRow, stay: Stay) -> tuple[int, int | None]:
    """When it was last on, and first measured off."""
    if stay.left and stay.ended is not None:
        return observations.before(db, of, stay.ended, 1)[0].observed, stay.ended
    last = last_shown(db, of, stay)
    return last.observed, measured_off(db, of, stay.article, last)


def measured_before(
    db: sqlite3.Connection, of: ListRow, article: int, rank: int, time: int
) -> Seen | None:
    """The last observation before `time` that measured the article at this rank."""
    shown = shown_before(db, of, article, time)
    reached = _last_reaching(db, of, rank, time)
    if shown and (reached is None or shown.observed >= reached):
        return shown
    return None if reached is None else Seen(reached, None)


def shown_before(db: sqlite3.Connection, of: ListRow, article: int, time: int) -> Seen | None:
    """The last observation before `time` that showed the article."""
    earlier = [stay for stay in stays_of(db, of.id, [article]) if stay.begun < time]
    if not earlier:
        return None
    return last_shown(db, of, earlier[-1], time)


def last_shown(
    db: sqlite3.Connection, of: ListRow, stay: Stay, before: int = observations.FOREVER
) -> Seen:
    """The last observation of a stay, before a time; `stay.ended` may be the first without it."""
    end = before if stay.ended is None else min(before, stay.ended + 1)
    for observation in reversed(observations.before(db, of, end, 2)):
        ranks = changes.ranks_at(db, of.id, observation.observed, observation.items)
        if stay.article in ranks:
            return Seen(observation.observed, ranks[stay.article])
    raise LookupError(f"no observation of {of.name} shows the end of a stay at {stay.ended}")


def measured_off(db: sqlite3.Connection, of: ListRow, article: int, last: Seen) -> int | None:
    """The first observation after `last` that reaches its rank, if the article was not shown again."""
    after = observations.following(db, of, last.observed)
    if after is None or last.rank is None:
        return None
    reached = after.observed
    if after.items < last.rank:
        sql = (
            "SELECT min(observed) FROM change WHERE list = ? AND rank = ? AND observed > ? "
            "AND entry IS NOT NULL"
        )
        (reached,) = db.execute(sql, (of.id, last.rank, after.observed)).fetchone()
    again = [s for s in stays_of(db, of.id, [article]) if s.begun > last.observed]
    if reached is None or (again and again[0].begun <= reached):
        return None
    return reached


def _last_reaching(db: sqlite3.Connection, of: ListRow, rank: int, time: int) -> int | None:
    """The last observation before `time` that reached down to a rank."""
    row = changes.row_before(db, of.id, rank, time)
    if row is None:
        return None
    reached = observations.before(db, of, time if row[1] is not None else row[0], 1)
    return reached[0].observed if reached else None
