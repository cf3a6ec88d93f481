"""The SQLite library that this Python comes with."""

import sqlite3
from contextlib import closing
from typing import NamedTuple


class Engine(NamedTuple):
    """The library's version, and the modules that it was built with, such as fts5."""

    version: tuple[int, ...]
    modules: frozenset[str]


def engine() -> Engine:
    """What SQLite says of itself."""
    with closing(sqlite3.connect(":memory:")) as db:
        modules = db.execute("SELECT name FROM pragma_module_list")
        return Engine(sqlite3.sqlite_version_info, frozenset(name for (name,) in modules))
