"""A grid of letters: a row for each rank, a column for each step of time, a letter an article."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from string import ascii_letters

from store import Line, RankLines

LETTERS = ascii_letters
"""What articles are called, in this order."""
UNKNOWN, NONE = "?", " "


def grid(
    lines: RankLines, letters: Mapping[int, str], since: int, step: int, columns: int
) -> list[str]:
    """The rows, rank 1 first. Column n is the list as last observed in its step.

    It is NONE where a rank has no article with a letter, UNKNOWN in all ranks of a step in which
    nothing was measured.
    """
    marks = [
        _column(lines, letters, since + step * n, since + step * (n + 1)) for n in range(columns)
    ]
    return ["".join(column[rank] for column in marks).rstrip() for rank in range(lines.depth)]


def _column(lines: RankLines, letters: Mapping[int, str], begin: int, end: int) -> Sequence[str]:
    time = in_force(lines, begin, end)
    if time is None:
        return UNKNOWN * lines.depth
    marks = [NONE] * lines.depth
    for article, letter in letters.items():
        rank = rank_at(lines.lines[article], time)
        if rank is not None:
            marks[rank - 1] = letter
    return marks


def in_force(lines: RankLines, begin: int, end: int) -> int | None:
    """The observation that held last in [begin, end); None if nothing was measured in it."""
    place = bisect_right(lines.times, end - 1) - 1
    if place < 0:
        return None
    time = lines.times[place]
    if time >= begin:
        return time
    in_gap = any(gap.begun <= time < gap.ended for gap in lines.gaps)
    return None if in_gap or time == lines.last else time


def rank_at(parts: Sequence[Line], time: int) -> int | None:
    """An article's rank at an observation; None if it was not on the list."""
    for line in parts:
        if line.points[0][0] <= time <= line.points[-1][0]:
            return next(rank for at, rank in reversed(line.points) if at <= time)
    return None
