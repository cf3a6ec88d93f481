"""Rebuilds derived data: for a list whose history was changed, or for the whole store."""

import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

from store.db.connect import make_way, transaction
from store.history import text_index
from store.history.changes import newest_change
from store.history.derived.compared import Past, derived, own_flags
from store.history.derived.derive import derive
from store.history.identity.joins import rejoin
from store.history.observations import FOREVER, Observation, before, between, replay
from store.history.schedule import MEMORY, is_gap, setting
from store.history.sites import ListRow, every_list, sites
from store.history.snapshots import set_verdict


def rebuild(db: sqlite3.Connection, ranking_list: ListRow, places: Collection[int]) -> None:
    """Derive anew what follows from a list's observations after some came or went at `places`."""
    judge(db, ranking_list, places)
    derive(db, ranking_list)


def rebuild_all(db: sqlite3.Connection, now: int) -> None:
    """Derive all joins, stays, summaries and the search index anew, in several transactions.

    After each of them the store is whole. `db` must be in no transaction. Gap verdicts stay, since
    what judged them is stored with the observations. New joins are recorded with the time `now`
    (UTC seconds).
    """
    text_index.rebuild(db)
    for site in sites(db):
        make_way()
        with transaction(db):
            rejoin(db, site.id, now)
        for ranking_list in every_list(db, site.id):
            make_way()
            with transaction(db):
                derive(db, ranking_list)


def judge(db: sqlite3.Connection, ranking_list: ListRow, places: Collection[int]) -> None:
    """Compute the verdicts and derived flags anew that depend on the observations at `places`.

    A gap verdict looks at the 21 observations before it. Verdicts further on stay as they are:
    those of an older store were made by a schedule that it did not note.
    """
    since = min(places)
    earlier = before(db, ranking_list, since, MEMORY + 1)
    stored = {o.observed: o for o in (*earlier, *between(db, ranking_list, since, FOREVER))}
    anew = _affected(list(stored), places)
    for observed, gap, fresh in list(_verdicts(db, ranking_list, since, stored, anew)):
        old = stored[observed]
        flags = " ".join((*own_flags(old.flags.split()), *fresh))
        if (gap, flags) != (old.gap, old.flags):
            set_verdict(db, (ranking_list.site, observed), ranking_list.id, gap=gap, flags=flags)


def _affected(times: Sequence[int], places: Iterable[int]) -> set[int]:
    """The times at these places and the next 21 after each."""
    affected: set[int] = set()
    for place in places:
        begin, end = bisect_left(times, place), bisect_left(times, place + 1)
        affected.update(times[begin : end + MEMORY + 1])
    return affected


def _verdicts(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    since: int,
    stored: Mapping[int, Observation],
    anew: Container[int],
) -> Iterator[tuple[int, bool, Iterable[str]]]:
    """The time, the gap verdict and the derived flags of each observation from `since` on.

    `stored` has these and the 21 before them; the gap verdicts of those in `anew` are computed.
    """
    earlier = [o for o in stored.values() if o.observed < since]
    times, past = [o.observed for o in earlier], Past([o.items for o in earlier])
    if times:
        past = past._replace(changed=newest_change(db, ranking_list.id, times[-1]))
    ranks: Mapping[int, int] | None = None
    for state, gap in replay(db, ranking_list, since):
        if ranks is not None or not times:
            changed = state.observed if ranks is not state.ranks else past.changed
            past = past._replace(ranks=ranks or {}, changed=changed)
            verdict = _gap(times, stored, state.observed) if state.observed in anew else gap
            yield state.observed, verdict, derived(ranking_list, *state, past)
            times = [*times[-MEMORY:], state.observed]
            past = past._replace(depths=[*past.depths[-MEMORY:], state.items])
        ranks = state.ranks


def _gap(times: Sequence[int], stored: Mapping[int, Observation], observed: int) -> bool:
    """Whether a gap stands before an observation; `times` are those before it."""
    previous = stored[times[-1]].every if times else None
    return is_gap(times, observed, setting(previous, stored[observed].every))
