"""Finds values that SQLite accepts but no row may have: numbers out of range, and broken texts."""

import sqlite3
from collections.abc import Iterator

from store.db.trust import DEEPEST
from store.pages.archive import LARGEST

_TIME = "BETWEEN 0 AND 253370764800"
_OFFSET = "BETWEEN -1440 AND 1440"
_WHOLE = ">= 0"

BOUNDS = {
    **dict.fromkeys(("time", "observed", "first_seen", "fetched", "gone", "wanted", "kept"), _TIME),
    **dict.fromkeys(("since", "told", "replaced", "undone", "due", "ended"), _TIME),
    **dict.fromkeys(("bytes", "milliseconds", "parts", "tries", "times"), _WHOLE),
    **dict.fromkeys(("observations", "known", "skipped"), _WHOLE),
    "every": "BETWEEN 0 AND 31622400",
    "size": f"BETWEEN 0 AND {LARGEST}",
    "status": "BETWEEN 0 AND 9999",
    "rank": f"BETWEEN 1 AND {DEEPEST}",
    "items": f"BETWEEN 0 AND {DEEPEST}",
    "utc_offset": _OFFSET,
}
"""What a number must be, if there is one, by the name of its column in any table."""

JSON = {
    *(("host", "state"), ("superseded", "entries"), ("telling", "names")),
    *(("notice", "event"), ("message", "content")),
}
"""Tables and columns that hold JSON."""

DERIVED = "stay", "total", "gap"
"""Tables that are compared with a new derivation anyway, and that a rebuild makes good."""


def value_problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is out of reach, each column with how often; in all tables that the schema has."""
    for table, columns in _tables(db).items():
        for column, kind in columns.items():
            if kind == "INTEGER" and column in BOUNDS:
                yield from _counted(db, table, column, f"NOT {column} {BOUNDS[column]}")
            if (table, column) in JSON:
                yield from _counted(db, table, column, f"NOT json_valid({column})")
    yield from _broken_texts(db)


def _tables(db: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Table -> column -> its type, without the tables of SQLite, of its search and of migrations."""
    sql = (
        "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c "
        "WHERE t.type = 'table' AND t.name NOT GLOB 'words*' AND t.name NOT GLOB '*sqlite_*'"
    )
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in db.execute(sql).fetchall():
        if table not in DERIVED:
            tables.setdefault(table, {})[column] = kind
    return tables


def _counted(db: sqlite3.Connection, table: str, column: str, wrong: str) -> Iterator[str]:
    number = db.execute(f"SELECT count(*) FROM {table} WHERE {wrong}").fetchone()[0]
    if number:
        yield f"rows of {table} with a {column} that cannot be: {number}"


def _broken_texts(db: sqlite3.Connection) -> Iterator[str]:
    """Texts that are not UTF-8; whoever reads one fails."""
    for table, kinds in _tables(db).items():
        columns = ", ".join(f'"{name}"' for name, kind in kinds.items() if kind == "TEXT")
        try:
            for _ in db.execute(f"SELECT {columns} FROM {table}") if columns else ():
                pass
        except sqlite3.OperationalError as problem:
            yield f"a text of {table} is not UTF-8: {problem}"[:120]
