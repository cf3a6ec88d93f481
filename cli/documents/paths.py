"""SVG path data of rank lines, in minutes and ranks.

Minutes since the chart's beginning are short numbers, so a line of 90 days takes some hundred bytes.
The drawing scales them (`vector-effect: non-scaling-stroke`), and zooming is another `viewBox`.
"""

from collections.abc import Iterable

from store import Line


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
