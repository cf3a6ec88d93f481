"""Writes rankings as CSV, TSV or JSON, one observation at a time.

A history of years has millions of rows, but from one observation to the next hardly anything in
them changes except the time. So the rows of an observation are kept as bytes without their time,
and an unchanged observation costs a single join: 390,000 rows take a tenth of the time. A changed
row is built from the columns before the rank, which depend on the list, and those after it, which
depend on the entry; both parts are formatted once. The output is byte for byte the same as that
of `cli.terminal.formats`, and a test ensures this.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import TextIO

from cli.commands.export.columns import RANKINGS
from cli.terminal.columns import Column
from cli.terminal.formats import Style, write_json, write_separated
from cli.terminal.times import iso
from store import EntryTexts, ListMoment, RankingRow, ranking_row

REMEMBERED = 20_000
"""Entries that are kept written at a time."""

AT_ONCE = 2_000
"""Rows that are handed on together: some 300 KB."""


RANK = [column.name for column in RANKINGS].index("rank")
OF_LIST, OF_ENTRY = RANKINGS[1:RANK], RANKINGS[RANK + 1 :]
"""The columns before the rank, without the time, and those behind it."""


def write_rankings(
    out: TextIO,
    moments: Iterable[ListMoment],
    texts: EntryTexts,
    style: Style,
    more: Sequence[Column[RankingRow]] = (),
) -> int:
    """Write all rows, in JSON with `more` columns. Returns how many there were."""
    is_json = style.kind in {"json", "nl"}
    rows = _Objects(texts, style, more) if is_json else _Rows(texts, style)
    rows.begin(out)
    number = written = 0
    held: list[bytes] = []
    for moment in moments:
        held.append(rows.rows_of(moment))
        number += len(moment.entries)
        if number - written >= AT_ONCE:
            _hand_on(out, held)
            held.clear()
            written = number
    _hand_on(out, held)
    rows.end(out, number)
    return number


def _hand_on(out: TextIO, held: list[bytes]) -> None:
    """Write bytes directly to the buffer; the text stream would encode and copy them again."""
    if hasattr(out, "buffer"):
        out.buffer.write(b"".join(held))
    else:
        out.write(b"".join(held).decode())


class _Rows:
    """Formats the rows of observations as bytes."""

    def __init__(
        self, texts: EntryTexts, style: Style, more: Sequence[Column[RankingRow]] = ()
    ) -> None:
        self._texts = texts
        self._of_entry = (*OF_ENTRY, *more)
        self._headers = style.headers
        self._style = style._replace(headers=False)
        self._separator = b"\t" if style.kind == "tsv" else b","
        self._time, self._stamp = -1, b""
        self._heads: dict[tuple[int, str], bytes] = {}
        self._entries: dict[tuple[str, int], bytes] = {}
        self._newest: dict[int, tuple[tuple[int, ...], tuple[str, str], list[bytes]]] = {}

    def begin(self, out: TextIO) -> None:
        """Write what stands before the first row."""
        write_separated(out, RANKINGS, [], self._style._replace(headers=self._headers))
        out.flush()

    def end(self, out: TextIO, number: int) -> None:
        """Write what stands behind the last of a number of rows."""

    def rows_of(self, moment: ListMoment) -> bytes:
        """All rows of an observation."""
        if moment.observed != self._time:
            self._time, self._stamp = moment.observed, self._beginning(moment.observed)
        shape = moment.shape.flags, moment.shape.label
        entries, before, lines = self._newest.get(moment.ranking_list.id, ((), ("", ""), []))
        if entries is not moment.entries or before != shape:
            known = zip(entries, lines[1:], strict=True) if before == shape else ()
            lines = [b"", *self._lines(moment, known)]  # joined, each has the time before it
            self._newest[moment.ranking_list.id] = moment.entries, shape, lines
        return self._stamp.join(lines)

    def _lines(self, moment: ListMoment, known: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
        """Each row from its first separator to the end of its line.

        `known` are the entries and lines of the observation before, rank by rank.
        """
        head = self._head(moment)
        ranks = zip_longest(moment.entries, islice(known, len(moment.entries)), fillvalue=(0, b""))
        for rank, (entry, (old, line)) in enumerate(ranks, 1):
            yield line if entry == old else self._line(head, rank, self._entry(moment, rank))

    def _entry(self, moment: ListMoment, rank: int) -> bytes:
        """The columns behind the rank."""
        key = moment.shape.flags, moment.entries[rank - 1]
        if key not in self._entries:
            if len(self._entries) >= REMEMBERED:
                self._entries.clear()
            row = ranking_row(moment, rank, self._texts)
            self._entries[key] = self._written(self._of_entry, row)
        return self._entries[key]

    def _head(self, moment: ListMoment) -> bytes:
        """The columns between the time and the rank."""
        key = moment.ranking_list.id, moment.shape.label
        if key not in self._heads:
            row = ranking_row(moment, 1, self._texts)
            self._heads[key] = self._written(OF_LIST, row)
        return self._heads[key]

    def _beginning(self, time: int) -> bytes:
        """What each row of a time begins with."""
        return iso(time, None).encode()

    def _line(self, head: bytes, rank: int, entry: bytes) -> bytes:
        """A row behind its time."""
        return self._separator.join((b"", head, b"%d" % rank, entry)) + b"\n"

    def _written(self, columns: Sequence[Column[RankingRow]], row: RankingRow) -> bytes:
        line = io.StringIO(newline="")
        write_separated(line, columns, [row], self._style)
        return line.getvalue().removesuffix("\n").encode()


class _Objects(_Rows):
    """Formats the rows of observations as JSON objects, each of which follows a line's end."""

    def __init__(
        self, texts: EntryTexts, style: Style, more: Sequence[Column[RankingRow]] = ()
    ) -> None:
        super().__init__(texts, style, more)
        self._array = style.kind == "json"
        self._between = b",\n " if self._array else b"\n"
        self._is_first = True

    def begin(self, out: TextIO) -> None:
        out.write("[" if self._array else "")
        out.flush()

    def end(self, out: TextIO, number: int) -> None:
        end = "]\n" if self._array else "\n"
        out.write(end if number or self._array else "")

    def rows_of(self, moment: ListMoment) -> bytes:
        rows = super().rows_of(moment)
        if self._is_first and rows:
            self._is_first = False
            return rows.removeprefix(self._between)
        return rows

    def _beginning(self, time: int) -> bytes:
        return self._between + b'{"observed": "' + iso(time, None).encode() + b'", '

    def _line(self, head: bytes, rank: int, entry: bytes) -> bytes:
        return b'%s, "rank": %d, %s}' % (head, rank, entry)

    def _written(self, columns: Sequence[Column[RankingRow]], row: RankingRow) -> bytes:
        line = io.StringIO(newline="")
        write_json(line, columns, [row], lines=True)
        return line.getvalue().removeprefix("{").removesuffix("}\n").encode()
