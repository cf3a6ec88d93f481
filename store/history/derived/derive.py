"""Derives stays and summaries from the observations, for a whole list or for some articles."""

import json
import sqlite3
from collections.abc import Collection, Iterator

from store.history.derived import stay_table
from store.history.derived.stays import State, Stay, step
from store.history.derived.totals import add_up, summarize
from store.history.observations import replay
from store.history.sites import ListRow, every_list


def derive(db: sqlite3.Connection, ranking_list: ListRow) -> None:
    """Derive a list's stays, gaps and totals anew."""
    derived = list(derived_stays(db, ranking_list))
    stay_table.clear(db, ranking_list.id)
    stay_table.save(db, ranking_list.id, derived)
    summarize(db, ranking_list.id)


def derive_articles(db: sqlite3.Connection, site: int, articles: Collection[int]) -> None:
    """Derive the stays and totals of some articles anew, on each list that has shown them."""
    numbers = json.dumps(sorted(articles))
    condition = "WHERE list = ? AND article IN (SELECT value FROM json_each(?))"
    for ranking_list in every_list(db, site):
        sql = f"SELECT min(begun) FROM stay {condition}"
        (since,) = db.execute(sql, (ranking_list.id, numbers)).fetchone()
        if since is None:
            continue
        derived = list(derived_stays(db, ranking_list, since, frozenset(articles)))
        for table in ("stay", "total"):
            db.execute(f"DELETE FROM {table} {condition}", (ranking_list.id, numbers))
        stay_table.save(db, ranking_list.id, derived)
        add_up(db, ranking_list.id, {stay.article for stay in derived if stay.ended is not None})


def derived_stays(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    since: int | None = None,
    articles: frozenset[int] | None = None,
) -> Iterator[Stay]:
    """The stays of a list, derived from its observations and changes, each in its last state.

    With `articles`, only their stays, none of which may have begun before `since`.
    """
    previous: State | None = None
    running: dict[int, Stay] = {}
    for state, gap in replay(db, ranking_list, since, articles):
        if previous is None or gap or state.ranks is not previous.ranks:
            for stay in list(step(previous, state, gap=gap, open_stays=running)):
                running.pop(stay.article, None)
                if stay.ended is None:
                    running[stay.article] = stay
                else:
                    yield stay
        previous = state
    yield from running.values()
