"""SVG path data of rank lines, in minutes and ranks.

Minutes since the chart's beginning are short numbers, so a line of 90 days takes some hundred bytes.
The drawing scales them (`vector-effect: non-scaling-stroke`), and zooming is another `viewBox`.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from store import Line, Stay


def minute(time: int, begin: int) -> int:
    """The whole minutes of a time since a chart's beginning, both in UTC seconds."""
    return (time - begin) // 60


def path_data(lines: Iterable[Line], begin: int) -> str:
    """The path of an article's lines; it is lifted wherever the article was off or unmeasured."""
    return "".join(_line(line, begin) for line in lines)


def _line(line: Line, begin: int) -> str:
    points = [(minute(time, begin), rank) for time, rank in line.points]
    (x, y), rest = points[0], points[1:]
    parts = [f"M{x},{y}"]
    for next_x, next_y in rest:
        parts.append(f"h{next_x - x}" if next_y == y else f"l{next_x - x},{next_y - y}")
        x, y = next_x, next_y
    return "".join(parts if rest else [*parts, "h0"])


def dots(lines: Iterable[Line], begins: str, begin: int) -> str:
    """A dot (a line of no length with a round end) where lines begin so: `new` or `back`."""
    points = (line.points[0] for line in lines if line.begins == begins)
    return "".join(f"M{minute(time, begin)},{rank}h0" for time, rank in points)


def staircase(
    stays: Iterable[Stay], steps: Sequence[tuple[int, int | None]], begin: int, last: int
) -> str:
    """The path of an article through a list: each rank holds until the next, a stay at a time."""
    return "".join(
        _stairs([step for step in steps if stay.begun <= step[0] < end], end, begin)
        for stay in stays
        for end in (last + 1 if stay.ended is None else stay.ended + (not stay.left),)
    )


def _stairs(steps: Sequence[tuple[int, int | None]], end: int, begin: int) -> str:
    shown = [(minute(time, begin), rank) for time, rank in steps if rank is not None]
    if not shown:
        return ""
    parts = [f"M{shown[0][0]},{shown[0][1]}"]
    for (time, _), (later, rank) in pairwise(shown):
        parts.append(f"h{later - time}V{rank}")
    return "".join(parts) + f"h{max(0, minute(end, begin) - shown[-1][0])}"
