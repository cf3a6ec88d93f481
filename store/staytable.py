"""The table of stays: reading and writing rows of `store.stays.Stay`."""

import sqlite3
from collections.abc import Iterable

from store.stays import Stay

COLUMNS = "article, begun, ended, entered, left, peak, peak_at, top1, top1_since"


def of_row(row: tuple[int, ...]) -> Stay:
    """A Stay from a row of COLUMNS."""
    return Stay(row[0], row[1], row[2], bool(row[3]), bool(row[4]), *row[5:])


def open_stays(db: sqlite3.Connection, list_id: int, articles: Iterable[int]) -> dict[int, Stay]:
    """Article -> its stay on this list that has not ended."""
    sql = (
        f"SELECT {COLUMNS} FROM stay WHERE article = ? AND list = ? AND ended IS NULL "
        "ORDER BY begun DESC LIMIT 1"
    )
    found = (db.execute(sql, (article, list_id)).fetchone() for article in articles)
    return {row[0]: of_row(row) for row in found if row}


def stays_of(db: sqlite3.Connection, list_id: int, article: int) -> list[Stay]:
    """An article's stays on one list, oldest first."""
    sql = f"SELECT {COLUMNS} FROM stay WHERE article = ? AND list = ? ORDER BY begun"
    return [of_row(row) for row in db.execute(sql, (article, list_id))]


def all_stays(db: sqlite3.Connection, list_id: int) -> list[Stay]:
    """All stays on one list."""
    sql = f"SELECT {COLUMNS} FROM stay WHERE list = ? ORDER BY begun, article"
    return [of_row(row) for row in db.execute(sql, (list_id,))]


def save(db: sqlite3.Connection, list_id: int, stays: Iterable[Stay]) -> None:
    """Write stays, new or changed."""
    db.executemany(
        f"INSERT OR REPLACE INTO stay (list, {COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)",
        [(list_id, *stay) for stay in stays],
    )


def clear(db: sqlite3.Connection, list_id: int) -> None:
    """Remove a list's stays, to be derived anew."""
    db.execute("DELETE FROM stay WHERE list = ?", (list_id,))
