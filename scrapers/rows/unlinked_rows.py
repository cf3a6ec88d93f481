"""Rows of a list that hold no article: kept at their rank, never followed.

A row among rows may have lost its link, lead to a script or be an advertisement. It is kept where
the printed ranks leave a hole for it, or where it looks like the rows around it and says as much
as a headline. Rows that only offer more of the list, and advertisements without a rank, are not;
nor are the copies of rows that a carousel adds at its ends.
"""

import re
from collections.abc import Iterator, Sequence

from scrapers.html.elements import SILENT, Element
from scrapers.html.texts import width
from scrapers.rows.entries import first_number, is_ad
from scrapers.rows.links import Links, Target
from scrapers.rows.rows import Row
from scrapers.words.phrases import says_more, says_nothing

_COPY = re.compile(r"(?:^|[\s_-])(?:duplicate|cloned?)(?:$|[\s_-])", re.IGNORECASE)
_SHORTEST, _SHOWN = 12, 3


def with_gaps(rows: Sequence[Row], links: Links) -> tuple[Row, ...]:
    """The rows with those between and beside them that hold no article, in document order."""
    rows = _originals(rows)
    parent = rows[0].elements[0].parent
    alone = all(len(row.elements) == 1 and row.elements[0].parent is parent for row in rows)
    if parent is None or not alone:
        return tuple(rows)
    own = {row.elements[0]: row for row in rows}
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
    copies = [row for row in rows if _COPY.search(row.elements[0].get("class"))]
    originals = {row.target.key for row in rows if row not in copies} if copies else set()
    return [row for row in rows if row not in copies or row.target.key not in originals]


def _placed(
    parent: Element, own: dict[Element, Row], ranks: set[int | None], links: Links
) -> Iterator[Row]:
    like = next(iter(own))
    left = len(own)
    for child in parent.children:
        if child in own:
            left -= 1
            yield own[child]
        elif child.tag == like.tag and child.tag not in SILENT:
            gap = Row((child,), (), _target(child, links))
            inside = 0 < left < len(own)
            if _fills_hole(gap, ranks) if ranks else _looks_alike(gap, like, inside):
                yield gap


def _target(element: Element, links: Links) -> Target:
    target = links.first(element)
    ad = target.kind == "ad" or is_ad(Row((element,), (), target))
    return target._replace(kind="ad") if ad else target


def _fills_hole(gap: Row, ranks: set[int | None]) -> bool:
    """Whether a row prints a rank that the others lack."""
    number = first_number(gap)
    return number is not None and number not in ranks and 1 <= number <= len(ranks) + 3


def _looks_alike(gap: Row, like: Element, inside: bool) -> bool:  # noqa: FBT001 - a place
    element = gap.elements[0]
    text = element.text
    if says_more(text) or says_nothing(text) or gap.target.kind == "ad":
        return False
    same = element.get("class").split()[:1] == like.get("class").split()[:1]
    placed = inside or (element.tag == "li" and gap.target.kind == "none")
    return same and width(text) >= _SHORTEST and placed
