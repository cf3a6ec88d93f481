"""Rebuilds derived data: for a list whose history was changed, or for the whole store."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from store.db.connect import make_way, transaction
from store.history import text_index
from store.history.changes import newest_change
from store.history.derived.compared import Past, derived, others
from store.history.derived.derive import derive
from store.history.identity.joins import rejoin
from store.history.observations import FOREVER, before, between, replay
from store.history.schedule import MEMORY, is_gap
from store.history.sites import ListRow, lists, sites
from store.history.snapshots import set_verdict


def rebuild(db: sqlite3.Connection, of: ListRow, since: int) -> None:
    """Judge gaps and flags again from the observation at `since` on, and derive the rest anew."""
    judge(db, of, since)
    derive(db, of)


def rebuild_all(db: sqlite3.Connection, now: int) -> None:
    """Derive all joins, stays, summaries and the search index anew, in several transactions.

    After each of them the store is whole. `db` must be in no transaction. Gap verdicts stay,
    because they were made with the schedule of their time. New joins are recorded with the time
    `now` (UTC seconds).
    """
    text_index.rebuild(db)
    for site in sites(db):
        make_way()
        with transaction(db):
            rejoin(db, site.id, now)
        for of in lists(db, site.id):
            make_way()
            with transaction(db):
                derive(db, of)


def judge(db: sqlite3.Connection, of: ListRow, since: int) -> None:
    """Recompute the gap verdicts and derived flags of the observations at `since` and after it."""
    stored = {o.observed: o for o in between(db, of, since, FOREVER)}
    for observed, gap, fresh in list(_verdicts(db, of, since)):
        old = stored[observed]
        flags = " ".join((*others(old.flags.split()), *fresh))
        if (gap, flags) != (old.gap, old.flags):
            set_verdict(db, (of.site, observed), of.id, gap=gap, flags=flags)


def _verdicts(
    db: sqlite3.Connection, of: ListRow, since: int
) -> Iterator[tuple[int, bool, Iterable[str]]]:
    """The time, the gap verdict and the derived flags of each observation from `since` on."""
    (every,) = db.execute("SELECT every FROM site WHERE id = ?", (of.site,)).fetchone()
    earlier = before(db, of, since, MEMORY + 1)
    times, past = [o.observed for o in earlier], Past([o.items for o in earlier])
    if times:
        past = past._replace(changed=newest_change(db, of.id, times[-1]))
    ranks: Mapping[int, int] | None = None
    for state, _ in replay(db, of, since):
        if ranks is not None or not times:
            changed = state.observed if ranks is not state.ranks else past.changed
            past = past._replace(ranks=ranks or {}, changed=changed)
            gap = is_gap(times, state.observed, every)
            yield state.observed, gap, derived(of.window, *state, past)
            times = [*times[-MEMORY:], state.observed]
            past = past._replace(depths=[*past.depths[-MEMORY:], state.items])
        ranks = state.ranks
