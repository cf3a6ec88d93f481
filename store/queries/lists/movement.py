"""Movement: which observation to compare with, and what moved against it.

docs/meanings.md defines the terms. Presence has three values: on the list, measured but not on it,
and not measured. An article is `new` or `out` only if its presence was measured both times.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from store.history.schedule import DAY


class Versus(NamedTuple):
    """What to compare with: `previous`, a `lag` in seconds, or the list as of a `time` (UTC).

    `usual` is a lag of a day; where nothing lies there, the last full observation before that, or
    the first of a young record that is at least an hour older.
    """

    kind: str
    seconds: int = 0


USUAL = Versus("usual", DAY)
"""What is compared with where nothing else is asked for."""


class Candidate(NamedTuple):
    """An observation that may become a baseline."""

    observed: int
    short: bool
    gap: bool


def tolerance_of(lag: int) -> int:
    """How far, in seconds, a baseline may lie from the instant asked for."""
    return int(min(lag / 4, DAY))


def baseline(
    candidates: Sequence[Candidate], now: Candidate, versus: Versus, tolerance: int | None = None
) -> int | None:
    """The time of the observation to compare `now` with, or None.

    `candidates` are observations before `now`, oldest first: those around the instant asked
    for, or, for `previous`, an unbroken run up to `now`.
    """
    if versus.kind == "previous":
        return _previous(candidates, now)
    usable = [c.observed for c in candidates if not c.short and c.observed < now.observed]
    if versus.kind == "lag":
        target = now.observed - versus.seconds
        reach = tolerance_of(versus.seconds) if tolerance is None else tolerance
        near = [t for t in usable if abs(t - target) <= reach]
        return min(near, key=lambda t: (abs(t - target), t), default=None)
    return max((t for t in usable if versus.seconds - DAY <= t <= versus.seconds), default=None)


def _previous(candidates: Sequence[Candidate], now: Candidate) -> int | None:
    """The latest observation before `now` that is not short, with no gap on the way."""
    later = now
    for candidate in reversed(candidates):
        if later.gap:
            return None
        if not candidate.short:
            return candidate.observed
        later = candidate
    return None


class Move(NamedTuple):
    """The move of one article; `change` is the number of ranks gained, None without a baseline."""

    status: str
    change: int | None = None
    previous: int | None = None


UNKNOWN = Move("unknown")


def moves(
    now: Mapping[int, int],
    before: Mapping[int, int] | None,
    depth_before: int,
    was_on_list: Callable[[int], bool],
) -> dict[int, Move]:
    """Article -> its move from the baseline's ranks `before` to the ranks `now`.

    `before` is None where there is no baseline. `was_on_list` tells whether an article was on the
    list in any observation at or before the baseline: what happened after it never decides.
    """
    if before is None:
        return dict.fromkeys(now, UNKNOWN)
    return {
        article: _move(article, rank, before, depth_before, was_on_list)
        for article, rank in now.items()
    }


def _move(
    article: int,
    rank: int,
    before: Mapping[int, int],
    depth: int,
    was_on_list: Callable[[int], bool],
) -> Move:
    old = before.get(article)
    if old is not None:
        change = old - rank
        return Move("up" if change > 0 else "down" if change else "same", change, old)
    if rank > depth:
        return UNKNOWN
    return Move("re" if was_on_list(article) else "new")


def departures(
    now: Mapping[int, int], before: Mapping[int, int], depth_now: int
) -> dict[int, Move]:
    """Article -> `out`, or `unknown` if its old rank is deeper than the present list reaches."""
    return {
        article: Move("out" if old <= depth_now else "unknown", None, old)
        for article, old in before.items()
        if article not in now
    }
