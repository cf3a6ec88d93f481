"""Rows of a file to import: CSV, TSV, JSON or NDJSON to typed rows, with the line of each.

The form is told by the content, not by the file's name. Columns may stand in any order; window,
label and flags may be missing. Cells that the export guarded against spreadsheets are unguarded.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cli.printable import unguard
from cli.times import parse_time
from scrapers.model import TrackerError
from store.errors import ImportRefused
from store.imports import ImportRow

NEEDED = ("observed", "site", "list", "rank", "title", "url")


def read_rows(path: str, content: bytes, now: int) -> Iterator[ImportRow]:
    """The rows of a file. Raises ImportRefused naming the file's line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise ImportRefused(f"{path}:{line}: not UTF-8; export it as CSV (UTF-8)") from None
    for line, record in _records(path, text):
        try:
            yield _row(line, record, now)
        except (ValueError, TypeError, TrackerError) as problem:
            raise ImportRefused(f"{path}:{line}: {problem}") from None


def _records(path: str, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if text.lstrip()[:1] in {"[", "{"}:
        return _json_records(path, text)
    return _csv_records(path, text)


def _csv_records(path: str, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in head else ",")
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise ImportRefused(f"{path}:1: no column {', '.join(missing)}; see  tracker import --help")
    csv.field_size_limit(2**24)
    try:
        for row in rows:
            yield rows.line_num, {key: unguard(cell or "") for key, cell in row.items() if key}
    except csv.Error as problem:
        raise ImportRefused(f"{path}:{rows.line_num}: {problem}") from None


def _json_records(path: str, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    import json

    try:
        found: Iterable[Any] = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else [json.loads(line) for line in text.splitlines() if line.strip()]
        )
    except (ValueError, RecursionError) as problem:
        raise ImportRefused(f"{path}: not JSON: {problem}") from None
    for number, record in enumerate(found, 1):
        missing = [n for n in NEEDED if not isinstance(record, dict) or n not in record]
        if missing:
            raise ImportRefused(f"{path}:{number}: an object without {', '.join(missing)}")
        yield number, record


def _row(line: int, cells: Mapping[str, Any], now: int) -> ImportRow:
    site, name = str(cells["site"] or ""), str(cells["list"] or "")
    if not site or not name:
        raise ValueError("site and list may not be empty")
    rank = int(str(cells["rank"]))
    if not 1 <= rank <= 10_000:
        raise ValueError(f"a rank of {rank}; it is 1 or more")
    flags = cells.get("flags")
    return ImportRow(
        line,
        parse_time(str(cells["observed"]), now, 0),
        site,
        name,
        cells.get("window") or None,
        cells.get("label") or None,
        rank,
        str(cells["title"] or ""),
        str(cells["url"] or ""),
        None if flags is None else str(flags),
    )
