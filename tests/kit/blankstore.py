"""Blank stores are copied from one that was made as the program makes them.

A run makes some seven hundred, and SQLite takes ten times as long to read all their definitions.
"""

import functools
import sqlite3
from contextlib import closing

from store.db import create

make_tables = create.make_tables


@functools.cache
def _blank() -> bytes:
    """A store that `make_tables` made, as bytes."""
    with closing(sqlite3.connect(":memory:")) as db:
        make_tables(db)
        return db.serialize()


def copied_tables(db: sqlite3.Connection) -> None:
    """What `make_tables` does to a blank file."""
    with closing(sqlite3.connect(":memory:")) as blank:
        blank.deserialize(_blank())
        blank.backup(db)
