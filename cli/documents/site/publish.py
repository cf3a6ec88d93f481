"""Publishes a store as a folder of files that any static host can serve.

The store is opened anew for each page or some pages, so no fetch waits for a long publication.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from cli import __version__
from cli.documents.rendering import source
from cli.documents.site import article_pages, feed_files, index_page, list_pages
from cli.documents.site.addresses import article_folders
from cli.documents.site.folder import Folder
from cli.documents.site.making import Making
from cli.documents.subject import Subject
from cli.words import Words
from store import SiteRow, Store, open_store

SOURCES = (
    "page.html.j2", "rows.html.j2", "list.html.j2", "listed.html.j2", "article.html.j2", "moved.html.j2",
    "index.html.j2", "report.css", "report.js",
)  # fmt: skip
ALWAYS = 2**61
"""A time that nothing is later than, not even after some more seconds."""

OF_ALL: tuple[Callable[[Folder, list[Subject]], None], ...] = (
    index_page.put,
    feed_files.put,
)
"""What puts files that are about all sites into the root of the folder."""

OnProgress = Callable[[int, int | None], None]


class Publication(NamedTuple):
    """What is published: from which store, in which words, of which site (None: all)."""

    store: str
    words: Words
    site: str | None
    on_progress: OnProgress


def publish(publication: Publication, path: str) -> Folder:
    """Bring a folder up to date; the folder says how many files were written."""
    look = _look(publication)
    with open_store(publication.store) as store:
        mark = f"{store.written()} {look}"
        sites = store.sites(publication.site)
    folder = Folder(path)
    if folder.is_unchanged(mark):
        return folder
    folder.put("style.css", look, lambda: source("report.css"))
    folder.put("script.js", look, lambda: source("report.js"))
    for site in sites:
        _site(publication, folder, site, look)
    with open_store(publication.store) as store:
        subjects = [_subject(publication, store, site) for site in sites]
        for put in OF_ALL:
            put(folder, subjects)
    folder.close(mark)
    return folder


def _look(publication: Publication) -> str:
    """A mark of what makes pages: this program, its templates, and the language."""
    texts = "".join(source(name) for name in SOURCES)
    look = f"{__version__} {publication.words.language} {publication.site} {texts}"
    return hashlib.sha256(look.encode()).hexdigest()[:8]


def _subject(publication: Publication, store: Store, site: SiteRow) -> Subject:
    last = store.history.newest_time(store.lists(site)) or 0
    return Subject(store, site, ALWAYS, last, last, publication.words)


def _site(publication: Publication, folder: Folder, site: SiteRow, look: str) -> None:
    """The pages of a site: its articles, its lists with their days, and its data."""
    with open_store(publication.store) as store:
        marks = store.article_marks(site)
        folders = article_folders(store.first_addresses(site))
        days = {
            ranking_list: its_days
            for ranking_list in store.lists(site)
            if (its_days := store.days(ranking_list))
        }

    @contextmanager
    def making() -> Iterator[Making]:
        with open_store(publication.store) as store:
            yield Making(folder, _subject(publication, store, site), folders, look)

    done, total = 0, len(marks) + sum(map(len, days.values()))
    for batch in _batches(list(marks)):
        with making() as now:
            article_pages.put(now, {article: marks[article] + look for article in batch})
        publication.on_progress(done := done + len(batch), total)
    article_pages.put_moved(folder, publication.words, folders, look)
    for ranking_list, its_days in days.items():
        for places in _batches(list(range(len(its_days)))):
            with making() as now:
                for at in places:
                    list_pages.put_day(now, ranking_list, its_days, at)
            publication.on_progress(done := done + len(places), total)
        with making() as now:
            list_pages.put_list(now, ranking_list, its_days)
    list_pages.put_months(folder, publication.store, site, list(days.values()))


BATCH = 40
"""Pages for which the store is opened once: at most a second or two."""


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(numbers), BATCH):
        yield numbers[at : at + BATCH]
