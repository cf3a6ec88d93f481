"""Comparing an observation with an earlier one: the baseline found, the movement told.

The arithmetic is `store.movement`'s; here the observations it needs are fetched.
"""

import sqlite3
from typing import NamedTuple

from store import observations, ranks
from store.movement import (
    Candidate,
    Move,
    Versus,
    baseline,
    departures,
    moves,
    tolerance_of,
)
from store.observations import Observation
from store.schedule import DAY
from store.sites import ListRow


class Comparison(NamedTuple):
    """An observation against its baseline (None: nothing suitable, and so no arrows)."""

    now: Observation
    base: Observation | None
    moves: dict[int, Move]
    departures: dict[int, Move]


def compare(
    db: sqlite3.Connection,
    of: ListRow,
    now: Observation,
    versus: Versus,
    tolerance: int | None = None,
) -> Comparison:
    """The moves of every article of `now`, and of those that were on its baseline only."""
    base = find_baseline(db, of, now, versus, tolerance)
    here = ranks.ranks_at(db, of.id, now.observed, now.items)
    if base is None:
        return Comparison(now, None, moves(here, None, 0, lambda _: False), {})
    before = ranks.ranks_at(db, of.id, base.observed, base.items)
    told = moves(here, before, base.items, lambda a: was_on(db, of, a, base.observed))
    return Comparison(now, base, told, departures(here, before, now.items))


def find_baseline(
    db: sqlite3.Connection,
    of: ListRow,
    now: Observation,
    versus: Versus,
    tolerance: int | None = None,
) -> Observation | None:
    """The observation that `now` is to be compared with."""
    candidates = _candidates(db, of, now, versus, tolerance)
    found = baseline([_candidate(o) for o in candidates], _candidate(now), versus, tolerance)
    return next((o for o in candidates if o.observed == found), None)


def was_on(db: sqlite3.Connection, of: ListRow, article: int, time: int) -> bool:
    """Whether an article was on the list in any observation at or before a time."""
    sql = "SELECT 1 FROM stay WHERE article = ? AND list = ? AND begun <= ? LIMIT 1"
    return db.execute(sql, (article, of.id, time)).fetchone() is not None


def _candidates(
    db: sqlite3.Connection, of: ListRow, now: Observation, versus: Versus, tolerance: int | None
) -> list[Observation]:
    """The observations among which a baseline may be, oldest first."""
    if versus.kind == "previous":
        return _run_before(db, of, now)
    if versus.kind == "lag":
        target = now.observed - versus.seconds
        reach = tolerance_of(versus.seconds) if tolerance is None else tolerance
        until = min(target + reach, now.observed - 1)
        return observations.between(db, of, target - reach, until)
    until = min(versus.seconds, now.observed - 1)
    return observations.between(db, of, versus.seconds - DAY, until)


def _run_before(db: sqlite3.Connection, of: ListRow, now: Observation) -> list[Observation]:
    """The run of observations right before `now`, back to the first that is not short."""
    run: list[Observation] = []
    later = now
    while not later.gap and (found := observations.before(db, of, later.observed, 1)):
        run.insert(0, found[0])
        if not found[0].short:
            break
        later = found[0]
    return run


def _candidate(observation: Observation) -> Candidate:
    return Candidate(observation.observed, observation.short, observation.gap)
