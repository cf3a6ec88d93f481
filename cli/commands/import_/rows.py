"""Reads a file to import: turns CSV, TSV, JSON or NDJSON into typed rows with their line numbers.

The content determines the form, not the file's name. Columns may have any order; window, label and
flags may be missing. Cells that the export guarded against spreadsheets are unguarded. Only the
rows in `cli.commands.import_.row_cache` stay in memory, so a file of any length takes the same
memory, except for a JSON array, which is read as a whole and therefore has a size limit.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import IO

from cli.commands.import_.cells import Cells, row_of
from cli.commands.import_.row_cache import Repeats
from cli.commands.import_.spreadsheet import (
    as_utf8,
    named_separator,
    separator,
    time_as_saved,
)
from cli.terminal.printable import unguard
from cli.terminal.times import EPOCH, FULL, Zone, measurable, parse_time
from scrapers import TrackerError
from store import ImportRefused, ImportRow, ImportRows

NEEDED = ("observed", "site", "list", "rank", "title", "url")
HEAD = 2**16
"""Bytes at the beginning of a file that show its form."""

LONGEST = 2**24
"""Characters of one cell."""

LONGEST_ARRAY = 2**25
"""Bytes of a JSON array."""

MARK = b"\xef\xbb\xbf"
"""What some programs write before UTF-8."""

PARQUET = b"PAR1"
"""How a Parquet file begins."""

LATEST = 3600
"""Seconds that an observed time may lie after now: clocks differ, and nothing is foreseen."""

_exported = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

Record = tuple[int, object, tuple[ImportRow, ...]]
"""Rows of a file before their time is understood: the first one's line, the time, all else."""


def read_rows(
    path: str, source: IO[bytes], now: int, zone_of: Callable[[str], Zone]
) -> Iterator[ImportRows]:
    """The rows of a file. Raises ImportRefused, whose message names the file's line.

    `now` is in UTC seconds. `zone_of` gives the zone of a site by its name, for times without an
    offset.
    """
    with as_utf8(path, source) as table:
        yield from _dated(path, table, now, zone_of)


def _dated(
    path: str, source: IO[bytes], now: int, zone_of: Callable[[str], Zone]
) -> Iterator[ImportRows]:
    before, seconds = None, 0
    for line, observed, rows in _records(path, source):
        if (observed, rows[0].site) != before:
            try:
                seconds = _seconds(str(observed), now, zone_of, rows[0].site)
            except (ValueError, TrackerError) as problem:
                raise ImportRefused(f"{path}:{line}: {problem}") from None
            if seconds > now + LATEST:
                raise ImportRefused(f"{path}:{line}: {observed} is in the future")
            before = observed, rows[0].site
        yield line, seconds, rows


def _seconds(text: str, now: int, zone_of: Callable[[str], Zone], site: str) -> int:
    if _exported.fullmatch(text):  # nearly all times have this form, which is fast to parse
        try:
            span = datetime.fromisoformat(text) - EPOCH
        except ValueError:
            pass  # there is no such day; the error is raised below
        else:
            return measurable(span.days * 86_400 + span.seconds)
    word = time_as_saved(unguard(text).strip())
    if not re.fullmatch(FULL, word):  # words such as 24h are times to ask for, not to have observed
        raise ValueError(f"not a time of observation: {text!r}; such as 2026-01-10T00:00:00Z")
    return measurable(parse_time(word, now, zone_of(site)))


def _not_utf8(path: str, line: int) -> ImportRefused:
    return ImportRefused(
        f'{path}:{line}: not UTF-8; save it as "CSV UTF-8", for another form may have lost characters'
    )


def _records(path: str, source: IO[bytes]) -> Iterator[Record]:
    start = len(MARK) if source.read(len(MARK)) == MARK else 0
    source.seek(start)
    head = source.read(HEAD)
    source.seek(start)
    if head.startswith(PARQUET):
        raise ImportRefused(
            f"{path}: Parquet is not imported; export the rows as CSV, TSV, JSON or NDJSON (--nl)"
        )
    first = head.lstrip()[:1]
    if first == b"[":
        return _array_records(path, source)
    return (_line_records if first == b"{" else _csv_records)(path, source)


def _csv_records(path: str, source: IO[bytes]) -> Iterator[Record]:
    csv.field_size_limit(LONGEST)
    lines = _lines(_whole_lines(path, source))
    head, number = next(lines, b""), 1
    if named := named_separator(head):
        head, number = next(lines, b""), 2
    sign = named or separator(head)
    names, number = _cells(path, number, chain([head], lines), sign)
    _must_have(names, f"{path}:{number}: no column")
    _once(names, f"{path}:{number}: a column twice")
    repeats = Repeats(source, b"", sign.encode())
    cells: list[str] = []
    for line in lines:
        number += 1
        if known_rows := repeats.again(line):
            yield number, *known_rows
            number += len(known_rows[1]) - 1
            continue
        first_line = number
        cells, number = _cells(path, number, chain([line], lines), sign)
        if not any(cells):  # spreadsheets end a table with rows of nothing
            continue
        _must_fit(path, first_line, names, cells)
        record = _record(path, number, _by_name(names, cells))
        # The cache works only for rows on one line that begin with the time, without quotes.
        if names[0] == "observed" and number == first_line and line[:1] != b'"':
            repeats.learn(line, record[2][0])
        yield record
    _must_be_whole(path, number, source, cells)


