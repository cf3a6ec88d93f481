"""Titles: the headline of each row, told from kicker, date, source, lead and count beside it.

Rows are compared: a text that several rows show alike (a source, "read more") is nobody's headline.
Of several links to the article the one in a heading, or called a title, names it; else the first
whose own text is no aside.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from scrapers.html.texts import SILENT, attribute, squeeze, width, words_of
from scrapers.rows.rows import Row

_ASIDE = re.compile(
    r"[#№]?\s*\d{1,5}\s*[.):：、位º°위]?|\W*|[\[(（]\s*\d{1,6}\s*[\])）]"
    r"|(?:\d{2,4}\s*[./年-]\s*)?\d{1,2}\s*[./月-]\s*\d{1,4}\s*日?"
    r"(?:\s*[(（]\w[)）])?(?:,?\s*\d{1,2}[:.]\d{2}(?::\d\d)?)?|\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?"
    r"|\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9}\.?,? \d{4}"
    r"|new!?|pr|\d{1,3}\s*(?:分|時間|日|小时|小時|시간|분)\s*[前전]?|\d+\s*(?:hours?|hrs?|min\w*|days?) ago",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*(?:[\[(（]\s*\d{1,6}\s*[\])）])\s*$")
_BLOCKS = frozenset(["div", "p", "ul", "ol", "li", "section", "header", "footer", "figure", "time"])
_EMPHASIS = frozenset(
    ["b", "strong", "em", "i", "u", "mark", "sub", "sup", "br", "wbr", "font", "ruby", "rb"]
)
_STRESS = frozenset(["b", "strong", "em", "i"])
_MARKS = "b,strong,em,i,span,font,mark"
_ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:kicker|cat|category|label|tag|section|date|time|count|author|source|src|num"
    r"|rank|badge|icon|premium|new|media|genre|eyebrow|overline|subheadline|subtitle|topline|roofline"
    r"|dachzeile|spitzmarke|intro|pretitle|antetitulo|volanta|occhiello|surtitre)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TITLE_CLASS = re.compile(
    r"(?<!sub)(?<!sub[-_])(?:title|headline|ttl)(?![-_]?intro)|(?:^|[-_ ])tit(?:[-_ ]|$)",
    re.IGNORECASE,
)
_HEADINGS = "h1,h2,h3,h4,h5,h6"
_LEVELS = frozenset(_HEADINGS.split(","))
_HEADLINE = 20
_READ = re.compile(r"を読む$")


def titles_of(rows: Sequence[Row]) -> list[str]:
    """The headlines of rows as shown, "" where a row shows none."""
    places = [list(_places(row)) for row in rows]
    shared = _shared(rows, places)
    titles = _without_marks([_title(texts, shared) for texts in places], rows)
    return _without_counts([title or _named(row) for title, row in zip(titles, rows, strict=True)])


def title_of(row: Row) -> str:
    """The headline of a row's article as shown, as far as the row alone tells it."""
    return titles_of([row])[0]


_Place = list[str]
"""The texts of one place of a row, in order."""


def _places(row: Row) -> Iterator[_Place]:
    """The texts of a row, place by place: where its headline stands most likely comes first."""
    own = [a.node for a in row.anchors if a.target.key == row.target.key]
    marked = sorted(own, key=lambda link: not _in_heading(link, row))
    for link in marked:
        yield from _in_link(link)
    if any(map(_is_heading, own)):
        return
    for node in row.nodes:
        for heading in node.css(_HEADINGS):
            yield _segments(heading, whole=True)
    for node in row.nodes:
        yield _segments(node)


def _in_heading(link: LexborNode, row: Row) -> bool:
    """Whether a link stands in a heading of its row, or holds one, or is called a title."""
    node: LexborNode | None = link
    tops = {top.mem_id for top in row.nodes}
    while node is not None:
        if node.tag in _LEVELS or (
            _TITLE_CLASS.search(attribute(node, "class")) and words_of(link)
        ):
            return True
        if node.mem_id in tops:
            break
        node = node.parent
    return link.css_first(_HEADINGS) is not None


def _is_heading(link: LexborNode) -> bool:
    return link.parent is not None and link.parent.tag in _LEVELS and bool(words_of(link))


