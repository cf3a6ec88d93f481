"""Stores for tests: real files, filled through the store's own API from the model's histories."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from reference import Obs

from scrapers.model import Entry, Site
from store.db.connect import transaction, writing
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ListRow, ensure_list, ensure_site, lists

HOME = "https://news.example/"
SITE = Site("news", "News", HOME, timezone="Asia/Tokyo")
OFFSET = 540


def entry(rank: int, article: str | None) -> Entry:
    """A row of the model as a row of a page."""
    if article is None:
        return Entry(rank, f"PR {rank}", "", flags=("no-article", "no-link"))
    url = f"{HOME}docs/{article}.html"
    return Entry(rank, f"Title {article}", url, url)


def entries(observation: Obs) -> tuple[Entry, ...]:
    """The rows of an observation of the model."""
    return tuple(entry(rank, article) for rank, article in enumerate(observation.entries, 1))


@functools.cache
def blank() -> bytes:
    """A store in which nothing is recorded yet."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        with writing(str(path)):
            pass
        return path.read_bytes()


@contextmanager
def fresh_store(every: int | None = None):
    """A connection to a new store in a file of its own, with one site; and the site's id."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        path.write_bytes(blank())
        with writing(str(path)) as db:
            with transaction(db):
                site = ensure_site(db, SITE, "JST", every)
            yield db, site


def record(db, site: int, batch: Iterable[Mapping[str, Obs]], source: str = "fetch") -> None:
    """Record snapshots (list name -> observation, all of one time) in one transaction."""
    with transaction(db), recording(db) as recorder:
        for observations in batch:
            rows = [reading(db, site, name, obs, source) for name, obs in observations.items()]
            time = next(iter(observations.values())).time
            recorder.record(Snapshot(site, time, OFFSET, None, rows))


def in_turn(batches: Iterable[Sequence[Obs]], every: int | None) -> list[list[Obs]]:
    """Batches that come in turn: one that is older than what is there was not fetched here."""
    newest = -1
    marked = []
    for batch in batches:
        fetched = batch[0].time >= newest
        marked.append(
            [o._replace(fetched=fetched, every=every if fetched else None) for o in batch]
        )
        newest = max(newest, batch[-1].time)
    return marked


def record_in_turn(db, site: int, batches: Iterable[Sequence[Obs]]) -> None:
    """Record batches of one list, day; one that is older than what is there comes as an import."""
    for batch in in_turn(batches, None):
        source = "fetch" if batch[0].fetched else "import"
        record(db, site, [{"day": o} for o in batch], source)


def reading(db, site: int, name: str, observation: Obs, source: str) -> ListReading:
    """One observation of the model as a reading of a list."""
    of = list_row(db, site, name)
    flags = tuple(sorted(observation.flags))
    return ListReading(of, entries(observation), flags=flags, source=source, reader="test/1")


def list_row(db, site: int, name: str) -> ListRow:
    """The list of this name, made if need be."""
    ensure_list(db, site, name, name, name)
    return next(row for row in lists(db, site) if row.name == name)


def names(db) -> dict[int, str]:
    """Article id -> the model's name of it."""
    rows = db.execute("SELECT id, url FROM article")
    return {number: url.rsplit("/", 1)[1].removesuffix(".html") for number, url in rows}
