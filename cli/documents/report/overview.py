"""The overview: all sites on one page, of each list the first five and what came, climbed and left."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cli.documents import health
from cli.documents.rendering import render
from cli.documents.report.page import made
from cli.documents.report.roles import largest
from cli.documents.report.rows import RowPart, caption, filtered_top, rows
from cli.documents.sentences.sentence import Line, Part, Sentence, some, title
from cli.documents.subject import Subject
from cli.words import Words
from store import ListRow, NotFound, SiteRow, Top

FIRST = 5
"""Ranks that are shown of each list."""
STYLE = "@media print{html{font-size:10px}}"
"""What the page adds to the style of the report: three lists stand side by side on paper too."""
COUNTED = ("new", "re", "out")


class ListGlance(NamedTuple):
    """A list: its first rows, and in short what came, climbed and left; `news` counts that."""

    ranking_list: ListRow
    caption: str
    depth: int
    rows: list[RowPart]
    moved: list[Sentence]
    news: str


class SiteGlance(NamedTuple):
    """A site, when it was seen, and what fails; without lists if nothing was recorded."""

    site: SiteRow
    seen: str
    failing: str
    lists: list[ListGlance]


class Listed(NamedTuple):
    """A site, and those of its lists that are to be shown."""

    subject: Subject
    lists: list[ListRow]


def overview(sites: Iterable[Listed], only: str = "") -> str:
    """The page about these lists of these sites; `only` says which articles alone it tells.

    Raises NotFound if nothing was measured of any.
    """
    listed = list(sites)
    glances = [_site(*site) for site in listed]
    if not any(glance.lists for glance in glances):
        raise NotFound("nothing was measured then; see  tracker log")
    first = listed[0].subject
    return render(
        "overview.html.j2",
        first.words,
        style=STYLE,
        script=False,
        sites=glances,
        only=only,
        made=made(first),
    )


def _site(subject: Subject, lists: Iterable[ListRow]) -> SiteGlance:
    measured = (
        ranking_list
        for ranking_list in lists
        if subject.store.history.newest(ranking_list, subject.at)
    )
    tops = [filtered_top(subject, ranking_list) for ranking_list in measured]
    return SiteGlance(
        subject.site,
        health.seen(subject, subject.newest) if tops else "",
        _failing(subject, tops),
        [_list(subject, top) for top in tops],
    )


def _failing(subject: Subject, tops: list[Top]) -> str:
    """What fails now, or failed at the past time that the page is about."""
    if subject.at >= subject.now:
        return health.state(subject)
    newest = max(tops, key=lambda top: top.now.observed, default=None)
    return health.failing(subject, newest.failing) if newest else ""


def _list(subject: Subject, top: Top) -> ListGlance:
    shown = rows(subject, top)
    return ListGlance(
        top.ranking_list,
        caption(subject, top),
        top.now.items,
        [row for row in shown if row.rank][:FIRST],
        list(_moved(subject.words, top, shown)),
        _news(subject.words, top),
    )


def _moved(words: Words, top: Top, shown: list[RowPart]) -> Iterator[Sentence]:
    """The largest climb, and what is new, back and out, the first of each by name."""
    climb = largest(top.rows, 1)
    if climb:
        moved = words.text("{was} → {now}", was=climb.move.previous, now=climb.row.rank)
        line = [title(climb.row.title, climb.row.article, climb.row.url), Part(f" {moved}")]
        yield Sentence("up", words.text("Climb"), [line])
    headings = {"new": words.text("New"), "re": words.text("Back"), "gone": words.text("Out")}
    for status, heading in headings.items():
        lines = [_named(row) for row in shown if row.status == status]
        if lines:
            yield Sentence("out" if status == "gone" else status, heading, [some(words, lines)])


def _named(row: RowPart) -> Line:
    return [Part(f"{row.rank or row.was} "), title(row.title, row.article, row.url)]


def _news(words: Words, top: Top) -> str:
    """How much came and left, and whether another article leads."""
    if top.base is None:
        return ""
    counts = Counter(row.move.status for row in top.rows)
    counts.update(departure.status for departure in top.departures)
    leads = any(row.row.rank == 1 and row.move.previous != 1 for row in top.rows)
    parts = words.counted(counts, COUNTED)
    return words.join([*([words.text("new number one")] if leads else []), *parts])
