"""Seven characters with an article's rank at the same hour on each of seven days."""

import sqlite3

from store.history import observations
from store.history.observations import Observation
from store.history.schedule import DAY
from store.history.sites import ListRow

DAYS = 7


def week(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation, articles: list[int]
) -> dict[int, str]:
    """Article -> its seven characters, oldest day first, the last for `now` itself.

    `1`-`9` and `0` for ten, `+` beyond; `.` measured and not on the list; `?` not measured:
    nothing was in force then, or a short list did not reach that deep.
    """
    signs = dict.fromkeys(articles, "")
    for days in reversed(range(DAYS)):
        instant = now.observed - days * DAY
        observation = now if days == 0 else in_force(db, ranking_list, instant)
        ranks = observations.ranks_of(db, ranking_list, observation)
        absent = "." if observation and not observation.short else "?"
        for article in signs:
            signs[article] += _sign(ranks[article]) if article in ranks else absent
    return signs


def in_force(db: sqlite3.Connection, ranking_list: ListRow, instant: int) -> Observation | None:
    """The observation in force at `instant`; None in a gap, before the first, or after the last."""
    observation = observations.newest(db, ranking_list, instant)
    if observation is None or observation.observed == instant:
        return observation
    later = observations.following(db, ranking_list, instant)
    return observation if later and not later.gap else None


def _sign(rank: int) -> str:
    return "+" if rank > 10 else str(rank % 10)
