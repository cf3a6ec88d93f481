"""Tabs and panels: which label belongs to which list.

Labels and lists of a widget are seen as a stream in document order. Labels that stand directly
before one list each name it. Labels that stand together are tabs, and their panels are found by
what both say in attributes (href to id, aria-controls, for, data-*, class names, compared without
what all have in common), else by their order. Panels that say the same label are one list.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.detect.rows import Listing
from scrapers.detect.texts import SILENT, attribute, children, squeeze, words_of
from scrapers.detect.words import phrase_of
from scrapers.windows import window_of

LONGEST_LABEL = 40
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Label(NamedTuple):
    """A short text of a widget outside its rows; `node` is the outermost element of that text."""

    node: LexborNode
    text: str
    heading: bool


class Event(NamedTuple):
    """One step through a widget: a label, or the first row of a list (its number)."""

    label: Label | None
    listing: int = -1


def events(elements: Sequence[LexborNode], found: Sequence[Listing]) -> list[Event]:
    """Labels and lists of some sibling elements in document order; rows are not entered."""
    firsts = {
        node.mem_id: n
        for n, listing in enumerate(found)
        for row in listing.rows
        for node in row.nodes
    }
    stream: list[Event] = []
    for element in elements:
        stream.extend(_walk(element, firsts, set()))
    seen: set[int] = set()
    kept = []
    for event in stream:
        if event.label or event.listing not in seen:
            kept.append(event)
            seen.add(event.listing)
    return kept


def _walk(node: LexborNode, firsts: dict[int, int], _: set[int]) -> Iterator[Event]:
    if node.mem_id in firsts:
        yield Event(None, firsts[node.mem_id])
        return
    if node.tag in SILENT:
        return
    holds = any(inner.mem_id in firsts for inner in node.css("*"))
    if not holds:
        yield from (Event(label) for label in labels_in(node))
        return
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            yield from _walk(child, firsts, _)
        elif child.is_text_node and 1 < len(squeeze(child.text_content)) <= LONGEST_LABEL:
            yield Event(Label(node, squeeze(child.text_content), False))
        child = child.next


def labels_in(node: LexborNode) -> list[Label]:
    """The labels in an element without rows: the outermost elements with one short text each."""
    if node.tag in SILENT:
        return []
    text = words_of(node)
    if not text:
        image = node.css_first("img[alt]")
        text = squeeze(attribute(image, "alt")) if image is not None else ""
        return [Label(node, text, False)] if 1 < len(text) <= LONGEST_LABEL else []
    inner = [child for child in children(node) if words_of(child)]
    if node.tag in _HEADINGS:
        return [Label(node, text, heading=True)]
    if len(inner) == 1 and words_of(inner[0]) == text:
        deep = labels_in(inner[0])
        return [Label(node, text, label.heading) for label in deep[:1]] if len(deep) == 1 else deep
    if inner:
        return [label for child in inner for label in labels_in(child)]
    return [Label(node, text, heading=False)] if len(text) <= LONGEST_LABEL else []


def tokens(node: LexborNode) -> set[str]:
    """What an element's attributes say that could name a tab or a panel."""
    said: set[str] = set()
    for name, value in node.attributes.items():
        if (
            not value
            or name in ("style", "src", "alt", "title", "type", "role", "onclick", "tabindex")
            and name != "onclick"
        ):
            continue
        if name == "href":
            if "#" in value:
                said.add(value.rpartition("#")[2].lower())
        elif name == "onclick":
            said.update(word.lower() for word in re.findall(r"['\"]([#.\w-]+)['\"]", value))
        else:
            said.update(value.lower().replace("#", " ").replace(".", " ").split())
    return {word for word in said if len(word) < 60}


def distinct(groups: Sequence[set[str]]) -> list[set[str]]:
    """The tokens that not all of the groups share."""
    common = set.intersection(*groups) if len(groups) > 1 else set()
    return [group - common for group in groups]


def stems(said: Sequence[set[str]]) -> list[set[str]]:
    """Tokens and their last parts: `tab-day` also says `day`."""
    return [{part for word in group for part in _endings(word)} for group in said]


def _endings(word: str) -> Iterator[str]:
    yield word
    parts = [part for part in re.split(r"[-_:/]+", word) if part]
    for start in range(1, len(parts)):
        yield "-".join(parts[start:])


def match(labels: Sequence[set[str]], panels: Sequence[set[str]]) -> list[int] | None:
    """For each panel the label that says the same; None unless every panel finds exactly one."""
    ways = (lambda groups: groups, stems)
    for way in ways:
        ours, theirs = (distinct(list(way(distinct(side)))) for side in (labels, panels))
        chosen = [[n for n, label in enumerate(ours) if label & panel] for panel in theirs]
        if all(len(found) == 1 for found in chosen) and chosen:
            flat = [found[0] for found in chosen]
            if len(set(flat)) > 1 or len(panels) == 1:
                return flat
    return None
