"""Rankings as separated values, an observation at a time.

A history of years has millions of rows, and from one observation to the next hardly any of
them changes but for its time. So the rows of an observation are written once, without their
time, and kept; each observation that looks the same costs one joining of strings. The output is
the same, byte by byte, as that of `cli.formats` (CSV and TSV), and a test holds it to that.
"""

import io
from collections.abc import Iterable
from typing import TextIO

from cli.formats import Field, Style, write_separated
from cli.times import iso
from store.cells import Row
from store.rankingrows import Shown, ranking_row
from store.timeline import Moment

REMEMBERED = 20_000
"""Rows, and observations, that are kept written at a time."""


def write_rankings(
    out: TextIO,
    fields: list[Field],
    moments: Iterable[Moment],
    shown: Shown,
    style: Style,
) -> int:
    """Write all rows; the first field is the time. Returns how many there were."""
    write_separated(out, fields, [], style)
    rows = _Rows(fields[1:], shown, style)
    number = 0
    for moment in moments:
        number += len(moment.entries)
        stamp = iso(moment.observed, None)
        out.write(stamp + stamp.join(rows.of(moment)))
    return number


class _Rows:
    """The rows of observations without their times, ready to be written."""

    def __init__(self, fields: list[Field], shown: Shown, style: Style) -> None:
        self._fields = fields
        self._shown = shown
        self._style = style._replace(headers=False)
        self._lines: dict[tuple[int, str, int, int], str] = {}
        self._known: dict[tuple[int, str, tuple[int, ...]], list[str]] = {}

    def of(self, moment: Moment) -> list[str]:
        """Each row from its first separator to the end of its line."""
        key = (moment.of.id, moment.shape.flags, moment.entries)
        found = self._known.get(key)
        if found is None:
            self._make_room()
            ranks = range(1, len(moment.entries) + 1)
            found = self._known[key] = [self._line(moment, rank) for rank in ranks]
        return found

    def _make_room(self) -> None:
        for known in (self._known, self._lines):
            if len(known) >= REMEMBERED:
                known.clear()

    def _line(self, moment: Moment, rank: int) -> str:
        key = (moment.of.id, moment.shape.flags, rank, moment.entries[rank - 1])
        if key not in self._lines:
            self._lines[key] = self._written(ranking_row(moment, rank, self._shown))
        return self._lines[key]

    def _written(self, row: Row) -> str:
        line = io.StringIO(newline="")
        write_separated(line, self._fields, [row], self._style)
        separator = "\t" if self._style.kind == "tsv" else ","
        return separator + line.getvalue()
