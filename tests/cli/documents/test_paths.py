"""Path data draws the points it was made of, to the minute."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cli.documents.report.paths import dots, path_data
from store import Line

BEGIN = 1_767_225_600
POINTS = st.lists(
    st.tuples(st.integers(0, 100_000), st.integers(1, 50)), min_size=1, unique_by=lambda p: p[0]
).map(lambda points: [(BEGIN + 60 * minute, rank) for minute, rank in sorted(points)])


def drawn(data):
    """The points of each unbroken line of path data, as minutes and ranks."""
    lines, x, y = [], 0, 0
    for command, dx, dy in re.findall(r"([Mhl])(-?\d+),?(-?\d+)?", data):
        if command == "M":
            x, y = int(dx), int(dy)
            lines.append([])
        else:
            x, y = x + int(dx), y + int(dy or 0)
        lines[-1].append((x, y))
    return lines


@given(st.lists(POINTS, min_size=1))
def test_a_path_is_the_points_of_its_lines(parts):
    lines = [Line("", points, "") for points in parts]
    expected = [[((time - BEGIN) // 60, rank) for time, rank in points] for points in parts]
    single = [points * 2 if len(points) == 1 else points for points in expected]
    assert drawn(path_data(lines, BEGIN)) == single


def test_dots_stand_where_entries_were_measured():
    lines = [Line("new", [(BEGIN, 3), (BEGIN + 60, 3)], ""), Line("back", [(BEGIN + 120, 9)], "")]
    assert dots(lines, "new", BEGIN) == "M0,3h0"
    assert dots(lines, "back", BEGIN) == "M2,9h0"
