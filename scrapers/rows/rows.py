"""Rows: the repeated siblings of a region that hold one article each.

The links of a region are seen as a tree of their ancestors. Where several children of one element
hold one article each, whatever their tags, they are the rows of a list. A row may hold several
links to its article (thumbnail, headline, comments) and links that are no articles.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from scrapers.html.elements import LEVELS, Element
from scrapers.rows.link_roles import headlines, without_related
from scrapers.rows.links import ARTICLES, NOWHERE, Anchor, Links, Target, articles_of

_DIGITS = 3
_FEW = 3
"""How many articles a row may link to."""


class Row(NamedTuple):
    """One row: its element (or elements), its links, and where the article is."""

    elements: tuple[Element, ...]
    anchors: tuple[Anchor, ...]
    target: Target

    @property
    def texts(self) -> list[str]:
        """The pieces of the row's text."""
        return [text for element in self.elements for text in element.chunks]


class Listing(NamedTuple):
    """Rows of one parent. `above` are the elements from the region's child to that parent.

    `led` tells that the first row is a lead, which stands before the parent of the others.
    """

    rows: tuple[Row, ...]
    above: tuple[Element, ...]
    level: int
    led: bool = False


def lists_in(elements: Sequence[Element], anchors: Sequence[Anchor]) -> Iterator[Listing]:
    """The lists among the links in some elements that stand side by side."""
    top = len(elements[0].path) - 1 if elements else 0
    return listings(anchors, top, top)


def listings(anchors: Sequence[Anchor], level: int, top: int) -> Iterator[Listing]:
    """The lists among some links, outermost rows first, in document order.

    `level` is the depth in the page at which the rows are looked for, `top` that of the region.
    """
    if len({anchor.target.key for anchor in anchors if anchor.target.kind in ARTICLES}) < 2:
        return
    while anchors[0].path[level] is anchors[-1].path[level] and _goes_on(anchors, level):
        level += 1
    children = [list(own) for _, own in groupby(anchors, lambda anchor: anchor.path[level])]
    cells = _cells(children, level)
    tags = Counter(cell.anchors[0].path[level].tag for cell in cells)
    usual = max(tags, key=lambda tag: tags[tag], default="")
    alike = [cell for cell in cells if cell.anchors[0].path[level].tag == usual]
    rows = list(_rows(alike, level))
    if len({row.target.key for row in rows}) >= 2:
        yield Listing(tuple(rows), anchors[0].path[top:level], level)
    else:
        rows = []
    taken = {id(anchor) for row in rows for anchor in row.anchors}
    rest = [child for child in children if id(child[0]) not in taken and _goes_on(child, level)]
    yield from _deeper(rest, level, top)


def _deeper(rest: Sequence[Sequence[Anchor]], level: int, top: int) -> Iterator[Listing]:
    """The lists within some siblings; one like a list beside it may hold a single row."""
    inner = [(child, list(listings(child, level + 1, top))) for child in rest]
    depths = {_look(child, level): found[0].level for child, found in inner if found}
    for child, found in inner:
        yield from found
        depth = depths.get(_look(child, level), 0)
        if not found and depth and _goes_on(child, depth - 1) and _single(child, depth):
            rows = tuple(_rows([_Cell(child, _main(child))], depth))
            yield Listing(rows, child[0].path[top:depth], depth)


def _look(child: Sequence[Anchor], level: int) -> tuple[str, str]:
    element = child[0].path[level]
    return element.tag, element.get("class")


def row_of(element: Element, links: Links) -> Row:
    """An element as a row, whatever it holds; without an article where none of its links is one."""
    anchors = tuple(links.within([element]))
    if articles_of(anchors):
        return Row((element,), anchors, _main(anchors).target)
    return Row((element,), (), anchors[0].target if anchors else NOWHERE)


def _goes_on(child: Sequence[Anchor], level: int) -> bool:
    return all(len(anchor.path) > level + 1 for anchor in child)


