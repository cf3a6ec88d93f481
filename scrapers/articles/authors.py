"""Who wrote an article, from names told to machines and from the names that readers see.

A name that the site or its publisher has is no person's. It is given where nobody else is named.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from selectolax.lexbor import LexborNode

from scrapers.html.page import ParsedPage, ancestors
from scrapers.html.text_lines import Line, fold, letters
from scrapers.words import pattern
from scrapers.words.phrases import says_more

_MOST = 3  # names in elements; where there are more, they are those of other articles
_LOOKED_AT = 50  # elements; a page may be made of such elements
_LONGEST = 60  # a longer text is a biography
_BYLINES = "a[rel~=author],[itemprop=author],.author .fn,.byline a,[class~=author],[class~=byline]"
_FOOT = ",".join(f"article footer {selector}" for selector in _BYLINES.split(","))
_PAGES = re.compile(
    r"/(?:authors?|autor(?:en|es|e|i|zy)?|auteurs?|writers?|staff|journalists?|reporters?|contributors?"
    r"|forfatter|skribent|toimittaja|redakteur|penulis|szerzo|yazar(?:lar)?)(?:/[^/?#]+){1,2}/?(?:[?#].*)?$",
    re.IGNORECASE,
)
"""Paths of the pages of those who write."""
_LIKELY = "[class*=author i][class*=name i],[class$=byline i],[id$=byline i],[data-hook=author]"
_REGIONS = ("aside", "footer", "nav", "figcaption")
_COMMENTS = re.compile(r"comment|related|quote|zitat|zitiert", re.IGNORECASE)
_BESIDE = re.compile(
    r"[,，;|｜·•\]］／]|\s[:：]\s|\s+in\s+(?=[A-Z])|\s*\d|\s*\S+@|\s*[(（](?:[a-z]|[^)）]*[)）]?$)"
    r"|\s(?=[^\s\x00-\x7f]{1,6}[=＝:：])"
)
"""What parts a name shown from an office, an address or a date."""
_PART = re.compile(r"[^=＝／]{1,12}[=＝]")
_AND = re.compile(r",?\s+(?:and|und|og|et|y|och|en|e|i|a|ve|dan|и|та|και|&)\s+|、")
_PARTICLE = re.compile(r"d\w{1,4}|l[ae]|v[ao]n|zu|te[rn]|bin|[ae]l|[ye]")
_WORD = r"[^\W\d_]"
_NAME = rf"(?:{_WORD}+\s){{1,3}}{_WORD}+"
_SIGNED = re.compile(
    rf"【(\w{{2,8}})】$|^({_NAME}(?:\s[-–]\s{_NAME})?)$"
    rf"|[（(](?:\w*[局部員者][ 　・＝]({_WORD}{{2,8}})|({_WORD}{{1,4}}[ 　]{_WORD}{{1,4}}))[)）]$"
)
"""A signature; the last is in brackets, behind the writer's office or with a space between the names."""


def names_in(text: str) -> list[str]:
    """The people of a text that names them: without "by" before them and what they are behind."""
    text = _without_by(text[: 4 * _LONGEST])
    text = re.sub(rf"\s\S*{pattern('office')}$", "", text).strip()
    if len(text) > _LONGEST or not any(map(str.isalpha, text)) or _no_name().search(text):
        return []  # a biography, a label, an address, what stands before a time
    people = _AND.split(text)
    return people if "(" not in text and all(map(_is_full, people)) else [text]


def shown(page: ParsedPage, lines: Sequence[Line]) -> tuple[str, ...]:
    """The names that readers see: in elements for them, behind "by" in `lines`, in likely elements."""
    parts = (part for line in lines if not line.is_heading for part in _parts(line.text))
    behind = (filter(_is_full, names_in(_cut(part))) for part in parts if _byline().match(part))
    likely = filter(_is_full, _in_elements(page, _LIKELY))
    spaced = (x for x in _in_elements(page, "[class$=author i]") if " " in x and _is_full(x))
    near = {href for line in lines for href in line.hrefs}
    foot = _names(page.tree.css(_FOOT), regions=("aside", "nav"))
    found = (
        _in_elements(page, _BYLINES),
        _linked(page, near),
        *behind,
        likely,
        spaced,
        _alone(_linked(page)),
        _alone(foot),
    )
    names = next(filter(None, map(tuple, map(dict.fromkeys, found))), ())
    return names if len(names) <= _MOST else names[:1]


