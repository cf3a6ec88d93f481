"""What of a text the phrases of `vocabulary` make up: texts and phrases folded alike and compared.

Width, case, accents and the like do not count. Each table of phrases has a share of a text: how
much of it the table's longest phrase covers.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from scrapers.rankings import not_rankings, vocabulary


def fold(text: str) -> str:
    """A text in the form that phrases are compared in."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


_LETTERS: dict[int, str] = {
    **dict(zip(map(ord, "øłđıəħєґўӣيىكةۀہھії"), "oldiehегуиییکههههii", strict=True)),
    **{
        ord(letter): plain
        for letter, plain in zip("æœßþð", ["ae", "oe", "ss", "th", "d"], strict=True)
    },
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u0640"), ""),
}
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655]+")


def words(folded: str) -> list[str]:
    """The words of a folded text; a plus counts as the word it stands for."""
    found = _WORD.findall(folded)
    if folded.isascii() or not any(map(joins, set(folded).difference("+", *found))):
        return found
    return "".join(
        c if c.isalnum() or joins(c) else " " for c in folded.replace("+", " + ")
    ).split()


_WORD = re.compile(r"[^\W_]+|\+")


def joins(char: str) -> bool:
    """Whether a character that is no letter is part of a word: a plus, a vowel sign."""
    return char == "+" or (char > "\u02ff" and unicodedata.category(char)[0] == "M")


TELLING = ("read", "weak", "trend", "vague")
_TABLES = (
    *TELLING,
    "ranked",
    "other",
    "things",
    "latest",
    "last",
    "related",
    "more",
    "noise",
    "articles",
)


@cache
def stems_of(table: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a table, each as the beginnings of its words (see `_stem`)."""
    return tuple(tuple(map(_stem, phrase.split())) for phrase in _phrases_of(table))


def _phrases_of(table: str) -> Iterator[str]:
    for line in _lines(table.upper()):
        yield from filter(None, map(str.strip, line.split("|")))


@cache
def inside_of(table: str) -> tuple[str, ...]:
    """The words of a table that are found anywhere in a text, the longest first."""
    found = {
        "".join(words(word)) for line in _lines(f"{table.upper()}_INSIDE") for word in line.split()
    }
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def _lines(name: str) -> Iterator[str]:
    """The lines of a table without the language each begins with; they are folded already."""
    source: str = getattr(vocabulary, name, "") or getattr(not_rankings, name, "")
    return (line.partition(":")[2] for line in source.splitlines())


def _stem(word: str) -> str:
    """A word of a phrase as it is compared: with `$` at its end it must stand for itself."""
    bare = word.rstrip("*.")
    prefix = word.endswith("*") or (len(bare) > 4 and not word.endswith("."))
    return bare if prefix else bare + "$"


@cache
def _openings() -> dict[str, list[tuple[str, str]]]:
    """All phrases, each with its table, by the first three letters of their first word.

    Those that begin with a word that a plus stands for are also found under the plus.
    """
    index: dict[str, list[tuple[str, str]]] = {}
    for table in _TABLES:
        for phrase in _phrases_of(table):
            first = phrase.partition(" ")[0].rstrip("*.")
            for letters in (first[:3], *("+" for _ in {f"{first}$"}.intersection(_PLUS))):
                index.setdefault(letters, []).append((table, phrase))
    return index


@cache
def _beginning(letters: str) -> dict[str, list[tuple[str, tuple[str, ...], int]]]:
    """The phrases that begin with some letters, by their first stem.

    Of each its table, the stems that follow, and how many words may stand between them.
    """
    found: dict[str, list[tuple[str, tuple[str, ...], int]]] = {}
    for table, phrase in _openings().get(letters, ()):
        first, *rest = map(_stem, phrase.split())
        found.setdefault(first, []).append((table, tuple(rest), 1 if table == "read" else 0))
    return found


@cache
def _insides() -> dict[str, list[tuple[str, str]]]:
    """The words found anywhere by their first character, each with its table."""
    index: dict[str, list[tuple[str, str]]] = {}
    for table in _TABLES:
        for word in inside_of(table):
            index.setdefault(word[0], []).append((table, word))
    return index


class Said(NamedTuple):
    """The words of a text, and which share of it the longest phrase of each table covers."""

    words: list[str]
    solid: str
    shares: dict[str, float]

    def share(self, table: str) -> float:
        """The share of a table, 0 where nothing of it is said."""
        return self.shares.get(table, 0.0)


@lru_cache(maxsize=4096)
def said_of(text: str) -> Said:
    """The words of a text and the share of each table in them."""
    said = words(fold(text))
    solid = "".join(said)
    covered: dict[str, int] = {} if solid.isascii() else _anywhere(solid)
    for table, letters in _spans(said):
        if letters > covered.get(table, 0):
            covered[table] = letters
    return Said(said, solid, {table: n / len(solid) for table, n in covered.items()})


def _spans(said: list[str]) -> Iterator[tuple[str, int]]:
    """Each phrase that a text says: its table, and how many letters its words have."""
    ended = [word + "$" for word in said]
    for at, word in enumerate(said):
        plus = word == "+"
        # A plus that opens a text often offers more ("+ noticias"): there it is read in French alone.
        for first, ends in _beginning("plu" if plus and not at else word[:3]).items():
            if plus or ended[at].startswith(first):
                for table, rest, gap in ends:
                    letters = _after(ended, at, rest, gap)
                    if letters >= 0:
                        yield table, len(word) + letters


def _after(ended: list[str], at: int, rest: tuple[str, ...], gap: int) -> int:
    """Letters of the words after one that the stems match in turn, -1 where they do not."""
    letters = 0
    for stem in rest:
        for here in range(at + 1, min(at + 2 + gap, len(ended))):
            word = ended[here]
            if word.startswith(stem) or (word == "+$" and stem in _PLUS):
                letters += len(word) - 1
                at = here
                break
        else:
            return -1
    return letters


_PLUS = ("plus$", "mas$", "mais$", "piu$", "mes$")


def _anywhere(solid: str) -> dict[str, int]:
    """How many letters the words found anywhere cover, longest first, none twice."""
    index = _insides()
    found = (pair for char in set(solid) for pair in index.get(char, ()) if pair[1] in solid)
    rests: dict[str, str] = {}
    for table, word in sorted(found, key=lambda pair: (-len(pair[1]), pair)):
        rests[table] = rests.get(table, solid).replace(word, "")
    return {table: len(solid) - len(rest) for table, rest in rests.items()}
