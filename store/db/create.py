"""Makes a store, which appears under its name only when it is whole."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlite_utils import Database

from store.db import migrations
from store.db.connect import connected
from store.db.files import check_folder, partial, take_name
from store.errors import Overtaken, StoreError


def make_store(path: str) -> None:
    """Make a complete new store; if another process was first, theirs stands."""
    with suppress(Overtaken), fresh_store(path):
        pass


@contextmanager
def fresh_store(path: str) -> Iterator[str]:
    """A complete new store beside its place, which it takes when the block has ended well.

    Raises Overtaken if another process was first: theirs stands.
    """
    check_folder(path)
    with ExitStack() as stack:
        with _making(path):
            fresh = stack.enter_context(partial(path, 0o644))
        with connected(fresh, "rw") as db:
            make_tables(db)
        yield fresh
        with _making(path):
            take_name(fresh, path)


@contextmanager
def _making(path: str) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise Overtaken(path) from None
    except OSError as problem:
        raise StoreError(f"cannot make the store: {problem.strerror}: {path}") from problem


def make_tables(db: sqlite3.Connection) -> None:
    """Give a blank file the tables of a store."""
    migrations.create(Database(db, strict=True))
