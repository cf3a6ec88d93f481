"""The table of stays: reading and writing rows of `store.history.derived.stays.Stay`."""

import sqlite3
from collections.abc import Iterable, Iterator

from store.history.derived.stays import Stay

COLUMNS = "article, begun, ended, entered, left, peak, peak_at, top1, top1_since"
SUMS = """
    sum(ended - begun) AS seconds, sum(top1) AS top1, min(peak) AS peak,
    min(peak << 40 | peak_at) & (1 << 40) - 1 AS peak_at,         -- of equal peaks the first
    1 + sum(entered) - (min(begun << 1 | entered) & 1) AS entries -- the first stay counts anyway
"""
"""What the stays of an article that have ended add up to: the columns of `total`."""
_OF_ARTICLES = (
    f"SELECT {COLUMNS} FROM stay WHERE list = ? AND article IN (SELECT value FROM json_each(?))"
)


def of_row(row: tuple[int, ...]) -> Stay:
    """A Stay from a row of COLUMNS."""
    article, begun, ended, entered, left, peak, peak_at, top1, top1_since = row
    return Stay(article, begun, ended, entered == 1, left == 1, peak, peak_at, top1, top1_since)


def open_stays(db: sqlite3.Connection, list_id: int, articles: Iterable[int]) -> dict[int, Stay]:
    """Article -> its stay on this list that has not ended."""
    rows = db.execute(
        f"{_OF_ARTICLES} AND ended IS NULL ORDER BY begun", (list_id, _json(articles))
    )
    return {row[0]: of_row(row) for row in rows}


def stays_of(db: sqlite3.Connection, list_id: int, articles: Iterable[int]) -> Iterator[Stay]:
    """The stays of some articles on one list, each article's together, oldest first."""
    sql = f"{_OF_ARTICLES} ORDER BY article, begun"
    return map(of_row, db.execute(sql, (list_id, _json(articles))))


def _json(numbers: Iterable[int]) -> str:
    """A list of numbers as JSON, which a query takes apart."""
    return str(list(numbers))


def all_stays(db: sqlite3.Connection, list_id: int) -> list[Stay]:
    """All stays on one list."""
    sql = f"SELECT {COLUMNS} FROM stay WHERE list = ? ORDER BY begun, article"
    return [of_row(row) for row in db.execute(sql, (list_id,))]


def overlapping(
    db: sqlite3.Connection, list_id: int, span: tuple[int, int], newest: int
) -> Iterator[tuple[Stay, str]]:
    """The stays that share time with [since, until), with the canonical URLs of their articles.

    `newest` is the time of the list's newest observation, up to which open stays last.
    """
    columns = ", ".join(f"s.{name}" for name in COLUMNS.split(", "))
    sql = (
        f"SELECT a.url, {columns} FROM stay s JOIN article a ON a.id = s.article "
        "WHERE s.list = ? AND s.begun < ? AND coalesce(s.ended, ?) >= ? ORDER BY s.begun, a.id"
    )
    since, until = span
    for url, *row in db.execute(sql, (list_id, until, newest, since)).fetchall():
        yield of_row(tuple(row)), url


def save(db: sqlite3.Connection, list_id: int, stays: Iterable[Stay]) -> None:
    """Write stays, new or changed."""
    db.executemany(
        f"INSERT OR REPLACE INTO stay (list, {COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)",
        [(list_id, *stay) for stay in stays],
    )


def clear(db: sqlite3.Connection, list_id: int) -> None:
    """Remove a list's stays, to be derived anew."""
    db.execute("DELETE FROM stay WHERE list = ?", (list_id,))
