"""Tables for people, with columns aligned by their width on a terminal.

In a pipe, a table is plain lines with whole cells, aligned columns and no escape sequences; Rich
is not loaded for it. On a terminal, Rich prints the table with a bold header, linked titles and
colours; its cells are folded to their columns before (`cli.terminal.folding`).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

from cli.terminal.folding import NARROWEST, fold, width

if TYPE_CHECKING:
    from rich.text import Text

GAP = 2
ASCII = str.maketrans(
    {"↑": "^", "↓": "v", "·": "-", "→": "->", "≥": ">=", "—": "-", "–": "-", "…": "..."}
)


class Cell(NamedTuple):
    """One cell: its text, already printable, and on a terminal its link and Rich's style."""

    text: str
    link: str = ""
    style: str = ""


class Head(NamedTuple):
    """One column's heading; columns of numbers are aligned to the right.

    Columns that fold share the width that the others leave. `folds` is a column's part of it, 0
    for a column that never folds. On a terminal without room for all columns, the one with the
    greatest `spare` goes first; 0 stays.
    """

    text: str
    right: bool = False
    folds: int = 0
    spare: int = 0


def print_plain(
    out: TextIO, heads: Sequence[Head], rows: Iterable[Sequence[Cell]], *, headers: bool
) -> None:
    """Print whole lines with aligned columns."""
    rows = list(rows)
    widths = _widths(heads, rows)
    if headers:
        print(_line([head.text for head in heads], heads, widths), file=out)
    for row in rows:
        print(_line([cell.text for cell in row], heads, widths), file=out)


def _widths(heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [
        max([width(head.text), *(width(row[at].text) for row in rows)])
        for at, head in enumerate(heads)
    ]


def _line(texts: Sequence[str], heads: Sequence[Head], widths: Sequence[int]) -> str:
    padded = (
        _padding(text, room) + text if head.right else text + _padding(text, room)
        for text, head, room in zip(texts, heads, widths, strict=True)
    )
    return (" " * GAP).join(padded).rstrip(" ")


def _padding(text: str, room: int) -> str:
    return " " * (room - width(text))


def print_rich(
    out: TextIO,
    heads: Sequence[Head],
    rows: Sequence[Sequence[Cell]],
    *,
    room: int,
    headers: bool,
) -> None:
    """Print a table without rules through Rich, folded to `room` columns, linked and coloured.

    Columns are aligned here and not by Rich's own table, which cannot be told how wide the
    terminal draws ambiguous characters.
    """
    places = fitting(heads, rows, room)
    heads = [heads[place] for place in places]
    rows = [[row[place] for place in places] for row in rows]
    widths = folded_widths(heads, _widths(heads, rows), room)
    titles = [[Cell(head.text, style="bold") for head in heads]] if headers else []
    lines = [line for row in (*titles, *rows) for line in _lines(row, heads, widths)]
    _print(out, lines)


def print_lines(out: TextIO, lines: Iterable[Sequence[Cell]]) -> None:
    """Print lines of pieces, which are wide enough already, linked and coloured."""
    from rich.text import Text

    _print(out, [Text().join(_piece(cell, cell.text) for cell in line) for line in lines])


def _print(out: TextIO, lines: "Sequence[Text]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, highlight=False, emoji=False)
    console.print(Text("\n").join(lines), soft_wrap=True)


def fitting(heads: Sequence[Head], rows: Sequence[Sequence[Cell]], room: int) -> list[int]:
    """Return the places of the columns that have room; what can be spared most goes first."""
    widths = _widths(heads, rows)
    places = list(range(len(heads)))
    while (
        sum(min(widths[p], NARROWEST) if heads[p].folds else widths[p] for p in places)
        + GAP * (len(places) - 1)
        > room
    ):
        spared = max(places, key=lambda place: heads[place].spare)
        if not heads[spared].spare:
            break
        places.remove(spared)
    return places


def folded_widths(heads: Sequence[Head], widths: Sequence[int], room: int) -> list[int]:
    """Return the columns' widths; columns that fold share the width that the others leave.

    If a column needs less than its share, the other columns get the rest.
    """
    folded = list(widths)
    folding = sorted(
        (at for at, head in enumerate(heads) if head.folds),
        key=lambda at: widths[at] / heads[at].folds,
    )
    left = room - GAP * (len(widths) - 1) - sum(widths) + sum(widths[at] for at in folding)
    parts = sum(heads[at].folds for at in folding)
    for done, at in enumerate(folding, 1):
        kept = NARROWEST * (len(folding) - done)  # for the columns that come after
        share = min(left * heads[at].folds // parts, left - kept)
        folded[at] = min(widths[at], max(NARROWEST, share))
        left -= folded[at]
        parts -= heads[at].folds
    return folded


def _lines(row: Sequence[Cell], heads: Sequence[Head], widths: Sequence[int]) -> "list[Text]":
    """Return the lines of one row: each cell folded, padded, and linked if it has an address."""
    from rich.text import Text

    folded = [fold(cell.text, size) for cell, size in zip(row, widths, strict=True)]
    return [
        Text(" " * GAP).join(
            _padded(_piece(cell, lines[number] if number < len(lines) else ""), head, size)
            for cell, lines, head, size in zip(row, folded, heads, widths, strict=True)
        )
        for number in range(max(map(len, folded)))
    ]


def _piece(cell: Cell, line: str) -> "Text":
    """Return one line of a cell as Rich text, with the cell's link and colour."""
    from rich.style import Style
    from rich.text import Text

    linked = cell.link.startswith(("http://", "https://")) and cell.link.isprintable()
    return Text(line, Style.parse(cell.style) + Style(link=cell.link if linked else None))


def _padded(line: "Text", head: Head, size: int) -> "Text":
    """Return the line padded to the size of its column; blanks are neither linked nor coloured."""
    from rich.text import Text

    blank = _padding(line.plain, size)
    return Text(blank).append_text(line) if head.right else Text().append_text(line).append(blank)
