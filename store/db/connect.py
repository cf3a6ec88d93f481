"""Opens a store: checks that the file is one, migrates it, and explains errors.

A store is one SQLite file. Reading never makes a file. Writing makes a complete file under a
temporary name and links it into place without overwriting, so that a killed process leaves no
partial store. Journal mode DELETE with synchronous EXTRA lost nothing in tests with kills and power
cuts, keeps the store in one file, and lets others read it.

Readers open the file for writing if they may, but with `query_only`, because only then can they
roll back the journal of a killed writer.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar, cast

from scrapers import TrackerError
from store.db import trust
from store.db.versions import APPLICATION_ID, OLDEST_SQLITE, SCHEMA_VERSION
from store.errors import BROKEN, DAMAGED, NoStore, Overtaken, StoreError, explained

Result = TypeVar("Result")

MOMENT = 0.15
"""Seconds in which a program that waits for the store gets it."""


@contextmanager
def reading(path: str) -> Iterator[sqlite3.Connection]:
    """A connection that sees one unchanging state of the store and cannot write.

    Raises NoStore where there is no file, StoreError where the file is not a usable store.
    """
    if not os.path.exists(path):
        raise _no_store(path)
    with connected(path, "rw" if os.access(path, os.W_OK) else "ro") as db:
        db.execute("PRAGMA query_only = 1")
        if checked_version(db, path) < SCHEMA_VERSION:
            raise StoreError(
                f"the store is of an older tracker; any  tracker fetch  brings it up to date: {path}"
            )
        _believe(db, path)
        db.execute("BEGIN")
        with _diagnosed(db, path):
            yield db


@contextmanager
def writing(
    path: str, *, create: bool = True, patience: float = trust.PATIENCE
) -> Iterator[sqlite3.Connection]:
    """A connection that may write, to a store that is made or migrated first if need be.

    It waits `patience` seconds for another writer.

    Nothing is committed by itself: see `transaction`. Raises StoreError, and without `create`
    NoStore where there is no file.
    """
    if not os.path.exists(path):
        if not create:
            raise _no_store(path)
        from store.db.create import make_store

        make_store(path)
    with connected(path, "rw") as db:
        db.patience = patience
        if checked_version(db, path) < SCHEMA_VERSION:
            migrate(db)
        _believe(db, path)
        db.execute("PRAGMA foreign_keys = 1")
        db.execute("PRAGMA synchronous = EXTRA")
        db.execute("PRAGMA cache_spill = 0")
        with _diagnosed(db, path):
            yield db


@contextmanager
def _filling(path: str) -> Iterator[sqlite3.Connection]:
    """Like `writing`, but a store that is not there yet appears only when the block ended well.

    Raises Overtaken if another process made one meanwhile.
    """
    if os.path.exists(path):
        with writing(path) as db:
            yield db
    else:
        from store.db.create import fresh_store

        with fresh_store(path) as fresh, writing(fresh) as db:
            yield db


def filled(path: str, fill: Callable[[sqlite3.Connection], Result]) -> Result:
    """Fill the store at `path`; one that is not there yet appears only when that ended well.

    If another process makes one meanwhile, theirs is filled.
    """
    try:
        with _filling(path) as db:
            return fill(db)
    except Overtaken:
        with _filling(path) as db:
            return fill(db)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Run the block as one transaction; IMMEDIATE, so that it cannot fail to write after a read."""
    db.execute("BEGIN IMMEDIATE")
    due = before_commit(db)
    try:
        yield
        for action in due.values():
            action()
        db.execute("COMMIT")
    finally:
        due.clear()
        if db.in_transaction:
            db.execute("ROLLBACK")


def make_way() -> None:
    """Leave the store alone for a moment, between two transactions of a long work.

    SQLite looks every tenth of a second whether a store is free, so whoever waits gets it now.
    """
    time.sleep(MOMENT)


def before_commit(db: sqlite3.Connection) -> dict[object, Callable[[], None]]:
    """What a transaction does once at its end, by what it does it for."""
    return cast("trust.Connection", db).before_commit


@contextmanager
def connected(path: str, mode: str) -> Iterator[trust.Connection]:
    """A connection in autocommit mode that turns SQLite's errors into errors for the user."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE[:2]))
        message = f"SQLite {sqlite3.sqlite_version} is older than {oldest}"
        raise StoreError(f"{message}; use a newer Python or SQLite (see  tracker doctor)")
    try:
        db = sqlite3.connect(
            uri(path, mode), trust.NAP, isolation_level=None, uri=True, factory=trust.Connection
        )
        with closing(db):
            db.allow(path)
            yield db
    except sqlite3.Error as problem:
        if reason := explained(problem, path):
            raise reason from problem
        raise


@contextmanager
def _diagnosed(db: sqlite3.Connection, path: str) -> Iterator[None]:
    """Tell a bug from a damaged store: what nobody expected is looked into before it is raised."""
    try:
        yield
    except TrackerError:
        raise
    except BROKEN as problem:
        if isinstance(problem, sqlite3.Error) and explained(problem, path):
            raise
        from store.check.check import check

        if db.in_transaction:
            db.execute("ROLLBACK")
        if any(part.problems for part in check(db)):
            raise StoreError(f"{DAMAGED}: {path}") from problem
        raise


def _no_store(path: str) -> NoStore:
    return NoStore(f"no store at {path}; begin with  tracker fetch  (or name one with --db)")


def uri(path: str, mode: str) -> str:
    """How SQLite opens a file in a mode, whatever signs its name has."""
    if path.startswith("//"):
        path = f"/{path.lstrip('/')}"  # two slashes would begin the name of a machine
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{quoted}?mode={mode}"


def checked_version(db: sqlite3.Connection, path: str) -> int:
    """The schema version of a store that is ours and not from the future."""
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise foreign(path)
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA_VERSION:
        raise StoreError(f"written by a newer tracker; update this one: {path}")
    return version


def foreign(path: str) -> StoreError:
    """The error for a file that is something else."""
    return StoreError(f"not a tracker store; choose another file with --db: {path}")


def _believe(db: sqlite3.Connection, path: str) -> None:
    """See that the file's tables can be asked; see `store.db.trust`."""
    trust.check_tables(db, path)
    trust.check_depth(db, path)


def migrate(db: sqlite3.Connection) -> None:
    """Apply the migrations that this file lacks."""
    from sqlite_utils import Database

    from store.db.migrations import migrations

    migrations.apply(Database(db, strict=True))
