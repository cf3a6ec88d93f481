"""The first page of a published site: each site with the number one of each of its lists."""

from typing import NamedTuple

from cli.documents import health
from cli.documents.rendering import render
from cli.documents.report.rows import RowPart, rows
from cli.documents.site.addresses import link, list_folder
from cli.documents.site.folder import Folder
from cli.documents.subject import Subject
from store import ListRow, SiteRow


class ListLine(NamedTuple):
    """A list, its page, its number one (no row or one), and when it was seen."""

    ranking_list: ListRow
    to: str
    first: list[RowPart]
    seen: str


class SiteLines(NamedTuple):
    """A site with its lists; `failing` says since when no good page was had."""

    site: SiteRow
    lists: list[ListLine]
    failing: str


def put(folder: Folder, subjects: list[Subject]) -> None:
    """The first page; it is made each time, and written if it differs."""
    sites = [_lines(subject) for subject in subjects]

    def page() -> str:
        return render("index.html.j2", subjects[0].words, root="", script=False, sites=sites)

    if subjects:
        folder.put("index.html", None, page)


def _lines(subject: Subject) -> SiteLines:
    store = subject.store
    lines = []
    for ranking_list in store.lists(subject.site):
        if store.history.newest(ranking_list):
            top = store.top(ranking_list)
            first = [row for row in rows(subject, top) if row.rank == 1]
            seen = subject.words.stamp(subject.moment(top.now.observed))
            lines.append(
                ListLine(
                    ranking_list, link("", list_folder(subject.site, ranking_list)), first, seen
                )
            )
    return SiteLines(subject.site, lines, health.state(subject))
