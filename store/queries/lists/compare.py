"""Compares an observation with an earlier one, its baseline.

The rules are in `store.queries.lists.movement`; this module reads the observations that they need.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.history import observations
from store.history.changes import Row, best_ranks
from store.history.observations import Observation, usable
from store.history.schedule import DAY, HOUR
from store.history.sites import ListRow
from store.queries.lists.movement import (
    Candidate,
    Move,
    Versus,
    baseline,
    departures,
    moves,
    tolerance_of,
)


class Comparison(NamedTuple):
    """An observation against its baseline (None: nothing suitable, and so no arrows).

    `rows` are those of the observation, `rows_before` those of the baseline.
    """

    now: Observation
    base: Observation | None
    rows: list[Row]
    rows_before: list[Row]
    moves: dict[int, Move]
    departures: dict[int, Move]


def compare(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    now: Observation,
    versus: Versus,
    tolerance: int | None = None,
) -> Comparison:
    """The moves of every article of `now`, and of those that were on its baseline only."""
    return compare_with(
        db, ranking_list, now, find_baseline(db, ranking_list, now, versus, tolerance)
    )


def compare_with(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation, base: Observation | None
) -> Comparison:
    """The moves against a baseline that is known."""
    rows = observations.rows_of(db, ranking_list, now)
    ranks = best_ranks(row.article for row in rows)
    if base is None:
        return Comparison(now, None, rows, [], moves(ranks, None, 0, lambda _: False), {})
    rows_before = observations.rows_of(db, ranking_list, base)
    ranks_before = best_ranks(row.article for row in rows_before)
    were_there = were_on(db, ranking_list, ranks.keys() - ranks_before.keys(), base.observed)
    movements = moves(ranks, ranks_before, base.items, were_there.__contains__)
    departed = departures(ranks, ranks_before, now.items)
    return Comparison(now, base, rows, rows_before, movements, departed)


def find_baseline(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    now: Observation,
    versus: Versus,
    tolerance: int | None = None,
) -> Observation | None:
    """The baseline of `now`, or None if there is none."""
    if versus.kind == "usual":
        return _usual(db, ranking_list, now, tolerance)
    candidates = _candidates(db, ranking_list, now, versus, tolerance)
    time = baseline([_candidate(o) for o in candidates], _candidate(now), versus, tolerance)
    return next((o for o in candidates if o.observed == time), None)


def _usual(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation, tolerance: int | None
) -> Observation | None:
    reach = tolerance_of(DAY) if tolerance is None else tolerance
    return (
        find_baseline(db, ranking_list, now, Versus("lag", DAY), tolerance)
        or usable(db, ranking_list, 0, now.observed - DAY - reach - 1, newest=True)
        or usable(db, ranking_list, 0, now.observed - HOUR, newest=False)
    )


def were_on(
    db: sqlite3.Connection, ranking_list: ListRow, articles: Iterable[int], time: int
) -> set[int]:
    """Those of the articles that were on the list in any observation at or before a time."""
    sql = (
        "SELECT article FROM stay WHERE list = ? AND begun <= ? "
        "AND article IN (SELECT value FROM json_each(?))"
    )
    return {article for (article,) in db.execute(sql, (ranking_list.id, time, str(list(articles))))}


def _candidates(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    now: Observation,
    versus: Versus,
    tolerance: int | None,
) -> list[Observation]:
    """The observations among which a baseline may be, oldest first.

    Of many, those nearest to the instant asked for on either side will do.
    """
    if versus.kind == "previous":
        return _run_before(db, ranking_list, now)
    last = now.observed - 1
    if versus.kind == "time":
        until = min(versus.seconds, last)
        observations_near = [usable(db, ranking_list, versus.seconds - DAY, until, newest=True)]
    else:
        target = now.observed - versus.seconds
        reach = tolerance_of(versus.seconds) if tolerance is None else tolerance
        observations_near = [
            usable(db, ranking_list, target - reach, min(target, last), newest=True),
            usable(db, ranking_list, target + 1, min(target + reach, last), newest=False),
        ]
    return [observation for observation in observations_near if observation]


def _run_before(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation
) -> list[Observation]:
    """The run of observations right before `now`, back to the first that is not short."""
    run: list[Observation] = []
    later = now
    while not later.gap and (earlier := observations.before(db, ranking_list, later.observed, 1)):
        run.insert(0, earlier[0])
        if not earlier[0].short:
            break
        later = earlier[0]
    return run


def _candidate(observation: Observation) -> Candidate:
    return Candidate(observation.observed, observation.short, observation.gap)
