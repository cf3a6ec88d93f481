"""Pruning: deletes old kept pages, but never observations.

A page is deleted if it and every visit that brought it are older than the limit. It stays while a
page that stays is compressed against it, and while its reading is the last accepted one of an
address, because a later 304 refers to it. Readings stay; a deleted page can only not be read again.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from store.db.backup import OnProgress
from store.db.connect import make_way, transaction
from store.errors import StoreError

LOT = 1000
"""Pages that are deleted in one transaction."""


class Plan(NamedTuple):
    """The pages that go, the bytes they take in the file, and how many as old must stay."""

    pages: frozenset[int]
    size: int
    staying: int


def plan(db: sqlite3.Connection, before: int, sites: list[int]) -> Plan:
    """What pruning the pages of these sites of before a UTC second means."""
    old = dict(
        db.execute(
            "SELECT id, length(data) FROM page WHERE kept < :before "
            "AND site IN (SELECT value FROM json_each(:sites)) AND id NOT IN "
            "(SELECT page FROM attempt WHERE page IS NOT NULL AND time >= :before)",
            {"before": before, "sites": json.dumps(sites)},
        )
    )
    validated = db.execute("SELECT t.page FROM validator v JOIN attempt t ON t.id = v.attempt")
    going = old.keys() - {page for (page,) in validated}
    pairs = db.execute("SELECT id, key FROM page WHERE key IS NOT NULL")
    going -= {key for page, key in pairs if page not in going}
    return Plan(frozenset(going), sum(old[page] for page in going), len(old) - len(going))


def prune(
    db: sqlite3.Connection,
    before: int,
    sites: list[int],
    on_progress: OnProgress = lambda _done, _total: None,
) -> Plan:
    """Delete these pages, some in each transaction; attempts keep their rows, with no page.

    What a fetch records in between is respected: each transaction looks again at what may go.
    `db` may write and is in no transaction; `on_progress` hears how many pages went, of how many.
    """
    removed: set[int] = set()
    size = 0
    db.execute("PRAGMA foreign_keys = 0")  # it would search all attempts for each page
    while True:
        with transaction(db):
            todo = plan(db, before, sites)
            if not todo.pages:
                break
            on_progress(len(removed), len(removed) + len(todo.pages))
            lot = _leaning_first(db, todo.pages)[:LOT]
            size += _delete(db, lot)
            removed.update(lot)
        make_way()
    db.execute("PRAGMA foreign_keys = 1")
    return Plan(frozenset(removed), size, todo.staying)


def _leaning_first(db: sqlite3.Connection, pages: Collection[int]) -> list[int]:
    """The pages, each before the one that it is compressed against."""
    keys = {page for (page,) in db.execute("SELECT id FROM page WHERE key IS NULL")}
    return sorted(pages, key=lambda page: (page in keys, page))


def _delete(db: sqlite3.Connection, pages: Sequence[int]) -> int:
    """Delete pages; returns the bytes that they took."""
    going = {"going": json.dumps(pages)}
    among = "IN (SELECT value FROM json_each(:going))"
    sql = f"SELECT sum(length(data)) FROM page WHERE id {among}"
    (size,) = db.execute(sql, going).fetchone()
    db.execute(f"UPDATE attempt SET page = NULL WHERE page {among}", going)
    db.execute(f"DELETE FROM page WHERE id {among}", going)
    for table in ("attempt", "page"):
        if db.execute(f"PRAGMA foreign_key_check({table})").fetchone():
            raise StoreError("loose references, no more was deleted; see  tracker check")
    return int(size)


def vacuum(db: sqlite3.Connection) -> None:
    """Give the room of deleted pages back to the file system; needs as much room meanwhile."""
    db.execute("VACUUM")