def _in_link(link: LexborNode) -> Iterator[_Place]:
    for heading in link.css(_HEADINGS):
        yield _segments(heading, whole=True)
    titled = [
        node
        for node in link.css("[class]")
        if node.mem_id != link.mem_id and _TITLE_CLASS.search(attribute(node, "class"))
    ]
    telling = [texts for node in titled if (texts := _segments(node, whole=True))]
    yield from sorted(telling, key=lambda texts: max(map(width, texts)) < _HEADLINE)
    yield _segments(link, whole=_is_heading(link))


def _shared(rows: Sequence[Row], places: Sequence[Sequence[_Place]]) -> set[str]:
    """The texts that stand in rows of several articles."""
    seen: dict[str, set[str]] = {}
    for row, own in zip(rows, places, strict=True):
        for text in {text for texts in own for text in texts}:
            seen.setdefault(text, set()).add(row.target.key or str(id(row)))
    return {text for text, keys in seen.items() if len(keys) > 1}


def _title(places: Sequence[_Place], shared: set[str]) -> str:
    """The first text that can be a headline, from the likeliest place that has one."""
    for texts in places:
        told = [text for text in texts if not _ASIDE.fullmatch(text) and text not in shared]
        told = [text for text in told if not text.endswith((":", "："))] or told
        if told:
            long = (text for text in told if width(text) >= _HEADLINE)
            return next(long, max(told, key=width))
    texts = [text for own in places for text in own if not _ASIDE.fullmatch(text)]
    return max(texts, key=width, default="") or next((t for own in places for t in own), "")


def _segments(node: LexborNode, *, whole: bool = False) -> list[str]:
    """The text of an element, cut where something else than plain emphasis begins or ends.

    `whole` cuts a heading only at blocks and at what is called a kicker, a label, a date and so on.
    """
    return [text for text in map(squeeze, _cut(node, whole=whole)) if text]


def _cut(node: LexborNode, *, whole: bool) -> list[str]:
    segments = [""]
    child = node.first_child
    while child is not None:
        if child.is_text_node:
            segments[-1] += child.text_content or ""
        elif child.is_element_node and child.tag not in SILENT and child.tag not in ("rt", "rp"):
            inner = _cut(child, whole=whole)
            text = squeeze("".join(inner))
            plain = _plain(child, whole=whole) and not _ASIDE.fullmatch(text)
            if plain or not text or child.tag in ("br", "wbr"):
                segments[-1] += " " if child.tag == "br" else inner[0]
                segments += inner[1:]
            else:
                segments += [*inner, ""]
        child = child.next
    return segments


def _plain(node: LexborNode, *, whole: bool) -> bool:
    """Whether an element only stresses a part of its line."""
    if whole:
        return node.tag not in _BLOCKS and not _ASIDE_CLASS.search(attribute(node, "class"))
    plain = node.tag in _EMPHASIS or (node.tag == "span" and not node.attributes)
    return plain and not (node.tag in _STRESS and _apart(node))


def _apart(node: LexborNode) -> bool:
    """Whether emphases of several kinds make up a line: a kicker and a headline."""
    parent = node.parent
    if parent is None or any(
        one.is_text_node and squeeze(one.text_content) for one in parent.iter(include_text=True)
    ):
        return False
    return len({one.tag for one in parent.iter()} & _STRESS) > 1


def _named(row: Row) -> str:
    """What the links or pictures of a row are called, where it shows no text."""
    for anchor in row.anchors:
        if anchor.target.key == row.target.key:
            image = anchor.node.css_first("img[alt]")
            names = [attribute(anchor.node, "title"), attribute(anchor.node, "aria-label")]
            names += [attribute(image, "alt")] if image is not None else []
            if text := next(filter(None, map(squeeze, names)), ""):
                return _READ.sub("", text)
    return ""


def _without_marks(titles: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Titles without an emphasis that several begin with: the mark of a paywall, of a series."""
    firsts = [
        squeeze(words_of(mark)) if (mark := anchor.node.css_first(_MARKS)) is not None else ""
        for anchor in (row.anchors[0] for row in rows if row.anchors)
    ]
    marks = {text for text, count in Counter(firsts).items() if count > 1 and text}
    return [
        next((rest for mark in marks if (rest := title.removeprefix(mark).strip()) != title), "")
        or title
        for title in titles
    ]


def _without_counts(titles: list[str]) -> list[str]:
    """Titles without the numbers in brackets that they all end in: counts of comments."""
    counted = [_COUNT.search(title) for title in titles]
    if len(titles) > 1 and all(counted):
        return [_COUNT.sub("", title) for title in titles]
    return titles
