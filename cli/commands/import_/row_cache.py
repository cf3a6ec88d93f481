"""Rows that were read before but for their time, found by their text, a list at a time.

A history of years has millions of rows, and from one observation to the next hardly any of them
changes but for its time, which stands first. So what follows the time is taken apart once and
found by its bytes when it comes again. Where the first row of a list comes again, the rows that
followed it last time are expected to follow: mostly one comparison of bytes takes a whole list.
This is how `cli.commands.export.rankings_csv` writes, the other way round.
"""

from collections.abc import Iterator
from typing import IO

from store import ImportRow

REMEMBERED = 20_000
"""Rows, and lists, that are kept taken apart at a time."""


class Repeats:
    """What was read of one file. A line is `lead`, the time, `mark`, and all else."""

    def __init__(self, source: IO[bytes], lead: bytes, mark: bytes) -> None:
        """`source` is read ahead and put back behind what was taken."""
        self._source = source
        self._lead, self._mark = lead, mark
        self._rows: dict[bytes, ImportRow] = {}
        self._lists: dict[bytes, _List] = {}
        self._newest = _List([], ())
        self._time = b""
        self._expected = b""

    def again(self, line: bytes) -> tuple[str, tuple[ImportRow, ...]] | None:
        """The time, and the rows of this line and of those after it that are known as well.

        They are of one list and time, and the source then stands behind them. None if the line
        is not known, or nothing that could be.
        """
        if not line.startswith(self._lead):
            return None
        time, _, rest = line[len(self._lead) :].partition(self._mark)
        row = self._rows.get(rest)
        if row is None or b'"' in time or b"\\" in time or not time.isascii():
            return None
        stamp = self._lead + time + self._mark
        of = self._lists.get(rest)
        expected = stamp.join(of.rests) if of else self._expected
        found = self._source.read(len(expected)) if line.endswith(b"\n") else b""
        if of and found == expected:
            self._newest, self._time, self._expected = of, time, expected
            return time.decode(), of.rows
        self._note(time, rest, row)
        rows = (row, *self._going_on(time, row, stamp, found))
        return time.decode(), rows

    def learn(self, line: bytes, row: ImportRow) -> None:
        """Keep what a line says apart from its time."""
        if len(self._rows) >= REMEMBERED:
            self._rows.clear()
            self._lists.clear()
        time, _, rest = line[len(self._lead) :].partition(self._mark)
        self._rows[rest] = row
        self._note(time, rest, row)

    def _going_on(
        self, time: bytes, row: ImportRow, stamp: bytes, found: bytes
    ) -> Iterator[ImportRow]:
        """The known rows that go on with a row's list; the source is put back behind them."""
        between, *rests = found.split(stamp)
        left = len(found)
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
        """Expect this row again where it stands: first of a list, or behind the one before it."""
        of = self._newest
        if row.rank == 1:
            self._newest = self._lists[rest] = _List([b""], (row,))
            self._time = time
        elif of.rows and time == self._time and _follows(of.rows[-1], row):
            of.rests.append(rest)
            of.rows += (row,)
        else:
            self._newest = _List([], ())


class _List:
    """Ranks 1 to n of a list as they last stood together; `rests` are behind the first row."""

    def __init__(self, rests: list[bytes], rows: tuple[ImportRow, ...]) -> None:
        self.rests, self.rows = rests, rows


def _follows(before: ImportRow, row: ImportRow) -> bool:
    return row[4] == before[4] + 1 and row[:2] == before[:2]
