"""Headings: the short texts of a page that announce a most-read list.

A heading may be a text of its own, spread over inline elements, an image's `alt`, or one tab
beside others. Long texts, and links that only offer more of a list, are none.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.html.page import ParsedPage
from scrapers.rankings.phrase_coverage import speaking
from scrapers.rankings.phrases import LONGEST, Phrase, reading_of, says_more
from scrapers.rankings.texts import SILENT, attribute, children, squeeze, words_of

INLINE = frozenset(
    ["span", "a", "b", "strong", "em", "i", "font", "u", "small", "big", "mark", "bdi", "img"]
)
LINE = INLINE | {"br", "wbr", "svg", "script", "sup", "sub"}
_OTHERS = "img[alt],h1,h2,h3,h4,h5,h6,dt,caption,legend,summary"
_LONGEST_PIECE = 60
_NEVER = SILENT | {"title", "option"}
_KINDS = ("read", "trend")


class Heading(NamedTuple):
    """A heading: the smallest element that shows it, its text and what the text says."""

    node: LexborNode
    text: str
    phrase: Phrase


def headings(page: ParsedPage) -> Iterator[Heading]:
    """The headings of a page that speak of reading or trending, in document order."""
    root = page.tree.body or page.tree.root
    if root is None:
        return
    seen: set[int] = set()
    for node in _telling(root):
        found = _heading(node)
        if found and found.phrase.kind in _KINDS and found.node.mem_id not in seen:
            seen.add(found.node.mem_id)
            yield found


def _telling(root: LexborNode) -> Iterator[LexborNode]:
    """Elements whose text may say something of a list: around texts, images, broken headings."""
    pieces = root.text(separator="\0", skip_empty=True).split("\0")
    stripped = enumerate(map(str.strip, pieces))
    short = [(n, text) for n, text in stripped if 1 < len(text) <= _LONGEST_PIECE]
    others = [(node, said) for node in root.css(_OTHERS) if (said := _said(node))]
    found = speaking([said for _, said in (*short, *others)])
    yield from _around(root, [short[n][0] for n in found if n < len(short)])
    yield from (others[n - len(short)][0] for n in found if n >= len(short))


def _around(root: LexborNode, numbers: Sequence[int]) -> Iterator[LexborNode]:
    """The elements around the text nodes with some numbers, blank ones not counted."""
    if numbers:
        nodes = root.traverse(include_text=True, skip_empty=True)
        texts = list(islice((node for node in nodes if node.is_text_node), numbers[-1] + 1))
        yield from (parent for n in numbers if (parent := texts[n].parent) is not None)


def _said(node: LexborNode) -> str:
    """What an image shows, or a heading of several pieces; "" for others."""
    if node.tag == "img":
        return attribute(node, "alt")
    return (
        words_of(node) if node.first_child is not None and node.first_child.next is not None else ""
    )


def _heading(node: LexborNode) -> Heading | None:
    """The heading around a telling element: as much of its line as is still one phrase."""
    if node.tag in _NEVER:
        return None
    text = squeeze(attribute(node, "alt")) if node.tag == "img" else words_of(node)
    best = None
    element: LexborNode | None = node
    while element is not None and len(text) <= LONGEST:
        phrase = reading_of(text)
        if phrase and not (says_more(text) and _in_link(element)):
            best = Heading(element, text, phrase)
        if element.tag not in INLINE or (best and tabs_beside(element)):
            break
        element = element.parent
        if element is None or not all(child.tag in LINE for child in children(element)):
            break
        text = words_of(element) or text
    return best


def _in_link(node: LexborNode) -> bool:
    return node.tag == "a" or (node.parent is not None and node.parent.tag == "a")


def tabs_beside(element: LexborNode) -> bool:
    """Whether inline siblings of an element look like tabs or links beside it."""
    parent = element.parent
    if parent is None:
        return False
    twins = [child for child in children(parent) if child.tag == element.tag]
    return len(twins) > 1 and any(acts(twin) for twin in twins)


def acts(node: LexborNode) -> bool:
    """Whether an element can be clicked, as far as its attributes tell."""
    for name, value in node.attributes.items():
        if name in ("href", "onclick", "role") or name.startswith(("data-", "aria-")):
            return True
        if name in ("class", "id") and "tab" in (value or "").lower():
            return True
    return any(child.tag in ("a", "button", "input") for child in children(node))
