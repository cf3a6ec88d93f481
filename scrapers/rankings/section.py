"""The region of a heading: what follows it, up to the first list, and whether that is empty."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.html.texts import attribute, children, following, width, words_of
from scrapers.rankings.headings import INLINE, LINE, Heading, acts
from scrapers.rankings.labels import LEVELS, LONGEST_LABEL, Label, foreign, labels_in
from scrapers.rankings.lead import with_leads
from scrapers.rows.anchors import Anchor, anchors_in
from scrapers.rows.links import Links
from scrapers.rows.rows import Listing, listings
from scrapers.windows import window_of
from scrapers.words.phrases import CLEAR, phrase_of

_LISTS = frozenset(["ul", "ol", "tbody", "dl"])
_HOLDERS = INLINE | {"li", "dt", "td", "th", "label", "button", "summary"}
_TOP = frozenset(["body", "html", "main"])
_CLIMB = 4
_LONGEST_STRIP = 200
"""A longer text is no strip of labels for windows."""
_HEADLINE = 30
_FEWEST = 3
"""The links of the shortest column."""
_SHOWN = "input,button,img,svg"


class Region(NamedTuple):
    """What follows a heading: the sibling elements up to the first list, and the lists in them."""

    elements: tuple[LexborNode, ...] = ()
    lists: tuple[Listing, ...] = ()
    climbed: int = 0


def whole(heading: Heading) -> LexborNode:
    """The outermost element that shows nothing but the heading, and holds no box beside it."""
    node = heading.node
    if heading.inside:
        return node
    shown = words_of(node), len(node.css("img"))
    while node.parent is not None and node.parent.tag not in _TOP:
        parent = node.parent
        boxes = parent.tag not in _HOLDERS and any(
            c.tag not in LINE for c in children(parent) if c.mem_id != node.mem_id
        )
        if boxes or (words_of(parent), len(parent.css("img"))) != shown:
            break
        node = parent
    return node


def tab_group(node: LexborNode) -> list[Label]:
    """The labels beside a heading if it is one tab of several, else an empty list."""
    parent = node.parent
    if parent is None or parent.tag in _TOP:
        return []
    beside = [child for child in children(parent) if words_of(child) or child.css_first("img")]
    if not 2 <= len(beside) <= 12 or len({child.tag for child in beside}) > 1:
        return []
    if any(len(words_of(child)) > LONGEST_LABEL for child in beside):
        return []
    if not any(acts(child) for child in beside) and node.tag not in ("li", "dt", "td", "th"):
        return []
    labels = [labels_in(child) for child in beside]
    return [own[0] for own in labels] if all(len(own) == 1 for own in labels) else []


def column_under(cell: LexborNode) -> LexborNode | None:
    """The column of a head's cell, where as many columns stand after a row that names kinds of lists."""
    row = cell.parent
    after = next(following(row), None) if row is not None else None
    if row is None or after is None or row.tag in _TOP:
        return None
    cells, columns = list(children(row)), list(children(after))
    alike = len({one.tag for one in cells}) == len({one.tag for one in columns}) == 1
    if not (alike and 1 < len(cells) == len(columns)):
        return None
    linked = all(len(column.css("a[href]")) >= _FEWEST for column in columns)
    if not (linked and all(phrase_of(words_of(one)) for one in cells)):
        return None
    return next(column for one, column in zip(cells, columns, strict=True) if one == cell)


def in_menu(node: LexborNode) -> bool:
    """Whether a supposed heading is an entry of the site's menu, most of which name no list."""
    parent = node.parent
    if parent is None or not _in_nav(node):
        return False
    beside = [child for child in children(parent) if child.tag == node.tag]
    texts = [words_of(child) for child in beside if child.mem_id != node.mem_id]
    known = sum(1 for text in texts if window_of(text) or phrase_of(text))
    return len(texts) > 1 and all(map(leads_away, beside)) and 2 * known < len(texts)


def _in_nav(node: LexborNode) -> bool:
    here: LexborNode | None = node
    while here is not None and here.tag not in ("nav", "header"):
        here = here.parent
    return here is not None


def leads_away(node: LexborNode) -> bool:
    """Whether a label links to another page."""
    link = node if node.tag == "a" else node.css_first("a[href]")
    href = attribute(link, "href") if link is not None else ""
    return bool(href) and "#" not in href and not href.lower().startswith("javascript:")


def inside(box: LexborNode, links: Links) -> Region:
    """The lists in an element."""
    return Region((box,), tuple(listings(anchors_in([box], links))), 0)


