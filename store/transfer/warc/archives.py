"""Takes in pages that others fetched: from WARC files, or saved one by one.

The pages are first kept in a store of their own, a temporary one. There they are read in the order
of time, as a fetch would have read them then. That store is then merged like another machine's,
with `archive` as the provenance, so that an archive has the same rules as a merge: what is known
stays once, a conflict stops it, nobody waits for long, and it can be undone.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from os import devnull
from typing import NamedTuple

from scrapers import Answer, Site
from store.db import trust
from store.db.connect import reading, transaction
from store.db.create import make_tables
from store.errors import NoStore
from store.history.sites import ListRow, ensure_list, ensure_site
from store.pages import archive
from store.store import Store
from store.transfer.merge.merge import Merged, Merging, merge_from, try_merge
from store.transfer.warc.reader import Head

SOURCE = "archive"

_TABLES = """
CREATE TEMP TABLE capture (
    id INTEGER PRIMARY KEY, file TEXT, record TEXT, site TEXT, asked TEXT, answered TEXT,
    time INTEGER, status INTEGER, content_type TEXT, wire INTEGER, milliseconds INTEGER,
    code TEXT, detail TEXT, observed INTEGER, reads INTEGER, kind TEXT, page INTEGER, digest TEXT
);
CREATE UNIQUE INDEX temp.capture_once ON capture (site, answered, time);
CREATE INDEX temp.capture_times ON capture (time, id);
CREATE INDEX temp.capture_records ON capture (record);
CREATE INDEX temp.capture_digests ON capture (digest)
"""
_CAPTURE = (
    "file, record, site, asked, answered, time, status, content_type, wire, milliseconds, code, "
    "detail, observed, reads, kind, page, digest"
)


class Capture(NamedTuple):
    """A page to take in: where it stands, what it is, and what is known of its visit.

    `site` is the name of its site. `reads` is false for a page that made no observation then, for
    the reason `code` if there is one. `observed` is the time of its observation, where that is
    known. Times are UTC seconds. `kind` says whether it may observe (`ranking`) or is what may be
    the page of an `article`.
    """

    file: str
    record: str
    site: str
    asked: str
    answered: str
    time: int
    status: int = 200
    content_type: str | None = None
    wire: int = 0
    milliseconds: int = 0
    code: str | None = None
    detail: str = ""
    observed: int | None = None
    reads: bool = True
    kind: str = "ranking"

    def answer(self, body: bytes) -> Answer:
        """What a visit would have brought back; a page that had not changed is there all the same."""
        kind = self.content_type
        headers = () if kind is None else (("content-type", kind),)
        return Answer(
            self.asked, self.answered, self.time, 200, headers=headers, body=body, wire=self.wire,
            seconds=self.milliseconds / 1000,
        )  # fmt: skip


class Archive:
    """Pages on their way into a store; `store` is the temporary one in which they are read."""

    def __init__(self, db: sqlite3.Connection, lists: Mapping[str, Sequence[ListRow]]) -> None:
        self._db = db
        self._lists = lists
        self._numbers: dict[str, int] = {}
        self.store = Store(db)

    def know(self, site: Site) -> int:
        """Make a site known, with the lists that the store has of it, which keep their names."""
        if site.name not in self._numbers:
            self._numbers[site.name] = number = ensure_site(self._db, site, "UTC")
            for ranking_list in self._lists.get(site.name, ()):
                ensure_list(
                    self._db, number, ranking_list.name, ranking_list.window, ranking_list.label
                )
        return self._numbers[site.name]

    def sites(self) -> list[str]:
        """The names of the sites that have pages."""
        return [
            name for (name,) in self._db.execute("SELECT DISTINCT site FROM capture ORDER BY 1")
        ]

    def addresses(self, site: str, kind: str) -> Iterator[str]:
        """The addresses of a site's pages of a kind."""
        sql = "SELECT DISTINCT answered FROM capture WHERE site = ? AND kind = ?"
        return (address for (address,) in self._db.execute(sql, (site, kind)))

    def has(self, capture: Capture) -> bool:
        """Whether there is a page of this address and second already."""
        sql = "SELECT 1 FROM capture WHERE site = ? AND answered = ? AND time = ?"
        key = capture.site, capture.answered, capture.time
        return self._db.execute(sql, key).fetchone() is not None

    def keep(self, site: Site, capture: Capture, body: bytes, digest: str | None = None) -> None:
        """Keep a page of a site until it is read."""
        with transaction(self._db):
            page = archive.keep(self._db, self.know(site), capture.kind, body, capture.time)
            self._insert(capture, page, digest)

    def repeat(self, capture: Capture, head: Head) -> bool:
        """Keep a page that is the one of another record once more, if that is here."""
        page = self._repeated(head)
        if page is not None:
            self._insert(capture, page, None)
        return page is not None

    def _insert(self, capture: Capture, page: int, digest: str | None) -> None:
        row = (*capture, page, digest)
        marks = ",".join("?" * len(row))
        self._db.execute(f"INSERT INTO capture ({_CAPTURE}) VALUES ({marks})", row)

    def _repeated(self, head: Head) -> int | None:
        record, address, time = head.repeats
        ways: list[tuple[str, tuple[object, ...]]] = [
            ("record = ?", (record,)),
            ("answered = ? AND time = ?", (address, time)),
            ("digest = ?", (head.digest,)),
        ]
        if head.status == 304 and not record and not address:
            ways.append(("answered = ? AND time <= ?", (head.address, head.time)))
        for condition, values in ways:
            if None not in values:
                sql = f"SELECT page FROM capture WHERE {condition} ORDER BY time DESC, id DESC LIMIT 1"
                if row := self._db.execute(sql, values).fetchone():
                    return int(row[0])
        return None

    def captures(self, kind: str) -> Iterator[tuple[Capture, bytes]]:
        """The pages of a kind with their bytes, in the order of time."""
        sql = (
            f"SELECT id, {_CAPTURE} FROM capture WHERE kind = ? AND (time, id) > (?, ?) "
            "ORDER BY time, id LIMIT 1"
        )
        last = -1, -1
        while row := self._db.execute(sql, (kind, *last)).fetchone():
            number, *values, page, _ = row
            capture = Capture(*values)
            yield capture, archive.load(self._db, page)
            last = capture.time, number

    def note(self, capture: Capture) -> None:
        """Note where the visit that was recorded last comes from."""
        db = self._db
        (attempt,) = db.execute("SELECT max(id) FROM attempt").fetchone()
        row = attempt, capture.file, capture.record
        db.execute("INSERT INTO archived (attempt, file, record) VALUES (?,?,?)", row)
        db.execute("UPDATE attempt SET status = ? WHERE id = ?", (capture.status, attempt))

    def merge(self, path: str, merging: Merging, *, dry_run: bool) -> Merged:
        """Merge what was read into the store at `path`, or tell what that would bring."""
        self._db.execute("UPDATE article SET wanted = NULL")  # their pages are not of today
        merging = merging._replace(source=SOURCE)
        if not dry_run:
            return merge_from(self._db, path, merging)
        with _copy(path) as copy:
            return try_merge(self._db, copy, merging)


@contextmanager
def open_archive(lists: Mapping[str, Sequence[ListRow]]) -> Iterator[Archive]:
    """An empty archive to be filled, read and merged.

    `lists` are those that the store has, by site: what is read keeps to their names.
    """
    with _empty() as db:
        for statement in _TABLES.split(";"):
            db.execute(statement)
        yield Archive(db, lists)


@contextmanager
def _empty() -> Iterator[sqlite3.Connection]:
    """A new store in a temporary file without a name."""
    with closing(sqlite3.connect("", isolation_level=None, factory=trust.Connection)) as db:
        db.allow(devnull)
        make_tables(db)
        yield db


@contextmanager
def _copy(path: str) -> Iterator[sqlite3.Connection]:
    from store.db.backup import private_copy

    try:
        with reading(path) as db:
            db.execute("COMMIT")
            with private_copy(db) as copy:
                yield copy
    except NoStore:
        with _empty() as copy:
            yield copy
