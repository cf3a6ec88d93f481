"""A list in short: who led it, and how many articles came, came back, left, came and went."""

from collections.abc import Iterator

from cli.documents.sentences.number_one import led_before, took_first
from cli.documents.sentences.sentence import Line, Part, Sentence, joined, title, with_facts
from cli.documents.sentences.telling import Telling, list_word
from store import Leader

LEADERS = 5
WHOLE = 10_000
"""Rows of a chart from which some are chosen."""

COUNTED = ("new", "re", "out", "visit")
RANKED = frozenset({"new", "re"})
"""What is counted with the ranks that the articles have at the end."""


def leading(telling: Telling, *, is_open: bool) -> list[Sentence]:
    """The main list of a week or a month: the leaders first, then how it changed.

    `is_open` says that the period goes on, so that its end is now.
    """
    words = telling.words
    first = [
        _leader(telling, row, [telling.now(row.article) if is_open else ""], f"{place} ")
        for place, row in enumerate(_leaders(telling, "top1")[:LEADERS], 1)
    ]
    longest = [
        _leader(telling, row, [words.text("peak {rank}", rank=row.chart.peak)])
        for row in _leaders(telling, "hours")[:1]
    ]
    firsts = tuple(telling.stretch.firsts)
    other_events = tuple(event for event in telling.events if event.kind != "first")
    sentences = [
        Sentence("one", words.text("At #1"), first),
        Sentence("one", words.text("#1 changes"), _number_ones(telling), firsts),
        Sentence("", words.text("Longest"), longest),
        Sentence("new", words.text("In and out"), _counts(telling), other_events),
    ]
    return [sentence for sentence in sentences if sentence.lines]


def summary(telling: Telling, *, leaders: bool) -> Iterator[Sentence]:
    """Another list in one sentence, if it changed; `leaders` says to name who led it longest."""
    if telling.stretch.stories:
        leader_line = _longest_at_one(telling) if leaders else _number_one(telling)
        line = joined(
            [*leader_line, *_counts(telling, ranks=not leaders)], telling.words.text(" · ")
        )
        heading = list_word(telling.words, telling.stretch.ranking_list).capitalize()
        yield Sentence("", heading, [line], telling.events)


def _leaders(telling: Telling, by: str) -> list[Leader]:
    """The articles of a chart that are to be told."""
    stretch = telling.stretch
    rows = telling.subject.store.leaders(
        stretch.ranking_list, stretch.first, stretch.last.observed + 1, by, WHOLE
    ).rows
    kept = [row for row in rows if telling.subject.keep(row.article, row.title or "")]
    return [row for row in kept if row.chart.top1] if by == "top1" else kept


def _leader(telling: Telling, row: Leader, more: list[str], lead: str = "") -> Line:
    words, chart = telling.words, row.chart
    on_list = words.short(chart.seconds, at_least=chart.at_least)
    facts = [
        words.text("{span} at #1", span=words.short(chart.top1)) if chart.top1 else "",
        words.text("{span} on the list", span=on_list) if chart.seconds else "",
    ]
    named = title(row.title or row.url, row.article, row.url)
    return with_facts(words, named, [*facts, *more], lead)


def _number_ones(telling: Telling) -> list[Line]:
    """How often an article became number one, and how many of these times are not known."""
    firsts, words = telling.stretch.firsts, telling.words
    unsure = sum(not event.exact for event in firsts)
    text = words.count(len(firsts), "{n} time", "{n} times")
    if unsure:
        text += words.text(" ({n} in a gap, time not known)", n=unsure)
    return [[Part(text)]] if firsts else []


def _counts(telling: Telling, *, ranks: bool = False) -> list[Line]:
    """How many articles came, came back, left, came and went; with the `ranks` of those there."""
    words = telling.words
    parts = [
        count + (_ranks(telling, status) if ranks and status in RANKED else "")
        for status in COUNTED
        for count in words.counted({status: len(telling.stretch.of_status(status))}, [status])
    ]
    unsure = sum(story.unsure is not None for story in telling.stretch.stories)
    if unsure:
        parts.append(words.text("{n} of them in a gap", n=unsure))
    return [[Part(words.join(parts))]] if parts else []


def _ranks(telling: Telling, status: str) -> str:
    rows = [telling.movers.get(story.article) for story in telling.stretch.of_status(status)]
    ranks = sorted(row.now for row in rows if row and row.now)
    listed = ", ".join(str(rank) for rank in ranks)
    return telling.words.text(" ({facts})", facts=listed) if listed else ""


def _number_one(telling: Telling) -> list[Line]:
    """The number one at the end, and since when if it took that place."""
    words, leader = telling.words, telling.stretch.leader
    article = leader.row.article if leader else None
    if article is None:
        return []
    event = took_first(telling, article)
    if event is None:
        return [[Part(words.text("#1 unchanged: ")), telling.title(article)]]
    lead = words.text("#1 again: ") if led_before(telling, event) else words.text("new #1: ")
    return [with_facts(words, telling.title(article), [telling.since(event)], lead)]


def _longest_at_one(telling: Telling) -> list[Line]:
    return [_leader(telling, row, []) for row in _leaders(telling, "top1")[:1]]