def _single(child: Sequence[Anchor], level: int) -> bool:
    """Whether a child holds one article: no two of its links play the same part."""
    articles = articles_of(child)
    if len(articles) <= 1:
        return len(articles) == 1
    parts = Counter(anchor.tags(level) for anchor in articles.values())
    return max(parts.values()) == 1 and len(articles) <= _FEW


class _Cell(NamedTuple):
    """A child that holds one article: its links, and the one that names the article."""

    anchors: Sequence[Anchor]
    main: Anchor


def _cells(children: Sequence[Sequence[Anchor]], level: int) -> list[_Cell]:
    """The children that hold one article each.

    Where some hold several links that could be articles (its author, its section), the parts of
    all are compared.
    """
    holders = [
        without_related(child, level) if 1 < len(articles) <= _FEW else child
        for child in children
        if (articles := articles_of(child))
    ]
    singles = [_Cell(child, _main(child)) for child in holders if _single(child, level)]
    if len(singles) < len(holders) < 2 * len(singles):
        singles = list(_like(singles, holders, level))
    if len(singles) == len(holders) or len({child[0].path[level].tag for child in holders}) > 1:
        return singles
    mains = headlines(holders, level)
    return [_Cell(*pair) for pair in zip(holders, mains, strict=True)] if mains else singles


def _like(
    singles: Sequence[_Cell], children: Sequence[Sequence[Anchor]], level: int
) -> Iterator[_Cell]:
    """The children that hold one article where most do: related links below it are not its own."""
    parts = Counter(cell.main.tags(level) for cell in singles)
    part = parts.most_common(1)[0][0]
    for child in children:
        single = _single(child, level)
        own = child if single else [anchor for anchor in child if anchor.tags(level) == part]
        if single or list(articles_of(own)) == [child[0].target.key]:
            yield _Cell(own, _main(own))


def _rows(cells: Sequence[_Cell], level: int) -> Iterator[Row]:
    groups: list[list[_Cell]] = []
    for cell in cells:
        if groups and _same_row(groups[-1][-1], cell, level):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    for group in groups:
        anchors = tuple(anchor for cell in group for anchor in cell.anchors)
        elements = dict.fromkeys(anchor.path[level] for anchor in anchors)
        elements.update(dict.fromkeys(_ranking(next(iter(elements)))))
        main = group[0].main if len(group) == 1 else _main(anchors)
        yield Row(tuple(elements), anchors, main.target)


def _ranking(cell: Element) -> Iterator[Element]:
    """The cell before one that holds an article, if it shows a number alone."""
    before = cell.previous if cell.tag in ("td", "dd") else None
    if before is not None and before.text.isdecimal() and len(before.text) <= _DIGITS:
        yield before


def _same_row(before: _Cell, cell: _Cell, level: int) -> bool:
    """Whether two neighbours are one row, as a thumbnail and its headline.

    Equal neighbours that both have text are two rows: the last of a list and the first of the next.
    """
    if before.main.target.key != cell.main.target.key:
        return False
    texts = [one.anchors[0].path[level].text for one in (before, cell)]
    return not all(texts) or _look(before.anchors, level) != _look(cell.anchors, level)


def _main(anchors: Sequence[Anchor]) -> Anchor:
    """The link that names the row's article: one in a headline, else the longest text.

    Where several links of the row lead to one article, it is that one.
    """
    articles = articles_of(anchors)
    if len(articles) == 1:
        return next(iter(articles.values()))
    links = Counter(anchor.target.key for anchor in anchors)

    def weight(anchor: Anchor) -> tuple[bool, int, int]:
        around = not LEVELS.keys().isdisjoint(element.tag for element in anchor.path)
        headline = around or anchor.element.holds(LEVELS)
        return headline, links[anchor.target.key], len(anchor.element.text)

    return max((a for a in anchors if a.target.key in articles), key=weight)
