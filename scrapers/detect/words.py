"""What a heading says: its words compared with the phrases of `vocabulary`.

Texts and phrases are folded alike: width, case, accents and the like do not count. A phrase must
make up a good part of its text, else the text is a sentence or a headline and no heading.
"""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from scrapers.detect import others, vocabulary

LONGEST = 80
"""A longer text is no heading."""


class Phrase(NamedTuple):
    """What a short text says of the list under it.

    `kind` is `read` (what people read), `trend` (trending now), or what is never a most-read
    list: `other` (commented, shared, videos, things that are no articles), `latest`, `related`.
    `strength` says how plain the words are, 0 to 1: "most read" is 1, "popular" less.
    """

    kind: str
    strength: float


class _Table(NamedTuple):
    """Phrases by the first three letters of their first word, and words found anywhere.

    `gap` is how many words may stand between two words of a phrase.
    """

    firsts: dict[str, list[tuple[str, ...]]]
    inside: tuple[str, ...]
    gap: int


def fold(text: str) -> str:
    """A text in the form that phrases are compared in."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


_LETTERS: dict[int, str] = {
    **dict(zip(map(ord, "øłđıəħєґўӣيىكةۀہھі"), "oldiehегуиییکههههi", strict=True)),
    **{
        ord(letter): plain
        for letter, plain in zip("æœßþð", ["ae", "oe", "ss", "th", "d"], strict=True)
    },
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u0640"), ""),
}
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655]+")


def words(folded: str) -> list[str]:
    """The words of a folded text; a plus counts as the word it stands for."""
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    return "".join(
        c if c.isalnum() or _joins(c) else " " for c in folded.replace("+", " + ")
    ).split()


_ASCII_WORD = re.compile(r"[a-z0-9]+|\+")


def _joins(char: str) -> bool:
    return char == "+" or (char > "\u02ff" and unicodedata.category(char)[0] == "M")


def _table(name: str) -> _Table:
    firsts: dict[str, list[tuple[str, ...]]] = {}
    source = vocabulary if hasattr(vocabulary, name) else others
    for line in getattr(source, name).split("\n"):
        for phrase in line.partition(":")[2].split("|"):
            stems = tuple(_stem(word) for word in fold(phrase).split())
            if stems:
                firsts.setdefault(stems[0].rstrip("$")[:3], []).append(stems)
    lines = getattr(source, f"{name}_INSIDE", "").split("\n")
    inside = (word for line in lines for word in line.partition(":")[2].split())
    found = sorted({"".join(words(fold(word))) for word in inside}, key=len, reverse=True)
    return _Table(firsts, tuple(found), 1 if name == "READ" else 0)


def _stem(word: str) -> str:
    """A word of a phrase as it is compared: with `$` at its end it must stand for itself."""
    bare = word.rstrip("*.")
    prefix = word.endswith("*") or (len(bare) > 4 and not word.endswith("."))
    return bare if prefix else bare + "$"


@cache
def _tables() -> dict[str, _Table]:
    names = (
        "READ",
        "WEAK",
        "TREND",
        "OTHER",
        "THINGS",
        "LATEST",
        "LAST",
        "RELATED",
        "MORE",
        "NOISE",
        "ARTICLES",
    )
    return {name.lower(): _table(name) for name in names}


def _covered(table: _Table, said: list[str], solid: str) -> int:
    """How many letters of a text the longest phrase of a table covers."""
    ended = [word + "$" for word in said]
    spans = [_span(ended, at, stems, table.gap) for at, stems in _starts(table, said)]
    return max([0, _inside(table, solid), *spans])


def _inside(table: _Table, solid: str) -> int:
    """How many letters the words found anywhere cover, longest first, none twice."""
    if solid.isascii() or not _DENSE.search(solid):
        return 0
    rest = solid
    for word in table.inside:
        rest = rest.replace(word, "")
    return len(solid) - len(rest)


def _starts(table: _Table, said: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for at, word in enumerate(said):
        for stems in table.firsts.get(word[:3], ()):
            yield at, stems
        if word == "+":
            yield from ((at, ("plus$", *s[1:])) for s in table.firsts.get("plu", ()))


def _span(ended: list[str], at: int, stems: tuple[str, ...], gap: int) -> int:
    """Letters of the words from `at` on that the stems match, 0 where they do not."""
    covered, here = 0, at - 1
    for number, stem in enumerate(stems):
        near = range(here + 1, min(here + (2 if number == 0 else 2 + gap), len(ended)))
        here = next(
            (n for n in near if ended[n].startswith(stem) or (ended[n] == "+$" and stem in _PLUS)),
            -1,
        )
        if here < 0:
            return 0
        covered += len(ended[here]) - 1
    return covered


_PLUS = ("plus$", "mas$", "mais$", "piu$", "mes$")


@cache
def _keys() -> tuple[frozenset[str], tuple[str, ...]]:
    r"""What a text must hold to be looked at.

    That is how the most telling word of a phrase begins; or, anywhere in a text, two characters
    of what is written without spaces and the first ones of words with vowel signs (which `\w`
    takes for no letters).
    """
    tables = [_tables()[name] for name in _TELLING]
    phrases = (stems for table in tables for group in table.firsts.values() for stems in group)
    keys = {_most_telling(stems)[:_KEY] for stems in phrases}
    marked = {key for key in keys if any(map(_joins, key))}
    inside = [word for table in tables for word in table.inside]
    anywhere = sorted({key.rstrip("$") for key in marked})
    return frozenset(keys - marked), (*anywhere, *_pairs(inside))


_KEY = 5
_TELLING = ("read", "weak", "trend")
_COMMON = frozenset(
    [
        "news",
        "article",
        "articles",
        "read",
        "reading",
        "post",
        "posts",
        "what",
        "right",
        "now",
        "view",
        "stor",
        "top",
    ]
)
_COMMON_PAIRS = frozenset(
    [
        "記事",
        "ニュ",
        "ュー",
        "ース",
        "新聞",
        "新闻",
        "いま",
        "今日",
        "今週",
        "週間",
        "月間",
        "日間",
        "文章",
        "カテ",
        "総合",
        "注目",
        "話題",
    ]
)


def _most_telling(stems: Sequence[str]) -> str:
    """The word of a phrase that is rarest elsewhere, as `_begins` takes it."""
    return max(stems, key=lambda stem: (stem.rstrip("$") not in _COMMON, len(stem.rstrip("$"))))


def _pairs(inside: Sequence[str]) -> list[str]:
    """A few pairs of characters such that every word has one, common ones last."""
    chosen = []
    left = set(inside)
    while left:
        counts = Counter(
            pair for word in sorted(left) for pair in map("".join, itertools.pairwise(word))
        )
        best = max(counts, key=lambda pair: (pair not in _COMMON_PAIRS, counts[pair]))
        chosen.append(best)
        left = {word for word in left if best not in word}
    return chosen


def telling(texts: Sequence[str]) -> list[int]:
    """The numbers of the texts worth a look by `reading_of`: all that speak of reading, and others.

    All texts are cut into words at once and only what words begin with is folded, which is what
    makes a page cheap to search.
    """
    joined = "\0".join(texts).lower()
    keys, pairs = _keys()
    begun = list({word[:_KEY] for word in _WORD.findall(joined)})
    folded = fold("\0".join(begun)).split("\0")
    hits = [raw for raw, word in zip(begun, folded, strict=False) if _begins(word, keys)]
    hits += ["+"] if "+" in joined else []  # it stands for "plus", "más", "più"
    if not joined.isascii() and _DENSE.search(joined):
        joined = unicodedata.normalize("NFKC", joined)
        hits += [pair for pair in pairs if pair in joined]
    if not hits:
        return []
    lines = enumerate(joined.split("\0"))
    return [number for number, line in lines if any(hit in line for hit in hits)]


def _begins(word: str, keys: frozenset[str]) -> bool:
    """Whether the first letters of a word are a key; keys of fewer letters end in `$` or are open."""
    return word[:_KEY] in keys or word + "$" in keys or word[:4] in keys or word[:3] in keys


_WORD = re.compile(r"\w+")
# U+0900 to U+FFFF; named by what it is not, it compiles in a twentieth of the time.
_DENSE = re.compile("[^\0-\u08ff\U00010000-\U0010ffff]")


@lru_cache(maxsize=4096)
def reading_of(text: str) -> Phrase | None:
    """As `phrase_of`, but only for texts that have a word of reading or trending in them."""
    said = words(fold(text))
    tables = _tables()
    if any(_covered(tables[name], said, "".join(said)) for name in _TELLING):
        return phrase_of(text)
    return None


@lru_cache(maxsize=4096)
def phrase_of(text: str) -> Phrase | None:
    """What a short text says of the list under it; None where it says nothing known."""
    if not 2 <= len(text) <= LONGEST:
        return None
    said = words(fold(text))
    solid = "".join(said)
    return _judge(_Shares(said, solid), len(said)) if solid else None


class _Shares(dict[str, float]):
    """Which share of a text each table's phrases cover, found when asked for."""

    def __init__(self, said: list[str], solid: str) -> None:
        self._said, self._solid = said, solid

    def __missing__(self, kind: str) -> float:
        self[kind] = _covered(_tables()[kind], self._said, self._solid) / len(self._solid)
        return self[kind]


