"""Merges the store of another machine: pages, visits, readings, and what was read of articles.

The other store is never written. It is copied, and the copy brought up to date and checked,
before this store is locked. Its pages are kept in short transactions, since a page that nothing
refers to is harmless. All else comes in one last transaction, or not at all.

The same content is stored once. Where both stores have different content for one list and second,
the merge stops and names it, or passes it over and records that. Each import notes what it gave,
so that a merge can be undone like a file.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from store.check.check import PARTS
from store.db import trust
from store.db.backup import private_copy
from store.db.connect import checked_version, connected, filled, migrate, transaction
from store.db.versions import SCHEMA_VERSION
from store.errors import BROKEN, ImportRefused, StoreError
from store.history.identity.joins import relearn, settle
from store.transfer.imports.emptied import remove_emptied
from store.transfer.merge.articles import merge_articles
from store.transfer.merge.lists import MergedSites, check_names, label_conflict, merge_sites
from store.transfer.merge.readings import Merge, conflicts, merge_readings
from store.transfer.merge.visits import keep_pages, merge_attempts

LATEST = 3600
"""Seconds that a time may lie after now."""

CHECKED = ("file", "values", "history")
"""The parts of another store that must be sound. What is derived is derived anew here."""


class Merging(NamedTuple):
    """What to merge: the file, the time of the import (UTC seconds), and what the user decided.

    `lists` maps names of their lists to names of ours; `skip` passes conflicts over. `source` is
    the provenance of what was fetched there, if it has another here. What was visited there up to
    `after` (UTC seconds) is left out. With `goes_on`, this adds to the import of the same file.
    """

    file: str
    now: int
    lists: Mapping[str, str]
    skip: bool = False
    source: str | None = None
    after: int = -1
    goes_on: bool = False


class Merged(NamedTuple):
    """How many observations were new, known and passed over, and how many visits and pages new."""

    observations: int
    known: int
    skipped: int
    visits: int
    pages: int


def merge_store(path: str, merging: Merging) -> Merged:
    """Merge another store into the one at `path`, which is made if it is not there.

    Raises ImportRefused and StoreError; then nothing was merged.
    """
    with borrowed(merging.file) as theirs, _blamed(merging.file):
        return merge_from(theirs, path, merging)


def merge_from(theirs: sqlite3.Connection, path: str, merging: Merging) -> Merged:
    """Merge an open store into the one at `path`; see `merge_store`."""
    _check(theirs, merging)
    return filled(path, lambda db: _merged(theirs, db, merging))


def try_merge(theirs: sqlite3.Connection, copy: sqlite3.Connection, merging: Merging) -> Merged:
    """What merging would bring, found out with a copy of this store."""
    _check(theirs, merging)
    return _merged(theirs, copy, merging)


def _check(theirs: sqlite3.Connection, merging: Merging) -> None:
    check_names(theirs, merging.lists)
    _check_times(theirs, merging)


def _merged(theirs: sqlite3.Connection, db: sqlite3.Connection, merging: Merging) -> Merged:
    _check_labels(theirs, db, merging)
    _check_conflicts(theirs, db, merging)
    with transaction(db):
        sites = merge_sites(theirs, db, merging.lists)
    try:
        pages, fresh = keep_pages(theirs, db, sites)
        with transaction(db):
            return _merge(theirs, db, merging, pages)._replace(pages=fresh)
    except BaseException:
        with transaction(db):
            for site in sites.sites.values():
                remove_emptied(db, site)
        raise


@contextmanager
def borrowed(path: str) -> Iterator[sqlite3.Connection]:
    """A private copy of another store, of this program's schema and sound. Raises StoreError."""
    with connected(path, "ro") as source:
        version = checked_version(source, path)
        with private_copy(source) as copy:
            if version < SCHEMA_VERSION:
                with _blamed(path):
                    migrate(copy)
            trust.check_tables(copy, path)
            trust.check_depth(copy, path)
            _check_parts(copy, path)
            yield copy


def _check_parts(copy: sqlite3.Connection, path: str) -> None:
    def report(problem: str, _remedy: str) -> None:
        raise StoreError(f"the store is damaged ({problem}); see  tracker check: {path}")

    with _blamed(path):
        for part in CHECKED:
            PARTS[part](copy, report)


@contextmanager
def _blamed(path: str) -> Iterator[None]:
    """What goes wrong in the block is the other store's fault."""
    try:
        yield
    except StoreError:
        raise
    except BROKEN as problem:
        raise StoreError(
            f"the store is damaged ({problem}); nothing was merged: {path}"
        ) from problem


def _check_times(theirs: sqlite3.Connection, merging: Merging) -> None:
    """Nothing is taken in from the future: such a row would stop the recording here, too."""
    for table, column in (("snapshot", "observed"), ("attempt", "time")):
        (newest,) = theirs.execute(f"SELECT max({column}) FROM {table}").fetchone()
        if newest is not None and newest > merging.now + LATEST:
            content = "the future" if table == "snapshot" else "a visit of the future"
            raise ImportRefused(f"{merging.file} holds {content}; nothing was merged")


def _check_labels(theirs: sqlite3.Connection, db: sqlite3.Connection, merging: Merging) -> None:
    if conflict := label_conflict(theirs, db, merging.lists):
        raise ImportRefused(f"{merging.file}: {conflict}; nothing was merged")


def _check_conflicts(theirs: sqlite3.Connection, db: sqlite3.Connection, merging: Merging) -> None:
    """Raise ImportRefused before any page is kept, where the last transaction would."""
    first = (
        None if merging.skip else next(conflicts(theirs, db, merging.lists, merging.after), None)
    )
    if first:
        raise ImportRefused(f"{merging.file}: {first}")


def _merge(
    theirs: sqlite3.Connection, db: sqlite3.Connection, merging: Merging, pages: Mapping[int, int]
) -> Merged:
    """Merge all but the pages, in the caller's transaction."""
    _check_labels(theirs, db, merging)
    sites: MergedSites = merge_sites(theirs, db, merging.lists)
    number = _number(db, merging)
    (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM article").fetchone()
    attempts, visits = merge_attempts(theirs, db, sites, pages, number, merging.after)
    merge = Merge(
        number,
        merging.file,
        merging.now,
        merging.skip,
        sites,
        attempts,
        merging.source,
        merging.after,
    )
    counts = merge_readings(theirs, db, merge)
    merge_articles(theirs, db, merge, newest)
    for site in sites.sites.values():
        relearn(db, site, merging.now)
        settle(db, site, merging.now)
    db.execute(
        "UPDATE import SET observations = observations + ?, known = known + ?, "
        "skipped = skipped + ? WHERE id = ?",
        (*counts, number),
    )
    return Merged(*counts, visits, 0)


def _number(db: sqlite3.Connection, merging: Merging) -> int:
    """The number of the import: a new one, or that of the one that goes on."""
    sql = "SELECT id FROM import WHERE file = ? AND undone IS NULL ORDER BY id DESC LIMIT 1"
    row = db.execute(sql, (merging.file,)).fetchone() if merging.goes_on else None
    if row:
        return int(row[0])
    sql = "INSERT INTO import (file, time, observations, known) VALUES (?,?,0,0)"
    return int(db.execute(sql, (merging.file, merging.now)).lastrowid or 0)
