"""Tabs and panels: which tab belongs to which list.

What a tab and its panel say of each other in attributes decides (href to id, aria-controls, for,
data-*, class names, compared without what all have in common); else the places of panels among
their siblings, empty ones counted; else, where there is one list, the tab marked as active.

Pieces with no label between them that stand side by side are columns of one list. Printed ranks that
go on prove it, ranks that begin anew disprove it; without them the columns must look alike, and the
later ones be neither hidden nor named.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from scrapers.html.elements import Element
from scrapers.rankings.labels import Label, active, label_tokens, tokens
from scrapers.rows.entries import rank_at, rank_restarts
from scrapers.rows.rows import Listing, Row

CHOSEN = "the active tab"
_NESTED = 3
"""How many elements a column may be around its rows."""
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CLASS = re.compile(r"[A-Za-z]+")


class Piece(NamedTuple):
    """Rows of one list without a label between them, and the labels right before them."""

    labels: tuple[Label, ...]
    rows: tuple[Row, ...]
    listing: Listing
    number: int


Resolved = tuple[Label | None, list[Piece], str]


def resolve(tabs: Sequence[Label], pieces: Sequence[Piece]) -> list[Resolved]:
    """For each tab that has rows: the tab, its pieces in order, and how it was told."""
    ways = by_reference, _by_place, _by_likeness, _by_columns
    if found := next(filter(None, (way(tabs, pieces) for way in ways)), []):
        return found
    if len(pieces) == 1 and (parts := _split(tabs, pieces[0])):
        return parts
    if len(continued(pieces)) == len(pieces):
        return [(active(tabs, pieces[0].labels), list(pieces), CHOSEN)]
    return []


def by_reference(tabs: Sequence[Label], pieces: Sequence[Piece]) -> list[Resolved]:
    """Tabs and the panels that name them; what stands after those panels is none."""
    labels = [label_tokens(tab) for tab in tabs]
    panels = [_panel_tokens(piece, pieces) for piece in pieces]
    named = [*takewhile(lambda panel: any(label & panel for label in labels), panels)]
    return _placed(tabs, pieces, match(labels, named) or [], "tab and panel name each other")


def match(labels: Sequence[set[str]], panels: Sequence[set[str]]) -> list[int] | None:
    """For each panel the label that says the same; None unless every panel has exactly one."""
    chosen = [[n for n, label in enumerate(labels) if label & panel] for panel in panels]
    flat = [own[0] for own in chosen if len(own) == 1]
    each = len(set(flat))
    evenly = each == min(len(flat), len(labels)) or (each > 1 and len(flat) % each == 0)
    return flat if 0 < len(flat) == len(chosen) and evenly else None


def _panel_tokens(piece: Piece, pieces: Sequence[Piece]) -> set[str]:
    """What the elements around a piece say that are not around all pieces."""
    others = [set(one.listing.above) for one in pieces if one.number != piece.number]
    shared = set.intersection(*others) if others else set()
    return set().union(*(tokens(one) for one in piece.listing.above if one not in shared))


def _by_place(tabs: Sequence[Label], pieces: Sequence[Piece]) -> list[Resolved]:
    """Tabs and panels by order: as many panels, empty ones counted, as tabs."""
    deepest = min(len(piece.listing.above) for piece in pieces)
    for depth in range(deepest):
        tops = [piece.listing.above[depth] for piece in pieces]
        if len(pieces) > 1 and len(set(tops)) == 1:
            continue
        panels = _panels(tops[0], tabs)
        if not set(tops) <= set(panels):
            panels = list(dict.fromkeys(tops)) if len(pieces) > 1 else []
        if len(panels) == len(tabs):
            return _placed(tabs, pieces, [panels.index(top) for top in tops])
    return []


def _panels(panel: Element, tabs: Sequence[Label]) -> list[Element]:
    """A panel and its like among its siblings, if they are as many as the tabs.

    What stands before the tabs is no panel.
    """
    kind = set(panel.get("class").split())
    alike: list[Element] = []
    for child in panel.parent.children if panel.parent else ():
        if any(child in tab.element.path for tab in tabs):
            alike.clear()
        elif child.tag == panel.tag and (not kind or kind & set(child.get("class").split())):
            alike.append(child)
    return alike if len(alike) == len(tabs) else []


def _placed(
    tabs: Sequence[Label],
    pieces: Sequence[Piece],
    places: Sequence[int],
    how: str = "tab and panel by their places",
) -> list[Resolved]:
    """The tabs that have pieces, by the number of its tab for each piece."""
    placed = [
        (tab, [piece for piece, at in zip(pieces, places, strict=False) if at == place], how)
        for place, tab in enumerate(tabs)
    ]
    return [one for one in placed if one[1]]


def _by_likeness(tabs: Sequence[Label], pieces: Sequence[Piece]) -> list[Resolved]:
    """Interleaved panels (1-5, 1-5, 6-10, 6-10): those that say the same belong together."""
    names = [frozenset(_panel_tokens(piece, pieces)) for piece in pieces]
    kinds = list(dict.fromkeys(names))
    if len(kinds) != len(tabs) or len(kinds) < 2:
        return []
    return _placed(tabs, pieces, [kinds.index(one) for one in names])


def _by_columns(tabs: Sequence[Label], pieces: Sequence[Piece]) -> list[Resolved]:
    """A table or grid with a column for each tab: its rows are the pieces, cell by cell."""
    if len(pieces) < 3 or any(len(piece.rows) != len(tabs) for piece in pieces):
        return []
    cells = zip(*(piece.rows for piece in pieces), strict=True)
    return [
        (tab, [pieces[0]._replace(rows=tuple(column))], "a column of a table")
        for tab, column in zip(tabs, cells, strict=True)
    ]


def _split(tabs: Sequence[Label], piece: Piece) -> list[Resolved]:
    """One run of rows under several tabs, cut where the printed ranks begin anew."""
    cuts = rank_restarts(piece.rows)
    if len(cuts) != len(tabs):
        return []
    ends = pairwise([*cuts, len(piece.rows)])
    parts = [piece._replace(rows=piece.rows[a:b]) for a, b in ends]
    return [(tab, [part], "one run of rows, cut") for tab, part in zip(tabs, parts, strict=True)]


def continued(pieces: Sequence[Piece]) -> list[Piece]:
    """The first piece and those after it that only go on with it."""
    joined = [pieces[0]]
    begin, *_ = ranks = [rank_at(piece.rows[0]) for piece in pieces]
    for piece, rank in zip(pieces[1:], ranks[1:], strict=True):
        a, b = _columns(joined[0], piece)
        goes_on = rank == sum(len(one.rows) for one in joined) + 1
        if not goes_on and (not a or rank == begin == 1 or not _alike(a, b)):
            break
        joined.append(piece)
    return joined


def _columns(a: Piece, b: Piece) -> tuple[Sequence[Element], Sequence[Element]]:
    """The elements that two pieces do not share, where both are nested alike in siblings."""
    first, other = a.listing, b.listing
    shared = sum(one is two for one, two in zip(first.above, other.above, strict=False))
    columns = first.above[shared:], other.above[shared:]
    tags = [[element.tag for element in column] for column in columns]
    fits = tags[0] == tags[1] and len(tags[0]) <= _NESTED and first.level == other.level
    return columns if fits else ((), ())


def _alike(a: Sequence[Element], b: Sequence[Element]) -> bool:
    """Whether two columns look alike, and the second is neither hidden nor named."""
    if any(one.get("id") for one in b) or any(map(_hidden, (*a, *b))):
        return False
    names = [[set(_CLASS.findall(one.get("class"))) for one in column] for column in (a, b)]
    return all(one == two or one & two for one, two in zip(*names, strict=True))


def _hidden(element: Element) -> bool:
    return "hidden" in element.attributes or bool(_UNSEEN.search(element.get("style")))
