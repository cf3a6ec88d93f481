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
from store.history.derived.stay_table import stays_of
from store.history.derived.stays import Stay
from store.history.sites import ListRow


class Seen(NamedTuple):
    """What an observation measured of an article: its rank, or None for not on the list."""

    observed: int
    rank: int | None


class Between(NamedTuple):
    """When something happened: after one observation and by another, in UTC seconds.

    It is `exact` if the two are neighbours with no gap between. `after` is None if nothing measured
    the article otherwise before, `by` is None if nothing has measured it otherwise since.
    """

    after: int | None
    by: int | None
    exact: bool


def came(db: sqlite3.Connection, ranking_list: ListRow, stay: Stay) -> Between:
    """When a stay began: after an observation without the article, by the first one with it."""
    if stay.entered:
        earlier = observations.before(db, ranking_list, stay.begun, 1)
        return Between(earlier[0].observed, stay.begun, exact=True)
    depth = changes.deepest(db, ranking_list.id)
    rank = changes.ranks_at(db, ranking_list.id, stay.begun, depth)[stay.article]
    last_seen = measured_before(db, ranking_list, stay.article, rank, stay.begun)
    after = last_seen.observed if last_seen and last_seen.rank is None else None
    return Between(after, stay.begun, exact=False)


def left(
    db: sqlite3.Connection, ranking_list: ListRow, stay: Stay, now: int = observations.FOREVER
) -> Between:
    """When a stay ended, as it is known `now`: after the last observation with the article."""
    if stay.left and stay.ended is not None and stay.ended <= now:
        last = observations.before(db, ranking_list, stay.ended, 1)[0]
        return Between(last.observed, stay.ended, exact=True)
    showing = last_shown(db, ranking_list, stay, now + 1)
    absent = measured_off(db, ranking_list, stay.article, showing)
    return Between(
        showing.observed, absent if absent is not None and absent <= now else None, exact=False
    )


def measured_before(
    db: sqlite3.Connection, ranking_list: ListRow, article: int, rank: int, time: int
) -> Seen | None:
    """The last observation before `time` that measured the article at this rank."""
    showing = shown_before(db, ranking_list, article, time)
    reached = _last_reaching(db, ranking_list, rank, time)
    if showing and (reached is None or showing.observed >= reached):
        return showing
    return None if reached is None else Seen(reached, None)


def shown_before(
    db: sqlite3.Connection, ranking_list: ListRow, article: int, time: int
) -> Seen | None:
    """The last observation before `time` that showed the article."""
    earlier = [stay for stay in stays_of(db, ranking_list.id, [article]) if stay.begun < time]
    if not earlier:
        return None
    return last_shown(db, ranking_list, earlier[-1], time)


def last_shown(
    db: sqlite3.Connection, ranking_list: ListRow, stay: Stay, before: int = observations.FOREVER
) -> Seen:
    """The last observation of a stay, before a time; `stay.ended` may be the first without it."""
    end = before if stay.ended is None else min(before, stay.ended + 1)
    for observation in reversed(observations.before(db, ranking_list, end, 2)):
        ranks = observations.ranks_of(db, ranking_list, observation)
        if stay.article in ranks:
            return Seen(observation.observed, ranks[stay.article])
    raise LookupError(
        f"no observation of {ranking_list.name} shows the end of a stay at {stay.ended}"
    )


def measured_off(
    db: sqlite3.Connection, ranking_list: ListRow, article: int, last: Seen
) -> int | None:
    """The first observation after `last` that reaches its rank, if the article was not shown again."""
    following = observations.following(db, ranking_list, last.observed)
    if following is None or last.rank is None:
        return None
    reached = following.observed
    if following.items < last.rank:
        sql = (
            "SELECT min(observed) FROM change WHERE list = ? AND rank = ? AND observed > ? "
            "AND entry IS NOT NULL"
        )
        (reached,) = db.execute(sql, (ranking_list.id, last.rank, following.observed)).fetchone()
    later_stays = [s for s in stays_of(db, ranking_list.id, [article]) if s.begun > last.observed]
    if reached is None or (later_stays and later_stays[0].begun <= reached):
        return None
    return reached


def _last_reaching(
    db: sqlite3.Connection, ranking_list: ListRow, rank: int, time: int
) -> int | None:
    """The last observation before `time` that reached down to a rank."""
    row = changes.row_before(db, ranking_list.id, rank, time)
    if row is None:
        return None
    reached = observations.before(db, ranking_list, time if row[1] is not None else row[0], 1)
    return reached[0].observed if reached else None
