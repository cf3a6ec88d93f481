"""A store with the week that the demo tells, put in by the store's own API: no network, no port.

Three lists that move as real ones do, one outage, a day and a half without a visit, a reworded
headline, article texts, an article that is gone, and one that no list ever had.
"""

import functools
from pathlib import Path
from tempfile import TemporaryDirectory

from storekit import OFFSET

from cli.commands.demo.pages import BRAND, LABELS, SECTIONS, path_of
from cli.commands.demo.script import VISITS, down_at, moment, state_at
from scrapers.model import Answer, Article, Entry, Link, Site
from store.db.connect import transaction, writing
from store.history.articles import sight
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site, lists
from store.pages import article_queue, attempts

HOME = "https://mihon.example/"
NOW = "2026-01-27T08:12+09:00"
UNLISTED = HOME + "docs/mod/009001.html"


def make(path: Path, site: str = "mihon", visits=VISITS) -> str:
    """Make the store, or add a site to one that is there; its path."""
    if path.exists():
        _fill(path, site, visits)
    else:
        path.write_bytes(_store(site, tuple(visits)))
    return str(path)


@functools.cache
def _store(site: str, visits: tuple[int, ...]) -> bytes:
    """A store with this site alone; filled once in a process, since many tests look at it."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        _fill(path, site, visits)
        return path.read_bytes()


def _fill(path: Path, site: str, visits) -> None:
    with writing(str(path)) as db, transaction(db):
        number = ensure_site(db, Site(site, BRAND, HOME), "JST")
        for name, label in LABELS.items():
            ensure_list(db, number, name, name, label)
        with recording(db) as recorder:
            for time in visits:
                _visit(db, recorder, number, time)
        if visits:
            _read_pages(db, number, visits[-1])


def three_sites(path: Path) -> str:
    """Make a store of three sites: one is well, one changed its page, one never answered."""
    path.write_bytes(_three_sites())
    return str(path)


@functools.cache
def _three_sites() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        _fill_three_sites(path)
        return path.read_bytes()


def _fill_three_sites(path: Path) -> None:
    make(path)
    make(path, "kenpo", VISITS[:-3])
    with writing(str(path)) as db, transaction(db):
        never = ensure_site(db, Site("umikaze", "海風新聞", "https://umikaze.example/"), "JST")
        silent = Answer("https://umikaze.example/", "https://umikaze.example/", VISITS[-1], 503)
        attempts.keep_attempt(db, never, "ranking", silent, ("status-5xx", "HTTP 503"))
        changed = ensure_site(db, Site("kenpo", "県報", "https://kenpo.example/"), "JST")
        for time in VISITS[-3:]:
            page = Answer(HOME, HOME, time, 200, body=b"<html>otherwise", wire=15)
            attempts.keep_attempt(db, changed, "ranking", page, ("layout", "no list is here"))


def _visit(db, recorder, site, time):
    if down_at(time):
        answer = Answer(HOME, HOME, time, 503, seconds=0.5)
        attempts.keep_attempt(db, site, "ranking", answer, ("status-5xx", "HTTP 503"))
        return
    page = b"<html>" + str(time).encode()
    answer = Answer(HOME, HOME, time, 200, body=page, wire=len(page), seconds=0.25)
    attempt = attempts.keep_attempt(db, site, "ranking", answer)
    state = state_at(time)
    readings = [
        ListReading(of, tuple(_rows(state, state.lists[of.name])), reader="made/1")
        for of in lists(db, site)
    ]
    recorder.record(Snapshot(site, time, OFFSET, attempt, readings))


def _rows(state, numbers):
    for rank, number in enumerate(numbers, 1):
        story = state.stories[number]
        url = HOME.rstrip("/") + path_of(number, story)
        yield Entry(rank, story.title, url, url)


def _read_pages(db, site, time):
    """Read the page of every article; one of them is gone by then."""
    sight(db, site, [Link("見出しのない一本、どの順位にもない", UNLISTED, UNLISTED)], time)
    state = state_at(time)
    known = dict(db.execute("SELECT url, id FROM article").fetchall())
    for number, story in state.stories.items():
        url = HOME.rstrip("/") + path_of(number, story)
        if url not in known:
            continue
        attempt = attempts.keep_attempt(db, site, "article", Answer(url, url, time, 200))
        published = f"{_iso(story.date)}:00+09:00"
        read = Article(
            story.title, (SECTIONS[story.section],), story.section, published,
            body="\n\n".join(story.paragraphs),
        )  # fmt: skip
        article_queue.keep_part(db, known[url], attempt, read, "made/1", time)
        article_queue.fetched(db, known[url], time, 1)
    article_queue.gone(db, min(known.values()), moment("2026-01-26 10:00"))


def _iso(printed):
    """`2026-1-26 18:00` as `2026-01-26T18:00`."""
    day, clock = printed.split()
    return "-".join(f"{int(part):02}" for part in day.split("-")) + f"T{clock}"
