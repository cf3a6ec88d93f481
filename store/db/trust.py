"""Checks whether a file can be trusted, since a store may be damaged or come from anywhere.

The tables and views must be exactly those of this program, because a foreign view can run for ever
and a trigger can do anything. No list may be deeper than an import allows, because lists are read
rank by rank. Each statement has a limit of steps in proportion to the file's size.
"""

import os
import sqlite3
import time
from typing import TYPE_CHECKING

from store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 10_000
"""Entries of the longest list that is ever taken in."""

LARGEST = 64 * 2**20
"""Bytes of the longest value that is read from a store; a page may have 16 MiB."""

STEPS = 1_000_000
"""Steps of SQLite's machine between two looks at the allowance."""

ALLOWANCE, STEP_BYTES = 60, 5_000
"""How many looks a statement may take, and after how many bytes of the file one more."""

EXPECTED = os.path.join(os.path.dirname(__file__), "schema_now.sql")
"""The schema as the newest migration leaves it; `make golden` writes it."""

_OURS = "SELECT CAST(sql AS TEXT) FROM sqlite_schema WHERE sql IS NOT NULL"

_HARMLESS = tuple(
    f"CREATE {kind} " for kind in ("TABLE", "VIRTUAL TABLE", "VIEW", "INDEX", "UNIQUE INDEX")
)
"""How SQLite itself writes what others may add; all else may be a trigger in disguise."""


NAP = 0.5
"""Seconds that SQLite itself waits for another program; meanwhile no signal is noticed."""

PATIENCE = 30.0
"""Seconds that a connection waits for another writer."""


class Connection(sqlite3.Connection):
    """A connection whose statements all come to an end, and that a signal can end."""

    patience = PATIENCE
    """Seconds that a statement waits while another program has the store."""

    before_commit: "dict[object, Callable[[], None]]"
    """What the transaction that is open does once at its end, by what it does it for."""

    def allow(self, path: str) -> None:
        """Give each statement an allowance that fits the file."""
        self.before_commit = {}
        self.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
        self._left = self._allowed = ALLOWANCE + os.path.getsize(path) // STEP_BYTES
        self.set_progress_handler(self._look, STEPS)

    def _look(self) -> bool:
        self._left -= 1
        return self._left < 0

    def execute(self, *statement: object) -> sqlite3.Cursor:
        """Execute a statement, which begins with a full allowance."""
        ends = time.monotonic() + self.patience
        while True:
            self._left = self._allowed
            try:
                return super().execute(*statement)  # type: ignore[arg-type]  # as sqlite3 has it
            except sqlite3.OperationalError as problem:
                code = getattr(problem, "sqlite_errorcode", 0)
                busy = code & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() >= ends:
                    raise
            except UnicodeDecodeError as problem:  # SQLite's message quotes what is damaged
                raise sqlite3.OperationalError("Could not decode to UTF-8") from problem

    def executemany(self, *statement: object) -> sqlite3.Cursor:
        """The same for many rows."""
        self._left = self._allowed
        return super().executemany(*statement)  # type: ignore[arg-type]  # as sqlite3 has it


def check_tables(db: sqlite3.Connection, path: str) -> None:
    """Raise StoreError unless all that this program asks and writes is as it was made."""
    with open(EXPECTED, encoding="utf-8") as file:
        expected = set(statements(file.read()))
    present = {sql for (sql,) in db.execute(_OURS)}
    missing = {_plain(sql) for sql in expected - present}
    if missing:
        missing -= {_plain(sql) for sql in present}
    foreign = [sql for sql in present - expected if not _plain(sql).upper().startswith(_HARMLESS)]
    for sql in (*missing, *foreign):
        raise StoreError(
            f"another program changed the store ({_plain(sql)[:40]} ...); restore a backup: {path}"
        )


def check_depth(db: sqlite3.Connection, path: str) -> None:
    """Raise StoreError where a list is deeper than lists are."""
    sql = (
        "SELECT max(coalesce((SELECT max(items) FROM shape_list), 0), coalesce((SELECT max("
        "(SELECT max(rank) FROM change WHERE list = l.id)) FROM list l), 0))"
    )
    if db.execute(sql).fetchone()[0] > DEEPEST:
        message = f"a list has more than {DEEPEST:,} entries"
        raise StoreError(f"the store is damaged ({message}); restore a backup: {path}")


def statements(script: str) -> list[str]:
    """The statements of `schema_now.sql`, as SQLite keeps them."""
    return script.removesuffix(";\n").split(";\n\n")


def schema_of(db: sqlite3.Connection) -> str:
    """The text of `schema_now.sql`, from a store that has all migrations."""
    sql = (
        f"{_OURS} AND tbl_name NOT GLOB 'sqlite*' AND tbl_name NOT GLOB '_sqlite*' "
        "AND name NOT GLOB 'words_*' ORDER BY type DESC, name"
    )
    return ";\n\n".join(statement for (statement,) in db.execute(sql)) + ";\n"


def _plain(sql: str) -> str:
    """A statement without what versions of SQLite write differently: quotes and spaces."""
    return " ".join(sql.replace('"', "").split())
