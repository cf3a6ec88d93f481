"""The report: one page to look at and to send, about one site over some days."""

from collections.abc import Iterable
from typing import NamedTuple

from cli import __version__
from cli.documents.rendering import render
from cli.documents.report.articles import ArticlePart, articles
from cli.documents.report.listing import ListPart, listing, named
from cli.documents.subject import Subject
from store import ListRow, NotFound


class Report(NamedTuple):
    """What the template of the report is filled with."""

    health: list[str]
    failing: str
    lists: list[ListPart]
    articles: list[ArticlePart]


def report(subject: Subject, lists: Iterable[ListRow], since: int) -> str:
    """The page about these lists. Raises NotFound if none was measured in the period."""
    parts = [part for of in lists if (part := listing(subject, of, since))]
    if not parts:
        raise NotFound(f"nothing was measured of {subject.site.name} then; see  tracker log")
    content = Report(
        _health(subject, parts),
        _failing(subject, parts),
        parts,
        articles(subject, [part.lines for part in parts], set().union(*map(named, parts))),
    )
    made = subject.words.stamp(subject.moment(subject.now))
    return render(
        "report.html.j2",
        subject.words,
        style="".join(narrow(place, part) for place, part in enumerate(parts)),
        href="#a{}".format,
        site=subject.site,
        report=content,
        made=subject.words.text(
            "Made {time} by tracker {version}.", time=made, version=__version__
        ),
    )


def narrow(place: int, part: ListPart) -> str:
    """The rule that shows the last day only, on a narrow page without the script."""
    if part.of.window != "day":
        return ""
    zoom = part.chart.zoom
    plot = f".z{place} .plot{{width:{zoom}%;margin-left:{100 - zoom}%}}"
    return f"@media screen and (max-width:46rem){{html:not(.js) {plot}html:not(.js) .z{place} .hour{{display:inline}}}}"


def _health(subject: Subject, parts: list[ListPart]) -> list[str]:
    """When it was last observed, how long ago, and how much of the period was measured."""
    words = subject.words
    last = max(part.lines.last for part in parts)
    seen = words.text(
        "seen {seen}, {age}",
        seen=words.stamp(subject.moment(last)),
        age=words.age(subject.now - last),
    )
    return [seen, parts[0].measured]


def _failing(subject: Subject, parts: list[ListPart]) -> str:
    """That the newest visits failed, if so."""
    failing = max(parts, key=lambda part: part.lines.last).top.failing
    if failing is None:
        return ""
    return subject.words.count(
        failing.times,
        "no good page since {since} ({code}, {n} time)",
        "no good page since {since} ({code}, {n} times)",
        since=subject.brief(failing.since),
        code=subject.words.reason(failing.code),
    )
