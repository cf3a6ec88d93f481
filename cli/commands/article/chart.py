"""A small line chart of one article's ranks on one list, in text, which breaks at gaps."""

from collections.abc import Sequence
from typing import NamedTuple

OFF, UNKNOWN = "off", "?"


class Course(NamedTuple):
    """The ranks over time: steps (UTC second, rank or None), gaps (from, to), and the end."""

    steps: Sequence[tuple[int, int | None]]
    gaps: Sequence[tuple[int, int]]
    end: int


def best_in(course: Course, since: int, until: int) -> int | str:
    """The value to draw for [since, until): the best rank in it, or off the list, or unknown."""
    ends = [*(time for time, _ in course.steps[1:]), course.end + 1]
    seen: list[int] = []
    measured = False
    for (time, rank), end in zip(course.steps, ends, strict=True):
        for begin, stop in _measured(time, end, course.gaps):
            if begin < until and stop > since:
                measured = True
                if rank is not None:
                    seen.append(rank)
    if seen:
        return min(seen)
    return OFF if measured else UNKNOWN


def _measured(begin: int, end: int, gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """[begin, end) without the gaps. The first second of a gap still counts as measured."""
    pieces = []
    for start, stop in gaps:
        if start < end and stop > begin:
            if start >= begin:
                pieces.append((begin, start + 1))
            begin = max(begin, stop)
    if begin < end:
        pieces.append((begin, end))
    return pieces


def chart(course: Course, since: int, step: int, columns: int) -> list[str]:
    """The lines of the chart: one for each rank that occurs, best first, then one for off the list.

    Each of the `columns` covers `step` seconds, beginning at `since`.
    """
    marks = [
        best_in(course, since + step * n, since + step * (n + 1))
        if since + step * n <= course.end
        else ""
        for n in range(columns)
    ]
    ranks = sorted({mark for mark in marks if isinstance(mark, int)})
    lines = [f"{rank:>4} {_row(marks, rank)}" for rank in ranks]
    off = _off(marks)
    return [*lines, f" off {off}"] if off else lines


def _row(marks: Sequence[int | str], rank: int) -> str:
    cells = (
        str(rank % 10) if mark == rank else UNKNOWN if mark == UNKNOWN else " " for mark in marks
    )
    return "".join(cells).rstrip()


def _off(marks: Sequence[int | str]) -> str:
    cells = (mark if mark == UNKNOWN else "." if mark == OFF else " " for mark in marks)
    return "".join(map(str, cells)).rstrip()
