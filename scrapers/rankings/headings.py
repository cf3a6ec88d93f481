"""Headings: the short texts of a page that announce a most-read list.

A heading may be a text of its own, spread over inline elements, what an image or an icon is called,
one tab beside others, or the name of the box around a list, where nothing in the box says as much.
Long texts, and links that only offer more of a list, are none.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.html.page import ParsedPage
from scrapers.html.texts import SILENT, attribute, children, squeeze, words_of
from scrapers.words.phrase_coverage import speaking
from scrapers.words.phrases import LONGEST, Phrase, reading_of, says_more

INLINE = frozenset(
    ["span", "a", "b", "strong", "em", "i", "font", "u", "small", "big", "mark", "bdi", "img"]
)
LINE = INLINE | {"br", "wbr", "svg", "script", "sup", "sub"}
NAMED = "img[alt],svg title,[aria-label]:not(a)"
_OTHERS = f"{NAMED},h1,h2,h3,h4,h5,h6,dt,caption,legend,summary"
_FEWEST = 3
"""A box with fewer links holds no list that its name could be the heading of."""
_LONGEST_PIECE = 60
_NEVER = SILENT | {"title", "option"}
_NAMED = INLINE | {"svg", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements that may be headings by their name alone."""
_KINDS = ("read", "trend")


class Heading(NamedTuple):
    """A heading: the smallest element that shows it, its text and what the text says.

    `inside` says that the list is in that element and not after it.
    """

    node: LexborNode
    text: str
    phrase: Phrase
    inside: bool = False


def headings(page: ParsedPage) -> Iterator[Heading]:
    """The headings of a page that speak of reading or trending, in document order."""
    root = page.tree.body or page.tree.root
    if root is None:
        return
    told = [one for node in _telling(root) if (one := _heading(node))]
    found = {one.node.mem_id: one for one in reversed(told) if one.phrase.kind in _KINDS}
    for one in told:
        boxed = one.node.css("*") if one.inside else ()
        better = any(n.mem_id in found for n in boxed if n.mem_id != one.node.mem_id)
        if found.get(one.node.mem_id) is one and not better:
            yield one


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
    """What an element is called, or a heading of several pieces; "" for others."""
    pieces = node.first_child is not None and node.first_child.next is not None
    return name_of(node) or (words_of(node) if pieces else "")


def name_of(node: LexborNode) -> str:
    """What an image shows, and what an icon or a box is called."""
    if node.tag == "title":
        return squeeze(node.text())
    return squeeze(attribute(node, "alt" if node.tag == "img" else "aria-label"))


def _heading(node: LexborNode) -> Heading | None:
    """The heading around a telling element: as much of its line as is still one phrase."""
    name = name_of(node)
    if name and len(node.css("a[href]")) >= _FEWEST:
        phrase = reading_of(name)
        return Heading(node, name, phrase, inside=True) if phrase else None
    if node.tag == "title" and node.parent is not None:
        node = node.parent  # the icon
    if node.tag in _NEVER and not name:
        return None
    if name and node.tag not in _NAMED:
        return None  # a box without a list
    text = _without_offer(node) or name
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
        text = _without_offer(element) or text
    return best


def _without_offer(node: LexborNode) -> str:
    """The text of an element without an offer of more at its end, in an element of its own."""
    text = words_of(node)
    last = node.last_child
    while last is not None and last.prev is None and last.last_child is not None:
        last = last.last_child
    if last is None or not last.is_element_node or not says_more(offer := words_of(last)):
        return text
    return text.removesuffix(offer).strip() or text


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
    """Whether an element can be clicked, as far as its tag and attributes tell."""
    for name, value in node.attributes.items():
        if name in ("href", "onclick", "role", "for") or name.startswith(("data-", "aria-")):
            return True
        if name in ("class", "id") and "tab" in (value or "").lower():
            return True
    return any(one.tag in ("a", "button", "input") for one in (node, *children(node)))
