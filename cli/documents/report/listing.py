"""One list of a document: what moved, the table of the newest observation, its chart, its leaders."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from cli.documents.report.chart import ChartPart, chart
from cli.documents.report.rows import RowPart, caption, filtered_top, rows
from cli.documents.sentences.changes import changes
from cli.documents.sentences.sentence import Sentence, title
from cli.documents.sentences.stretch import stretch
from cli.documents.sentences.telling import Telling
from cli.documents.subject import Subject, everything, lasted
from cli.terminal.times import DAY
from store import Event, ListRow, RankLines, Top

WHOLE = 10_000
"""Rows of the leaders from which some are chosen."""
LEADERS = 10
EVENTS = 60
"""Rows of the leaders, and of what came and went, newest first."""


class LeaderRow(NamedTuple):
    """One row of the leaders."""

    article: int
    title: str
    hours: str
    top1: str
    peak: int
    entries: int


class EventRow(NamedTuple):
    """Something that happened: when it was seen, or between which times, and what."""

    time: str
    kind: str
    word: str
    rank: str
    title: str
    article: int


class ListPart(NamedTuple):
    """All that a document says of a list; `places` has the row of each rank, from the first on."""

    ranking_list: ListRow
    seen: str
    caption: str
    measured: str
    others: list[ListRow]
    moved: list[Sentence]
    rows: list[RowPart]
    places: list[RowPart | None]
    chart: ChartPart
    leaders: list[LeaderRow]
    events: list[EventRow]
    more_events: int
    lines: RankLines
    top: Top


def listing(subject: Subject, ranking_list: ListRow, since: int) -> ListPart | None:
    """A list from `since` to the last instant of the subject; None if nothing was measured."""
    store, words = subject.store, subject.words
    lines = store.rank_lines(ranking_list, since, subject.at + 1)
    if lines is None:
        return None
    lines = _filtered_lines(subject, lines)
    top = filtered_top(subject, ranking_list)
    events = [
        event
        for event in store.events([ranking_list], lines.first, lines.last + 1)
        if event.kind != "peak" and subject.keep(event.article, event.title)
    ]
    leaders = list(_leaders(subject, lines))
    shown = rows(subject, top)
    return ListPart(
        ranking_list=ranking_list,
        seen=words.stamp(subject.moment(top.now.observed)),
        caption=caption(subject, top),
        measured=_measured(subject, lines),
        others=top.others,
        moved=_moved(subject, top),
        rows=shown,
        places=_places(shown, lines.depth),
        chart=chart(subject, lines, top, [row.article for row in leaders]),
        leaders=leaders,
        events=[_event(subject, event) for event in reversed(events[-EVENTS:])],
        more_events=max(0, len(events) - EVENTS),
        lines=lines,
        top=top,
    )


def _filtered_lines(subject: Subject, lines: RankLines) -> RankLines:
    """The lines of the articles that are told."""
    if subject.keep is everything:
        return lines
    kept = subject.kept(lines.lines)
    return lines._replace(lines={a: parts for a, parts in lines.lines.items() if a in kept})


def _places(shown: list[RowPart], depth: int) -> list[RowPart | None]:
    by_rank = {row.rank: row for row in reversed(shown)}
    return [by_rank.get(rank) for rank in range(1, depth + 1)]


def _moved(subject: Subject, top: Top) -> list[Sentence]:
    """What moved since the baseline, as a digest says it; without one, who is number one."""
    now = top.now.observed
    if top.base is None:
        first = [row.row for row in top.rows if row.row.rank == 1]
        lines = [[title(row.title, row.article, row.url)] for row in first]
        return [Sentence("one", subject.words.text("#1"), lines)] if lines else []
    moved = stretch(subject, top.ranking_list, top.base.observed + 1, now + 1)
    return changes(Telling(subject, moved, top)) if moved else []


def _measured(subject: Subject, lines: RankLines) -> str:
    """How much of the recorded part of the period was measured; the share is cut, not rounded."""
    words = subject.words
    recorded = lines.last - lines.first
    if not recorded:
        return words.text("one observation, {time}", time=subject.brief(lines.last))
    gaps = len(lines.gaps)
    measured = recorded - sum(gap.ended - gap.begun for gap in lines.gaps)
    return words.text(
        "{start} to {end}: {share} % measured, {n} observations, {gaps}",
        start=subject.brief(lines.first),
        end=subject.brief(lines.last),
        share=f"{1000 * measured // recorded / 10:g}",
        n=f"{len(lines.times):,}",
        gaps=words.count(gaps, "{n} gap", "{n} gaps") if gaps else words.text("no gap"),
    )


def named(part: ListPart) -> set[int]:
    """The articles that a list's part names, in the table, in sentences or on the chart."""
    in_sentences = {p.article for s in part.moved for line in s.lines for p in line}
    in_rows = {row.article for row in part.rows} | {event.article for event in part.events}
    return {
        *part.lines.lines,
        *(article for article in in_sentences | in_rows if article is not None),
    }


def _leaders(subject: Subject, lines: RankLines) -> Iterator[LeaderRow]:
    """Who was on the list longest in the period; of less than a day that says nothing."""
    if lines.last - lines.first < DAY:
        return
    words = subject.words
    limit = LEADERS if subject.keep is everything else WHOLE
    leaders = subject.store.leaders(lines.ranking_list, lines.first, lines.last + 1, limit=limit)
    kept = (row for row in leaders.rows if subject.keep(row.article, row.title or ""))
    for row in islice(kept, LEADERS):
        yield LeaderRow(
            row.article,
            row.title or row.url,
            lasted(words, row.chart.seconds, at_least=row.chart.at_least),
            lasted(words, row.chart.top1, at_least=False) if row.chart.peak == 1 else "",
            row.chart.peak,
            row.chart.entries,
        )


def _event(subject: Subject, event: Event) -> EventRow:
    words = subject.words
    kinds = {"new": "new", "back": "back", "out": "out", "first": "number one"}
    time = subject.brief(event.by)
    if not event.exact:
        time = words.text("{start} to {end}", start=subject.brief(event.after), end=time)
    rank = f"{event.previous or ''} →" if event.rank is None else str(event.rank)
    if event.rank and event.previous:
        rank = f"{event.previous} → {event.rank}"
    word = words.text(kinds[event.kind])
    return EventRow(time, event.kind, word, rank, event.title, event.article)
