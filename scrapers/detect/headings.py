"""Headings: the short texts of a page that announce a most-read list.

Every text node is looked at once, cheaply: only short ones that hold a telling piece of a word
are compared with the phrases of `words`. A heading may be spread over inline elements, be an
image's `alt`, or be one tab beside others.
"""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.detect.texts import SILENT, attribute, squeeze, words_of
from scrapers.detect.words import LONGEST, Phrase, phrase_of
from scrapers.page import Page

_INLINE = frozenset(
    [
        "span",
        "a",
        "b",
        "strong",
        "em",
        "i",
        "font",
        "u",
        "small",
        "big",
        "label",
        "img",
        "mark",
        "bdi",
    ]
)
_NEVER = frozenset(["title", "option", "textarea"])


class Heading(NamedTuple):
    """A heading: its element, its text and what the text says."""

    node: LexborNode
    text: str
    phrase: Phrase


def headings(page: Page) -> Iterator[Heading]:
    """The headings of a page that speak of reading or trending, in document order."""
    root = page.tree.body or page.tree.root
    if root is None:
        return
    seen = set()
    for node in _telling(root):
        found = _heading(node)
        if found and found.phrase.kind in ("read", "trend") and found.node.mem_id not in seen:
            seen.add(found.node.mem_id)
            yield found


def _telling(root: LexborNode) -> Iterator[LexborNode]:
    for node in root.traverse(include_text=True, skip_empty=True):
        if node.is_text_node:
            text = node.text_content or ""
            if len(text) < 2 * LONGEST and phrase_of(squeeze(text)):
                yield node
        elif node.tag == "img" and phrase_of(squeeze(attribute(node, "alt"))):
            yield node


def _heading(node: LexborNode) -> Heading | None:
    """The heading around a telling text: as much of its line as is still one phrase."""
    image = node.tag == "img"
    element = node.parent
    if element is None or element.tag in SILENT or element.tag in _NEVER:
        return None
    text = squeeze(attribute(node, "alt")) if image else words_of(element)
    best = None
    while element is not None and len(text) <= LONGEST:
        phrase = phrase_of(text)
        if phrase:
            best = Heading(element, text, phrase)
        if element.tag not in _INLINE or _has_twin(element):
            break
        element = element.parent
        text = (words_of(element) if element is not None else "") or text
    return best


def _has_twin(element: LexborNode) -> bool:
    """Whether a sibling has the same tag: then both are labels rather than one heading."""
    parent = element.parent
    child = parent.first_child if parent is not None else None
    while child is not None:
        if child.tag == element.tag and child.mem_id != element.mem_id:
            return True
        child = child.next
    return False
