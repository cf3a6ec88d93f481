"""A heading and its region: whether it is one, what follows up to the first list, or that nothing does."""

import re
from collections.abc import Sequence
from itertools import groupby, islice, takewhile
from typing import NamedTuple

from scrapers.address import path_of
from scrapers.html.elements import LEVELS, Element
from scrapers.html.texts import squeeze, width
from scrapers.rankings.headings import INLINE, LINE, Heading, acts
from scrapers.rankings.labels import (
    LONGEST_LABEL,
    Label,
    labels_in,
    leads_away,
    names_list,
    says_other,
    states,
)
from scrapers.rankings.lead import with_leads
from scrapers.rows.links import Anchor, Links
from scrapers.rows.rows import Listing, lists_in
from scrapers.windows import window_of
from scrapers.words.phrases import CLEAR, Force, Phrase, phrase_of, says_more

_LISTS = frozenset(["ul", "ol", "tbody", "dl"])
_HOLDERS = INLINE | {"li", "dt", "td", "th", "label", "button", "summary"}
_TOP = frozenset(["body", "html", "main"])
_BOXES = frozenset(["section", "aside", "article"])
_GRID = re.compile(r"row|col|container|grid|flex|wrap|inner|wp-block|[mp][a-z]?-\d")
"""Class names of boxes that only place what they hold."""
_CLIMB = 2
_HEADLINE, _ROW, _LINE = 30, 24, 16
_FEWEST = 3
"""So many links are a list, and so many parts beside a heading are more than its offers."""
_SHOWN = ("input", "button", "img", "svg")
_CONTENT = ("a", "input", "button", "img")


class Region(NamedTuple):
    """What follows a heading: the sibling elements up to the first list, and the lists in them."""

    elements: tuple[Element, ...] = ()
    lists: tuple[Listing, ...] = ()
    climbed: int = 0


def whole(heading: Heading) -> Element:
    """The outermost element that shows nothing but the heading, and holds no box beside it."""
    element = heading.element
    while not heading.inside and element.parent and element.parent.tag not in _TOP:
        parent = element.parent
        others = [part for part in parent.content if part is not element]
        beside = {child.tag for child in parent.children if child is not element}
        boxes = parent.tag not in _HOLDERS and not beside <= LINE
        if boxes or any(map(_shows, others)):
            break
        element = parent
    return element


def _shows(part: Element | str) -> bool:
    return bool(squeeze(part)) if isinstance(part, str) else part.shows_text or bool(part.images)


def tab_group(element: Element) -> list[Label]:
    """The labels beside a heading if it is one tab of several, else an empty list."""
    parent = element.parent
    if parent is None or parent.tag in _TOP:
        return []
    shown = [child for child in parent.children if _shows(child) and not says_more(child.text)]
    runs = (list(run) for _, run in groupby(shown, lambda child: (child.tag, child.shows_text)))
    beside = next((run for run in runs if element in run), [])
    named = sum(phrase_of(one.text) is not None for one in beside)
    telling = element.tag in ("li", "dt", "td", "th") or named > 1
    tabs = 2 <= len(beside) <= 12 and (telling or any(acts(one) or states(one) for one in beside))
    short = tabs and all(len(child.text) <= LONGEST_LABEL for child in beside)
    labels = [labels_in(child) for child in beside] if short and not _leads(element) else []
    return [own[0] for own in labels] if all(len(own) == 1 for own in labels) else []


def last_of(tabs: Sequence[Label]) -> Element:
    """The element after which the panels of some tabs stand: the last tab, or what holds them all."""
    last = tabs[-1].element
    return last if last.parent is None or any(map(_shows, last.following)) else last.parent


def _leads(element: Element) -> bool:
    """Whether a text stands before links of headline length that name no list: the rows it names."""
    following = element.following
    rows = [one for one in following if leads_away(one) and width(one.text) >= _LINE]
    return 2 * sum(not names_list(one.text) for one in rows) > len(following)


def is_none(heading: Heading, start: Element, links: Links) -> bool:
    """Whether a supposed heading is a tag, a headline, an entry of a menu, or a note on something else.

    The title of a page may be a headline, unless it is plain, or a weak word and a window alone.
    """
    force = heading.phrase.force
    clear = force is Force.PLAIN or (force is Force.ALONE and window_of(heading.text) is not None)
    if (
        (heading.element.tag == "h1" and not clear)
        or _is_tag(start, links, heading.phrase)
        or _explains_other(start)
    ):
        return True
    return not heading.inside and (_is_row(start, links) or _in_menu(start))


def _explains_other(element: Element) -> bool:
    """Whether a text only says how a ranking of something else, whose heading it follows, is made."""
    before = element.previous
    if before is None or before.tag not in LEVELS or element.tag in LEVELS:
        return False
    return says_other(Label(before, before.text, heading=True))


