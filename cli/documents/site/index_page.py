"""The first page of a published site: each site with the number one of each of its lists."""

from typing import NamedTuple

from cli.documents import health
from cli.documents.rendering import render
from cli.documents.site.addresses import link, list_folder
from cli.documents.site.folder import Folder
from cli.documents.subject import Subject
from store import ListRow, SiteRow, Top


class ListLine(NamedTuple):
    """A list, its page, and its newest observation."""

    of: ListRow
    to: str
    top: Top
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
    for of in store.lists(subject.site):
        if store.history.newest(of):
            top = store.top(of)
            seen = subject.words.stamp(subject.moment(top.now.observed))
            lines.append(ListLine(of, link("", list_folder(subject.site, of)), top, seen))
    failing = next((line.top.failing for line in lines if line.top.failing), None)
    text = health.failing(subject, failing)
    return SiteLines(subject.site, lines, text)
