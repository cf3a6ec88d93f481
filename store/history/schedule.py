"""The rules for gaps: how often a list is observed, and how long a silence may be.

There is a gap before an observation that came more than 2.5 S after its predecessor. The schedule S
is the site's setting `every` as it was when the observation was fetched, if its predecessor was
fetched, too. Of all other intervals S is learnt from the list's history: captures of an archive
every six hours are no gaps of a site that is visited every hour. Both are stored, so the verdicts
follow from the observations, whatever the setting is today and in whatever order they came.
"""

from collections.abc import Sequence
from operator import sub

HOUR = 3600
DAY = 86_400
MEMORY = 20
"""How many intervals, and how many observations for `short`, are looked back upon."""

NO_SETTING = 0
"""The `every` of an observation that was fetched by a schedule that is learnt, or not known."""

LEAST = 4
"""Fewer intervals than this teach no schedule; a day is taken instead."""


def setting(previous: int | None, every: int | None) -> int | None:
    """The setting that judges the interval between two observations; None: S is learnt.

    Each observation's `every` is in seconds; 0 if it was fetched without this setting, and None if
    it was not fetched.
    """
    return every if every and previous is not None else None


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
