"""The one way to show data: what a command has to show, in the form that was asked for.

A command names its columns once and hands over rows. A column with a heading is for people, one
with a name is for machines, most are both. On a terminal people get a table, through a pipe
the same as plain whole lines; machines get CSV, TSV or JSON, row by row. Heading and captions
are for people only. With `-o FILE` everything goes to a file that is there whole or not at all.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from cli.terminal import process, tables
from cli.terminal.errors import OutputError
from cli.terminal.printable import printable
from cli.terminal.tables import Cell, Head
from cli.terminal.times import Moment, local_time

KINDS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".nl": "nl",
    ".ndjson": "nl",
    ".jsonl": "nl",
}
"""The form that a file's name asks for."""


FOLDS = {"title": 2, "note": 1}
"""The kinds that fold, and their parts of the room."""


class Form(NamedTuple):
    """How data is to be shown: see `cli.terminal.options.form`."""

    kind: str = "people"
    headers: bool = True
    raw: bool = False
    ascii: bool = False
    file: str | None = None


class Column(NamedTuple):
    """One column.

    `name` is for machines, `heading` for people; without one of them that side does not get
    the column. Kinds: `text`; `title` and `note` (both fold on a terminal, a title has twice the
    room; a note is our own words); `number` (to the right, for machines a bare number); `flag` (true or false); `time` (a `Moment`, for machines ISO 8601
    with its offset); `utc` (the same, in UTC with Z). `link` names the column that holds the
    address which the text links to. None is an empty cell, for people a dash.
    """

    name: str
    heading: str = ""
    kind: str = "text"
    link: str = ""
    right: bool = False


Row = Sequence[object]


def show(
    form: Form,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    heading: str | Sequence[str] = (),
    captions: Sequence[str] = (),
) -> None:
    """Show the rows in the form; each row has one value for each column.

    `heading` and `captions` are lines, folded where they are too long; what stands behind a tab
    is folded under itself.
    """
    with opened(form) as out:
        if form.kind == "people":
            above = [heading] if isinstance(heading, str) else heading
            _show_people(out, form, columns, rows, (above, captions))
        else:
            _show_machines(out, form, columns, rows)


def _show_machines(out: TextIO, form: Form, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    from cli.terminal.formats import Field, Style, write_json, write_separated

    chosen = [at for at, column in enumerate(columns) if column.name]
    fields = [Field(columns[at].name, columns[at].kind) for at in chosen]
    if len(chosen) < len(columns):
        rows = ([row[at] for at in chosen] for row in rows)
    if form.kind in {"json", "nl"}:
        write_json(out, fields, rows, lines=form.kind == "nl")
    else:
        style = Style(form.kind, form.headers, form.raw, clean=out.isatty())
        write_separated(out, fields, rows, style)


def _show_people(
    out: TextIO,
    form: Form,
    columns: Sequence[Column],
    rows: Iterable[Row],
    around: tuple[Sequence[str], Sequence[str]],
) -> None:
    """Print a table between the lines of its heading and its captions."""
    words = _Words(out, form)
    room = process.columns()
    chosen = [at for at, column in enumerate(columns) if column.heading]
    heads = [_head(columns[at]) for at in chosen]
    cells = [_cells(columns, chosen, row, words) for row in rows]
    heading, captions = around
    for line in heading:
        print(words.caption(line, room), file=out)
    if cells and process.terminal(out):
        tables.print_rich(out, heads, cells, room=room, headers=form.headers)
    elif cells:
        tables.print_plain(out, heads, cells, headers=form.headers)
    for caption in captions:
        print(words.caption(caption, room), file=out)


class _Words:
    """Text as the output can take it: printable, in its encoding, with plain signs if need be."""

    def __init__(self, out: TextIO, form: Form) -> None:
        self.encoding = out.encoding or "utf-8"
        self.plain = form.ascii or process.ascii_only(out)

    def own(self, text: str) -> str:
        """Return our own words, whose arrows and dots have plain spellings."""
        return self.shown(text.translate(tables.ASCII) if self.plain else text)

    def shown(self, text: str) -> str:
        """Return any text, escaped before columns are aligned, not after."""
        clean = printable(text)
        return clean.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def caption(self, text: str, room: int) -> str:
        """Return a line of a heading or caption, folded to the room."""
        lead, tab, rest = text.partition("\t")
        if not tab:
            return tables.paragraph(self.own(text), room, " ")
        lead = f"{self.own(lead)} "
        return lead + tables.paragraph(self.own(rest), room, " " * tables.width(lead))

    def cell(self, column: Column, value: object) -> str:
        """Return a value as people read it."""
        if value is None:
            return "-"
        if isinstance(value, Moment):
            return local_time(value.seconds, value.offset).isoformat(" ", "minutes")
        if isinstance(value, bool):
            return "yes" if value else "no"
        return self.shown(str(value)) if column.kind == "title" else self.own(str(value))


def _head(column: Column) -> Head:
    right = column.right or column.kind == "number"
    return Head(column.heading, right=right, folds=FOLDS.get(column.kind, 0))


def _cells(columns: Sequence[Column], chosen: Sequence[int], row: Row, words: _Words) -> list[Cell]:
    values = {column.name: value for column, value in zip(columns, row, strict=True)}
    return [
        Cell(words.cell(columns[at], row[at]), str(values.get(columns[at].link) or ""))
        for at in chosen
    ]


@contextlib.contextmanager
def opened(form: Form) -> Iterator[TextIO]:
    """Open the form's file, or standard output, for text of the form.

    Forms for people follow the locale, forms for machines are UTF-8. A file appears when
    everything is written: it is made beside its place and then renamed.
    """
    if form.file is not None:
        with _file(form.file) as out:
            yield out
    elif form.kind == "people" or not hasattr(sys.stdout, "buffer"):
        yield sys.stdout
    else:
        sys.stdout.flush()
        out = io.TextIOWrapper(
            sys.stdout.buffer, "utf-8", errors="backslashreplace", newline="", write_through=False
        )
        try:
            yield out
        finally:
            out.detach()


@contextlib.contextmanager
def _file(path: str) -> Iterator[TextIO]:
    """Open a file that appears whole; a device or a pipe takes what comes as it comes."""
    ordinary = os.path.isfile(path) or not os.path.exists(path)
    try:
        with _whole(os.path.realpath(path)) if ordinary else _utf8(path, "w") as out:
            yield out
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


@contextlib.contextmanager
def _whole(target: str) -> Iterator[TextIO]:
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        with _utf8(beside, "x") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)


def _utf8(path: str, mode: str) -> TextIO:
    return io.TextIOWrapper(open(path, f"{mode}b"), "utf-8", "backslashreplace", "")
