"""The words of news sites as data: one file a language, in its own spelling.

A file says what headings, labels and tabs of that language mean: `read` (what most people read),
`weak` (the same, said vaguely), `ranked` (weak words for a ranking of whatever stands beside them),
`trend`, `articles` (words for articles), and what is no most-read list: `other` (commented, shared,
watched, read together), `things` (rankings of anything but articles), `latest`, `last`, `related`. `more` offers
the rest of a list, `noise` stands over advertisements, `idle` says nothing of a list. `published`
and `updated` stand before such a time, `by` and, with nothing between, `writer` before a name, and
`office` behind it. Of the lines of a text, `also` offers other articles, `credit` names who made a picture, `rights` forbids
to copy, `offer` asks to subscribe or to follow, and `tail` is a heading behind which the text is over.

`window` names stretches of time, `unit` their units beside a number, `between` what may part the
two, and `alone` words that name a window only where nothing stands beside them. `months` are twelve,
each with the forms that dates have of it.

An entry is one or more words. A word of five letters or more also stands for its longer forms,
unless it ends in `=`; a shorter one does so where it ends in `*`. Where `spaces` is false, entries are
found anywhere in a text.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scrapers.words.folding import fold, words

_LONG = 5


class Table(NamedTuple):
    """The entries of one kind in all languages: phrases of word beginnings, and words found anywhere.

    A beginning that ends in `$` must be the whole word.
    """

    phrases: tuple[tuple[str, ...], ...]
    inside: tuple[str, ...]


@cache
def table(name: str) -> Table:
    """A table by its name, as `read` or `window.day`."""
    phrases = (tuple(_beginnings(text)) for text, spaced in texts(name) if spaced)
    inside = ("".join(words(fold(text))) for text, spaced in texts(name) if not spaced)
    longest_first = sorted(dict.fromkeys(inside), key=lambda word: (-len(word), word))
    return Table(tuple(dict.fromkeys(phrases)), tuple(longest_first))


@cache
def texts(name: str) -> tuple[tuple[str, bool], ...]:
    """The entries of a table as they are written, each with whether its language has spaces."""
    section, _, key = name.rpartition(".")
    entries: list[tuple[str, bool]] = []
    for language in languages().values():
        inner = language.get(section, {}) if section else language
        listed = inner.get(key, ()) if isinstance(inner, Mapping) else ()
        entries += ((text, language.get("spaces") is not False) for text in listed)
    return tuple(entries)


@cache
def pattern(name: str) -> str:
    """A regular expression of the entries of a table, the longest first; `*` is any rest of a word."""
    starts = {
        ("\\b" if spaced else "") + re.escape(text.rstrip("*")) for text, spaced in texts(name)
    }
    return rf"(?i:{'|'.join(sorted(starts, key=lambda start: (-len(start), start)))})"


@cache
def whole(name: str) -> str:
    """A regular expression of the lines that are an entry, or begin with one that ends in `*`."""
    entries = sorted(text for text, _ in texts(name))
    ends = (re.escape(text.rstrip("*")) + (".*" if text.endswith("*") else "") for text in entries)
    return rf"(?i:\W*(?:{'|'.join(ends)})\W*$)"


@cache
def languages() -> Mapping[str, Mapping[str, object]]:
    """What each file says, by its language."""
    paths = sorted(Path(__file__).parent.glob("*.json"))
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


def _beginnings(text: str) -> Iterator[str]:
    """The words of an entry as they are compared."""
    for word in text.split():
        *before, last = words(fold(word))
        yield from (f"{piece}$" for piece in before)
        longer = len(last) >= _LONG and not word.endswith("=")
        yield last if word.endswith("*") or longer else f"{last}$"
