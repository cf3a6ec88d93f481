"""A cache of rows that repeat earlier rows except for their time.

A history of years has millions of rows, but from one observation to the next hardly anything in
them changes except the time, which comes first. So the text after the time is parsed once and
looked up by its bytes when it comes again. If the first row of a list comes again, the same rows
are expected to follow it as the last time, so that usually one comparison of bytes reads a whole
list. `cli.commands.export.rankings` uses the same idea for writing.
"""

from collections.abc import Iterator
from typing import IO

from store import ImportRow

REMEMBERED = 20_000
"""Rows, and lists, that are kept taken apart at a time."""


class Repeats:
    """The rows of one file that were parsed. A line is `lead`, the time, `mark`, and the rest."""

    def __init__(self, source: IO[bytes], lead: bytes, mark: bytes) -> None:
        """`source` is read ahead, and then positioned after the rows that were used."""
        self._source = source
        self._lead, self._mark = lead, mark
        self._rows: dict[bytes, ImportRow] = {}
        self._lists: dict[bytes, _List] = {}
        self._newest = _List([], ())
        self._time = b""
        self._expected = b""

    def again(self, line: bytes) -> tuple[str, tuple[ImportRow, ...]] | None:
        """The time, and the rows of this line and of the following lines that are known.

        These rows belong to one list and time, and the source is then positioned after them.
        Returns None if the line is not known or has another form.
        """
        if not line.startswith(self._lead):
            return None
        time, _, rest = line[len(self._lead) :].partition(self._mark)
        row = self._rows.get(rest)
        if row is None or b'"' in time or b"\\" in time or not time.isascii():
            return None
        stamp = self._lead + time + self._mark
        known_list = self._lists.get(rest)
        expected = stamp.join(known_list.rests) if known_list else self._expected
        ahead = self._source.read(len(expected)) if line.endswith(b"\n") else b""
        if known_list and ahead == expected:
            self._newest, self._time, self._expected = known_list, time, expected
            return time.decode(), known_list.rows
        self._note(time, rest, row)
        rows = (row, *self._going_on(time, row, stamp, ahead))
        return time.decode(), rows

    def learn(self, line: bytes, row: ImportRow) -> None:
        """Keep the row of a line without its time."""
        if len(self._rows) >= REMEMBERED:
            self._rows.clear()
            self._lists.clear()
        time, _, rest = line[len(self._lead) :].partition(self._mark)
        self._rows[rest] = row
        self._note(time, rest, row)

    def _going_on(
        self, time: bytes, row: ImportRow, stamp: bytes, ahead: bytes
    ) -> Iterator[ImportRow]:
        """The known rows that continue a row's list; the source is positioned after them."""
        between, *rests = ahead.split(stamp)
        left = len(ahead)
        for rest in rests if not between else ():
            more = self._rows.get(rest)
            if more is None or not _follows(row, more):
                break
            self._note(time, rest, more)
            left -= len(stamp) + len(rest)
            row = more
            yield row
        if left:
            self._source.seek(-left, 1)

    def _note(self, time: bytes, rest: bytes, row: ImportRow) -> None:
        """Expect this row again in its place: first in a list, or after its predecessor."""
        known_list = self._newest
        if row.rank == 1:
            self._newest = self._lists[rest] = _List([b""], (row,))
            self._time = time
        elif known_list.rows and time == self._time and _follows(known_list.rows[-1], row):
            known_list.rests.append(rest)
            known_list.rows += (row,)
        else:
            self._newest = _List([], ())


class _List:
    """The last known ranks 1 to n of a list; `rests` are the lines after the first row."""

    def __init__(self, rests: list[bytes], rows: tuple[ImportRow, ...]) -> None:
        self.rests, self.rows = rests, rows


def _follows(before: ImportRow, row: ImportRow) -> bool:
    return row[4] == before[4] + 1 and row[:2] == before[:2]
