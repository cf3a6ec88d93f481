"""Columns: pieces of one list that stand side by side, with no label between them.

Printed ranks that go on prove it, ranks that begin anew disprove it. Without them pieces are of one
list where they look alike, stand beside each other, and the later ones are neither hidden nor named.
"""

import re
from collections.abc import Sequence

from scrapers.html.elements import Element
from scrapers.rankings.tabs import Piece
from scrapers.rows.entries import first_number

_NESTED = 3
"""How many elements a column may be around its rows."""
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")


def continued(pieces: Sequence[Piece]) -> list[Piece]:
    """The first piece and those after it that only go on with it."""
    joined = [pieces[0]]
    for piece in pieces[1:]:
        if not _goes_on(joined, piece):
            break
        joined.append(piece)
    return joined


def _goes_on(joined: Sequence[Piece], piece: Piece) -> bool:
    columns = _beside(joined[0], piece)
    if columns is None:
        return False
    rank = _first_rank(piece)
    if rank == sum(len(one.rows) for one in joined) + 1:
        return True
    anew = rank == 1 == _first_rank(joined[0])
    return not anew and _alike(*columns)


def _first_rank(piece: Piece) -> int | None:
    """The rank that a piece begins with, where it says so."""
    first = piece.rows[0]
    parent = first.elements[0].parent
    start = parent.get("start") if parent and parent.tag == "ol" else ""
    return int(start) if start.isdecimal() and len(start) < 4 else first_number(first)


_Column = Sequence[Element]
"""The elements around the rows of a piece that are not around the other, the outermost first."""


def _beside(a: Piece, b: Piece) -> tuple[_Column, _Column] | None:
    """The columns of two pieces, where both are nested alike in siblings."""
    first, other = a.listing, b.listing
    pairs = list(zip(first.above, other.above, strict=False))
    apart = next((n for n, (one, two) in enumerate(pairs) if one is not two), len(pairs))
    columns = first.above[apart:], other.above[apart:]
    tags = [[element.tag for element in column] for column in columns]
    fits = tags[0] == tags[1] and 0 < len(tags[0]) <= _NESTED and first.level == other.level
    return columns if fits else None


def _alike(a: _Column, b: _Column) -> bool:
    """Whether two columns look alike, and the second is neither hidden nor named."""
    if any(one.get("id") or _hidden(one) for one in b) or any(map(_hidden, a)):
        return False
    outer = [set(_WORD.findall(column[0].get("class"))) for column in (a, b)]
    inner = [[one.get("class") for one in column[1:]] for column in (a, b)]
    return inner[0] == inner[1] and (outer[0] == outer[1] or bool(outer[0] & outer[1]))


def _hidden(element: Element) -> bool:
    return "hidden" in element.attributes or bool(_UNSEEN.search(element.get("style")))
