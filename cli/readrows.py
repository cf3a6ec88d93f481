"""Rows of a file to import: CSV, TSV, JSON or NDJSON to typed rows, with the line of each.

The form is told by the content, not by the file's name. Columns may stand in any order; window,
label and flags may be missing. Cells that the export guarded against spreadsheets are unguarded.

A history of years has millions of rows, and most of them were seen before but for their time,
which stands first in an export. So what follows the time is taken apart and checked once, and
found by its text when it comes again.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from sys import intern
from typing import IO, Any, TextIO

from cli.printable import unguard
from cli.times import Zone, measurable, parse_time
from scrapers.errors import TrackerError
from store.errors import ImportRefused
from store.imports import ImportRow, Told

NEEDED = ("observed", "site", "list", "rank", "title", "url")
LONGEST = 2**24
"""Characters of one cell."""

REMEMBERED = 50_000
"""Rows that are kept taken apart at a time."""

Cells = Mapping[str, Any]

_rank = re.compile(r"[0-9]{1,5}")


Record = tuple[int, object, Told]
"""A row of a file before its time is understood: line, time, all else. Plain, for speed."""


def read_rows(
    path: str, source: IO[bytes], now: int, zone_of: Callable[[str], Zone]
) -> Iterator[ImportRow]:
    """The rows of a file that can be rewound. Raises ImportRefused naming the file's line.

    `zone_of` gives the zone of a site by its name, for times without an offset.
    """
    before, seconds = None, 0
    try:
        for line, observed, told in _records(path, source):
            if (observed, told[0]) != before:
                with _placed(path, line):
                    time = parse_time(unguard(str(observed)), now, zone_of(told.site))
                    seconds = measurable(time)
                before = observed, told.site
            yield line, seconds, told
    except UnicodeDecodeError:
        line = _undecodable(source)
        raise ImportRefused(f"{path}:{line}: not UTF-8; export it as CSV (UTF-8)") from None


class _placed:  # noqa: N801 - a context manager, quicker than one made of a generator
    """What is wrong inside the block is said with its place in the file."""

    def __init__(self, path: str, line: int) -> None:
        self._place = f"{path}:{line}"

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        if isinstance(problem, TypeError | ValueError | TrackerError):
            raise ImportRefused(f"{self._place}: {problem}") from None


def _undecodable(source: IO[bytes]) -> int:
    """The first line that is not UTF-8."""
    source.seek(0)
    for number, line in enumerate(source, 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
    return 1


def _records(path: str, source: IO[bytes]) -> Iterator[Record]:
    text = io.TextIOWrapper(source, "utf-8-sig", newline="")
    try:
        first = next((line.lstrip()[:1] for line in text if line.strip()), "")
        text.seek(0)
        yield from (_json_records if first in {"[", "{"} else _csv_records)(path, text)
    finally:
        text.detach()


def _csv_records(path: str, text: TextIO) -> Iterator[Record]:
    csv.field_size_limit(LONGEST)
    head = text.readline()
    separator = "\t" if "\t" in head else ","
    number = 0
    names: list[str] = []
    known: dict[str, Told] = {}
    for line in chain([head], text):
        number += 1
        observed, _, rest = line.partition(separator)
        if told := known.get(rest):
            yield number, observed, told
            continue
        rows = csv.reader(chain([line], text), delimiter=separator)
        try:
            cells = next(rows)
        except csv.Error as problem:
            raise ImportRefused(f"{path}:{number + rows.line_num - 1}: {problem}") from None
        number += rows.line_num - 1
        if not names:
            names = cells
            _must_have(names, f"{path}:1: no column")
        elif cells:
            record = _csv_record(path, number, names, cells)
            # The text of a row tells it if the time stands before it, whole and not in quotes.
            if names[0] == "observed" and rows.line_num == 1 and line[0] != '"':
                if len(known) >= REMEMBERED:
                    known.clear()
                known[rest] = record[2]
            yield record


def _csv_record(path: str, line: int, names: Sequence[str], cells: Sequence[str]) -> Record:
    row = dict.fromkeys(names, "") | {
        name: unguard(cell) for name, cell in zip(names, cells, strict=False)
    }
    return _record(path, line, row)


def _json_records(path: str, text: TextIO) -> Iterator[Record]:
    """An array's objects by their number, or objects one a line by their line."""
    import json

    whole = text.read()
    lines = [(1, whole)] if whole.lstrip().startswith("[") else enumerate(whole.split("\n"), 1)
    for line, part in lines:
        try:
            found = json.loads(part) if part.strip() else []
        except (ValueError, RecursionError) as problem:
            raise ImportRefused(f"{path}:{line}: not JSON: {problem}") from None
        records = found if isinstance(found, list) else [found]
        for place, record in enumerate(records, line):
            keys = record if isinstance(record, dict) else ()
            _must_have(keys, f"{path}:{place}: an object without")
            yield _record(path, place, record)


def _must_have(names: Iterable[str], complaint: str) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ImportRefused(f"{complaint} {', '.join(missing)}; see  tracker import --help")


def _record(path: str, line: int, cells: Cells) -> Record:
    with _placed(path, line):
        return line, cells["observed"], _told(cells)
    raise AssertionError("what is wrong was raised")


def _told(cells: Cells) -> Told:
    site, name = _text(cells, "site"), _text(cells, "list")
    if not site or not name:
        raise ValueError("site and list may not be empty")
    return Told(
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
    """A cell's text, "" where there is none; JSON may hold what is no text."""
    value = cells.get(name)
    if not isinstance(value, str | None):
        raise TypeError(f"{name} is not text: {value!r}")
    try:
        (value or "").encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} is not text: half of a character") from None
    return intern(value or "")


def _number(value: object) -> int:
    """A rank as digits or as a number of JSON."""
    if (
        isinstance(value, bool)
        or not _rank.fullmatch(str(value))
        or not 1 <= int(str(value)) <= 10_000
    ):
        raise ValueError(f"not a rank: {value!r}; ranks are 1, 2, 3 ...")
    return int(str(value))
