"""Tables for people: columns aligned by what a terminal shows, titles folded or whole.

A kanji takes two columns, a combining mark none. Piped, a table is plain lines: every cell
whole, columns aligned, no escape sequence, and Rich is not loaded. On a terminal Rich prints
the same table with a bold header and linked titles; the folding is done here in both cases,
because Rich breaks lines at white space alone, which Japanese hardly has.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from rich.text import Text

GAP = 2
NARROWEST = 20
"""A folding column has at least this much room, however narrow the terminal."""

JOINER = "\u200d"

NO_START = frozenset(
    "、。，．・：；？！）］｝」』】〉》〕”’»ー～〜％ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)]}%"
)
"""What does not begin a line of Japanese."""

NO_END = frozenset("（［｛「『【〈《〔“‘«([{")
"""What does not end one."""

SPACES = " \u3000"
"""What is not shown where a line breaks at it."""

ASCII = str.maketrans(
    {"↑": "^", "↓": "v", "·": "-", "→": "->", "≥": ">=", "—": "-", "–": "-", "…": "..."}
)


class Cell(NamedTuple):
    """One cell, printable already, and the address its text links to on a terminal."""

    text: str
    link: str = ""


class Head(NamedTuple):
    """One column's heading; numbers stand to the right.

    Columns that fold share the room that is left; `folds` is a column's part of it, 0 for one
    that never folds.
    """

    text: str
    right: bool = False
    folds: int = 0


def width(text: str) -> int:
    """Return the columns a terminal gives the text."""
    return len(text) if text.isascii() else sum(_steps(text))


def _steps(text: str) -> Iterator[int]:
    """Give each character's columns; what is joined to a symbol or colours it takes none."""
    before = ""
    for char in text:
        yield 0 if before == JOINER else _width(char)
        before = char


def _width(char: str) -> int:
    if "\U0001f3fb" <= char <= "\U0001f3ff":  # skin tones
        return 0
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return 2
    return 0 if unicodedata.category(char) in {"Mn", "Me", "Cf"} else 1


def fold(text: str, room: int) -> list[str]:
    """Return the text in lines of at most `room` columns, nothing lost but a space at a break.

    Words of letters stay whole where they can; Japanese breaks anywhere but before what must
    not begin a line, after what must not end one, and between a number and what it counts.
    """
    lines = []
    while width(text) > room:
        cut = _cut(text, room)
        lines.append(text[:cut].rstrip(SPACES))
        text = text[cut:].lstrip(SPACES)
    return [*lines, text]


def _cut(text: str, room: int) -> int:
    """Return how many characters go on the first line: as many as fit, back to a good break."""
    used = fit = 0
    for step in _steps(text):
        used += step
        if used > room:
            break
        fit += 1
    fit = max(fit, 1)
    return next((cut for cut in range(fit, fit // 2, -1) if _breaks(text, cut)), fit)


def _breaks(text: str, at: int) -> bool:
    """Whether a line may end before the character at this place."""
    before, after = text[at - 1], text[at]
    if before in SPACES or after in SPACES:
        return True
    if before in NO_END or before.isdigit() or after in NO_START or not _width(after):
        return False
    return not (_narrow(before) and _narrow(after))


def _narrow(char: str) -> bool:
    return unicodedata.east_asian_width(char) not in {"W", "F"}


def paragraph(text: str, room: int, indent: str = "") -> str:
    """Return a caption folded to the room, its further lines indented."""
    return f"\n{indent}".join(fold(text, max(room - len(indent), NARROWEST)))


def print_plain(
    out: TextIO, heads: Sequence[Head], rows: Iterable[Sequence[Cell]], *, headers: bool
) -> None:
    """Print complete lines, columns aligned."""
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
    """Print a Rich table without rules, folded to the room, titles linked.

    Rich renders a padded or justified cell twice, so each column has its gap within its width, and
    what stands to the right is moved there here.
    """
    from rich.console import Console
    from rich.table import Table

    widths = folded_widths(heads, _widths(heads, rows), room)
    needed = sum(widths) + GAP * (len(widths) - 1)
    table = Table(box=None, padding=0, show_header=headers)
    gaps = [*[GAP] * (len(widths) - 1), 0]
    for head, size, gap in zip(heads, widths, gaps, strict=True):
        table.add_column(_rich(Cell(head.text), head, size), no_wrap=True, width=size + gap)
    for row in rows:
        table.add_row(*map(_rich, row, heads, widths))
    # A console as wide as the table needs: Rich would cut what does not fit.
    Console(file=out, width=max(room, needed), highlight=False, emoji=False).print(table)


def folded_widths(heads: Sequence[Head], widths: Sequence[int], room: int) -> list[int]:
    """Return the columns' widths; those that fold share what the others leave.

    A column that needs less than its share leaves the rest of it to the others.
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
    """Return the cell as Rich text: folded or in its place, and linked if it has a web address."""
    from rich.style import Style
    from rich.text import Text

    linked = cell.link.startswith(("http://", "https://")) and cell.link.isprintable()
    before = _padding(cell.text, room) if head.right else ""
    text = Text(before + "\n".join(fold(cell.text, room)), no_wrap=True)
    if linked:
        text.stylize(Style(link=cell.link))
    return text


def move(status: str, change: int | None = None) -> str:
    """Return a move for people: ↑4 ↓2 = new re out, or ? where nothing can be said."""
    if status in {"up", "down"} and change:
        return f"{'↑' if status == 'up' else '↓'}{abs(change)}"
    return {"same": "=", "unknown": "?"}.get(status, status)
