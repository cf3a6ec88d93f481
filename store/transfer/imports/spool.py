"""A file's rows, read and checked before the store is locked, in a temporary database.

Reading a long file takes longer than storing it; a fetch that comes meanwhile should wait for the
storing only. SQLite keeps the database in memory while it is small and removes its file itself.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial

from store.transfer.imports.rows import ImportRow, ImportRows

REMEMBERED = 20_000
"""Lists of rows that are known by what they say."""


@contextmanager
def spooled(parts: Iterable[ImportRows]) -> Iterator[Callable[[], Iterator[ImportRows]]]:
    """Read all parts; gives what reads them again, in their order, as often as it is called."""
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, rows BLOB)")
        db.execute("CREATE TABLE part (line INTEGER, observed INTEGER, said INTEGER)")
        numbers: dict[tuple[ImportRow, ...], int] = {}
        for line, observed, rows in parts:
            if rows not in numbers:
                if len(numbers) >= REMEMBERED:
                    numbers.clear()
                text = json.dumps(rows)
                number = db.execute("INSERT INTO said (rows) VALUES (?)", (text,)).lastrowid
                numbers[rows] = number or 0
            db.execute("INSERT INTO part VALUES (?,?,?)", (line, observed, numbers[rows]))
        yield partial(_read_back, db)


def _read_back(db: sqlite3.Connection) -> Iterator[ImportRows]:
    rows_by_number: dict[int, tuple[ImportRow, ...]] = {}
    sql = "SELECT line, observed, said, rows FROM part JOIN said ON said.id = said ORDER BY part.rowid"
    for line, observed, number, text in db.execute(sql):
        if number not in rows_by_number:
            if len(rows_by_number) >= REMEMBERED:
                rows_by_number.clear()
            rows_by_number[number] = tuple(ImportRow(*row) for row in json.loads(text))
        yield line, observed, rows_by_number[number]
