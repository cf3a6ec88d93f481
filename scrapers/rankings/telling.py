"""Which texts of a page may announce a list: all of them are searched at once.

A text is worth a look where the most telling word of a phrase begins ("popular") and the page has
the phrase's other words as well; or where a part of what is written without spaces stands (排行),
and the page has all of it. Words are cut to a few letters and looked up in sets.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from scrapers.rankings.phrase_coverage import TELLING, fold, inside_of, joins, stems_of

_KEY = 5
"""How many letters of a word are compared."""
_WORD = re.compile(r"\w+")
_DENSE = re.compile("[^\0-\u08ff]")
"""From there on scripts have vowel signs or are written without spaces."""
_CJK = "\u2e80"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u0640"
_COMMON = frozenset(
    ["news", "article", "articles", "read", "reading", "post", "posts", "what", "right", "now"]
) | {"view", "stor", "top"}
_PLUS = frozenset(["plus", "mas", "mais", "piu", "mes"])


def telling(texts: Sequence[str]) -> list[int]:
    """The numbers of the texts worth a look by `reading_of`: all that speak of reading, and others."""
    joined = "\0".join(texts).lower()
    for char in _UNSEEN:
        joined = joined.replace(char, "")
    found, solid = _words(joined)
    if not unicodedata.is_normalized("NFKC", solid):
        joined = unicodedata.normalize("NFKC", joined)
        found, solid = _words(joined)
    numbers = set(_numbers(joined, _begun(joined, found), bounded=True))
    if _DENSE.search(solid):
        numbers.update(_numbers(joined, _inside(joined, solid), bounded=False))
    return sorted(numbers)


def _words(joined: str) -> tuple[set[str], str]:
    """The words of a text, and those with other than ASCII letters without what parts them."""
    found = _WORD.findall(joined)
    solid = "" if joined.isascii() else "".join([word for word in found if not word.isascii()])
    return set(found), solid


def _numbers(joined: str, hits: Iterable[str], *, bounded: bool) -> Iterator[int]:
    """The numbers of the texts that hold a hit, `bounded` where a word begins."""
    for hit in hits:
        number = counted = 0
        at = joined.find(hit)
        while at >= 0:
            if not (bounded and at and joined[at - 1].isalnum()):
                number += joined.count("\0", counted, at)
                counted = at
                yield number
            at = joined.find(hit, at + 1)


def _begun(joined: str, found: Iterable[str]) -> list[str]:
    """How telling words begin, as the page spells them, where it has the rest of their phrases."""
    begun = {word[:_KEY] for word in found if word < _CJK}
    spelled = [word for word in begun if not word.isascii()]
    plain = fold("\0".join(spelled)).split("\0")
    plus = _PLUS if "+" in joined else frozenset[str]()
    seen = begun.union((word[:_KEY] for word in plain), plus)
    begins = "\0" + "\0".join(seen)
    phrases, short = _phrases()
    keys = seen & phrases.keys()
    keys.update(key for key in short if "\0" + key in begins)
    alive = tuple(
        key
        for key in keys
        if any(
            seen.issuperset(whole) and all(s in begins for s in cut) for whole, cut in phrases[key]
        )
    )
    hits = [raw for raw, word in zip(spelled, plain, strict=False) if word.startswith(alive)]
    return [*alive, *hits, *("+" for _ in plus.intersection(alive))]


def _inside(joined: str, solid: str) -> list[str]:
    """What of the words found anywhere stands in the page: whole, or both ends where it is broken."""
    inside, marked = _dense()
    chars = set(solid)
    hits = [key for key in marked if key[0] in chars and key in joined]
    for letters, word in inside:
        if chars.issuperset(letters) and (count := solid.count(letters)):
            hits += [word] if count <= joined.count(word) else [word, word[:2], word[-2:]]
    return hits


_Others = tuple[frozenset[str], tuple[str, ...]]
"""The other words of a phrase: those looked up as they are, and how the others begin, after NUL."""


@cache
def _phrases() -> tuple[dict[str, list[_Others]], tuple[str, ...]]:
    """The other words of all phrases, by how the most telling one begins.

    Besides, the keys of fewer letters that longer words begin with.
    """
    index: dict[str, list[_Others]] = {}
    short: set[str] = set()
    for told, stems in _told():
        if not _is_marked(told):
            others = [stem for stem in stems if stem != told and not _is_marked(stem)]
            whole = frozenset(stem.rstrip("$")[:_KEY] for stem in others if _is_key(stem))
            cut = tuple("\0" + stem for stem in others if not _is_key(stem))
            index.setdefault(told.rstrip("$")[:_KEY], []).append((whole, cut))
            if not _is_key(told):
                short.add(told)
    return index, tuple(short)


@cache
def _told() -> list[tuple[str, tuple[str, ...]]]:
    """The phrases of reading, each after the stem that is rarest elsewhere."""
    phrases = [stems for table in TELLING for stems in stems_of(table)]
    return [(max(stems, key=_rarity) if len(stems) > 1 else stems[0], stems) for stems in phrases]


def _rarity(stem: str) -> tuple[bool, int]:
    word = stem.rstrip("$")
    return word not in _COMMON, len(word)


def _is_marked(stem: str) -> bool:
    return not stem.isascii() and any(map(joins, stem))


def _is_key(stem: str) -> bool:
    """Whether the first letters of a word tell whether it begins with a stem."""
    return stem.endswith("$") or len(stem) >= _KEY


@cache
def _dense() -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    r"""The words found anywhere, each after its bare letters; and how words with vowel signs begin.

    `\w` takes those signs for no letters.
    """
    words = (word for table in TELLING for word in inside_of(table))
    inside = {word: "".join(_WORD.findall(word)) for word in words}
    marked = {told.rstrip("$")[:_KEY] for told, _ in _told() if _is_marked(told)}
    return tuple((letters, word) for word, letters in inside.items()), tuple(marked)
