"""A region as a stream: labels and rows in document order, and the pieces they make up.

Rows of one list with no naming label between them are a piece. Captions of advertisements and
offers to see more are no labels.
"""

import re
from collections.abc import Iterator, Sequence

from scrapers.html.elements import Element
from scrapers.html.texts import squeeze, width
from scrapers.rankings.labels import Label, foreign, labels_in, leads_away, naming
from scrapers.rankings.section import Region
from scrapers.rankings.tabs import Piece
from scrapers.rows.rows import Listing, Row
from scrapers.words.phrases import says_more, says_nothing

_HEADLINE = 20
_RANKS = re.compile(r"\d{1,3}\s*位?\s*[-–—~～〜]\s*\d{1,3}\s*位?")
"""A stretch of ranks, as what pages through a list is called."""

Step = Label | tuple[int, Row]
"""A label, or a row with the number of its list."""


def stream_of(place: Region, start: Element) -> Iterator[Step]:
    """Labels and rows of a region in document order, up to the last row or a foreign heading."""
    rows: dict[Element, tuple[int, Row] | None] = {}
    around: set[Element] = set()
    for number, listing in enumerate(place.lists):
        for row in listing.rows:
            rows.update(dict.fromkeys(row.elements))
            rows[row.elements[0]] = (number, row)
            around.update(*(element.path[:-1] for element in row.elements))
        for stranger in _strangers(listing):
            rows.setdefault(stranger)
    left = sum(len(listing.rows) for listing in place.lists)
    for element in place.elements if left else ():
        for step in _walk(element, rows, around):
            if not isinstance(step, Label):
                left -= 1
            elif foreign(step, start):
                return
            yield step
            if not left:
                return


def _strangers(listing: Listing) -> Iterator[Element]:
    """Rows of a list that hold no article, such as the site's own advertisements: no labels.

    They look like the rows, and link to another page. Outside the rows they must be long, too: a
    list may begin with its own name.
    """
    like = listing.rows[0].elements[0]
    beside = like.parent.children if like.parent else []
    own = {row.elements[0] for row in listing.rows}
    places = [n for n, element in enumerate(beside) if element in own]
    for n, element in enumerate(beside):
        if element in own or element.tag != like.tag:
            continue
        alike = element.get("class") == like.get("class")
        inside, long = places[0] < n < places[-1], width(element.text) >= _HEADLINE
        if leads_away(element) and alike + inside + long > 1:
            yield element


def _walk(
    element: Element, rows: dict[Element, tuple[int, Row] | None], around: set[Element]
) -> Iterator[Step]:
    if element in rows:
        step = rows[element]
        if step is not None:
            yield step
    elif element not in around:
        yield from labels_in(element)
    else:
        for part in element.content:
            if not isinstance(part, str):
                yield from _walk(part, rows, around)
            elif any(map(str.isalpha, text := squeeze(part))) and len(text) > 1:
                yield Label(element, text, heading=False)


def pieces_of(stream: Sequence[Step], lists: Sequence[Listing]) -> list[Piece]:
    """Rows of one list with no naming label between them, each with the labels before it."""
    pieces: list[Piece] = []
    labels: list[Label] = []
    for step in stream:
        if isinstance(step, Label):
            if not (says_more(step.text) or says_nothing(step.text) or _RANKS.fullmatch(step.text)):
                labels.append(step)
            continue
        number, row = step
        if pieces and pieces[-1].number == number and not any(map(naming, labels)):
            pieces[-1] = pieces[-1]._replace(rows=(*pieces[-1].rows, row))
        else:
            pieces.append(Piece(tuple(labels), (row,), lists[number], number))
        labels = []
    return pieces
