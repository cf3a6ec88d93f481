"""What one row of a file to import says, and rows that follow each other."""

from typing import NamedTuple


class ImportRow(NamedTuple):
    """What one row says apart from its time; rows that say the same may share it.

    `window` and `flags` are None where there is no such column.
    """

    site: str
    list: str
    window: str | None
    label: str
    rank: int
    title: str
    url: str
    flags: str | None


ImportRows = tuple[int, int, tuple[ImportRow, ...]]
"""Rows that follow each other in one list of one time: the line of the first, the time in UTC
seconds, and all else. Plain, as there are many."""
