"""Rows of a list that hold no article: kept at their rank, never followed.

A row among rows may have lost its link, lead to a script or be an advertisement. It is kept where
the printed ranks leave a hole for it. The copies of rows that a carousel adds at its ends are not.
"""

import re
from collections.abc import Iterator, Sequence

from scrapers.html.elements import SILENT, Element
from scrapers.rows.entries import first_number, is_ad
from scrapers.rows.links import Links, Target
from scrapers.rows.rows import Row

_COPY = re.compile(r"(?:^|[\s_-])(?:duplicate|cloned?)(?:$|[\s_-])", re.IGNORECASE)
_SHOWN = 3


def with_gaps(rows: Sequence[Row], links: Links) -> tuple[Row, ...]:
    """The rows with those between and beside them that hold no article, in document order."""
    rows = _originals(rows)
    parent = rows[0].elements[0].parent
    alone = all(len(row.elements) == 1 and row.elements[0].parent is parent for row in rows)
    ranks = {first_number(row) for row in rows}
    if parent is None or not alone or None in ranks or len(ranks) < len(rows):
        return tuple(rows)
    return tuple(_placed(parent, {row.elements[0]: row for row in rows}, ranks, links))


def _originals(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows without those that say they are copies, where the row itself is there, too.

    A first row that is also the last but one, and a last that is also the second, are copies.
    """
    keys = [row.target.key for row in rows]
    if len(rows) > _SHOWN and (keys[0], keys[-1]) == (keys[-2], keys[1]):
        return rows[1:-1]
    copies = [row for row in rows if _COPY.search(row.elements[0].get("class"))]
    told = {row.target.key for row in rows if row not in copies} if copies else set()
    return [row for row in rows if row not in copies or row.target.key not in told]


def _placed(
    parent: Element, own: dict[Element, Row], ranks: set[int | None], links: Links
) -> Iterator[Row]:
    tag = next(iter(own)).tag
    for child in parent.children:
        if child in own:
            yield own[child]
        elif child.tag == tag and tag not in SILENT:
            gap = Row((child,), (), _target(child, links))
            if _fills_hole(gap, ranks):
                yield gap


def _target(element: Element, links: Links) -> Target:
    target = links.first(element)
    ad = target.kind == "ad" or is_ad(Row((element,), (), target))
    return target._replace(kind="ad") if ad else target


def _fills_hole(gap: Row, ranks: set[int | None]) -> bool:
    """Whether a row prints a rank that the others lack."""
    number = first_number(gap)
    return number is not None and number not in ranks and 1 <= number <= len(ranks) + 3
