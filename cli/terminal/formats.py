"""Writes rows for machines as a stream: CSV, TSV, JSON and newline-delimited JSON.

A million rows take no more memory than one row. Text cells that a spreadsheet would read as a
formula are guarded (see `cli.terminal.printable.guard`); numbers never are. Machine forms are
always UTF-8, whatever the locale is.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from cli.terminal.columns import Column, Row
from cli.terminal.printable import HIDDEN, guard, printable
from cli.terminal.times import Moment, iso, plain

Value = object
Convert = Callable[[Value], Value]


class _Lines:
    """A file for a csv writer, which quotes CR and LF only if its lines end with CRLF.

    The wanted line end is put in here.
    """

    def __init__(self, out: TextIO, end: str) -> None:
        self.out, self.end = out, end

    def write(self, line: str) -> None:
        self.out.write(line.removesuffix("\r\n") + self.end)


class Style(NamedTuple):
    """How separated values are written: `csv`, `tsv` or `excel`.

    `raw` leaves text cells as they are, `clean` makes them printable: a terminal reads along.
    """

    kind: str
    headers: bool = True
    raw: bool = False
    clean: bool = False


def write_separated(
    out: TextIO, columns: Sequence[Column[Row]], rows: Iterable[Row], style: Style
) -> None:
    """Write CSV, TSV or CSV as Excel reads it: with a byte order mark, CRLF and local times."""
    excel = style.kind == "excel"
    if excel:
        out.write("\ufeff")
    dialect = "excel-tab" if style.kind == "tsv" else "excel"
    writer = csv.writer(_Lines(out, "\r\n" if excel else "\n"), dialect)
    if style.headers:
        writer.writerow([column.name for column in columns])
    writer.writerows(_cells(columns, rows, [_separated(c.kind, style) for c in columns]))


def _separated(kind: str, style: Style) -> Convert | None:
    """Return the conversion of a value of this kind to a cell; None if none is needed."""
    if kind == "number":
        return None
    if kind == "flag":
        return lambda value: "" if value is None else str(bool(value)).lower()
    if kind in {"time", "utc"}:
        return _excel_time if style.kind == "excel" else _time(kind)
    if style.kind == "excel" and kind in _EXCEL:
        return _EXCEL[kind]
    return _text(style)


def _text(style: Style) -> Convert:
    def convert(value: Value) -> Value:
        if not isinstance(value, str):
            return value
        seen = printable(value, None) if style.clean else value
        return seen if style.raw else guard(seen)

    return convert


def _time(kind: str) -> Convert:
    def convert(value: Value) -> Value:
        if not isinstance(value, Moment):
            return value
        return iso(value.seconds, None if kind == "utc" else value.offset)

    return convert


def _excel_time(value: Value) -> Value:
    return plain(value.seconds, value.offset) if isinstance(value, Moment) else value


def _excel_date(value: Value) -> Value:
    """A date or time of a page as a sheet reads it: without T and offset."""
    return (
        value[: len("2026-01-26T18:00:00")].replace("T", " ") if isinstance(value, str) else value
    )


def _excel_code(value: Value) -> Value:
    """Digits that are no number, as a formula that gives them as text: `="0865224"`."""
    return f'="{value}"' if isinstance(value, str) and not set(value) & set('"\r\n') else value


_EXCEL: dict[str, Convert] = {"date": _excel_date, "code": _excel_code}


def _cells(
    columns: Sequence[Column[Row]], rows: Iterable[Row], converts: Sequence[Convert | None]
) -> Iterator[list[Value]]:
    values = [column.value for column in columns]
    converting = [(at, convert) for at, convert in enumerate(converts) if convert]
    for row in rows:
        cells = [value(row) for value in values]
        for at, convert in converting:
            cells[at] = convert(cells[at])
        yield cells


UNSEEN = f"[{HIDDEN}]"


def write_json(
    out: TextIO, columns: Sequence[Column[Row]], rows: Iterable[Row], *, lines: bool
) -> None:
    """Write an array of objects, one a line, or the objects alone (newline-delimited)."""
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    unseen = re.compile(UNSEEN)
    names = [column.name for column in columns]
    between = "" if lines else "["
    for cells in _cells(columns, rows, [_json(column.kind) for column in columns]):
        out.write(between)
        out.write(unseen.sub(_escape, encode(dict(zip(names, cells, strict=True)))))
        between = "\n" if lines else ",\n "
    if not lines:
        out.write("[]\n" if between == "[" else "]\n")
    elif between:
        out.write("\n")


def _json(kind: str) -> Convert | None:
    if kind == "flag":
        return lambda value: None if value is None else bool(value)
    return _time(kind) if kind in {"time", "utc"} else None


def _escape(match: re.Match[str]) -> str:
    """Return an invisible character as a JSON escape, which does not change the value."""
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
