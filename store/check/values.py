"""Finds values that SQLite accepts but no row may have: numbers out of range, and broken texts."""

import sqlite3
from collections.abc import Iterator

from store.db.trust import DEEPEST
from store.pages.archive import LARGEST

_TIME = "BETWEEN 0 AND 253370764800"
_OFFSET = "BETWEEN -1440 AND 1440"
_WHOLE = ">= 0"

BOUNDS: dict[str, dict[str, str]] = {
    "site": {"every": "BETWEEN 1 AND 31622400"},
    "page": {"kept": _TIME, "size": f"BETWEEN 0 AND {LARGEST}"},
    "attempt": {
        "time": _TIME, "status": "BETWEEN 0 AND 9999", "bytes": _WHOLE, "milliseconds": _WHOLE,
    },
    "shape_list": {"items": f"BETWEEN 0 AND {DEEPEST}"},
    "snapshot": {"observed": _TIME, "utc_offset": _OFFSET},
    "article": {
        "first_seen": _TIME, "fetched": _TIME, "gone": _TIME, "wanted": _TIME,
        "parts": _WHOLE, "tries": _WHOLE,
    },
    "title": {"first_seen": _TIME},
    "change": {"rank": f"BETWEEN 1 AND {DEEPEST}", "observed": _TIME},
    "superseded": {
        "observed": _TIME, "replaced": _TIME, "items": f"BETWEEN 0 AND {DEEPEST}",
    },
    "trouble": {"since": _TIME, "told": _TIME, "times": _WHOLE},
}  # fmt: skip
"""What a number of a column must be, where there is one."""

JSON = {"host": "state", "superseded": "entries"}
"""Columns that hold JSON."""


def value_problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is out of reach, each column with how often."""
    for table, bounds in BOUNDS.items():
        for column, bound in bounds.items():
            yield from _counted(db, table, column, f"NOT {column} {bound}")
    for table, column in JSON.items():
        yield from _counted(db, table, column, f"NOT json_valid({column})")
    yield from _broken_texts(db)


def _counted(db: sqlite3.Connection, table: str, column: str, wrong: str) -> Iterator[str]:
    number = db.execute(f"SELECT count(*) FROM {table} WHERE {wrong}").fetchone()[0]
    if number:
        yield f"rows of {table} with a {column} that cannot be: {number}"


def _broken_texts(db: sqlite3.Connection) -> Iterator[str]:
    """Texts that are not UTF-8; whoever reads one fails."""
    for table in (
        *BOUNDS,
        "meta",
        "list",
        "address",
        "shape",
        "part",
        "entry",
        "validator",
        "host",
    ):
        info = db.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'")
        columns = ", ".join(name for (name,) in info)
        try:
            for _ in db.execute(f"SELECT {columns} FROM {table}") if columns else ():
                pass
        except sqlite3.OperationalError as problem:
            yield f"a text of {table} is not UTF-8: {problem}"[:120]
