"""Tables for people, with columns aligned by their width on a terminal.

In a pipe, a table is plain lines with whole cells, aligned columns and no escape sequences; Rich
is not loaded for it. On a terminal, Rich prints the table with a bold header and linked titles;
its cells are folded to their columns before (`cli.terminal.folding`).
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
    """One cell: its text, already printable, and the address that it links to on a terminal."""

    text: str
    link: str = ""


class Head(NamedTuple):
    """One column's heading; columns of numbers are aligned to the right.

    Columns that fold share the width that the others leave. `folds` is a column's part of it, 0
    for a column that never folds.
    """

    text: str
    right: bool = False
    folds: int = 0


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
    """Print a Rich table without rules, folded to `room` columns, with linked titles.

    Rich renders a padded or justified cell twice. To avoid that, each column's width includes its
    gap, and cells are aligned to the right here.
    """
    from rich.console import Console
    from rich.table import Table

    widths = folded_widths(heads, _widths(heads, rows), room)
    needed = sum(widths) + GAP * (len(widths) - 1)
    table = Table(box=None, padding=0, show_header=headers)
    gaps = [*[GAP] * (len(widths) - 1), 0]
    for head, size, gap in zip(heads, widths, gaps, strict=True):
        table.add_column(_rich(Cell(head.text), head, size), overflow="fold", width=size + gap)
    for row in rows:
        table.add_row(*map(_rich, row, heads, widths))
    # The console is as wide as the table, because Rich would cut what does not fit.
    Console(file=out, width=max(room, needed), highlight=False, emoji=False).print(table)


def folded_widths(heads: Sequence[Head], widths: Sequence[int], room: int) -> list[int]:
    """Return the columns' widths; columns that fold share the width that the others leave.

    If a column needs less than its share, the other columns get the rest.
    """
    chosen = list(widths)
    folding = sorted(
        (at for at, head in enumerate(heads) if head.folds),
        key=lambda at: widths[at] / heads[at].folds,
    )
    left = room - GAP * (len(widths) - 1) - sum(widths) + sum(widths[at] for at in folding)
    parts = sum(heads[at].folds for at in folding)
    for at in folding:
        chosen[at] = min(widths[at], max(NARROWEST, left * heads[at].folds // parts))
        left -= chosen[at]
        parts -= heads[at].folds
    return chosen


def _rich(cell: Cell, head: Head, room: int) -> "Text":
    """Return the cell as Rich text: folded or aligned, and linked if it has a web address."""
    from rich.style import Style
    from rich.text import Text

    linked = cell.link.startswith(("http://", "https://")) and cell.link.isprintable()
    before = _padding(cell.text, room) if head.right else ""
    text = Text(before + "\n".join(fold(cell.text, room)), overflow="fold")
    if linked:
        text.stylize(Style(link=cell.link))
    return text
