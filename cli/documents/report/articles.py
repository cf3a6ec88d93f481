"""One section an article: titles, dates, and on each list its statistics and every stay."""

from collections.abc import Iterable
from typing import NamedTuple

from cli.documents.subject import Subject, statistics
from cli.terminal.context import zone_of
from cli.terminal.publication import local_publication
from store import ArticleFacts, Chart, Line, RankLines


class OnListPart(NamedTuple):
    """An article's time on one list; `place` is the list's place in the document."""

    place: int
    label: str
    statistics: str
    stays: list[str]


class ArticlePart(NamedTuple):
    """One article."""

    article: int
    title: str
    also: list[str]
    url: str
    facts: str
    lists: list[OnListPart]


def articles(
    subject: Subject, lists: Iterable[RankLines], numbers: Iterable[int]
) -> list[ArticlePart]:
    """The articles of these numbers, the newest first; the lines are those of each list."""
    places = list(enumerate(lists))
    facts = subject.store.article_facts(numbers, subject.at)
    charts = [
        subject.store.charts(lines.ranking_list, lines.lines, lines.last) for _, lines in places
    ]
    return [
        ArticlePart(
            article,
            facts[article].title,
            facts[article].titles[1:],
            facts[article].url,
            _facts(subject, facts[article]),
            [
                _on_list(subject, place, lines, article, charts[place][article])
                for place, lines in places
                if article in lines.lines
            ],
        )
        for article in sorted(facts, reverse=True)
    ]


def _facts(subject: Subject, facts: ArticleFacts) -> str:
    published = local_publication(facts.published, zone_of(subject.store, subject.site))
    parts = [facts.category]
    if published:
        parts.append(subject.words.text("published {time}", time=published))
    return " · ".join(filter(None, parts))


def _on_list(
    subject: Subject, place: int, lines: RankLines, article: int, chart: Chart
) -> OnListPart:
    facts = statistics(subject.words, chart)
    stays = [_stay(subject, line) for line in lines.lines[article]]
    return OnListPart(place, lines.ranking_list.label, " · ".join(facts), stays)


def _stay(subject: Subject, line: Line) -> str:
    """One stay: its first and last observation, its best rank, and what was not measured of it."""
    words = subject.words
    (begun, _), (ended, _) = line.points[0], line.points[-1]
    peak = min(rank for _, rank in line.points)
    text = words.text(
        "{start} to {end}, peak {peak}",
        start=subject.brief(begun),
        end=subject.brief(ended),
        peak=peak,
    )
    remarks = {
        "new": words.text("new"),
        "back": words.text("back"),
        "": words.text("there before"),
        "off": words.text("then off the list"),
        "unknown": words.text("end unmeasured"),
    }
    ends = f", {remarks[line.ends]}" if line.ends else ""
    return f"{text} ({remarks[line.begins]}{ends})"
