"""Rebuilds derived data: for a list whose history was changed, or for the whole store."""

import sqlite3
from collections.abc import Sequence

from store.db.connect import transaction
from store.history import text_index
from store.history.derive import derive
from store.history.joins import rejoin
from store.history.observations import FOREVER, before, between
from store.history.schedule import MEMORY, is_gap, is_short
from store.history.sites import ListRow, lists, sites
from store.history.snapshots import set_verdict


def rebuild(db: sqlite3.Connection, of: ListRow, since: int) -> None:
    """Judge gaps again from the observation at `since` onward, and derive the rest anew."""
    judge_gaps(db, of, since)
    derive(db, of)


def rebuild_all(db: sqlite3.Connection, now: int) -> None:
    """Derive all joins, stays, summaries and the search index anew, in several transactions.

    After each of them the store is whole. `db` must be in no transaction. Gap verdicts stay,
    because they were made with the schedule of their time. New joins are recorded with the time
    `now` (UTC seconds).
    """
    text_index.rebuild(db)
    for site in sites(db):
        with transaction(db):
            rejoin(db, site.id, now)
        for of in lists(db, site.id):
            with transaction(db):
                derive(db, of)


def judge_gaps(db: sqlite3.Connection, of: ListRow, since: int) -> None:
    """Recompute gap verdicts and the flag `short` of the observations at `since` and after it."""
    row = db.execute("SELECT every FROM site WHERE id = ?", (of.site,)).fetchone()
    past = before(db, of, since, MEMORY + 1)
    times, depths = [o.observed for o in past], [o.items for o in past]
    for observation in between(db, of, since, FOREVER):
        gap = is_gap(times, observation.observed, row[0])
        flags = _marked(observation.flags, observation.items, depths)
        if (gap, flags) != (observation.gap, observation.flags):
            set_verdict(db, (of.site, observation.observed), of.id, gap=gap, flags=flags)
        times = [*times[-MEMORY:], observation.observed]
        depths = [*depths[-MEMORY:], observation.items]


def _marked(flags: str, items: int, depths: Sequence[int]) -> str:
    """The flags of an observation of so many entries, with `short` where it is after `depths`."""
    others = [flag for flag in flags.split() if flag != "short"]
    return " ".join([*others, "short"] if is_short(items, depths) else others)
