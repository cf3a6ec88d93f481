"""Rows of a list that hold no article: kept at their rank, never followed.

A row among rows may have lost its link, lead to a script or be an advertisement. It is kept where
the printed ranks leave a hole for it, or where it looks like the rows around it and says as much
as a headline. Rows that only offer more of the list, and advertisements without a rank, are not;
nor are the copies of rows that a carousel adds at its ends.
"""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from scrapers.html.texts import SILENT, attribute, children, width, words_of
from scrapers.rows.entries import first_number, is_ad
from scrapers.rows.links import Links, Target
from scrapers.rows.rows import Row
from scrapers.words.phrases import says_more, says_nothing

_COPY = re.compile(r"(?:^|[\s_-])(?:duplicate|cloned?)(?:$|[\s_-])", re.IGNORECASE)
_SHORTEST, _SHOWN = 12, 3


def with_gaps(rows: Sequence[Row], links: Links) -> tuple[Row, ...]:
    """The rows with those between and beside them that hold no article, in document order."""
    rows = _originals(rows)
    parent = rows[0].nodes[0].parent
    alone = all(len(row.nodes) == 1 for row in rows)
    if parent is None or not alone or any(_other_parent(row, parent) for row in rows):
        return tuple(rows)
    own = {row.nodes[0].mem_id: row for row in rows}
    ranks = {first_number(row) for row in rows}
    numbered = None not in ranks and len(ranks) == len(rows)
    return tuple(_placed(parent, own, ranks if numbered else set(), links))


def _originals(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without those that say they are copies, where the row itself is there, too.

    A first row that is also the last but one, and a last that is also the second, are copies.
    """
    keys = [row.target.key for row in rows]
    if len(rows) > _SHOWN and (keys[0], keys[-1]) == (keys[-2], keys[1]):
        return rows[1:-1]
    copies = [row for row in rows if _COPY.search(attribute(row.nodes[0], "class"))]
    told = {row.target.key for row in rows if row not in copies} if copies else set()
    return [row for row in rows if row not in copies or row.target.key not in told]


def _other_parent(row: Row, parent: LexborNode) -> bool:
    above = row.nodes[0].parent
    return above is None or above.mem_id != parent.mem_id


def _placed(
    parent: LexborNode, own: dict[int, Row], ranks: set[int | None], links: Links
) -> Iterator[Row]:
    like = next(iter(own.values())).nodes[0]
    left = len(own)
    begun = False
    for child in children(parent):
        row = own.get(child.mem_id)
        if row is not None:
            begun, left = True, left - 1
            yield row
        elif child.tag == like.tag and child.tag not in SILENT:
            gap = Row((child,), (), _target(child, links))
            inside = begun and left > 0
            if _fills_hole(gap, ranks) if ranks else _looks_alike(gap, like, inside):
                yield gap


def _target(node: LexborNode, links: Links) -> Target:
    link = node if node.tag == "a" else node.css_first("a[href]")
    target = links.target(attribute(link, "href")) if link is not None else Target("", "", "none")
    return (
        target._replace(kind="ad")
        if target.kind == "ad" or is_ad(Row((node,), (), target))
        else target
    )


def _fills_hole(gap: Row, ranks: set[int | None]) -> bool:
    """Whether a row prints a rank that the others lack."""
    number = first_number(gap)
    limit = len(ranks) + 3
    return number is not None and number not in ranks and 1 <= number <= limit


def _looks_alike(gap: Row, like: LexborNode, inside: bool) -> bool:  # noqa: FBT001 - a place
    node = gap.nodes[0]
    text = words_of(node)
    if says_more(text) or says_nothing(text) or gap.target.kind == "ad":
        return False
    same = attribute(node, "class").split()[:1] == attribute(like, "class").split()[:1]
    listed = node.tag == "li"
    headline = width(text) >= _SHORTEST
    return same and headline and (inside or (listed and gap.target.kind == "none"))