def _whole_lines(path: str, source: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file; raises an error for a line that is longer than any valid row."""
    number = 1
    while line := source.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise ImportRefused(f"{path}:{number}: a line of more than {LONGEST >> 20} MiB")
        yield line
        number += 1


def _lines(source: Iterable[bytes]) -> Iterator[bytes]:
    """Lines as spreadsheets end them: LF, CR LF, or CR alone."""
    for line in source:
        if b"\r" in line:
            yield from line.splitlines(keepends=True)
        else:
            yield line


def _cells(path: str, number: int, lines: Iterable[bytes], separator: str) -> tuple[list[str], int]:
    """The cells of a row, which may span several lines, and the number of its last line."""
    rows = csv.reader((line.decode() for line in lines), delimiter=separator, strict=True)
    try:
        return next(rows), number + rows.line_num - 1
    except UnicodeDecodeError:
        raise _not_utf8(path, number + rows.line_num) from None
    except csv.Error as problem:
        raise ImportRefused(
            f"{path}:{number}: {problem}, in the row that begins here; is a quote not closed?"
        ) from None


def _must_fit(path: str, line: int, names: Sequence[str], cells: Sequence[str]) -> None:
    """Refuse a row with a wrong number of cells: titles and addresses may be in wrong columns."""
    if len(cells) != len(names):
        raise ImportRefused(
            f"{path}:{line}: {len(cells)} cells under {len(names)} columns; is the file cut off, "
            "or a comma not in quotes?"
        )


def _must_be_whole(path: str, number: int, source: IO[bytes], cells: Sequence[str]) -> None:
    """Refuse a last line without a line feed if its last cell may be cut off.

    Some spreadsheets omit this line feed, so a last cell that is empty or in quotes is accepted.
    """
    source.seek(-1, 2)
    if cells and cells[-1] and source.read() not in {b"\n", b"\r", b'"'}:
        raise ImportRefused(
            f"{path}:{number}: the last line does not end; if the file is whole, end that line"
        )


def _once(names: Iterable[str], complaint: str) -> None:
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    if twice:
        raise ImportRefused(f"{complaint}: {', '.join(twice)}")


def _by_name(names: Sequence[str], cells: Sequence[str]) -> Cells:
    unguarded = zip(names, map(unguard, cells), strict=False)
    return dict.fromkeys(names, "") | dict(unguarded)


def _line_records(path: str, source: IO[bytes]) -> Iterator[Record]:
    """The objects of a file with one object per line, with their line numbers."""
    repeats = Repeats(source, b'{"observed": "', b'"')
    number = 0
    for line in _whole_lines(path, source):
        number += 1
        if known_rows := repeats.again(line):
            yield number, *known_rows
            number += len(known_rows[1]) - 1
        elif line.strip():
            cells = _object(path, number, line)
            record = _record(path, number, cells)
            stamp = f'{{"observed": "{cells["observed"]}"'.encode(errors="replace")
            if line.startswith(stamp) and line.count(b'"observed"') == 1:
                repeats.learn(line, record[2][0])
            yield record


def _object(path: str, line: int, text: bytes) -> Cells:
    return _checked(path, line, _json(path, line, text))


def _array_records(path: str, source: IO[bytes]) -> Iterator[Record]:
    """The objects of an array, with their numbers. Reading it takes ten times its size."""
    text = source.read(LONGEST_ARRAY + 1)
    if len(text) > LONGEST_ARRAY:
        raise ImportRefused(
            f"{path}: a JSON array of more than {LONGEST_ARRAY >> 20} MiB; "
            "give the objects alone, one a line (NDJSON, --nl)"
        )
    value = _json(path, 1, text)
    for number, item in enumerate(value if isinstance(value, list) else (), 1):
        yield _record(path, number, _checked(path, number, item))


def _json(path: str, line: int, text: bytes) -> object:
    """The value of JSON text that begins on a line; raises an error that names the line."""
    import json

    try:
        return json.loads(text.decode(), object_pairs_hook=_each_once)
    except UnicodeDecodeError as problem:
        raise _not_utf8(path, line + text.count(b"\n", 0, problem.start)) from None
    except json.JSONDecodeError as problem:
        raise ImportRefused(
            f"{path}:{line + problem.lineno - 1}: not JSON: {problem.msg} (column {problem.colno})"
        ) from None
    except (ValueError, RecursionError) as problem:
        raise ImportRefused(f"{path}:{line}: not JSON: {problem}") from None


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; raises an error for a repeated name, since either value might be right."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name twice in one object")
    return fields


def _checked(path: str, place: int, value: object) -> Cells:
    cells = value if isinstance(value, dict) else {}
    _must_have(cells, f"{path}:{place}: an object without")
    return cells


def _must_have(names: Iterable[str], complaint: str) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ImportRefused(f"{complaint} {', '.join(missing)}; see  tracker import --help")


def _record(path: str, line: int, cells: Cells) -> Record:
    try:
        return line, cells["observed"], (row_of(cells),)
    except (TypeError, ValueError) as problem:
        raise ImportRefused(f"{path}:{line}: {problem}") from None
