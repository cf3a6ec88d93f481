"""The rules for gaps: how often a list is observed, and how long a silence may be.

The schedule S is the site's setting `every`, or it is learnt from the list's history. There is a
gap before an observation that came more than 2.5 S after its predecessor. This verdict is made
once and stored, so that a later change of the schedule does not change it.
"""

from collections.abc import Sequence
from operator import sub

HOUR = 3600
DAY = 86_400
MEMORY = 20
"""How many intervals, and how many observations for `short`, are looked back upon."""

LEAST = 4
"""Fewer intervals than this teach no schedule; a day is taken instead."""


def learnt(intervals: Sequence[int], every: int | None) -> int:
    """The schedule in seconds, from up to 20 intervals (seconds) before an observation.

    The 75th percentile by nearest rank: a value that did occur, and three in four runs came
    no later.
    """
    if every is not None:
        return every
    if len(intervals) < LEAST:
        return DAY
    ordered = sorted(intervals[-MEMORY:])
    return ordered[-(-3 * len(ordered) // 4) - 1]


def limit(intervals: Sequence[int], every: int | None) -> float:
    """The seconds of silence after which there is a gap before the next observation."""
    return 2.5 * learnt(intervals, every)


def is_gap(times: Sequence[int], observed: int, every: int | None) -> bool:
    """Whether a gap stands before `observed`; `times` are the observations before it, in order."""
    if not times:
        return False
    recent = times[-MEMORY - 1 :]
    intervals = list(map(sub, recent[1:], recent))
    return observed - recent[-1] > limit(intervals, every)
