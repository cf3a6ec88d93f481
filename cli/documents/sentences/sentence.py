"""What a document says in words: sections of sentences, made of titles and of our own words.

A document is made of these first and put into a form (text, Markdown, HTML) afterwards, so that
all forms say the same. A title stays apart from the words beside it, so that each form can link
and escape it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from cli.documents.rendering import cut, shown
from cli.words import Words
from store import Event

NAMED = 3
"""Articles that a line names; the others are counted."""


class Part(NamedTuple):
    """A piece of a line: words, or a title with its article and its address."""

    text: str
    article: int | None = None
    url: str = ""


Line = list[Part]


class Sentence(NamedTuple):
    """A heading, the status that it is about, and what it says, in one line or more.

    `events` are those that the sentence tells.
    """

    status: str
    heading: str
    lines: list[Line]
    events: tuple[Event, ...] = ()


class Section(NamedTuple):
    """Sentences about one site; the heading says the list and the period."""

    title: str
    heading: str
    sentences: list[Sentence]


class Digest(NamedTuple):
    """What happened in a period: a subject line, and a section for each site."""

    subject: str
    sections: list[Section]
    words: Words


def title(text: str, article: int | None, url: str, *, whole: bool = False) -> Part:
    """A title, cut unless it is to be whole."""
    return Part(shown(text) if whole else cut(text), article, url)


def with_facts(words: Words, named: Part, facts: Sequence[str], lead: str = "") -> Line:
    """A title, what leads to it, and facts in brackets."""
    known = [fact for fact in facts if fact]
    after = words.text(" ({facts})", facts=words.join(known)) if known else ""
    return [part for part in (Part(lead), named, Part(after)) if part.text]


def some(words: Words, lines: Sequence[Line], named: int = NAMED) -> Line:
    """The first lines as one, and how many others there are."""
    line = joined(lines[:named], words.text(" · "))
    return [*line, Part(others(words, len(lines) - named))] if len(lines) > named else line


def others(words: Words, number: int) -> str:
    """How many others there are, after those that are named."""
    return words.count(number, " and {n} other", " and {n} others")


def joined(lines: Sequence[Line], separator: str) -> Line:
    """Lines as one, with a separator between them."""
    return [
        part
        for place, line in enumerate(lines)
        for part in ([Part(separator), *line] if place else line)
    ]


def plain(line: Line) -> str:
    """A line without links."""
    return "".join(part.text for part in line)
