"""A column of what a command shows: how it is called, and how to get its value from a row.

A command lists its columns once, each in one line, over the noun that its rows are. People and
machines see the same list: a column with a heading is for people, one with a name is for
machines, and most have both.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Row = TypeVar("Row")
"""The noun that a command's rows are: a mover, an observation, a finding."""


class Column(NamedTuple, Generic[Row]):
    """One column.

    `name` is for machines, `heading` for people; without one of them that side does not get
    the column. `value` gets the value from a row; None is an empty cell, for people a dash.

    Kinds: `text`; `title` and `note` (both fold on a terminal, a title has twice the room; a note
    is our own words); `number` (to the right, for machines a bare number); `flag` (true or
    false); `time` (a `Moment`, for machines ISO 8601 with its offset); `utc` (the same, in UTC
    with Z). `link` gets the address that the text links to.
    """

    name: str
    value: Callable[[Row], object]
    heading: str = ""
    kind: str = "text"
    link: Callable[[Row], str | None] | None = None
    right: bool = False
