"""A region as a stream: labels and rows in document order, and the pieces they make up.

Rows of one list with no naming label between them are a piece. Captions of advertisements and
offers to see more are no labels.
"""

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from scrapers.html.texts import attribute, children, squeeze, width, words_of
from scrapers.rankings.labels import Label, foreign, labels_in, naming
from scrapers.rankings.section import Region, leads_away
from scrapers.rankings.tabs import Piece
from scrapers.rows.rows import Listing, Row
from scrapers.words.phrases import says_more, says_nothing

_HEADLINE = 20

Step = Label | tuple[int, Row]
"""A label, or a row with the number of its list."""


def stream_of(place: Region, start: LexborNode) -> Iterator[Step]:
    """Labels and rows of a region in document order, up to the last row or a foreign heading."""
    rows: dict[int, tuple[int, Row] | None] = {}
    inside: set[int] = set()
    for number, listing in enumerate(place.lists):
        for row in listing.rows:
            rows.update(dict.fromkeys((node.mem_id for node in row.nodes), None))
            rows[row.nodes[0].mem_id] = (number, row)
            inside.update(i for anchor in row.anchors for i in anchor.ids[: listing.level])
        for stranger in _strangers(listing):
            rows.setdefault(stranger.mem_id, None)
    left = sum(len(listing.rows) for listing in place.lists)
    for element in place.elements if left else ():
        for step in _walk(element, rows, inside):
            if not isinstance(step, Label):
                left -= 1
            elif step.heading and foreign(step, start):
                return
            yield step
            if not left:
                return


def _strangers(listing: Listing) -> Iterator[LexborNode]:
    """Rows of a list that hold no article, such as the site's own advertisements: no labels.

    They look like the rows, and link to another page. Outside the rows they must be long, too: a
    list may begin with its own name.
    """
    like = listing.rows[0].nodes[0]
    parent = like.parent
    beside = [*children(parent)] if parent is not None else []
    own = {row.nodes[0].mem_id for row in listing.rows}
    places = [n for n, node in enumerate(beside) if node.mem_id in own]
    for n, node in enumerate(beside):
        inside = places[0] < n < places[-1]
        if node.tag != like.tag or attribute(node, "class") != attribute(like, "class"):
            continue
        if leads_away(node) and (inside or width(words_of(node)) >= _HEADLINE):
            yield node


def _walk(
    node: LexborNode, rows: dict[int, tuple[int, Row] | None], inside: set[int]
) -> Iterator[Step]:
    if node.mem_id in rows:
        step = rows[node.mem_id]
        if step is not None:
            yield step
    elif node.mem_id not in inside:
        yield from labels_in(node)
    else:
        child = node.first_child
        while child is not None:
            if child.is_element_node:
                yield from _walk(child, rows, inside)
            elif child.is_text_node:
                text = squeeze(child.text_content)
                if len(text) > 1:
                    yield Label(node, text, heading=False)
            child = child.next


def pieces_of(stream: Sequence[Step], lists: Sequence[Listing]) -> list[Piece]:
    """Rows of one list with no naming label between them, each with the labels before it."""
    pieces: list[Piece] = []
    labels: list[Label] = []
    for step in stream:
        if isinstance(step, Label):
            if not says_more(step.text) and not says_nothing(step.text):
                labels.append(step)
            continue
        number, row = step
        goes_on = pieces and pieces[-1].number == number and not any(map(naming, labels))
        if goes_on:
            last = pieces.pop()
            pieces.append(last._replace(rows=(*last.rows, row)))
        elif pieces and _is_lead(pieces[-1]) and pieces[-1].number == number:
            before = pieces.pop().labels
            pieces.append(Piece((*before, *labels), (row,), lists[number], number))
        else:
            pieces.append(Piece(tuple(labels), (row,), lists[number], number))
        labels = []
    return pieces


def _is_lead(piece: Piece) -> bool:
    """Whether a piece is only a lead: cut off by a label, it is not of the list."""
    return piece.listing.led and piece.rows == piece.listing.rows[:1]
