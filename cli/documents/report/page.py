"""The report: one page to look at and to send, about one site over some days."""

from collections.abc import Iterable
from typing import NamedTuple

from cli import __version__
from cli.documents import health
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


def report(subject: Subject, lists: Iterable[ListRow], since: int, only: str = "") -> str:
    """The page about these lists; `only` says which articles alone it tells.

    Raises NotFound if none of them was measured in the period.
    """
    parts = [part for ranking_list in lists if (part := listing(subject, ranking_list, since))]
    if not parts:
        raise NotFound(f"nothing was measured of {subject.site.name} then; see  tracker log")
    newest = max(parts, key=lambda part: part.lines.last).top
    content = Report(
        _health(subject, parts, only),
        health.failing(subject, newest.failing),
        parts,
        articles(subject, [part.lines for part in parts], set().union(*map(named, parts))),
    )
    return render(
        "report.html.j2",
        subject.words,
        style="".join(narrow(place, part) for place, part in enumerate(parts)),
        href="#a{}".format,
        site=subject.site,
        report=content,
        made=made(subject),
    )


def made(subject: Subject) -> str:
    """When a page was made, and by which version."""
    time = subject.words.stamp(subject.moment(subject.now))
    return subject.words.text("Made {time} by tracker {version}.", time=time, version=__version__)


def narrow(place: int, part: ListPart) -> str:
    """The rule that shows the last day only, on a narrow page without the script."""
    if part.ranking_list.window != "day":
        return ""
    zoom = part.chart.zoom
    plot = f".z{place} .plot{{width:{zoom}%;margin-left:{100 - zoom}%}}"
    return f"@media screen and (max-width:46rem){{html:not(.js) {plot}html:not(.js) .z{place} .hour{{display:inline}}}}"


def _health(subject: Subject, parts: list[ListPart], only: str) -> list[str]:
    """When it was last observed, how much of the period was measured, and what alone is told."""
    seen = health.seen(subject, max(part.lines.last for part in parts))
    return [seen, parts[0].measured, *([only] if only else [])]