def signed(body: str) -> tuple[str, ...]:
    """The name at the end of a text, in brackets or on a line of its own.

    A line in plain ASCII is as often a button ("Subscribe Now").
    """
    found = _SIGNED.search(body.rpartition("\n")[2])
    text = next(filter(None, found.groups())) if found else ""
    button = text.isascii() or text.isupper() or says_more(text)
    names = tuple(re.split(r"\s[-–]\s", text))
    return names if all(map(_is_full, names)) and not button else ()


def without_signature(body: str, names: Sequence[str]) -> str:
    """A text without a last paragraph that is nothing but the names of its authors."""
    text, _, last = body.rpartition("\n\n")
    return text if text and letters(last) == letters("".join(names)) else body


def persons(names: Iterable[str], house: Collection[str]) -> tuple[str, ...]:
    """The names that are not those of the house, with or without more words."""
    known = [own for name in house if (own := letters(name))]
    said = ((name, letters(name)) for name in names)
    return tuple(name for name, own in said if not any(own in x or x in own for x in known))


def _linked(page: ParsedPage, near: Collection[str] | None = None) -> Iterator[str]:
    """The full names in links to the pages of those who write, in those of `near` or in all."""
    found = ((link, link.attributes.get("href") or "") for link in page.tree.css("a[href]"))
    wanted = ((link, href) for link, href in found if near is None or href in near)
    links = (link for link, href in wanted if _PAGES.search(href))
    names = list(filter(_is_full, _names(islice(links, _LOOKED_AT))))
    for name in names:
        if not any(name.startswith(f"{other} ") for other in names):
            yield name


def _alone(names: Iterable[str]) -> Iterator[str]:
    """A name far from the title, if it is the only one; many are those of other articles."""
    distinct = set(names)
    yield from distinct if len(distinct) == 1 else ()


def _in_elements(page: ParsedPage, selector: str) -> Iterator[str]:
    return _names(page.tree.css(selector)[:_LOOKED_AT])


def _names(elements: Iterable[LexborNode], regions: Collection[str] = _REGIONS) -> Iterator[str]:
    """The names in elements that stand neither beside the article nor under it, as those of comments do."""
    for element in elements:
        around = list(ancestors(element))
        classes = " ".join(node.attributes.get("class") or "" for node in around)
        if not _COMMENTS.search(classes) and all(node.tag not in regions for node in around):
            yield from names_in(_cut(element.text(separator=" ")))


def _cut(text: str) -> str:
    """The beginning of a text up to what stands beside a name, without what stands before it."""
    start = fold(text)[: 4 * _LONGEST]  # an element with a name's class may hold a whole page
    name = _BESIDE.split(_without_by(start.strip("[]［］()（）〔〕【】")))[0]
    return re.split(rf"\s{pattern('credit')}\b", name)[0].strip()


def _without_by(text: str) -> str:
    """A text without "by" and the like, or a place or a part that an equals sign ends."""
    match = _by().match(text) or _PART.match(text)
    return text[match.end() :] if match else text


def _is_full(name: str) -> bool:
    """Whether a text looks like a first and a last name, or is short where letters have no case."""
    words = name.split()
    if name.lower() == name.upper():
        return 2 <= len(name) <= 20 and len(words) <= 4
    return 2 <= len(words) <= 5 and all(x[0].isupper() or _PARTICLE.fullmatch(x) for x in words)


def _parts(text: str) -> list[str]:
    """The parts of a short line that a word for an author and a colon begin ("来源：… 作者：…")."""
    if len(text) > 2 * _LONGEST:
        return [text]
    return re.split(rf"\s(?={pattern('by')}\s*[:：])", text)


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile(rf"[:：]|^(?:{pattern('published')}|{pattern('updated')})")


@cache
def _byline() -> re.Pattern[str]:
    """A line that begins with "by", or is a name and an office."""
    return re.compile(rf"{_by().pattern}|[^\W\d_]{{2,8}}\s{pattern('office')}$")


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"[\[［(（〔【]*(?:{pattern('by')}[\s:：・／]+|{pattern('writer')}\s*)")
