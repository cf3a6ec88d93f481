"""The ranking widget of Jディフェンスニュース, as far as the site is known to show it.

A heading, right behind it the labels 24時間, 1週間 and 1ヶ月 side by side, and behind them an element for
the list of each, or one list for the label that is marked; nothing with a link stands behind that in
the same place. What the heading says, and
which label names which list, is judged by detection's own rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scrapers.rankings.labels import Label, active, tokens
from scrapers.rankings.phrases import reading_of
from scrapers.rankings.tabs import match
from scrapers.rankings.texts import children, following, squeeze, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

WINDOWS = {"24時間": "day", "1週間": "week", **{f"1{ka}月": "month" for ka in "ヶヵカケか"}}
"""The labels, and the window of each."""

ATTRIBUTES = r'(?: [a-z-]+="[^"<>]*")*'
"""A pattern of any attributes, as the parser writes them: every value quoted."""

_PLAINLY = 0.8  # how plainly a heading must speak of reading
_INERT = r'(?: (?:class|id)="(?:(?!(?i:tab))[^"<>])*")*'
_STAYS = r'(?: (?!href=)[a-z-]+="[^"<>]*"| href="(?:#|javascript:)[^"<>]*")*'
_NAMES = "|".join(WINDOWS)
_LABEL = re.compile(rf"\0[ \t\n\f\r]*(?:{_NAMES})[ \t\n\f\r]*(?=\0)")
_TABS = re.compile(
    rf"<(?:ul|ol|div|p|nav){ATTRIBUTES}> ?"
    rf"(?:<(li|a|button|span|label|div|p){_STAYS}> ?(?:<(?:a|button|span){_STAYS}> ?)?"
    rf"(?:{_NAMES}) ?(?:</(?:a|button|span)> ?)?</\1> ?){{3}}</\w+>"
)
_HEADING = re.compile(
    rf"<(?:h[2-6]|p|div){ATTRIBUTES}> ?(?:<(?:h[2-6]|p){ATTRIBUTES}> ?)?"
    rf"[^<]*(?:(?:<br>|<(?:span|small|b|strong|em){_INERT}>[^<]+</\w+>)[^<]*){{0,3}}(?:</\w+> ?){{1,2}}"
)
_BLANKS = re.compile(r"[ \t\n\f\r\v]{2,}|[\t\n\f\r\v]")
_ODD_BLANKS = ("  ", "\n", "\t", "\r", "\f", "\v")


class Widget(NamedTuple):
    """The elements of a widget; `lists` are in the order of the labels."""

    heading: LexborNode
    labels: tuple[Label, ...]
    lists: tuple[LexborNode, ...]


def widget_in(body: LexborNode, text: str) -> Widget | None:
    """The widget around the only three labels of the page, whose text is given in its pieces."""
    bar = _bar(body, text)
    if bar is None or bar.parent is None:
        return None
    heading, rest = _before(bar), list(following(bar))
    boxed = heading is None and not _loose(bar.parent)  # one box around labels and lists
    if boxed:
        heading, outside = _before(bar.parent), list(following(bar.parent))
        if any(map(_links, outside)):
            return None
    single = not boxed and len(rest) == 1 and rest[0].tag in {"ul", "ol"}
    if len(rest) == 1 and not single and not _loose(rest[0]):  # one box around the lists
        rest = list(children(rest[0]))
    if heading is None or len(rest) < (1 if single else 3) or any(map(_links, rest[3:])):
        return None
    phrase = reading_of(words_of(heading)) if _HEADING.fullmatch(html_of(heading)) else None
    if not phrase or phrase.kind != "read" or phrase.strength < _PLAINLY:
        return None
    labels = tuple(Label(node, squeeze(node.text()), heading=False) for node in children(bar))
    if len({WINDOWS[label.text] for label in labels}) < len(labels):
        return None
    return _marked(heading, labels, rest[0]) if single else _paired(heading, labels, rest[:3])


def html_of(node: LexborNode) -> str:
    """An element as the parser writes it, every element closed, with its white space folded."""
    html = node.html or ""
    for blank in _ODD_BLANKS:
        if blank in html:
            return _BLANKS.sub(" ", html)
    return html


def _bar(body: LexborNode, text: str) -> LexborNode | None:
    """The element that holds the labels, if they stand once in the page, side by side."""
    found = [match.end() for match in _LABEL.finditer(text)]
    if len(found) != 3:
        return None
    number = text.count("\0", 0, found[0])
    nodes = [node for node in body.traverse(include_text=True) if node.is_text_node]
    node: LexborNode | None = nodes[number].parent
    for _ in range(3):
        if node is None or _TABS.fullmatch(html_of(node)):
            return node
        node = node.parent
    return None


def _before(node: LexborNode) -> LexborNode | None:
    """The sibling element right before an element."""
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def _loose(node: LexborNode) -> bool:
    """Whether text stands beside the elements within an element."""
    child = node.child
    while child is not None:
        if child.is_text_node and (child.text_content or "").strip():
            return True
        child = child.next
    return False


def _links(node: LexborNode) -> bool:
    return node.css_first("a[href]") is not None


def _paired(
    heading: LexborNode, labels: tuple[Label, ...], lists: Sequence[LexborNode]
) -> Widget | None:
    """Each label with its list: as they name each other, else by their order."""
    said, named = [_tokens(label.node) for label in labels], [_tokens(element) for element in lists]
    chosen = match(said, named) or [0, 1, 2]
    if sorted(chosen) != [0, 1, 2]:
        return None
    return Widget(heading, labels, tuple(lists[chosen.index(number)] for number in range(3)))


def _marked(heading: LexborNode, labels: tuple[Label, ...], only: LexborNode) -> Widget | None:
    """The only list with the label that names it, else with the one that is marked as shown."""
    alike = [node for node in children(only.parent) if node.tag == only.tag] if only.parent else []
    if len(alike) > 2:
        return None
    chosen = match([_tokens(label.node) for label in labels], [_tokens(only)])
    label = labels[chosen[0] if chosen else active(labels)]
    return Widget(heading, (label,), (only,))


def _tokens(node: LexborNode) -> set[str]:
    """What a label or a list says by its attributes, down to its text or its rows."""
    said = tokens(node)
    while (inner := next(children(node), None)) is not None and inner.tag != "li":
        said |= tokens(inner)
        node = inner
    return said
