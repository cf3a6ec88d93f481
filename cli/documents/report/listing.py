"""One list of a document: what moved, the table of the newest observation, its chart, its leaders."""

from collections.abc import Iterator
from typing import NamedTuple

from cli.documents.report.chart import ChartPart, chart
from cli.documents.report.roles import roles
from cli.documents.sentences.changes import changes
from cli.documents.sentences.sentence import Sentence, title
from cli.documents.sentences.stretch import stretch
from cli.documents.sentences.telling import Telling
from cli.documents.subject import Subject, lasted
from cli.terminal.times import DAY
from store import Event, ListRow, RankLines, Top, TopRow

LEADERS = 10
EVENTS = 60
"""Rows of the leaders, and of what came and went, newest first."""


class RowPart(NamedTuple):
    """One row of the table; `was` is its rank at the baseline, `others` those on other lists now.

    `status` is that of the move, or `gone` for an article that left. `facts` says the other
    columns in words, for a narrow page.
    """

    rank: int | None
    was: int | None
    status: str
    change: int
    move: str
    title: str
    url: str
    article: int | None
    role: str
    others: list[str]
    peak: str
    hours: str
    facts: str


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
    """All that a document says of a list."""

    of: ListRow
    seen: str
    caption: str
    measured: str
    others: list[ListRow]
    moved: list[Sentence]
    rows: list[RowPart]
    chart: ChartPart
    leaders: list[LeaderRow]
    events: list[EventRow]
    more_events: int
    lines: RankLines
    top: Top


def listing(subject: Subject, of: ListRow, since: int) -> ListPart | None:
    """A list from `since` to the last instant of the subject; None if nothing was measured."""
    store, words = subject.store, subject.words
    lines = store.rank_lines(of, since, subject.at + 1)
    if lines is None:
        return None
    top = store.top(of, subject.at)
    told = [e for e in store.events([of], lines.first, lines.last + 1) if e.kind != "peak"]
    leaders = list(_leaders(subject, lines))
    colours = roles(top)
    return ListPart(
        of=of,
        seen=words.stamp(subject.moment(top.now.observed)),
        caption=_caption(subject, top),
        measured=_measured(subject, lines),
        others=top.others,
        moved=_moved(subject, top),
        rows=[*(_row(subject, top, row, colours) for row in top.rows), *_gone(subject, top)],
        chart=chart(subject, lines, top, [row.article for row in leaders]),
        leaders=leaders,
        events=[_event(subject, event) for event in reversed(told[-EVENTS:])],
        more_events=max(0, len(told) - EVENTS),
        lines=lines,
        top=top,
    )


def _moved(subject: Subject, top: Top) -> list[Sentence]:
    """What moved since the baseline, as a digest says it; without one, who is number one."""
    now = top.now.observed
    if top.base is None:
        rows = [row.row for row in top.rows[:1]]
        lines = [[title(row.title, row.article, row.url)] for row in rows]
        return [Sentence("one", subject.words.text("#1"), lines)] if lines else []
    told = stretch(subject, top.of, top.base.observed + 1, now + 1)
    return changes(Telling(subject, told, top)) if told else []


def _caption(subject: Subject, top: Top) -> str:
    """Against what the rows moved, or that nothing can be compared with."""
    words = subject.words
    begins = subject.brief(top.begins)
    if top.base is None:
        return words.text("nothing to compare with; history begins {begins}", begins=begins)
    apart = words.span(top.now.observed - top.base.observed)
    since = subject.weekday(top.base.observed)
    if abs(top.now.observed - top.base.observed - DAY) <= DAY // 4:
        return words.text("compared with {since} ({apart} before)", since=since, apart=apart)
    return words.text(
        "compared with {since} ({apart} before), since nothing was measured around a day before",
        since=since,
        apart=apart,
    )


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
    said = {p.article for s in part.moved for line in s.lines for p in line}
    shown = {row.article for row in part.rows}
    return {*part.lines.lines, *(article for article in said | shown if article is not None)}


def _row(subject: Subject, top: Top, row: TopRow, colours: dict[int, str]) -> RowPart:
    words = subject.words
    others = [str(row.others[of.id] or "-") if of.id in row.others else "?" for of in top.others]
    hours = "" if row.seconds is None else lasted(words, row.seconds, at_least=row.at_least)
    article = row.row.article
    return RowPart(
        rank=row.row.rank,
        was=row.move.previous,
        status=row.move.status,
        change=row.move.change or 0,
        move=words.move(row.move.status, row.move.change),
        title=row.row.title,
        url=row.row.url,
        article=article,
        role=colours.get(article, "") if article is not None else "",
        others=others,
        peak="" if row.peak is None else str(row.peak),
        hours=hours,
        facts=_facts(subject, top, others, row.peak, hours),
    )


def _facts(subject: Subject, top: Top, others: list[str], peak: int | None, hours: str) -> str:
    words = subject.words
    ranks = [f"{of.label} {rank}" for of, rank in zip(top.others, others, strict=True)]
    own = [
        words.text("peak {rank}", rank=peak),
        words.text("on the list for {span}", span=hours),
    ]
    return " · ".join([*ranks, *(own if peak else [])])


def _gone(subject: Subject, top: Top) -> Iterator[RowPart]:
    """The articles of the baseline that left, and those that may have left."""
    words = subject.words
    for gone in sorted(top.departures, key=lambda gone: (gone.status, gone.rank)):
        out = gone.status == "out"
        yield RowPart(
            rank=None,
            was=gone.rank,
            status="gone" if out else "unknown",
            change=0,
            move=words.move("out") if out else "?",
            title=gone.title,
            url=gone.url,
            article=gone.article,
            role="",
            others=[],
            peak="",
            hours="",
            facts=words.text("was {rank}", rank=gone.rank)
            if out
            else words.text("was {rank}, not measured now", rank=gone.rank),
        )


def _leaders(subject: Subject, lines: RankLines) -> Iterator[LeaderRow]:
    """Who was on the list longest in the period; of less than a day that says nothing."""
    if lines.last - lines.first < DAY:
        return
    words = subject.words
    leaders = subject.store.leaders(lines.of, lines.first, lines.last + 1, limit=LEADERS)
    for row in leaders.rows:
        yield LeaderRow(
            row.article,
            row.title or row.url,
            lasted(words, row.chart.seconds, at_least=row.chart.at_least),
            words.short(row.chart.top1) if row.chart.top1 else "",
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
