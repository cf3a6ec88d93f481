"""From a heading to its lists: the region after it, its labels, and which label names each list.

A region is walked once in document order, as a stream of labels and rows. Rows with nothing between
them are a piece. A piece with a label of its own is named by it; pieces after a row of tabs are
their panels; pieces that only continue each other (columns) are one list.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.detect.entries import width
from scrapers.detect.headings import INLINE, LINE, Heading, acts
from scrapers.detect.links import Links
from scrapers.detect.panels import Label, Piece, Resolved, labels_in, resolve
from scrapers.detect.rows import Listing, Row, anchors_in, listings
from scrapers.detect.texts import SILENT, children, following, squeeze, words_of
from scrapers.detect.words import Phrase, phrase_of, says_more, says_nothing
from scrapers.windows import window_of

_LEVELS = {f"h{n}": n for n in range(1, 7)}
_LISTS = frozenset(["ul", "ol", "tbody", "dl"])
_HOLDERS = INLINE | {"li", "dt", "td", "th", "label", "button", "summary"}
_CLIMB = 4
_HEADLINE = 24
_TOP = frozenset(["body", "html", "main"])
LONGEST_LABEL = 40
LABELLED = "label before the list"


class Region(NamedTuple):
    """What follows a heading: the sibling elements up to the first list, and the lists in them."""

    elements: tuple[LexborNode, ...] = ()
    lists: tuple[Listing, ...] = ()
    climbed: int = 0


class Candidate(NamedTuple):
    """A list that a heading announces. `label` is None where the heading alone names it.

    `between` counts the texts between heading and list that are no labels of the widget, long
    ones threefold; `tabs` says whether the heading has several labelled lists.
    """

    heading: Heading
    label: Label | None
    rows: tuple[Row, ...]
    listing: Listing
    how: str
    between: int
    climbed: int
    tabs: bool


def whole(heading: Heading) -> LexborNode:
    """The outermost element that shows nothing but the heading, and holds no box beside it."""
    node = heading.node
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


def region(start: LexborNode, links: Links) -> Region:
    """The siblings that follow an element, or one around it, until one of them holds a list.

    Steps up through elements with nothing more in them are not counted as climbing.
    """
    node: LexborNode | None = start
    passed: list[LexborNode] = []
    climbed = 0
    while node is not None and node.tag not in ("body", "html") and climbed <= _CLIMB:
        beside, stopped = _beside(node, start)
        found = tuple(listings(anchors_in(beside, links)))
        if found:
            return Region((*passed, *beside), found, climbed)
        passed += beside
        if stopped or _is_empty(passed):
            break
        climbed += bool(beside)
        node = node.parent
    return Region(tuple(passed), (), climbed)


def _beside(node: LexborNode, start: LexborNode) -> tuple[list[LexborNode], bool]:
    """The following siblings up to a heading that opens another block."""
    beside = []
    for sibling in following(node):
        if sibling.tag in _LEVELS and foreign(
            Label(sibling, words_of(sibling), heading=True), start
        ):
            return beside, True
        beside.append(sibling)
    return beside, False


def _is_empty(elements: Sequence[LexborNode]) -> bool:
    """Whether window labels are followed by lists or panels that hold nothing."""
    labels = [label for node in elements for label in labels_in(node) if window_of(label.text)]
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


def foreign(label: Label, start: LexborNode) -> bool:
    """Whether a label opens another block than the one that `start` opened."""
    if not label.text or window_of(label.text):
        return False
    phrase = phrase_of(label.text)
    if phrase:
        return phrase.kind not in ("read", "trend")
    return label.heading and _LEVELS.get(label.node.tag or "", 9) <= _level(start)


def _level(start: LexborNode) -> int:
    inner = start if start.tag in _LEVELS else start.css_first("h1,h2,h3,h4,h5,h6")
    return _LEVELS.get((inner.tag or "") if inner is not None else "", 6)


def candidates(heading: Heading, links: Links) -> list[Candidate]:
    """The lists that a heading announces, each under its label."""
    start = whole(heading)
    if _is_row(start, links) or (heading.node.tag == "h1" and heading.phrase.strength < 1):
        return []
    group = tab_group(start)
    begin = start.parent if group and start.parent is not None else start
    place = region(begin, links)
    if not place.lists:
        return []
    stream: list[Label | tuple[int, Row]] = [*group, *_stream(place, start)]
    pieces = _pieces(stream, place.lists)
    named = list(_named(pieces, grouped=bool(group))) if pieces else []
    if group:
        named = [one for one in named if one[0] and says_reading(one[0])]
    before = pieces[0].labels if pieces else ()
    tabs = {tab.node.mem_id for tab in (*group, *(t for tabs in _sets(before) for t in tabs))}
    strays = [x for x in before if x.node.mem_id not in tabs and not says_reading(x)]
    strays += 2 * [x for x in strays if len(x.text) > LONGEST_LABEL]
    tabbed = len({id(one[0]) for one in named if one[0]}) > 1
    return [
        Candidate(heading, label, rows, listing, how, len(strays), place.climbed, tabbed)
        for label, rows, listing, how in named
        if not (label and _says_other(label))
    ]


def _is_row(node: LexborNode, links: Links) -> bool:
    """Whether a supposed heading is a headline among others, each with its article."""
    parent = node.parent
    link = node if node.tag == "a" else node.css_first("a[href]")
    if link is None or parent is None or _target(link, links) != "article":
        return False
    beside = [child for child in children(parent) if child.tag == node.tag]
    inner = [child if child.tag == "a" else child.css_first("a[href]") for child in beside]
    told = [one for one in inner if one is not None and _target(one, links) == "article"]
    long = sum(1 for child in beside if width(words_of(child)) >= _HEADLINE)
    return len(told) > 2 and long * 2 > len(beside)


def _target(link: LexborNode, links: Links) -> str:
    return links.target(link.attributes.get("href")).kind


def says_reading(label: Label) -> bool:
    """Whether a label names a window or speaks of reading."""
    phrase = phrase_of(label.text)
    if phrase is None or _is_stretch(label.text, phrase):
        return window_of(label.text) is not None
    return phrase.kind in ("read", "trend")


def _says_other(label: Label) -> bool:
    phrase = phrase_of(label.text)
    told = phrase is not None and phrase.kind not in ("read", "trend")
    return told and not _is_stretch(label.text, phrase)


def _is_stretch(text: str, phrase: Phrase | None) -> bool:
    """Whether "last" or the like only belongs to a window ("last week")."""
    last = phrase is not None and phrase.kind == "latest" and phrase.strength < 1
    return last and window_of(text) is not None


def _stream(place: Region, start: LexborNode) -> Iterator[Label | tuple[int, Row]]:
    """Labels and rows of a region in document order, up to the first foreign heading."""
    rows: dict[int, tuple[int, Row] | None] = {}
    inside: set[int] = set()
    for number, listing in enumerate(place.lists):
        for row in listing.rows:
            rows.update(dict.fromkeys((node.mem_id for node in row.nodes), None))
            rows[row.nodes[0].mem_id] = (number, row)
            inside.update(i for anchor in row.anchors for i in anchor.ids[: listing.level])
    for element in place.elements:
        for step in _walk(element, rows, inside):
            if isinstance(step, Label) and foreign(step, start) and step.heading:
                return
            yield step


def _walk(
    node: LexborNode, rows: dict[int, tuple[int, Row] | None], inside: set[int]
) -> Iterator[Label | tuple[int, Row]]:
    if node.mem_id in rows:
        step = rows[node.mem_id]
        if step is not None:
            yield step
    elif node.tag in SILENT:
        return
    elif node.mem_id not in inside:
        yield from labels_in(node)
    else:
        child = node.first_child
        while child is not None:
            if child.is_element_node:
                yield from _walk(child, rows, inside)
            elif child.is_text_node:
                text = squeeze(child.text_content)
                if len(text) > 1:
                    yield Label(node, text, heading=False)
            child = child.next


def _naming(label: Label) -> bool:
    return label.heading or bool(window_of(label.text)) or bool(phrase_of(label.text))


def _pieces(stream: Sequence[Label | tuple[int, Row]], lists: Sequence[Listing]) -> list[Piece]:
    """Rows of one list with no naming label between them, each with the labels before it."""
    pieces: list[Piece] = []
    labels: list[Label] = []
    for step in stream:
        if isinstance(step, Label):
            if not says_more(step.text) and not says_nothing(step.text):
                labels.append(step)
            continue
        number, row = step
        goes_on = pieces and pieces[-1].number == number and not any(map(_naming, labels))
        if goes_on:
            last = pieces.pop()
            pieces.append(last._replace(rows=(*last.rows, row)))
        else:
            pieces.append(Piece(tuple(labels), (row,), lists[number], number))
        labels = []
    return pieces


_Named = tuple[Label | None, tuple[Row, ...], Listing, str]


def _named(pieces: Sequence[Piece], *, grouped: bool) -> Iterator[_Named]:
    """Each list of the pieces with its label and how the label was found."""
    blocks: list[list[Piece]] = []
    for piece in pieces:
        if blocks and not any(map(_naming, piece.labels)):
            blocks[-1].append(piece)
        else:
            blocks.append([piece])
    sets = _sets(pieces[0].labels)
    near = _last_name(pieces[0].labels, [tab for tabs in sets for tab in tabs])
    if near is not None and (_says_other(near) or (len(blocks) > 1 and len(blocks[0]) == 1)):
        sets = []
    if sets and len(blocks) > 1 and len(blocks) == len(sets[-1]):
        yield from _paired(sets[-1], blocks)
        return
    if sets:
        yield from (
            (tab, _rows(own), own[0].listing, how) for tab, own, how in _tabbed(sets, blocks[0])
        )
        blocks = blocks[1:]
    elif grouped:
        return
    for block in blocks:
        label = _last_name(block[0].labels, ())
        joined = _continued(block)
        yield label, _rows(joined), joined[0].listing, LABELLED if label else ""


def _paired(tabs: Sequence[Label], blocks: Sequence[Sequence[Piece]]) -> Iterator[_Named]:
    for tab, block in zip(tabs, blocks, strict=True):
        yield tab, _rows(block), block[0].listing, "tabs and lists by order"


def _tabbed(sets: Sequence[Sequence[Label]], pieces: Sequence[Piece]) -> list[Resolved]:
    """The pieces under the first tabs that fit them, and under tabs within those."""
    for number, tabs in enumerate(sets):
        found: list[Resolved] = []
        for tab, own, how in resolve(tabs, pieces):
            inner = (
                _tabbed(sets[number + 1 :], own) if len(own) > 1 and not _says_other(tab) else []
            )
            found += inner or [(tab, own, how)]
        if found:
            return found
    return []


def _last_name(labels: Sequence[Label], tabs: Sequence[Label]) -> Label | None:
    """The label nearest before a list that names it and is no tab."""
    taken = {tab.node.mem_id for tab in tabs}
    near = (label for label in reversed(labels) if label.node.mem_id not in taken)
    return next((label for label in near if _naming(label)), None)


def _rows(pieces: Sequence[Piece]) -> tuple[Row, ...]:
    return tuple(row for piece in pieces for row in piece.rows)


def _continued(pieces: Sequence[Piece]) -> list[Piece]:
    """The first piece and those after it that only go on with it, as columns do."""
    joined = [pieces[0]]
    for piece in pieces[1:]:
        if not _goes_on(joined, piece):
            break
        joined.append(piece)
    return joined


def _goes_on(joined: Sequence[Piece], piece: Piece) -> bool:
    """Whether a piece has the shape of the ones before it and stands beside them."""
    first = joined[0].listing
    other = piece.listing
    if not first.above or not other.above or first.level != other.level:
        return False
    a, b = first.above[-1], other.above[-1]
    beside = first.above_ids[:-1] == other.above_ids[:-1]
    return beside and a.tag == b.tag and a.attributes.get("class") == b.attributes.get("class")


def _sets(labels: Sequence[Label]) -> list[list[Label]]:
    """The labels that stand side by side in equal elements, each set of at least two.

    A link to another page among labels that lead nowhere is none of them.
    """
    found = []
    for _, group in groupby(labels, lambda label: (label.node.tag, _id(label.node.parent))):
        beside = list(group)
        stay = [label for label in beside if not _leads_away(label.node)]
        if len(beside) > 1:
            found.append(stay if len(stay) > 1 else beside)
    return found


def _leads_away(node: LexborNode) -> bool:
    link = node if node.tag == "a" else node.css_first("a[href]")
    href = (link.attributes.get("href") or "") if link is not None else ""
    return bool(href) and "#" not in href and not href.lower().startswith("javascript:")


def _id(node: LexborNode | None) -> int:
    return node.mem_id if node is not None else 0


def stands_empty(heading: Heading) -> bool:
    """Whether a heading without rows is a widget: window labels or an empty list follow closely."""
    start = whole(heading)
    after = next(following(start), None)
    if heading.phrase.strength >= 0.8 and after is not None and after.tag in _LISTS:
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
