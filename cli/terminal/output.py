"""The one way to show data: what a command has to show, in the form that was asked for.

A command names its columns once (`cli.terminal.columns`) and hands over rows. On a terminal
people get a table, through a pipe the same as plain whole lines; machines get CSV, TSV or JSON,
row by row. Heading and captions are for people only. With `-o FILE` everything goes to a file that is there whole or not at all.
"""

import contextlib
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from cli.terminal import process, tables
from cli.terminal.columns import Column, Row
from cli.terminal.folding import paragraph, width
from cli.terminal.printable import printable
from cli.terminal.tables import Cell, Head
from cli.terminal.times import Moment, local_time

FOLDS = {"title": 2, "note": 1}
"""The kinds that fold, and their parts of the room."""


class Form(NamedTuple):
    """How data is to be shown: see `cli.terminal.options.form`."""

    kind: str = "people"
    headers: bool = True
    raw: bool = False
    ascii: bool = False
    file: str | None = None


def show(
    form: Form,
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    *,
    heading: str | Iterable[str] = (),
    captions: Iterable[str] = (),
) -> None:
    """Show the rows in the form.

    `heading` and `captions` are lines, folded where they are too long; what stands behind a tab
    is folded under itself. For machines they are not even asked for.
    """
    with opened(form, columns) as out:
        if form.kind == "people":
            above = [heading] if isinstance(heading, str) else list(heading)
            _show_people(out, form, columns, rows, (above, list(captions)))
        else:
            _show_machines(out, form, columns, rows)


def say(*lines: str) -> None:
    """Show lines for people on standard output, folded like captions."""
    show(Form(), (), (), captions=lines)


def _show_machines(
    out: TextIO, form: Form, columns: Sequence[Column[Row]], rows: Iterable[Row]
) -> None:
    from cli.terminal.formats import Style, write_json, write_separated

    named = [column for column in columns if column.name]
    if form.kind in {"json", "nl"}:
        write_json(out, named, rows, lines=form.kind == "nl")
    else:
        style = Style(form.kind, form.headers, form.raw, clean=out.isatty())
        write_separated(out, named, rows, style)


def _show_people(
    out: TextIO,
    form: Form,
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    around: tuple[Sequence[str], Sequence[str]],
) -> None:
    """Print a table between the lines of its heading and its captions."""
    words = _Words(out, form)
    room = process.columns()
    headed = [column for column in columns if column.heading]
    heads = [_head(column) for column in headed]
    cells = [[words.cell(column, row) for column in headed] for row in rows]
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
            return paragraph(self.own(text), room, " ")
        lead = f"{self.own(lead)} "
        return lead + paragraph(self.own(rest), room, " " * width(lead))

    def cell(self, column: Column[Row], row: Row) -> Cell:
        """Return a column's value in a row as people read it."""
        link = column.link(row) if column.link else None
        return Cell(self._value(column.value(row), column.kind), link or "")

    def _value(self, value: object, kind: str) -> str:
        if value is None:
            return "-"
        if isinstance(value, Moment):
            return local_time(value.seconds, value.offset).isoformat(" ", "minutes")
        if isinstance(value, bool):
            return "yes" if value else "no"
        return self.shown(str(value)) if kind == "title" else self.own(str(value))


def _head(column: Column[Row]) -> Head:
    right = column.right or column.kind == "number"
    return Head(column.heading, right=right, folds=FOLDS.get(column.kind, 0))


@contextlib.contextmanager
def opened(form: Form, columns: Sequence[Column[Row]]) -> Iterator[TextIO]:
    """Open the form's file, or standard output, for these columns in the form.

    Forms for people follow the locale, forms for machines are UTF-8. A file appears when
    everything is written: it is made beside its place and then renamed.
    """
    if form.file is not None:
        from cli.terminal import output_file

        names = [column.name for column in columns if column.name]
        begins = output_file.begins_as(form.kind, names, headers=form.headers, file=form.file)
        with output_file.writing(form.file, begins) as out:
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
