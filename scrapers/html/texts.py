"""Texts of a page: short ones with their places, and small helpers for elements."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
SILENT = frozenset(
    ["script", "style", "template", "noscript", "svg", "iframe", "textarea", "select", "rt", "rp"]
)


_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]+")
"""Soft hyphens and blanks of no width; joiners within words stay."""


def squeeze(text: str | None) -> str:
    """Text with its white space folded as a browser folds it: U+3000 is a character."""
    if not text:
        return ""
    if text.isascii():
        return " ".join(text.split())
    if text.isprintable() and "  " not in text:  # most texts need nothing
        return text.strip(" ")
    return _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip()


def attribute(node: LexborNode, name: str) -> str:
    """An attribute's value, "" where the element has none."""
    return node.attributes.get(name) or ""


def names_of(node: LexborNode) -> str:
    """The class names and the id of an element."""
    return f"{attribute(node, 'class')} {attribute(node, 'id')}"


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The child elements."""
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def following(node: LexborNode) -> Iterator[LexborNode]:
    """The sibling elements after an element."""
    child = node.next
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def chunks(node: LexborNode) -> Iterator[LexborNode]:
    """The text nodes under an element that a reader sees, blank ones left out."""
    for text in node.traverse(include_text=True, skip_empty=True):
        if text.is_text_node and (text.parent is None or text.parent.tag not in SILENT):
            yield text


def words_of(node: LexborNode) -> str:
    """The text of an element as shown, pieces joined without a gap as inline elements are."""
    child = node.first_child
    while child is not None and child.next is None and child.is_element_node:
        node, child = child, child.first_child
    if child is None:
        return ""
    if child.next is None:
        return squeeze(child.text_content) if node.tag not in SILENT else ""
    return squeeze("".join(_texts(node)))


def _texts(node: LexborNode) -> Iterator[str]:
    for each in node.traverse(include_text=True):
        if each.tag == "br":
            yield " "
        elif each.is_text_node and (each.parent is None or each.parent.tag not in SILENT):
            yield each.text_content or ""


_LAST_NARROW = "\u2e7f"


def width(text: str) -> int:
    """Length as printed: characters of East Asian scripts count twice."""
    return len(text) if text.isascii() else len(text) + sum(map(_LAST_NARROW.__lt__, text))
