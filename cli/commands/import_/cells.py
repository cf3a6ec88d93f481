"""Checks the cells of one row to import and converts them."""

import re
from collections.abc import Mapping
from sys import intern
from typing import Any

from store import ImportRow

Cells = Mapping[str, Any]

_rank = re.compile(r"([0-9]{1,5})(\.0)?")
"""A whole number, also as tools write it that take all numbers for decimal ones."""


def row_of(cells: Cells) -> ImportRow:
    """The row's values apart from its time. Raises TypeError or ValueError with the reason."""
    site, name = _text(cells, "site"), _text(cells, "list")
    if not site or not name:
        raise ValueError("site and list may not be empty")
    return ImportRow(
        site,
        name,
        _text(cells, "window") if "window" in cells else None,
        _text(cells, "label"),
        _number(cells["rank"]),
        _text(cells, "title"),
        _text(cells, "url"),
        _text(cells, "flags") if "flags" in cells else None,
    )


def _text(cells: Cells, name: str) -> str:
    """A cell's text, or "" if it is missing. It is checked because JSON has other types too."""
    value = cells.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text: {value!r}")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{name} is not text: half of a character") from None
    return intern(value)


def _number(value: object) -> int:
    """A rank, given as digits or as a JSON number."""
    match = None if isinstance(value, bool) else _rank.fullmatch(str(value))
    rank = int(match[1]) if match else 0
    if not 1 <= rank <= 10_000:
        raise ValueError(f"not a rank: {value!r}; ranks are 1, 2, 3 ...")
    return rank
