"""What a heading says: its words compared with the phrases of `scrapers.words`.

A phrase must make up a good part of its text, else the text is a sentence or a headline and no
heading.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from scrapers.words import table
from scrapers.words.phrase_coverage import TELLING, Said, essence, said_of

LONGEST = 80
"""A longer text is no heading."""
_LONGEST_OFFER = 60


class Force(StrEnum):
    """How plainly words say that readers chose a list; `signals.WEIGHTS` says what each is worth."""

    PLAIN = "plain"
    """Words of reading that are most of the text: "Most read"."""
    AMONG = "among"
    """Words of reading among many others, or a weak word beside one for articles."""
    TREND = "trend"
    """What is read now: "Trending"."""
    ALONE = "alone"
    """A weak word with nothing beside it: "Popular"."""
    WEAK = "weak"
    """A weak word among others."""
    RANKED = "ranked"
    """A word for a ranking of something that may be no articles."""
    STRETCH = "stretch"
    """A word for the newest that may only belong to a window ("last week")."""


CLEAR = (Force.PLAIN, Force.AMONG)


class Phrase(NamedTuple):
    """What a short text says of the list under it.

    `kind` is `read` (what people read), `trend` (trending now), or what is never a most-read
    list: `other` (commented, shared, videos, things that are no articles), `latest`, `related`.
    """

    kind: str
    force: Force = Force.PLAIN

    @property
    def reads(self) -> bool:
        """Whether it announces a most-read list."""
        return self.kind in ("read", "trend")


def reading_of(text: str) -> Phrase | None:
    """As `phrase_of`, but only for texts that have a word of reading or trending in them."""
    if len(text) > LONGEST or not any(table in TELLING for table in said_of(text).shares):
        return None
    return phrase_of(text)


@lru_cache(maxsize=4096)
def phrase_of(text: str) -> Phrase | None:
    """What a short text says of the list under it; None where it says nothing known."""
    if not 2 <= len(text) <= LONGEST:
        return None
    said = said_of(text)
    if not said.shares:
        return None
    if said.share("read") >= _READ:
        return _OTHER if _of_things(text, said) else _judge(said)
    if "weak" in said.shares:
        bare = said_of(essence(text))
        said = bare if "weak" in bare.shares else said
    return _judge(said)


def _of_things(text: str, said: Said) -> bool:
    """Whether things that are no articles stand beside the words of reading, in one clause."""
    if "things" not in said.shares or "articles" in said.shares:
        return False
    clauses = map(said_of, filter(None, _CLAUSE.split(text)))
    return any(one.share("things") >= _THINGS and one.share("read") >= _READ for one in clauses)


_CLAUSE = re.compile(
    r"[:：|–—]|\s(?:in|on|from|en|em|dans|sur|su|auf|aus|bei|im|på|op|w|v|в|на)\s", re.IGNORECASE
)
_READ = 0.2
_THINGS = 0.15
_OTHER = Phrase("other")
_RULES = (
    # A table, the least share of the text that it must cover, and what the text then is.
    ("other", 0.12, _OTHER),
    ("things", _THINGS, _OTHER),
    ("related", 0.15, Phrase("related")),
    ("latest", 0.15, Phrase("latest")),
    ("last", 0.15, Phrase("latest", Force.STRETCH)),
    ("trend", 0.35, Phrase("trend", Force.TREND)),
)


def _judge(said: Said) -> Phrase | None:
    read = said.share("read")
    if said.share("noise") >= 0.5:
        return None
    if read >= _READ and said.share("other") < 0.12:
        plain = read >= 0.4 or len(said.words) <= 4
        return Phrase("read", Force.PLAIN if plain else Force.AMONG)
    for name, least, phrase in _RULES:
        if said.share(name) >= least:
            return phrase
    return _weakly(said)


def _weakly(said: Said) -> Phrase | None:
    """A weak word beside one for articles is plain; alone it must be most of the text."""
    weak, articles = said.share("weak"), said.share("articles")
    if weak and articles and weak + articles >= 0.8:
        return Phrase("read", Force.AMONG)
    if weak >= 0.8 and "+" not in said.words:
        return Phrase("read", Force.ALONE)
    ranked = said.share("ranked") >= weak > 0
    named = ranked and weak >= 0.2 and said.solid.endswith(table("ranked").inside)
    if named or weak >= (0.35 if len(said.words) <= 4 else 0.6):
        return Phrase("read", Force.RANKED if ranked else Force.WEAK)
    return None


@lru_cache(maxsize=1024)
def says_more(text: str) -> bool:
    """Whether a text only offers more of a list ("see all", もっと見る)."""
    if len(text) > _LONGEST_OFFER:
        return False
    said = said_of(text)
    long = (word for word in table("more").inside if len(word) > 1)
    edge = not said.solid.isascii() and any(word in said.solid[-len(word) - 3 :] for word in long)
    return edge or said.share("more") >= 0.5


def says_nothing(text: str) -> bool:
    """Whether a text is only the caption of an advertisement or of a date."""
    return len(text) <= LONGEST and said_of(text).share("noise") >= 0.5