def _is_tag(element: Element, links: Links, phrase: Phrase) -> bool:
    """Whether a supposed heading is a tag, or a vague one a section: it links to all their articles."""
    path = path_of(links.first(element).url)
    return "/tag" in path or (phrase.force not in CLEAR and "/categor" in path)


def _is_row(element: Element, links: Links) -> bool:
    """Whether a supposed heading is a headline among others, each with its article."""
    if element.parent is None or links.first(element).kind != "article":
        return False
    beside = [child for child in element.parent.children if child.tag == element.tag]
    rows = sum(links.first(child).kind == "article" for child in beside)
    long = sum(width(child.text) >= _ROW for child in beside)
    return rows > 2 and long * 2 > len(beside)


def _in_menu(element: Element) -> bool:
    """Whether a supposed heading is an entry of a menu: a link among short ones to other pages.

    Most of those beside it name no list. A menu may open headlines under its entries.
    """
    if element.parent is None or element.link is None:
        return False
    beside = [child for child in element.parent.children if child.tag == element.tag]
    others = [child for child in beside if child is not element]
    links = [child.link.text for child in others if child.link and leads_away(child)]
    away = sum(0 < width(text) < _HEADLINE for text in links)
    known = sum(names_list(one.text) for one in others)
    return len(others) > 1 and 2 * away > len(others) and 2 * known < len(others)


def inside(box: Element, links: Links) -> Region:
    """An element and the lists in it."""
    return Region((box,), tuple(lists_in([box], links.within([box]))))


def region(start: Element, links: Links) -> Region:
    """The siblings that follow an element, or one around it, until one of them holds a list.

    Steps up through elements with nothing more in them are not counted as climbing.
    """
    passed: list[Element] = []
    climbed = 0
    for element in (start, *start.around):
        if element.tag in ("body", "html") or climbed > _CLIMB:
            break
        beside = element.following
        anchors = links.within(beside)
        lists = list(lists_in(beside, anchors))
        if lists:
            if climbed <= 1:
                lists = list(with_leads(lists, anchors))
            return Region((*passed, *beside), tuple(lists), climbed)
        if _is_other_list(anchors) or any(map(_is_own_block, beside)):
            break
        passed += beside
        climbed += not all(says_more(one.text) for one in beside)
    return Region(tuple(passed), (), climbed)


def _is_filled_later(element: Element) -> bool:
    """Whether an element is empty and has an id, by which a script finds it, or stands for a script."""
    boxed = element.tag in ("div", "section", "ul", "ol") and bool(element.get("id"))
    spoken = element.tag == "noscript" and bool(squeeze(element.node.text()))
    return spoken or (boxed and _holds_nothing(element))


def _is_own_block(element: Element) -> bool:
    """Whether what a heading announces is no list here: it is written later, or asks for an address."""
    return _is_filled_later(element) or element.node.css_first("input[type=email]") is not None


def _is_other_list(anchors: Sequence[Anchor]) -> bool:
    """Whether links after a heading are its own list, of sections or tags, and mostly no tabs."""
    others = [one.element for one in anchors if one.target.kind in ("nav", "outside")]
    named = sum(names_list(one.text) for one in others)
    return len(others) >= _FEWEST and 2 * named < len(others)


def passes_empty(place: Region) -> bool:
    """Whether an empty list stands before the first row: then that one is the heading's."""
    first = place.lists[0].rows[0].elements[0]
    for element in (one for top in place.elements for one in top.tree):
        if element is first:
            break
        if element.tag in _LISTS and not element.text and not element.holds(_SHOWN):
            return True
    return False


def in_next_box(start: Element, place: Region) -> bool:
    """Whether the first list stands in a box like the one of the heading, which shows more than that."""
    path, other = start.path, place.lists[0].rows[0].elements[0].path
    shared = sum(one is two for one, two in zip(path, other, strict=False))
    if shared >= min(len(path) - 1, len(other)):
        return False
    box, following = path[shared], other[shared]
    name = box.get("class")
    named = name == following.get("class") and not all(map(_GRID.match, name.split()))
    if box.tag != following.tag or not (named or box.tag in _BOXES):
        return False
    beside = [one for element in path[shared + 1 :] for one in element.following]
    more = [one for one in beside if not says_more(one.text)]
    return len(more) >= _FEWEST or any(one.text for one in more)


def _holds_nothing(element: Element) -> bool:
    return not element.text and not element.holds(_CONTENT)


def stands_empty(heading: Heading) -> bool:
    """Whether a heading without rows is a widget: window labels or an empty list follow closely."""
    if heading.inside:
        return False
    start = whole(heading)
    after = next(iter(start.following), None)
    place = after is not None and (after.tag in _LISTS or _is_filled_later(after))
    if after and place and heading.phrase.force in CLEAR and _holds_nothing(after):
        return True
    around = takewhile(lambda one: one.tag not in _TOP, (start, *islice(start.around, 2)))
    beside = (sibling for element in around for sibling in element.following)
    windows = (window_of(label.text) for sibling in beside for label in labels_in(sibling))
    return len(set(filter(None, windows))) > 1