def region(start: LexborNode, links: Links) -> Region:
    """The siblings that follow an element, or one around it, until one of them holds a list.

    Steps up through elements with nothing more in them are not counted as climbing.
    """
    node: LexborNode | None = start
    passed: list[LexborNode] = []
    named: list[Label] = []
    climbed = 0
    while node is not None and node.tag not in ("body", "html") and climbed <= _CLIMB:
        beside, stopped = _beside(node, start)
        anchors = anchors_in(beside, links)
        found = list(listings(anchors))
        if found:
            told = found if climbed > 1 else with_leads(found, anchors)
            return Region((*passed, *beside), tuple(told), climbed)
        if _is_other_list(anchors) or any(map(_is_filled_later, beside)):
            break
        passed += beside
        short = (each for each in beside if len(each.text()) <= _LONGEST_STRIP)
        named += (one for each in short for one in labels_in(each) if window_of(one.text))
        if stopped or _is_empty(passed, named):
            break
        climbed += bool(beside)
        node = node.parent
    return Region(tuple(passed), (), climbed)


def _is_filled_later(node: LexborNode) -> bool:
    """Whether an element is empty and has an id, by which a script finds it."""
    boxed = node.tag in ("div", "section", "ul", "ol") and bool(attribute(node, "id"))
    return boxed and _holds_nothing(node)


def _is_other_list(anchors: Sequence[Anchor]) -> bool:
    """Whether links after a heading are its own list, of sections or tags, and no tabs."""
    others = [one.node for one in anchors if one.target.kind in ("nav", "outside")]
    return len(others) >= _FEWEST and not any(
        window_of(text) or phrase_of(text) for text in map(words_of, others)
    )


def _beside(node: LexborNode, start: LexborNode) -> tuple[list[LexborNode], bool]:
    """The following siblings up to a heading that opens another block.

    Linked headlines right after the heading are rows, whatever their level.
    """
    beside: list[LexborNode] = []
    first = next(following(node), None)
    right_after = node.mem_id == start.mem_id and first is not None and _is_headline(first)
    for sibling in following(node):
        heading = sibling.tag in LEVELS and not (right_after and _is_headline(sibling))
        if heading and foreign(Label(sibling, words_of(sibling), heading=True), start):
            return beside, True
        beside.append(sibling)
    return beside, False


def _is_headline(node: LexborNode) -> bool:
    """Whether a heading is a link as long as a headline."""
    link = node.css_first("a[href]") if node.tag in LEVELS else None
    text = words_of(node)
    return link is not None and words_of(link) == text and width(text) >= _HEADLINE


def passes_empty(place: Region) -> bool:
    """Whether an empty list stands before the first row: then that one is the heading's."""
    first = place.lists[0].rows[0].nodes[0]
    # Broken markup makes tag names that no selector can hold.
    tag = first.tag if (first.tag or "").isalnum() else "*"
    for element in place.elements:
        for node in element.css(f"ul,ol,dl,tbody,{tag}"):
            if node.mem_id == first.mem_id:
                return False
            if node.tag in _LISTS and not words_of(node) and node.css_first(_SHOWN) is None:
                return True
    return False


def _is_empty(elements: Sequence[LexborNode], labels: Sequence[Label]) -> bool:
    """Whether window labels are followed by lists or panels that hold nothing."""
    if len({window_of(label.text) for label in labels}) < 2:
        return False
    order = {node.mem_id: n for n, node in enumerate(_all(elements))}
    last = max(order.get(label.node.mem_id, 0) for label in labels)
    after = [node for n, node in enumerate(_all(elements)) if n > last and _holds_nothing(node)]
    boxes = Counter(
        (_id(node.parent), node.tag) for node in after if node.tag in ("div", "section")
    )
    return any(node.tag in _LISTS for node in after) or any(
        n >= len(labels) for n in boxes.values()
    )


def _all(elements: Sequence[LexborNode]) -> Iterator[LexborNode]:
    return (node for element in elements for node in element.css("*"))


def _holds_nothing(node: LexborNode) -> bool:
    return not words_of(node) and node.css_first("a,input,button,img") is None


def stands_empty(heading: Heading) -> bool:
    """Whether a heading without rows is a widget: window labels or an empty list follow closely."""
    if heading.inside:
        return False
    start = whole(heading)
    after = next(following(start), None)
    listed = after is not None and (after.tag in _LISTS or _is_filled_later(after))
    if heading.phrase.force in CLEAR and after is not None and listed:
        return _holds_nothing(after) or _has_windows(start)
    return _has_windows(start)


def _has_windows(start: LexborNode) -> bool:
    node: LexborNode | None = start
    windows: set[str | None] = set()
    for _ in range(3):
        if node is None or node.tag in _TOP:
            break
        for sibling in _beside(node, start)[0]:
            windows.update(window_of(label.text) for label in labels_in(sibling))
            if len(windows - {None}) > 1:
                return True
        node = node.parent
    return False


def _id(node: LexborNode | None) -> int:
    return node.mem_id if node is not None else 0
