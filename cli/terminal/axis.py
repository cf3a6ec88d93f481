"""The axis of time below a chart in letters: what one column stands for, and the names of days."""

from collections.abc import Sequence
from itertools import zip_longest

from cli.terminal.folding import padded, width
from cli.terminal.times import DAY, HOUR

MARGIN = 5
"""Columns beside a chart, for its ranks."""

STEPS = (
    900, 1800, HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR, 12 * HOUR,
    DAY, 2 * DAY, 7 * DAY, 30 * DAY,
)  # fmt: skip
"""What one column may stand for."""


def step_for(seconds: int, room: int) -> int:
    """What one column stands for, so that a period has room in so many columns."""
    return next((step for step in STEPS if seconds // step + 3 <= room), STEPS[-1])


def axis(days: Sequence[str]) -> str:
    """A line that names each day under its first column, as far as there is room.

    `days` has the day of each column.
    """
    text = ""
    begins = [place for place, day in enumerate(days) if days[place - 1 : place] != [day]]
    for place, following in zip_longest(begins, begins[1:]):
        fits = following is None or following >= place + width(days[place]) + 2
        if width(text) <= place and (fits or place > 0):
            text = f"{padded(text, place)}{days[place]}  "
    return f"{' ' * MARGIN}{text}".rstrip()
