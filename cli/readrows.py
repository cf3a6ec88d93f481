"""Rows of a file to import: CSV, TSV, JSON or NDJSON to typed rows, with the line of each.

The form is told by the content, not by the file's name. Columns may stand in any order; window,
label and flags may be missing. Cells that the export guarded against spreadsheets are unguarded.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cli.printable import unguard
from cli.times import Zone, parse_time
from scrapers.model import TrackerError
from store.errors import ImportRefused
from store.imports import ImportRow

NEEDED = ("observed", "site", "list", "rank", "title", "url")
LONGEST = 2**24
"""Characters of one cell."""

Cells = Mapping[str, Any]

_rank = re.compile(r"[0-9]{1,5}")


def read_rows(
    path: str, content: bytes, now: int, zone_of: Callable[[str], Zone]
) -> Iterator[ImportRow]:
    """The rows of a file. Raises ImportRefused naming the file's line.

    `zone_of` gives the zone of a site by its name, for times without an offset.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise ImportRefused(f"{path}:{line}: not UTF-8; export it as CSV (UTF-8)") from None
    for line, record in _records(path, text):
        try:
            yield _row(line, record, now, zone_of)
        except (TypeError, ValueError, TrackerError) as problem:
            raise ImportRefused(f"{path}:{line}: {problem}") from None


def _records(path: str, text: str) -> Iterator[tuple[int, Cells]]:
    if text.lstrip()[:1] in {"[", "{"}:
        return _json_records(path, text)
    return _csv_records(path, text)


def _csv_records(path: str, text: str) -> Iterator[tuple[int, Cells]]:
    csv.field_size_limit(LONGEST)
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",")
    try:
        _must_have(rows.fieldnames or (), f"{path}:1: no column")
        for row in rows:
            yield rows.line_num, {key: unguard(cell or "") for key, cell in row.items() if key}
    except csv.Error as problem:
        raise ImportRefused(f"{path}:{rows.line_num}: {problem}") from None


def _json_records(path: str, text: str) -> Iterator[tuple[int, Cells]]:
    """An array's objects by their number, or objects one a line by their line."""
    import json

    lines = [(1, text)] if text.lstrip().startswith("[") else enumerate(text.split("\n"), 1)
    for line, part in lines:
        try:
            found = json.loads(part) if part.strip() else []
        except (ValueError, RecursionError) as problem:
            raise ImportRefused(f"{path}:{line}: not JSON: {problem}") from None
        records = found if isinstance(found, list) else [found]
        for place, record in enumerate(records, line):
            keys = record if isinstance(record, dict) else ()
            _must_have(keys, f"{path}:{place}: an object without")
            yield place, record


def _must_have(names: Iterable[str], complaint: str) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ImportRefused(f"{complaint} {', '.join(missing)}; see  tracker import --help")


def _row(line: int, cells: Cells, now: int, zone_of: Callable[[str], Zone]) -> ImportRow:
    site, name = _text(cells, "site"), _text(cells, "list")
    if not site or not name:
        raise ValueError("site and list may not be empty")
    return ImportRow(
        line,
        parse_time(str(cells["observed"]), now, zone_of(site)),
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
    return value or ""


def _number(value: object) -> int:
    """A rank as digits or as a number of JSON."""
    if (
        isinstance(value, bool)
        or not _rank.fullmatch(str(value))
        or not 1 <= int(str(value)) <= 10_000
    ):
        raise ValueError(f"not a rank: {value!r}; ranks are 1, 2, 3 ...")
    return int(str(value))