_RULES = (
    # A table, the least share of the text that it must cover, and what the text then is.
    ("other", 0.12, Phrase("other", 1.0)),
    ("things", 0.15, Phrase("other", 1.0)),
    ("related", 0.15, Phrase("related", 1.0)),
    ("latest", 0.15, Phrase("latest", 1.0)),
    ("last", 0.15, Phrase("latest", 0.5)),
    ("trend", 0.35, Phrase("trend", 0.7)),
)


def _judge(shares: _Shares, count: int) -> Phrase | None:
    read = shares["read"]
    if shares["noise"] >= 0.5:
        return None
    if read >= 0.2 and shares["other"] < 0.12:
        return Phrase("read", 1.0 if read >= 0.4 or count <= 4 else 0.8)
    for table, least, phrase in _RULES:
        if shares[table] >= least:
            return phrase
    return _weakly(shares, count)


def _weakly(shares: _Shares, count: int) -> Phrase | None:
    """A weak word beside one for articles is plain; alone it must be most of the text."""
    weak, articles = shares["weak"], shares["articles"]
    if weak and articles and weak + articles >= 0.8:
        return Phrase("read", 0.8)
    if weak >= (0.35 if count <= 4 else 0.6):
        return Phrase("read", 0.5 if weak >= 0.6 else 0.4)
    return None


@lru_cache(maxsize=1024)
def says_more(text: str) -> bool:
    """Whether a text only offers more of a list ("see all", もっと見る)."""
    said = words(fold(text))
    solid = "".join(said)
    if not solid or len(text) > 60:
        return False
    table = _tables()["more"]
    edge = any(word in solid[-len(word) - 3 :] for word in table.inside if len(word) > 1)
    return edge or _covered(table, said, solid) / len(solid) >= 0.5 or said[-1] in ("more", "mehr")


@lru_cache(maxsize=1024)
def says_nothing(text: str) -> bool:
    """Whether a text is only the caption of an advertisement or of a date."""
    said = words(fold(text))
    solid = "".join(said)
    return bool(solid) and _covered(_tables()["noise"], said, solid) / len(solid) >= 0.5
