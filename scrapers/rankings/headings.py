"""Headings: the short texts of a page that announce a most-read list.

A heading may be a text of its own, spread over inline elements, what an image or an icon is called,
one tab beside others, or the name of the box around a list, where nothing in the box says as much.
Long texts, and links that only offer more of a list, are none.
"""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.html.elements import HEADINGS, LEVELS, SILENT, Element, Elements
from scrapers.html.page import ParsedPage
from scrapers.html.texts import squeeze
from scrapers.rankings.labels import states
from scrapers.words.phrase_coverage import speaking
from scrapers.words.phrases import LONGEST, Phrase, reading_of, says_more

INLINE = frozenset(
    ["span", "a", "b", "strong", "em", "i", "font", "u", "small", "big", "mark", "bdi", "img"]
)
LINE = INLINE | {"br", "wbr", "svg", "script", "sup", "sub"}
NAMED = "img[alt],svg title,[aria-label]:not(a)"
_OTHERS = f"{NAMED},{HEADINGS},dt,caption,legend,summary"
_FEWEST = 3
"""A box with fewer links holds no list that its name could be the heading of."""
_LONGEST_PIECE = 52
_ACTING = ("href", "onclick", "role", "for")
_CLICKED = frozenset(["a", "button", "input"])
_NEVER = SILENT | {"title", "option"}
_NAMED = INLINE | {"svg"} | LEVELS.keys()
"""Elements that may be headings by their name alone."""


class Heading(NamedTuple):
    """A heading: the smallest element that shows it, its text and what the text says.

    `inside` says that the list is in that element and not after it.
    """

    element: Element
    text: str
    phrase: Phrase
    inside: bool = False


def headings(page: ParsedPage, elements: Elements) -> Iterator[Heading]:
    """The headings of a page that speak of reading or trending, in document order."""
    root = page.tree.body or page.tree.root
    if root is None:
        return
    candidates = list(filter(None, (_heading(elements.at(node)) for node in _telling(root))))
    known = {one.element: one for one in reversed(candidates) if one.phrase.reads}
    for one in candidates:
        others = (other for other in known if other is not one.element)
        better = one.inside and any(one.element in other.path for other in others)
        if known.get(one.element) is one and not better:
            yield one


def _telling(root: LexborNode) -> Iterator[LexborNode]:
    """Elements whose text may say something of a list: around texts, images, broken headings."""
    nodes = [node for node in root.traverse(include_text=True) if node.is_text_node]
    texts = ((node, (node.text_content or "").strip()) for node in nodes)
    short = [(node, text) for node, text in texts if 1 < len(text) <= _LONGEST_PIECE]
    named = [(node, name) for node in root.css(_OTHERS) if (name := _name_or_pieces(node))]
    every = [*short, *named]
    for number in speaking([text for _, text in every]):
        node = every[number][0]
        if around := node.parent if node.is_text_node else node:
            yield around


def _name_or_pieces(node: LexborNode) -> str:
    """What an element is called, or a heading of several pieces; "" for others."""
    pieces = node.first_child is not None and node.first_child.next is not None
    return name_of(node) or (squeeze(node.text(separator=" ")) if pieces else "")


def name_of(node: LexborNode) -> str:
    """What an image shows, and what an icon or a box is called."""
    if node.tag == "title":
        return squeeze(node.text())
    return squeeze(node.attributes.get("alt" if node.tag == "img" else "aria-label"))


def _heading(element: Element) -> Heading | None:
    """The heading around a telling element: as much of its line as is still one phrase."""
    name = name_of(element.node)
    if name and len(element.node.css("a[href]")) >= _FEWEST:
        phrase = reading_of(name)
        return Heading(element, name, phrase, inside=True) if phrase else None
    if element.tag == "title" and element.parent:
        element = element.parent  # the icon
    if element.tag in _NEVER and not name:
        return None
    if name and element.tag not in _NAMED:
        return None  # a box without a list
    text = _without_offer(element) or name
    best = None
    while len(text) <= LONGEST:
        phrase = reading_of(text)
        linked = "a" in (element.tag, element.parent and element.parent.tag)
        if phrase and not (linked and says_more(text)):
            best = Heading(element, text, phrase)
        if element.tag not in INLINE or (best and tabs_beside(element)) or not element.parent:
            break
        element = element.parent
        if not all(child.tag in LINE for child in element.children):
            break
        text = _without_offer(element) or text
    return best


def _without_offer(element: Element) -> str:
    """The text of an element without an offer of more at its end, in an element of its own."""
    content = element.content
    while len(content) == 1 and not isinstance(content[0], str) and content[0].content:
        content = content[0].content
    last = content[-1] if content else ""
    if isinstance(last, str) or not says_more(last.text):
        return element.text
    return element.text.removesuffix(last.text).strip() or element.text


def tabs_beside(element: Element) -> bool:
    """Whether inline siblings of an element look like tabs or links beside it."""
    beside = element.parent.children if element.parent else []
    twins = [child for child in beside if child.tag == element.tag]
    return len(twins) > 1 and any(acts(one) or states(one) for one in twins)


def acts(element: Element) -> bool:
    """Whether an element can be clicked, as far as its tag and attributes tell."""
    if any(name in _ACTING or name.startswith(("data-", "aria-")) for name in element.attributes):
        return True
    tags = (element.tag, *(child.tag for child in element.children))
    return "tab" in element.names.lower() or not _CLICKED.isdisjoint(tags)
