"""What moved on a list, in a few sentences: number one, climbs and falls, new, back, out.

Each sentence has a heading and is made of words and of titles, so that a page can link the titles.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cli.documents.chart import number_one_since
from cli.documents.rendering import cut
from cli.documents.subject import Subject
from cli.terminal.between import came
from store import Mover, Movers, RankLines, Top

NAMED = 3
"""Articles that a sentence names; the others are counted."""


class Part(NamedTuple):
    """A piece of a sentence: a title with its article, or words."""

    text: str
    article: int | None = None


class Sentence(NamedTuple):
    """A heading (and the status that it is about) and what it says."""

    status: str
    heading: str
    parts: list[Part]


def moved(subject: Subject, top: Top, movers: Movers, lines: RankLines) -> list[Sentence]:
    """The sentences; nothing is said of what did not happen. Without a baseline there is one."""
    if movers.base is None:
        return [_first(subject, top)] if top.rows else []
    told = [_number_one(subject, movers, lines), *_climbs_and_falls(subject, movers)]
    words = subject.words
    told += [
        _several(subject, movers, "new", words.text("New"), lambda row: _came_in(subject, row)),
        _several(subject, movers, "re", words.text("Back"), lambda row: _came_back(subject, row)),
        _several(subject, movers, "out", words.text("Out"), lambda row: _was(subject, row)),
        _several(
            subject, movers, "visit", words.text("Came and went"), lambda row: _best(subject, row)
        ),
    ]
    return [sentence for sentence in told if sentence]


def _first(subject: Subject, top: Top) -> Sentence:
    """Who is number one, where nothing more is known."""
    row = top.rows[0].row
    return Sentence("one", subject.words.text("Number one"), [Part(cut(row.title), row.article)])


def _title(row: Mover) -> Part:
    return Part(cut(row.row.title), row.row.article)


def _number_one(subject: Subject, movers: Movers, lines: RankLines) -> Sentence | None:
    """Who is number one, since when, and what became of the one before."""
    words = subject.words
    leader = next((row for row in movers.rows if row.now == 1), None)
    if leader is None:
        return None
    parts = [_title(leader), Part(f" ({_from_to(subject, leader)}")]
    since = number_one_since(lines, leader.row.article or 0)
    if since:
        time, at_least = since
        lasted = words.short(movers.now.observed - time, at_least=at_least)
        parts.append(Part(words.text(", for {span}", span=lasted)))
    parts.append(Part(")"))
    before = next((row for row in movers.rows if row.was == 1 and row.now != 1), None)
    if before:
        parts += [Part(words.text("; before: ")), _title(before)]
        now = (
            words.text("now {rank}", rank=before.now) if before.now else words.text("off the list")
        )
        parts.append(Part(f" ({now})"))
    return Sentence("one", words.text("Number one"), parts)


def _from_to(subject: Subject, row: Mover) -> str:
    if row.now and row.was:
        same = subject.words.text("unchanged")
        return f"{row.was} → {row.now}" if row.was != row.now else same
    return subject.words.move(row.status)


def _climbs_and_falls(subject: Subject, movers: Movers) -> Iterator[Sentence | None]:
    words = subject.words
    for status, heading in (("up", words.text("Climbed")), ("down", words.text("Fell"))):
        yield _several(subject, movers, status, heading, lambda row: f"{row.was} → {row.now}", 2)


def _several(
    subject: Subject,
    movers: Movers,
    status: str,
    heading: str,
    remark: Callable[[Mover], str],
    named: int = NAMED,
) -> Sentence | None:
    rows = [row for row in movers.rows if row.status == status]
    if not rows:
        return None
    parts = list(_listed(rows[:named], remark))
    if len(rows) > named:
        others = len(rows) - named
        parts.append(Part(subject.words.count(others, " and {n} other", " and {n} others")))
    return Sentence(status, heading, parts)


def _listed(rows: Sequence[Mover], remark: Callable[[Mover], str]) -> Iterator[Part]:
    for place, row in enumerate(rows):
        if place:
            yield Part(" · ")
        yield _title(row)
        yield Part(f" ({remark(row)})")


def _came_in(subject: Subject, row: Mover) -> str:
    when = came(subject.words, subject.near, row.came)
    return subject.words.text("{rank}, {when}", rank=row.now, when=when)


def _came_back(subject: Subject, row: Mover) -> str:
    if not row.last_here:
        return str(row.now)
    last = subject.brief(row.last_here)
    return subject.words.text("{rank}, last here {time}", rank=row.now, time=last)


def _was(subject: Subject, row: Mover) -> str:
    return subject.words.text("was {rank}", rank=row.was)


def _best(subject: Subject, row: Mover) -> str:
    return subject.words.text("best {rank}", rank=row.peak)
