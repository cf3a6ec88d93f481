"""Titles: the headline of each row, told from kicker, date, source, lead and count beside it.

Rows are compared: a text that several rows show alike (a source, "read more") is nobody's headline.
Of several links to the article the one in a heading, or called a title, names it; else the first
whose own text is no aside.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from scrapers.html.elements import LEVELS, SILENT, Element
from scrapers.html.texts import CIRCLED, squeeze, width
from scrapers.rows.rows import Row

_CLOCK = r"\d{1,2}\s?[:.時时시]\s?\d{2}[分분]?(?::\d\d)?(?:\s*[ap]\.?m\.?)?"
_DAY = (
    r"(?:\d{2,4}\s*[./年년-]\s*)?\d{1,2}\s*[./月월-]\s*\d{1,4}\s*[日일]?"
    r"(?:\s*[(（]\w[)）]|\s*(?:星期\w|\w曜日|\w요일))?"
    r"|(?:\w+,? )?(?:\w{3,9}\.? \d{1,2}|\d{1,2}\.?(?: de)? \w{3,10}\.?),?(?: de)? \d{4}"
)
_ASIDE = re.compile(
    rf"(?:[#№第]|no\.|rank|top)?\s*(?:\d{{1,5}}|[{CIRCLED}])"
    r"\s*(?:[.):：、位º°위]|th|st|nd|rd|er|\ufe0f?\u20e3)?|\W*|[\[(（]\s*\d{1,6}\s*[\])）]"
    rf"|(?:{_DAY})(?:,?\s*(?:\w{{1,3}} )?{_CLOCK}(?:\s*\w{{2,5}})?)?|{_CLOCK}"
    r"|new!?|pr|\d{1,3}\s*(?:分|時間|日|小时|小時|시간|분)\s*[前전]?|\d+\s*(?:hours?|hrs?|min\w*|days?) ago",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\s*[\[(（]\s*(?:\d{{1,6}}|(?=\d{{4}}\D)(?:{_DAY})(?:\s*{_CLOCK})?)\s*[\])）]\s*$"
)
"""What titles end in that is none of theirs: a number, or a date with its year."""
_BLOCKS = frozenset(["div", "p", "ul", "ol", "li", "section", "header", "footer", "figure", "time"])
_EMPHASIS = frozenset(
    ["b", "strong", "em", "i", "u", "mark", "sub", "sup", "br", "wbr", "font", "ruby", "rb"]
)
_STRESS = frozenset(["b", "strong", "em", "i"])
_MARKS = ("b", "strong", "em", "i", "span", "font", "mark")
_ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:kicker|cat|category|label|tag|section|date|time|count|author|source|src|num"
    r"|rank|badge|icon|premium|new|media|genre|eyebrow|overline|subheadline|subtitle|topline|roofline"
    r"|dachzeile|spitzmarke|intro|pretitle|antetitulo|volanta|occhiello|surtitre)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|time|datetime|pubdate|author|byline|writer)(?:$|[\s_-])", re.IGNORECASE
)
_TITLE_CLASS = re.compile(
    r"(?<!sub)(?<!sub[-_])(?:title|headline|ttl)(?![-_]?intro)|(?:^|[-_ ])tit(?:[-_ ]|$)",
    re.IGNORECASE,
)
_TITLED = {"a", *LEVELS}
_HEADLINE, _SHORT = 20, 16


def titles_of(rows: Sequence[Row]) -> list[str]:
    """The headlines of rows as shown, "" where a row shows none."""
    places = [list(_places(row)) for row in rows]
    shared = _shared(rows, places)
    titles = _in_their_places([_title(texts, shared) for texts in places], places)
    titles = _without_marks(titles, rows)
    return _without_counts([_called(*pair) for pair in zip(titles, rows, strict=True)])


_Place = list[str]
"""The texts of one place of a row, in order."""


def _places(row: Row) -> Iterator[_Place]:
    """The texts of a row, place by place: where its headline stands most likely comes first."""
    for link in sorted(_links(row), key=lambda link: not _in_heading(link, row)):
        yield from _places_in(link)
    for element in row.elements:
        yield from _places_in(element)


def _links(row: Row) -> list[Element]:
    """The links of a row to its article."""
    return [anchor.element for anchor in row.anchors if anchor.target.key == row.target.key]


def _in_heading(link: Element, row: Row) -> bool:
    """Whether a link stands in a heading of its row, or holds one, or is called a title."""
    for element in (link, *link.around):
        if element.tag in LEVELS or (_TITLE_CLASS.search(element.get("class")) and link.text):
            return True
        if element in row.elements:
            break
    return link.holds(LEVELS)


def _is_heading(link: Element) -> bool:
    return link.parent is not None and link.parent.tag in LEVELS and bool(link.text)


def _places_in(element: Element) -> Iterator[_Place]:
    """The texts of the headings in an element, of what is called a title there, and of its own."""
    for heading in element.tagged(LEVELS):
        yield _segments(heading, whole=True)
    titled = [
        inner
        for inner in element.tree
        if inner is not element and _TITLE_CLASS.search(inner.get("class"))
    ]
    telling = [texts for inner in titled if (texts := _segments(inner, whole=True))]
    yield from sorted(telling, key=lambda texts: max(map(width, texts)) < _HEADLINE)
    yield _segments(element, whole=_is_heading(element))


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
        likely = [text for text in texts if not _ASIDE.fullmatch(text) and text not in shared]
        likely = [text for text in likely if not text.endswith((":", "："))] or likely
        if likely:
            long = (text for text in likely if width(text) >= _HEADLINE)
            return next(long, max(likely, key=width))
    every = [text for texts in places for text in texts]
    likely = [text for text in every if not _ASIDE.fullmatch(text)]
    return max(likely, key=width, default="") or next(iter(every), "")


def _in_their_places(titles: list[str], places: Sequence[Sequence[_Place]]) -> list[str]:
    """The texts that stand where most rows have their titles, if all rows have as many texts."""
    sources = [
        next((texts for texts in row_places if title in texts), [])
        for title, row_places in zip(titles, places, strict=True)
    ]
    pairs = zip(titles, sources, strict=True)
    numbers = Counter(texts.index(title) for title, texts in pairs if texts)
    number, times = numbers.most_common(1)[0] if numbers else (0, 0)
    alike = len(set(map(len, sources))) == 1 and 2 * times > len(titles)
    return [texts[number] for texts in sources] if alike else titles


def _segments(element: Element, *, whole: bool = False) -> list[str]:
    """The text of an element, cut where something else than plain emphasis begins or ends.

    `whole` cuts a heading only at blocks and at what is called a kicker, a label, a date and so on.
    """
    return [text for text in map(squeeze, _cut(element, whole=whole)) if text]


def _cut(element: Element, *, whole: bool) -> list[str]:
    segments = [""]
    for part in element.content:
        if isinstance(part, str):
            segments[-1] += part
        elif _says_when(part):
            segments.append("")
        elif part.tag not in SILENT:
            inner = _cut(part, whole=whole)
            text = squeeze("".join(inner))
            ranked = part.tag == "span" and len(segments) == 1 and squeeze(segments[0]).isdecimal()
            plain = _plain(part, whole=whole) and not (ranked or _ASIDE.fullmatch(text))
            if plain or not text or part.tag in ("br", "wbr"):
                segments[-1] += " " if part.tag == "br" else inner[0]
                segments += inner[1:]
            else:
                segments += [*inner, ""]
    return segments


def _says_when(element: Element) -> bool:
    """Whether an element is called a date or an author, and is no box around more than that."""
    called = element.tag == "time" or _DATED.search(element.get("class")) is not None
    return called and not element.holds(_TITLED)


def _plain(element: Element, *, whole: bool) -> bool:
    """Whether an element only stresses a part of its line."""
    if whole:
        named = _ASIDE_CLASS.search(element.get("class")) is not None
        return element.tag not in _BLOCKS and not named and not _apart(element)
    plain = element.tag in _EMPHASIS or (element.tag == "span" and not element.attributes)
    return plain and not (element.tag in _STRESS and _apart(element))


def _apart(element: Element) -> bool:
    """Whether an inline element is no part of a headline: the kicker before it, most likely.

    So is a first line, the short one before a long one, and one of several kinds of emphasis.
    """
    content = element.parent.content if element.parent else []
    shown = [part for part in content if not isinstance(part, str) or squeeze(part)]
    tags = ["" if isinstance(part, str) else part.tag for part in shown]
    if shown[0] is element and tags[1:2] == ["br"]:
        return True
    if "" in tags or element.tag in ("br", "wbr"):
        return False
    wide = [width(part.text) for part in shown if not isinstance(part, str)]
    short = shown[0] is element and len(wide) == 2 and wide[0] <= _SHORT and wide[1] >= _HEADLINE
    return short or len(_STRESS.intersection(tags)) > 1


def _called(title: str, row: Row) -> str:
    """A title without what stands before its link's name; what links or pictures are called for none."""
    links = _links(row)
    called = (link.get(name) for link in links for name in ("title", "aria-label"))
    names = [squeeze(name) for name in called if name]
    shorter = (name for name in names if width(name) >= _HEADLINE and title.endswith(name))
    return next(shorter, title) or next(filter(None, [*names, *map(_picture, links)]), "")


def _picture(link: Element) -> str:
    """What the first picture in a link that is called anything is called."""
    return squeeze(next((one.get("alt") for one in link.images if "alt" in one.attributes), ""))


def _without_marks(titles: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Titles without an emphasis that several begin with: the mark of a paywall, of a series."""
    links = (row.anchors[0].element for row in rows if row.anchors)
    firsts = [mark.text if (mark := link.first(_MARKS)) else "" for link in links]
    marks = {text for text, count in Counter(firsts).items() if count > 1 and text}
    return [
        next((rest for mark in marks if (rest := title.removeprefix(mark).strip()) != title), "")
        or title
        for title in titles
    ]


def _without_counts(titles: list[str]) -> list[str]:
    """Titles without what they all end in in brackets: counts of comments, dates of publication."""
    counted = [_COUNT.search(title) for title in titles]
    if len(titles) > 1 and all(counted):
        return [_COUNT.sub("", title) for title in titles]
    return titles
