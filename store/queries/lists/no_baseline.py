"""Advice for a missing baseline: why, from when there will be one, and what works now."""

import sqlite3
from typing import NamedTuple

from store.history import observations
from store.history.observations import Observation
from store.history.schedule import DAY, HOUR
from store.history.sites import ListRow
from store.queries.lists.compare import find_baseline
from store.queries.lists.movement import Versus, tolerance_of
from store.queries.visits.gap_cause import cause

LOOK_BACK = 40
"""Observations before the newest that are tried as baselines."""


class Advice(NamedTuple):
    """What can be said, as far as it is known.

    `begins` is when the list's history does; `gap` is the one that stands in the way (from,
    to), with its cause; `arrows_from` the UTC second from which on there will be arrows;
    `works` a value for --vs and its baseline's time.
    """

    begins: int
    gap: tuple[int, int] | None
    cause: str
    arrows_from: int | None
    works: tuple[str, int] | None


def advice(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation, versus: Versus
) -> Advice:
    """The advice for an observation that has no baseline."""
    begins = observations.history_begins(db, ranking_list) or now.observed
    gap = _gap_in_the_way(db, ranking_list, now, versus)
    return Advice(
        begins,
        gap,
        cause(db, ranking_list.site, *gap) if gap else "",
        _arrows_from(begins, now, versus) if gap is None else None,
        _works(db, ranking_list, now),
    )


def _gap_in_the_way(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation, versus: Versus
) -> tuple[int, int] | None:
    """The newest gap that the instant asked for lies in, or that cuts off what was before."""
    target = {
        "lag": now.observed - versus.seconds,
        "usual": now.observed - DAY,
        "time": versus.seconds,
    }.get(versus.kind, now.observed - 1)
    holes = observations.gaps(db, ranking_list, 0, now.observed)
    near = [hole for hole in holes if hole[0] <= target and hole[1] <= now.observed]
    return near[-1] if near and near[-1][1] >= target else None


def _arrows_from(begins: int, now: Observation, versus: Versus) -> int | None:
    """When the first observation becomes a baseline for a lag."""
    if versus.kind not in {"lag", "usual"}:
        return None
    first = begins + (
        HOUR if versus.kind == "usual" else versus.seconds - tolerance_of(versus.seconds)
    )
    return first if first > now.observed else None


def _works(
    db: sqlite3.Connection, ranking_list: ListRow, now: Observation
) -> tuple[str, int] | None:
    """The smallest whole lag, in hours or days, that finds a baseline."""
    if base := find_baseline(db, ranking_list, now, Versus("previous")):
        return "previous", base.observed
    for earlier in reversed(observations.before(db, ranking_list, now.observed, LOOK_BACK)):
        distance = now.observed - earlier.observed
        unit, name = (DAY, "d") if distance > 2 * DAY else (HOUR, "h")
        lag = max(1, round(distance / unit))
        if base := find_baseline(db, ranking_list, now, Versus("lag", lag * unit)):
            return f"{lag}{name}", base.observed
    return None
