"""Rankings as separated values, an observation at a time.

A history of years has millions of rows, and from one observation to the next hardly any of
them changes but for its time. So the rows of an observation are kept as bytes without their
time, and each observation that looks the same costs one joining. A row that changed is put
together from what its list and its entry say, each written once. The output is the same, byte
by byte, as that of `cli.terminal.formats` (CSV and TSV), and a test holds it to that.
"""

import io
from collections.abc import Iterable, Iterator
from typing import TextIO

from cli.terminal.formats import Field, Style, write_separated
from cli.terminal.times import iso
from store.transfer.ranking_rows import Shown, ranking_row
from store.transfer.timeline import Moment
from store.transfer.types import Row

REMEMBERED = 20_000
"""Entries that are kept written at a time."""

AT_ONCE = 2_000
"""Rows that are handed on together: some 300 KB."""


def write_rankings(
    out: TextIO,
    fields: list[Field],
    moments: Iterable[Moment],
    shown: Shown,
    style: Style,
) -> int:
    """Write all rows; the first field is the time. Returns how many there were."""
    write_separated(out, fields, [], style)
    out.flush()
    rows = _Rows(fields, shown, style)
    number = written = 0
    held: list[bytes] = []
    for moment in moments:
        held.append(rows.of(moment))
        number += len(moment.entries)
        if number - written >= AT_ONCE:
            _hand_on(out, held)
            held.clear()
            written = number
    _hand_on(out, held)
    return number


def _hand_on(out: TextIO, held: list[bytes]) -> None:
    """Write bytes past the text stream, which would only encode and copy them again."""
    if hasattr(out, "buffer"):
        out.buffer.write(b"".join(held))
    else:
        out.write(b"".join(held).decode())


class _Rows:
    """The rows of observations, ready to be written."""

    def __init__(self, fields: list[Field], shown: Shown, style: Style) -> None:
        self._rank = [field.name for field in fields].index("rank") - 1
        self._heads, self._ends = fields[1 : self._rank + 1], fields[self._rank + 2 :]
        self._shown = shown
        self._style = style._replace(headers=False)
        self._separator = b"\t" if style.kind == "tsv" else b","
        self._time, self._stamp = -1, b""
        self._entries: dict[tuple[str, int], bytes] = {}
        self._newest: dict[int, tuple[tuple[int, ...], str, list[bytes]]] = {}

    def of(self, moment: Moment) -> bytes:
        """All rows of an observation."""
        if moment.observed != self._time:
            self._time, self._stamp = moment.observed, iso(moment.observed, None).encode()
        entries, flags, lines = self._newest.get(moment.of.id, ((), "", []))
        if entries is not moment.entries or flags != moment.shape.flags:
            lines = [b"", *self._lines(moment)]  # joined, each has the time before it
            self._newest[moment.of.id] = moment.entries, moment.shape.flags, lines
        return self._stamp.join(lines)

    def _lines(self, moment: Moment) -> Iterator[bytes]:
        """Each row from its first separator to the end of its line."""
        head = self._written(self._heads, self._row(moment, 1)[: self._rank]).removesuffix(b"\n")
        for rank, entry in enumerate(moment.entries, 1):
            key = moment.shape.flags, entry
            if key not in self._entries:
                if len(self._entries) >= REMEMBERED:
                    self._entries.clear()
                row = self._row(moment, rank)
                self._entries[key] = self._written(self._ends, row[self._rank + 1 :])
            yield self._separator.join((b"", head, b"%d" % rank, self._entries[key]))

    def _row(self, moment: Moment, rank: int) -> Row:
        return ranking_row(moment, rank, self._shown)

    def _written(self, fields: list[Field], cells: Row) -> bytes:
        line = io.StringIO(newline="")
        write_separated(line, fields, [cells], self._style)
        return line.getvalue().encode()
