"""Deriving a list's gap verdicts, stays and summaries anew from what was observed."""

import sqlite3
from collections.abc import Iterator

from store.history import staytable, text_index
from store.history.observations import FOREVER, before, between, replay
from store.history.schedule import MEMORY, is_gap
from store.history.sites import ListRow, lists, sites
from store.history.snapshots import set_gap
from store.history.stays import State, Stay, step
from store.history.totals import summarize


def rebuild(db: sqlite3.Connection, of: ListRow, since: int) -> None:
    """Judge gaps again from the observation at `since` onward, and derive the rest anew."""
    judge_gaps(db, of, since)
    _derive(db, of)


def rebuild_all(db: sqlite3.Connection) -> None:
    """Derive all stays, summaries and the search index anew; the caller holds the transaction.

    Gap verdicts stay: they were made with the schedule of their time.
    """
    for site in sites(db):
        for of in lists(db, site.id):
            _derive(db, of)
    text_index.rebuild(db)


def _derive(db: sqlite3.Connection, of: ListRow) -> None:
    derived = list(derived_stays(db, of))
    staytable.clear(db, of.id)
    staytable.save(db, of.id, derived)
    summarize(db, of.id)


def judge_gaps(db: sqlite3.Connection, of: ListRow, since: int) -> None:
    """Recompute the gap verdicts of the observations at `since` and after it."""
    row = db.execute("SELECT every FROM site WHERE id = ?", (of.site,)).fetchone()
    times = [o.observed for o in before(db, of, since, MEMORY + 1)]
    for observation in between(db, of, since, FOREVER):
        verdict = is_gap(times, observation.observed, row[0])
        if verdict != observation.gap:
            set_gap(db, (of.site, observation.observed), of.id, gap=verdict)
        times = [*times[-MEMORY:], observation.observed]


def derived_stays(db: sqlite3.Connection, of: ListRow) -> Iterator[Stay]:
    """The stays of a list as its observations and changes say, each in its last state."""
    previous: State | None = None
    running: dict[int, Stay] = {}
    for state, gap in replay(db, of):
        if previous is None or gap or state.ranks is not previous.ranks:
            for stay in list(step(previous, state, gap=gap, open_stays=running)):
                running.pop(stay.article, None)
                if stay.ended is None:
                    running[stay.article] = stay
                else:
                    yield stay
        previous = state
    yield from running.values()
