"""Who wrote an article, from names told to machines and from the names that readers see.

A name that the site or its publisher has is no person's. It is given where nobody else is named.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

from selectolax.lexbor import LexborNode

from scrapers.html.page import ParsedPage
from scrapers.html.text_lines import Line, fold, letters
from scrapers.words import pattern, texts

_MOST = 3  # names in elements; where there are more, they are those of other articles
_LONGEST = 60  # a longer text is a biography
_BYLINES = "a[rel~=author],[itemprop=author],.author .fn,.byline a,[class~=author],[class~=byline]"
_NAMED = "[class*=author i][class*=name i],[class$=byline i],[id$=byline i]"
_LIKELY = "[class$=author i],[data-testid*=byline],[data-testid*=author]"
_REGIONS = ("aside", "footer", "nav")
_COMMENTS = re.compile(r"comment|related", re.IGNORECASE)
_BESIDE = re.compile(r"[,，|｜·•\]］]|\s*\d|\s*\S+@|\s*[(（][^)）]*[)）]?$")
"""What parts a name shown from an office, an address or a date."""
_AND = re.compile(r",?\s+(?:and|und|og|et|y|och|en|&)\s+")
_NONE = re.compile(r"[:：]")  # in addresses, and behind labels
_PARTICLE = re.compile(r"d\w{1,4}|l[ae]|v[ao]n|zu|te[rn]|bin|[ae]l|[ye]")
_SIGNED = re.compile(r"【(\w{2,8})】$|^((?:[^\W\d_]+\s){1,3}[^\W\d_]+)$")


def names_in(text: str) -> list[str]:
    """The people of a text that names them: without "by" before them and what they are behind."""
    text = text[by.end() :] if (by := _by().match(text)) else text
    text = re.sub(rf"\s\S*{pattern('office')}$", "", text).strip()
    if len(text) > _LONGEST or not any(map(str.isalpha, text)) or _NONE.search(text):
        return []
    people = _AND.split(text)
    return people if "(" not in text and all(" " in person for person in people) else [text]


def shown(page: ParsedPage, lines: Sequence[Line]) -> tuple[str, ...]:
    """The names that readers see: in elements for them, behind "by" in `lines`, in likely elements."""
    marked = list(_in_elements(page, _BYLINES))
    behind = (x.text for x in lines if not x.is_heading and _by().match(x.text))
    return (
        _distinct(marked)
        or next((names for text in behind if (names := _distinct(_full_names(text)))), ())
        or _distinct(filter(_is_full, _in_elements(page, _NAMED)))
        or _distinct(name for name in _in_elements(page, _LIKELY) if " " in name and _is_full(name))
    )


def signed(body: str) -> tuple[str, ...]:
    """The name at the end of a text, in brackets or on a line of its own."""
    found = _SIGNED.search(body.rpartition("\n")[2])
    names = filter(None, found.groups() if found else ())
    return tuple(name for name in names if _is_full(name) and not name.isupper())


def persons(names: Iterable[str], house: Collection[str]) -> tuple[str, ...]:
    """The names that are not those of the house, with or without more words."""
    known = set(filter(None, map(letters, house)))
    said = {name: letters(name) for name in names}
    return tuple(n for n, own in said.items() if not any(own in x or x in own for x in known))


def _in_elements(page: ParsedPage, selector: str) -> Iterator[str]:
    for element in filter(_of_the_article, page.tree.css(selector)):
        yield from names_in(_cut(element.text(separator=" ")))


def _full_names(line: str) -> Iterator[str]:
    return filter(_is_full, names_in(re.split("[／/]", _cut(line))[0]))


def _cut(text: str) -> str:
    return _BESIDE.split(fold(text).lstrip("[［(（").rstrip(")）"))[0].strip()


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(names))
    return found if len(found) <= _MOST else found[:1]


def _is_full(name: str) -> bool:
    """Whether a text looks like a first and a last name, or is short where letters have no case."""
    words = name.split()
    if name.lower() == name.upper():
        return 2 <= len(name) <= 20 and len(words) <= 4
    return 2 <= len(words) <= 5 and all(x[0].isupper() or _PARTICLE.fullmatch(x) for x in words)


def _of_the_article(node: LexborNode) -> bool:
    """Whether a name stands neither beside the article nor under it, as those of comments do."""
    parent = node.parent
    while parent is not None and parent.tag != "body":
        if parent.tag in _REGIONS or _COMMENTS.search(parent.attributes.get("class") or ""):
            return False
        parent = parent.parent
    return True


@cache
def _by() -> re.Pattern[str]:
    """What stands before a name; in some languages nothing need part the two."""
    joined = "|".join(re.escape(text[:-1]) for text, _ in texts("by") if text.endswith("*"))
    return re.compile(rf"[\[［(（]*(?:{pattern('by')}[\s:：・／]+|(?:{joined})\s*)")
