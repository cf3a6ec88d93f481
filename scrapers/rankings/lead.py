"""Leads: the first article of a list, shown larger before the rest of it.

What stands between a heading and a list, or at the top of a panel, and leads to one article alone
is the list's first row. It is not, where the list has that article or numbers its rows from 1,
where a heading of its own stands over it, or where it is much shorter than the rows: the name of a
section.
"""

from collections.abc import Iterator, Sequence

from scrapers.html.texts import width
from scrapers.rankings.labels import labels_in, says_other
from scrapers.rows.entries import first_number, rank_at
from scrapers.rows.links import Anchor, articles_of
from scrapers.rows.rows import Listing, Row

_SHORTEST = 18
_SECOND = 2


def with_leads(lists: Sequence[Listing], anchors: Sequence[Anchor]) -> Iterator[Listing]:
    """The lists of some links, each with the lead right before it as its first row."""
    places = {id(anchor): n for n, anchor in enumerate(anchors)}
    done = 0
    for listing in lists:
        start = places[id(listing.rows[0].anchors[0])]
        apart = _depth(anchors[done - 1], listing) if done else -1
        near = [one for one in anchors[done:start] if _depth(one, listing) > apart]
        lead = _lead(near, listing)
        row = _row(lead, near, _depth(lead, listing)) if lead else None
        first = row is not None and _is_first(row, listing)
        yield listing._replace(rows=(row, *listing.rows), led=True) if row and first else listing
        done = max(done, places[id(listing.rows[-1].anchors[-1])] + 1)


def is_guess(listing: Listing) -> bool:
    """Whether a list has a lead, and does not go on at 2 after it."""
    return listing.led and rank_at(listing.rows[1]) != _SECOND


def _lead(before: Sequence[Anchor], listing: Listing) -> Anchor | None:
    """The link to the one article before a list that the list itself has not."""
    articles = list(articles_of(before).values())
    has = {row.target.key for row in listing.rows}
    alone = len(articles) == 1 and articles[0].target.key not in has
    return articles[0] if alone and articles[0].target.kind == listing.rows[0].target.kind else None


def _depth(anchor: Anchor, listing: Listing) -> int:
    """How many elements a link and the rows of a list stand in together."""
    pairs = zip(anchor.path, listing.rows[0].anchors[0].path, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a is not b), 0)


def _row(lead: Anchor, before: Sequence[Anchor], depth: int) -> Row:
    own = tuple(one for one in before if one.target.key == lead.target.key)
    return Row(tuple(dict.fromkeys(one.path[depth] for one in own)), own, lead.target)


def _is_first(row: Row, listing: Listing) -> bool:
    """Whether a lead reads as the first row of a list."""
    if first_number(listing.rows[0]) == 1:
        return False
    typical = sorted(map(_length, listing.rows))[len(listing.rows) // 2]
    if _length(row) < max(_SHORTEST, typical / 2):
        return False
    links = {anchor.element for anchor in row.anchors}
    around = {element for anchor in row.anchors for element in anchor.path}
    return not any(
        (label.heading or says_other(label))
        and label.element not in around
        and links.isdisjoint(label.element.path)
        for element in row.elements
        for label in labels_in(element)
    )


def _length(row: Row) -> int:
    return max(width(anchor.element.text) for anchor in row.anchors)
