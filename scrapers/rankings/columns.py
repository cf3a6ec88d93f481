"""Columns: pieces of one list that stand side by side, with no label between them.

Printed ranks that go on prove it, ranks that begin anew disprove it. Without them pieces are of one
list where they look alike, stand beside each other, and the later ones are neither hidden nor named.
"""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from scrapers.html.texts import attribute
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
    parent = first.nodes[0].parent
    start = attribute(parent, "start") if parent is not None and parent.tag == "ol" else ""
    return int(start) if start.isdecimal() and len(start) < 4 else first_number(first)


_Column = Sequence[LexborNode]
"""The elements around the rows of a piece that are not around the other, the outermost first."""


def _beside(a: Piece, b: Piece) -> tuple[_Column, _Column] | None:
    """The columns of two pieces, where both are nested alike in siblings."""
    first, other = a.listing, b.listing
    pairs = list(zip(first.above_ids, other.above_ids, strict=False))
    apart = next((n for n, (one, two) in enumerate(pairs) if one != two), len(pairs))
    columns = first.above[apart:], other.above[apart:]
    tags = [[node.tag for node in column] for column in columns]
    fits = tags[0] == tags[1] and 0 < len(tags[0]) <= _NESTED and first.level == other.level
    return columns if fits else None


def _alike(a: _Column, b: _Column) -> bool:
    """Whether two columns look alike, and the second is neither hidden nor named."""
    if any(attribute(node, "id") or _hidden(node) for node in b) or any(map(_hidden, a)):
        return False
    outer = [set(_WORD.findall(attribute(one[0], "class"))) for one in (a, b)]
    inner = [[attribute(node, "class") for node in one[1:]] for one in (a, b)]
    return inner[0] == inner[1] and (outer[0] == outer[1] or bool(outer[0] & outer[1]))


def _hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or bool(_UNSEEN.search(attribute(node, "style")))
