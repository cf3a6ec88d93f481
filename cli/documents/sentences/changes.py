"""A list's changes in sentences: number one, new, back, climbs and falls, out, came and went.

Each article is told once: the number ones first, the others by what came of them. What lies across
a gap is told together, with both times, since its order is not known.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from cli.documents.sentences.number_one import number_one
from cli.documents.sentences.sentence import Line, Part, Sentence, others, some, with_facts
from cli.documents.sentences.stretch import Story
from cli.documents.sentences.telling import Telling
from store import Event, Mover

ROWS = 6
"""Articles that have a line of their own in a sentence; the others are counted."""

Remarks = Callable[[Telling, Story], list[str]]


def changes(telling: Telling) -> list[Sentence]:
    """All sentences about a list, in the order in which they are read."""
    words = telling.words
    leader_sentence = number_one(telling)
    named = _named(leader_sentence) if leader_sentence else set()
    rest = [story for story in telling.stretch.stories if story.article not in named]
    exact = [story for story in rest if story.unsure is None]
    sentences = [
        leader_sentence,
        _rows(telling, words.text("New"), exact, "new", _came_in),
        _rows(telling, words.text("Back"), exact, "re", _came_back),
        *_moves(telling, named),
        _series(telling, words.text("Came and went"), exact, "visit", _visited),
        _series(telling, words.text("Out"), exact, "out", _was),
        *_gaps(telling, [story for story in rest if story.unsure]),
    ]
    return [sentence for sentence in sentences if sentence]


def _named(sentence: Sentence) -> set[int | None]:
    """The articles that a sentence names or counts."""
    named = {part.article for line in sentence.lines for part in line}
    return named | {event.article for event in sentence.events}


def _events(stories: list[Story]) -> tuple[Event, ...]:
    return tuple(event for story in stories for event in story.events)


def _height(telling: Telling, story: Story) -> int:
    """The rank by which stories are ordered: that of the end, else of the beginning."""
    mover = telling.movers.get(story.article)
    rank = (mover.now or mover.was or mover.peak) if mover else None
    return rank or story.last.rank or story.last.previous or 0


def _of_status(telling: Telling, stories: list[Story], status: str) -> list[Story]:
    matching = [story for story in stories if story.status == status]
    return sorted(matching, key=lambda story: (_height(telling, story), story.article))


def _rows(
    telling: Telling, heading: str, stories: list[Story], status: str, remarks: Remarks
) -> Sentence | None:
    """The articles of a status, each on a line that begins with its rank."""
    matching = _of_status(telling, stories, status)
    lines = [
        with_facts(
            telling.words,
            telling.title(story.article, whole=True),
            remarks(telling, story),
            telling.at(_height(telling, story)),
        )
        for story in matching[:ROWS]
    ]
    if len(matching) > ROWS:
        lines.append([Part(others(telling.words, len(matching) - ROWS))])
    return Sentence(status, heading, lines, _events(matching)) if lines else None


def _series(
    telling: Telling, heading: str, stories: list[Story], status: str, remarks: Remarks
) -> Sentence | None:
    """The articles of a status on one line."""
    matching = _of_status(telling, stories, status)
    lines = [
        with_facts(telling.words, telling.title(story.article), remarks(telling, story))
        for story in matching
    ]
    line = some(telling.words, lines)
    return Sentence(status, heading, [line], _events(matching)) if line else None


def _came_in(telling: Telling, story: Story) -> list[str]:
    time = telling.subject.near(story.events[0].by)
    beside = telling.beside.get(story.article, [])
    return [telling.words.text("in {time}", time=time), *beside]


def _came_back(telling: Telling, story: Story) -> list[str]:
    mover = telling.movers.get(story.article)
    time = telling.subject.near(story.last.by)
    back = telling.words.text("back {time}", time=time)
    if mover is None or mover.last_here is None:
        return [back]
    last = telling.subject.brief(mover.last_here)
    seen = telling.words.text("last here {last}, peak {peak}", last=last, peak=mover.peak)
    return [back, seen, *telling.beside.get(story.article, [])]


def _was(telling: Telling, story: Story) -> list[str]:
    mover = telling.movers.get(story.article)
    was = (mover.was if mover else None) or story.events[0].previous
    at_one = telling.at_one(story.article)
    return [telling.words.text("was {rank}", rank=was), at_one]


def _visited(telling: Telling, story: Story) -> list[str]:
    words, near = telling.words, telling.subject.near
    ends = words.text("{start} to {end}", start=near(story.events[0].by), end=near(story.last.by))
    mover = telling.movers.get(story.article)
    return [words.text("best {rank}", rank=mover.peak), ends] if mover else [ends]


def _moves(telling: Telling, named: set[int | None]) -> Iterator[Sentence]:
    """Who climbed and who fell, of those that were there at both ends and are not named already."""
    named_elsewhere = named | {story.article for story in telling.stretch.stories}
    words = telling.words
    for status, heading in (("up", words.text("Up")), ("down", words.text("Down"))):
        rows = [
            row
            for row in telling.stretch.movers
            if row.status == status and row.row.article not in named_elsewhere
        ]
        if rows:
            yield Sentence(status, heading, [some(words, [_move(telling, row) for row in rows])])


def _move(telling: Telling, row: Mover) -> Line:
    return [telling.title(row.row.article or 0), Part(f" {telling.moved(row.was, row.now or 0)}")]


def _gaps(telling: Telling, stories: list[Story]) -> Iterator[Sentence]:
    """What lies across each gap, or across a list too short to tell."""

    def edges(story: Story) -> tuple[int, int]:
        event = story.unsure or story.last
        return event.after, event.by

    words = telling.words
    for (after, by), group in groupby(sorted(stories, key=edges), key=edges):
        own = list(group)
        cause = words.cause(own[0].unsure.cause) if own[0].unsure else ""
        first = with_facts(words, Part(telling.between(after, by)), [cause])
        lines = [first, *_in_gap(telling, own)]
        yield Sentence("gap", words.text("In a gap"), lines, _events(own))


def _in_gap(telling: Telling, stories: list[Story]) -> Iterator[Line]:
    words = telling.words
    kinds = {
        "first": words.text("number one"),
        "new": words.text("new"),
        "re": words.text("back"),
        "visit": words.text("came and went"),
        "out": words.text("out"),
    }
    for status, name in kinds.items():
        matching = _of_status(telling, stories, status)
        lines = [
            [Part(telling.at(_height(telling, s))), telling.title(s.article)] for s in matching
        ]
        if lines:
            yield [Part(words.text("{what}: ", what=name)), *some(words, lines)]
