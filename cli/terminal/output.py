"""The one way to show data: writes a command's rows in the form that the user chose.

A command defines its columns once (`cli.terminal.columns`) and passes its rows. People get a
table, folded on a terminal and with whole lines in a pipe. Machines get CSV, TSV or JSON, row by
row. Headings and captions are for people only. With `-o FILE` the output goes to a file, which
appears only when it is complete.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

import click

from cli.terminal import process, tables
from cli.terminal.columns import Column, Row
from cli.terminal.folding import ambiguous_are_wide, paragraph, width
from cli.terminal.options import Settings
from cli.terminal.printable import printable
from cli.terminal.tables import Cell, Head
from cli.terminal.times import Moment, local_time
from cli.words import Words

ENGLISH = Words()
BARS = str.maketrans("1234567890+", "█▇▆▆▅▄▃▃▂▁▁")
"""The signs of ranks, the first ten and beyond, as bars."""

MOVE_STYLES = {"up": "green", "down": "red", "new": "magenta", "re": "magenta"}
FOLDS = {"title": 2, "note": 1}
"""The kinds that fold, and their parts of the room."""


class Form(NamedTuple):
    """The form of the output; see `cli.terminal.options.form`."""

    kind: str = "people"
    headers: bool = True
    raw: bool = False
    ascii: bool = False
    file: str | None = None


def chosen_form(default: str, kinds: Sequence[str], options: dict[str, object]) -> Form:
    """Take the flags of `options.form` out of a command's options, and return them as one form.

    `kinds` are the forms that were asked for; without one, a file's ending decides, then `default`.
    """
    if len(kinds) > 1:
        raise click.UsageError(f"only one of {', '.join(f'--{kind}' for kind in kinds)}")
    path = options.pop("output")
    file = path if isinstance(path, str) else None
    kind = kinds[0] if kinds else default
    if file is not None:
        from cli.terminal import output_file

        settings = click.get_current_context().ensure_object(Settings)
        output_file.refuse_own(file, settings.own_files())
        by_ending = output_file.kind_of(file, default)
        kind = kind if kinds else by_ending
        file = None if output_file.is_stream(file) else file
    return Form(
        kind=kind,
        headers=not options.pop("no_headers"),
        raw=bool(options.pop("raw")),
        ascii=bool(options.pop("ascii_")),
        file=file,
    )


def show(
    form: Form,
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    *,
    heading: str | Iterable[str] = (),
    captions: Iterable[str] = (),
    words: Words = ENGLISH,
) -> None:
    """Show the rows in the form.

    `heading` and `captions` are lines, which are folded on a terminal; text behind a tab is
    folded in its own column. For machines they are not evaluated.
    """
    with opened(form, columns) as out:
        if form.kind == "people":
            above = [heading] if isinstance(heading, str) else list(heading)
            _show_people(out, form, columns, rows, (above, list(captions)), words)
        else:
            _show_machines(out, form, columns, rows)


def show_lines(lines: Iterable[Sequence[Cell]]) -> None:
    """Show lines that are laid out already, each of some pieces, with their links and colours."""
    if not process.terminal(sys.stdout):
        for line in lines:
            sys.stdout.write("".join(piece.text for piece in line).rstrip() + "\n")
        return
    tables.print_lines(sys.stdout, lines)


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
    words: Words,
) -> None:
    """Print a table between the lines of its heading and its captions."""
    fit = Fit(out, form, words)
    room = process.columns() if process.terminal(out) else None
    headed = [column for column in columns if column.heading]
    heads = [_head(column, words) for column in headed]
    cells = [[fit.cell(column, row) for column in headed] for row in rows]
    heading, captions = around
    for line in heading:
        print(fit.caption(line, room), file=out)
    if cells and room:
        tables.print_rich(out, heads, cells, room=room, headers=form.headers)
    elif cells:
        tables.print_plain(out, heads, cells, headers=form.headers)
    places = tables.fitting(heads, cells, room) if room else range(len(headed))
    legends = [headed[place].legend for place in places if headed[place].legend]
    for caption in (*captions, *legends):
        print(fit.caption(caption, room), file=out)


class Fit:
    """Makes text fit the output: printable, in its encoding, with ASCII signs if necessary."""

    def __init__(self, out: TextIO, form: Form, words: Words) -> None:
        self.words = words
        self.encoding = out.encoding or "utf-8"
        self.plain = plain(form, out)
        self.draws = draws(form, out)

    def own(self, text: str) -> str:
        """Return a text of this program; its arrows and dots are replaced for ASCII outputs."""
        return self.shown(text.translate(tables.ASCII) if self.plain else text)

    def shown(self, text: str) -> str:
        """Return any text, escaped. This must happen before columns are aligned."""
        clean = printable(text)
        return clean.encode(self.encoding, "backslashreplace").decode(self.encoding)

    def caption(self, text: str, room: int | None) -> str:
        """Return a line of a heading or caption, folded to `room` columns if there is a room."""
        if room is None:
            return self.own(text.replace("\t", " ", 1))
        lead, tab, rest = text.partition("\t")
        if not tab:
            return paragraph(self.own(text), room, " ")
        lead = f"{self.own(lead)} "
        return lead + paragraph(self.own(rest), room, " " * width(lead))

    def cell(self, column: Column[Row], row: Row) -> Cell:
        """Return a column's value in a row, in the form for people."""
        link = column.link(row) if column.link else None
        style = column.style(row) if column.style else ""
        return Cell(self._value(column.value(row), column.kind), link or "", style)

    def _value(self, value: object, kind: str) -> str:
        if value is None:
            return "-"
        if isinstance(value, Moment):
            return local_time(value.seconds, value.offset).isoformat(" ", "minutes")
        if isinstance(value, bool):
            return self.words.text("yes" if value else "no")
        if kind == "ranks" and self.draws:
            return str(value).translate(BARS)
        return self.shown(str(value)) if kind == "title" else self.own(str(value))


def move_style(status: str) -> str:
    """Return the colour of a move, which says nothing that its sign does not say."""
    return MOVE_STYLES.get(status, "")


def _head(column: Column[Row], words: Words) -> Head:
    right = column.right or column.kind == "number"
    folds = FOLDS.get(column.kind, 0)
    return Head(words.text(column.heading), right=right, folds=folds, spare=column.spare)


def plain(form: Form, out: TextIO) -> bool:
    """Whether our own signs must be ASCII: --ascii, TRACKER_ASCII, or the locale says so."""
    return (
        form.ascii
        or os.environ.get("TRACKER_ASCII", "0") not in {"", "0"}
        or process.ascii_only(out)
    )


def draws(form: Form, out: TextIO | None = None) -> bool:
    """Whether ranks of several days are drawn as bars, one column each, and not as digits."""
    out = out or sys.stdout
    on_terminal = form.kind == "people" and form.file is None and process.terminal(out)
    return on_terminal and not plain(form, out) and not ambiguous_are_wide()


@contextlib.contextmanager
def opened(form: Form, columns: Sequence[Column[Row]]) -> Iterator[TextIO]:
    """Open the file of the form, or standard output, to write these columns.

    Forms for people use the encoding of the locale, forms for machines use UTF-8. A file is
    written under a temporary name in the same folder and renamed when it is complete.
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
