"""How much of a text each table of words covers, and which texts of a page may speak of reading."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from scrapers.windows import window_of
from scrapers.words import table
from scrapers.words.folding import fold, words

TELLING = ("read", "weak", "trend")
"""The tables of words that may announce a most-read list."""
_TABLES = (
    *TELLING, "ranked", "other", "things", "latest", "last", "related", "more", "noise", "updated",
    "articles",
)  # fmt: skip
_PLUS = ("plus$", "mas$", "mais$", "piu$", "mes$")
"""The words that a plus stands for."""
_KEY = 3
"""By how many first letters phrases are looked up."""
_LOOSE = re.compile(r"[\W_]+")
_TOP = re.compile(r"(?:top|топ|ベスト|トップ)\s*[-:]?\s*\d{1,3}(?!\d)", re.IGNORECASE)


class Said(NamedTuple):
    """The words of a text, and which share of it the longest phrase of each table covers."""

    words: list[str]
    solid: str
    shares: dict[str, float]

    def share(self, name: str) -> float:
        """The share of a table, 0 where nothing of it is said."""
        return self.shares.get(name, 0.0)


@lru_cache(maxsize=4096)
def said_of(text: str) -> Said:
    """The words of a text and the share of each table in them."""
    spoken = words(fold(text))
    solid = "".join(spoken)
    covered: dict[str, int] = {} if solid.isascii() else _anywhere(solid)
    for name, letters in _spans(spoken):
        covered[name] = max(letters, covered.get(name, 0))
    return Said(spoken, solid, {name: n / len(solid) for name, n in covered.items()})


def _spans(spoken: list[str]) -> Iterator[tuple[str, int]]:
    """Each phrase that a text says: its table, and how many letters its words have."""
    ended = [word + "$" for word in spoken]
    for at, word in enumerate(spoken):
        plus = word == "+"
        # A plus that opens a text often offers more ("+ noticias"): there it is read in French alone.
        for name, (first, *rest) in _openings().get("plu" if plus and not at else word[:_KEY], ()):
            if plus or ended[at].startswith(first):
                letters = _after(ended, at, rest, 1 if name == "read" else 0)
                if letters >= 0:
                    yield name, len(word) + letters


def _after(ended: list[str], at: int, rest: Sequence[str], gap: int) -> int:
    """Letters of the words after one that the beginnings match in turn, -1 where they do not."""
    letters = 0
    for begin in rest:
        for here in range(at + 1, min(at + 2 + gap, len(ended))):
            word = ended[here]
            if word.startswith(begin) or (word == "+$" and begin in _PLUS):
                letters += len(word) - 1
                at = here
                break
        else:
            return -1
    return letters


@cache
def _openings() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """All phrases, each with its table, by the first letters of their first word."""
    index: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name in _TABLES:
        for phrase in table(name).phrases:
            index.setdefault(phrase[0].rstrip("$")[:_KEY], []).append((name, phrase))
            if phrase[0] in _PLUS:
                index.setdefault("+", []).append((name, phrase))
    return index


def _anywhere(solid: str) -> dict[str, int]:
    """How many letters the words found anywhere cover, longest first, none twice."""
    covered = {}
    for name in _TABLES:
        rest = solid
        for word in table(name).inside:
            if word in rest:
                rest = rest.replace(word, "")
        if len(rest) < len(solid):
            covered[name] = len(solid) - len(rest)
    return covered


def speaking(lines: Sequence[str]) -> list[int]:
    """The numbers of the texts that may speak of reading: never misses one, may name others."""
    telling, inside = _quick_look()
    return [
        number
        for number, line in enumerate(map(fold, lines))
        if telling.search(f" {line}")
        or (not line.isascii() and inside.search(_solid(line)))
        or line[1:6:2].isspace()  # letters apart, as in a title set wide
    ]


def _solid(line: str) -> str:
    return line if line.isalnum() else _LOOSE.sub("", line)


@cache
def _quick_look() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of how the longest word of each telling phrase begins, and of words found anywhere."""
    tables = [table(name) for name in TELLING]
    phrases = ([w for w in phrase if w not in _PLUS] for one in tables for phrase in one.phrases)
    longest = {max(reversed(phrase), key=len) for phrase in phrases}
    inside = {_solid(word) for each in tables for word in each.inside}
    return re.compile(rf"[\W_](?:{_any_of(longest)})"), re.compile(_any_of(inside))


def _any_of(beginnings: Iterable[str]) -> str:
    """A pattern of some beginnings of words, or whole ones, in groups by their first letters."""
    groups = groupby(sorted(beginnings), lambda word: word[0])
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(map(_rest, own))})" for letter, own in groups)


def _rest(beginning: str) -> str:
    """A beginning of words as a pattern, without its first letter."""
    whole = beginning.endswith("$")
    return re.escape(beginning.rstrip("$")[1:]) + (r"(?![^\W_])" if whole else "")


def essence(text: str) -> str:
    """A text without its words for stretches of time, for now, and for the length of a list.

    They leave a weak word as alone as it would be without them: "Populärt just nu", 国内ランキング.
    """
    folded = fold(text)
    timed = window_of(text) is not None
    spoken = words(_TOP.sub(" ", _idle_inside().sub(" ", folded)))
    kept = " ".join(word for word in spoken if not _idle(word, timed=timed))
    top = _TOP.search(folded)
    return kept or (top[0] if top else "")


def _idle(word: str, *, timed: bool) -> bool:
    names = ("idle", "last") if timed else ("idle",)
    alone = (phrase for name in names for phrase in table(name).phrases if len(phrase) == 1)
    idle = word.isdigit() or any(f"{word}$".startswith(phrase[0]) for phrase in alone)
    return idle or bool(window_of(word) or window_of(f"1 {word}"))


@cache
def _idle_inside() -> re.Pattern[str]:
    """The idle words and names of windows of languages without spaces, and numbers with a unit."""
    sizes = ("hour", "day", "week", "month", "year")
    units = [w for size in sizes for w in table(f"unit.{size}").inside]
    idle = [w for size in sizes for w in table(f"window.{size}").inside]
    found = sorted({*idle, *table("idle").inside}, key=len, reverse=True)
    each = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    return re.compile(rf"\d+\s*(?:{each})[間内內]?|" + "|".join(map(re.escape, found)))
