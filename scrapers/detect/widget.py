"""From a heading to its lists: the region after it, its labels, and which list each names."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.detect.headings import Heading
from scrapers.detect.links import Links
from scrapers.detect.panels import Event, Label, distinct, events, labels_in, match, tokens
from scrapers.detect.rows import Listing, Row, anchors_in, listings
from scrapers.detect.texts import attribute, children, following, words_of
from scrapers.detect.words import phrase_of
from scrapers.windows import window_of

_LEVELS = {f"h{n}": n for n in range(1, 7)}
_CLIMB = 7
_TOP = frozenset(["body", "html", "main"])


class Found(NamedTuple):
    """Rows under one label of a widget; `label` is None where the heading alone names them."""

    label: Label | None
    rows: tuple[Row, ...]
    listing: Listing
    how: str


def whole(heading: Heading) -> LexborNode:
    """The outermost element that shows nothing but the heading."""
    node = heading.node
    while (
        node.parent is not None
        and node.parent.tag not in _TOP
        and words_of(node.parent) == heading.text
    ):
        node = node.parent
    return node


def tab_group(node: LexborNode) -> list[Label]:
    """The labels beside a heading if it is one tab of several, else an empty list."""
    parent = node.parent
    if parent is None or parent.tag in _TOP:
        return []
    beside = [child for child in children(parent) if words_of(child)]
    labels = [label for child in beside for label in labels_in(child)[:2]]
    same = {child.tag for child in beside}
    if len(beside) < 2 or len(labels) != len(beside) or len(same) > 1:
        return []
    return labels


def region(start: LexborNode, links: Links) -> tuple[list[LexborNode], list[Listing]]:
    """The first following siblings, of the element or of one around it, that hold a list."""
    node: LexborNode | None = start
    for _ in range(_CLIMB):
        if node is None or node.tag in ("body", "html"):
            break
        beside = []
        stop = False
        for sibling in following(node):
            if sibling.tag in _LEVELS and foreign(Label(sibling, words_of(sibling), True), start):
                stop = True
                break
            beside.append(sibling)
        anchors = anchors_in(beside, links)
        lists = (
            [listing for listing in listings(anchors) if len(listing.rows) >= 2]
            if len(anchors) > 1
            else []
        )
        if lists:
            return beside, lists
        if stop:
            break
        node = node.parent
    return [], []


def foreign(label: Label, start: LexborNode) -> bool:
    """Whether a heading opens another block than the one that `start` opened."""
    if not label.text or window_of(label.text):
        return False
    phrase = phrase_of(label.text)
    if phrase:
        return phrase.kind not in ("read", "trend")
    return _LEVELS.get(label.node.tag or "", 9) <= _LEVELS.get(start.tag or "", 7)


def lists_of(heading: Heading, links: Links) -> list[Found]:
    """The lists that a heading announces."""
    start = whole(heading)
    group = tab_group(start)
    begin = start.parent if group and start.parent is not None else start
    elements, found = region(begin, links)
    if not found:
        return []
    stream = [Event(label) for label in group] + _until_foreign(events(elements, found), start)
    chosen = _by_label(stream, found)
    if group:
        chosen = [one for one in chosen if one.label and _tells_reading(one.label)]
    return [one for one in chosen if one.label is None or not _other(one.label)]


def _tells_reading(label: Label) -> bool:
    phrase = phrase_of(label.text)
    return bool(window_of(label.text)) or bool(phrase and phrase.kind in ("read", "trend"))


def _other(label: Label) -> bool:
    phrase = phrase_of(label.text)
    return bool(phrase and phrase.kind not in ("read", "trend")) and not window_of(label.text)


def _until_foreign(stream: Sequence[Event], start: LexborNode) -> list[Event]:
    kept = []
    for event in stream:
        if event.label and event.label.heading and foreign(event.label, start):
            break
        kept.append(event)
    return kept


def _by_label(stream: Sequence[Event], found: Sequence[Listing]) -> list[Found]:
    order = [event.listing for event in stream if event.label is None]
    if not order:
        return []
    runs = [
        (is_label, list(group))
        for is_label, group in groupby(stream, lambda e: e.label is not None)
    ]
    before: dict[int, list[Label]] = {}
    last: list[Label] = []
    for is_label, group in runs:
        if is_label:
            last = [event.label for event in group if event.label]
        else:
            for event in group:
                before[event.listing] = last
                last = []
    tabs = _tabs(before[order[0]])
    if len(order) > 1 and all(before[n] for n in order[1:]):
        return [_named(before[n], found[n]) for n in order]
    if len(tabs) > 1:
        return _tabbed(tabs, [found[n] for n in order])
    if len(order) == 1:
        return [_named(before[order[0]], found[order[0]])]
    return [_named(before[order[0]], found[order[0]])]


def _named(labels: Sequence[Label], listing: Listing) -> Found:
    label = next((label for label in reversed(labels) if window_of(label.text)), None)
    return Found(label, listing.rows, listing, "label before the list" if label else "")


def _tabs(labels: Sequence[Label]) -> list[Label]:
    """The largest set of labels that stand side by side in equal elements."""
    best: list[Label] = []
    for _, group in groupby(labels, lambda label: (label.node.tag, _id(label.node.parent))):
        beside = list(group)
        if len(beside) > len(best):
            best = beside
    return best


def _id(node: LexborNode | None) -> int:
    return node.mem_id if node is not None else 0


def _tabbed(tabs: Sequence[Label], lists: Sequence[Listing]) -> list[Found]:
    said = [_label_tokens(tab) for tab in tabs]
    panels = [set().union(*(tokens(node) for node in _own(listing, lists))) for listing in lists]
    if len(lists) == 1:
        active = _active(tabs)
        listing = lists[0]
        return [Found(tabs[active], listing.rows, listing, "the active label")]
    chosen = match(said, panels)
    if chosen:
        return [
            _merged(tabs[n], [lists[i] for i, c in enumerate(chosen) if c == n], "by reference")
            for n in sorted(set(chosen))
        ]
    groups = _panels(lists, len(tabs))
    if len(groups) == len(tabs):
        return [_merged(tab, group, "by order") for tab, group in zip(tabs, groups, strict=True)]
    return []


def _panels(lists: Sequence[Listing], count: int) -> list[list[Listing]]:
    if len(lists) == count:
        return [[one] for one in lists]
    deepest = min(len(one.above_ids) for one in lists)
    for depth in range(1, deepest + 1):
        groups = [list(group) for _, group in groupby(lists, lambda one: one.above_ids[:depth])]
        if len(groups) == count:
            return groups
    return []


def _merged(label: Label, lists: Sequence[Listing], how: str) -> Found:
    rows = tuple(row for one in lists for row in one.rows)
    return Found(label, rows, lists[0], how)


def _own(listing: Listing, lists: Sequence[Listing]) -> Iterator[LexborNode]:
    """The elements around a list that hold no other list, with its row parent."""
    others = {i for one in lists if one is not listing for i in one.above_ids}
    return (
        node for node, i in zip(listing.above, listing.above_ids, strict=True) if i not in others
    )


def _label_tokens(label: Label) -> set[str]:
    said = tokens(label.node)
    for inner in label.node.css("a,button,input,label,span"):
        said |= tokens(inner)
    before = label.node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is not None and before.tag == "input":
        said |= tokens(before)
    return said


_ACTIVE = ("active", "current", "selected", "is-active", "on", "checked", "is-current")


def _active(tabs: Sequence[Label]) -> int:
    for n, said in enumerate(distinct([_active_words(tab) for tab in tabs])):
        if said:
            return n
    return 0


def _active_words(tab: Label) -> set[str]:
    said = set()
    for node in [tab.node, *tab.node.css("*")]:
        classes = attribute(node, "class").lower().replace("_", "-").split()
        said |= {
            word for word in classes if any(a in word.split("-") or a == word for a in _ACTIVE)
        }
        if attribute(node, "aria-selected") == "true" or "checked" in node.attributes:
            said.add("selected")
    return said


def is_empty_widget(heading: Heading, links: Links) -> bool:
    """Whether window labels follow the heading, and no list follows them."""
    start = whole(heading)
    begin = start.parent if tab_group(start) and start.parent is not None else start
    if region(begin, links)[1]:
        return False
    beside = [begin, *following(begin)]
    windows = {window_of(label.text) for node in beside for label in labels_in(node)}
    return len(windows - {None}) >= 2
