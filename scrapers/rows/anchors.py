"""Anchors: the links of a region, each with the elements around it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.address import path_of
from scrapers.html.texts import squeeze, width
from scrapers.rows.links import Links, Target, names_section
from scrapers.windows import window_of

ARTICLES = ("article", "external")
"""The kinds of links that a row may lead to."""


class Anchor(NamedTuple):
    """A link of a region with its ancestors, from the region's child down to the link."""

    path: tuple[LexborNode, ...]
    ids: tuple[int, ...]
    target: Target

    @property
    def node(self) -> LexborNode:
        """The link itself."""
        return self.path[-1]


def anchors_in(elements: Sequence[LexborNode], links: Links) -> list[Anchor]:
    """The links within some sibling elements, in document order."""
    return [anchor for element in elements for anchor in _anchors(element, links)]


def _anchors(element: LexborNode, links: Links) -> Iterator[Anchor]:
    if element.tag == "script" or (element.first_child is None and element.tag != "a"):
        return
    above: dict[int, _Path] = {element.mem_id: ((element,), (element.mem_id,))}
    for node in element.css("a[href]"):
        path, ids = _path(node, above)
        target = links.target(node.attributes.get("href"))
        if target.kind == "nav" and not links.strict and _is_headline(node, target):
            target = target._replace(kind="article")
        elif target.kind == "article" and _is_tab(node, target, links):
            target = target._replace(kind="none")
        yield Anchor(path, ids, target)


def _is_headline(link: LexborNode, target: Target) -> bool:
    """Whether a link's text is as long as a headline, and the link a row of a list.

    Then it leads to an article, however short the address is.
    """
    row = link.parent
    while row is not None and row.tag in _WITHIN_ROWS:
        row = row.parent
    listed = row is not None and row.tag in _ROWS and not names_section(path_of(target.url))
    return listed and width(squeeze(link.text())) >= _HEADLINE


def _is_tab(link: LexborNode, target: Target, links: Links) -> bool:
    """Whether a link shows a short text that names a window, or leads to the page itself."""
    text = squeeze(link.text())
    return 0 < width(text) <= _LABEL and (links.stays(target) or window_of(text) is not None)


_HEADLINE, _LABEL = 30, 16
_ROWS = ("li", "tr", "td", "dd", "dt", "article")
_WITHIN_ROWS = ("span", "p", "div", "h2", "h3", "h4", "h5", "b", "strong")


_Path = tuple[tuple[LexborNode, ...], tuple[int, ...]]
"""Elements from the outermost inward, and their identities."""


def _path(node: LexborNode | None, above: dict[int, _Path]) -> _Path:
    """The way down to an element, as far as possible that of another element near it."""
    climbed = []
    while node is not None and node.mem_id not in above:
        climbed.append(node)
        node = node.parent
    path, ids = above[node.mem_id] if node is not None else ((), ())
    climbed.reverse()
    path, ids = (*path, *climbed), (*ids, *(one.mem_id for one in climbed))
    for end in range(max(1, len(path) - _SHARED), len(path)):
        above[ids[end - 1]] = path[:end], ids[:end]
    return path, ids


_SHARED = 3
"""How many of the elements around a link are remembered with their paths."""


def articles_of(child: Sequence[Anchor]) -> dict[str, Anchor]:
    """The first link to each article among some links, by the article's identity."""
    found: dict[str, Anchor] = {}
    for anchor in child:
        if anchor.target.kind in ARTICLES:
            found.setdefault(anchor.target.key, anchor)
    return found
