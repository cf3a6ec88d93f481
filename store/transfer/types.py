"""What the rows that the store hands out are made of."""

from typing import Any, NamedTuple

Row = tuple[Any, ...]
"""One row of an export: text, numbers, truth values, `Time`, or None for an empty cell."""


class Time(NamedTuple):
    """A time in a row: UTC seconds, and the site's minutes east of UTC then."""

    seconds: int
    utc_offset: int


def hours(seconds: int) -> float:
    """Seconds as hours, to the second's precision."""
    return round(seconds / 3600, 4)
