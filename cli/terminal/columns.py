"""The columns of a command's output: their names, and how to get their values from a row.

A command defines its columns once, one line each. A column with a heading is shown to people, a
column with a name is written for machines, and most columns have both.
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Row = TypeVar("Row")
"""The noun that a command's rows are: a mover, an observation, a finding."""


class Column(NamedTuple, Generic[Row]):
    """One column.

    `name` is for machines, `heading` is for people; a side without its name or heading does not
    get the column. `value` gets the value from a row; None is an empty cell, for people a dash.

    Kinds: `text`; `title` and `note` (both fold on a terminal, a title has twice the room; a note
    is our own words); `number` (to the right, for machines a bare number); `flag` (true or
    false); `time` (a `Moment`, for machines ISO 8601 with its offset); `utc` (the same, in UTC
    with Z); `ranks` (one sign a day, see `store.queries.lists.seven_days`; drawn on a terminal that
    can); `date` (of a page, as it gave it) and `code` (digits that are no number), which are a date and
    a text in a sheet and else as `text`. `link` gets the address that the text links to, `style` its colour in Rich's words. A
    column with `spare` is left out on a narrow terminal, the greatest first. `legend` says what the
    column's signs mean; it is shown below the table where the column is shown.
    """

    name: str
    value: Callable[[Row], object]
    heading: str = ""
    kind: str = "text"
    link: Callable[[Row], str | None] | None = None
    right: bool = False
    style: Callable[[Row], str] | None = None
    spare: int = 0
    legend: str = ""
