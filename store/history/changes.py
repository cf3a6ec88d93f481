"""The change log: the entry at each rank of a list, written only when it changes.

The key of `change` is (list, rank, observed). The entry at a rank at time t is that of the newest
row at or before t; a row with entry NULL means that the list ended above that rank. So the state
of a list at any time takes one index step per rank.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

Shown = tuple[str, str, str, str]
"""What makes an entry: title, address, canonical address (or ""), flags."""


class Row(NamedTuple):
    """One row of a list as it was shown, with its canonical URL and the id of its article."""

    rank: int
    entry: int
    article: int | None
    title: str
    url: str
    canonical: str
    flags: str

    @property
    def shown(self) -> Shown:
        """The row's identity apart from its rank (see store.history.entries)."""
        return self.title, self.url, self.canonical, self.flags


PLACES = """
WITH RECURSIVE place(rank) AS (
    SELECT 1 UNION ALL SELECT rank + 1 FROM place WHERE rank < :items
)
"""
"""The beginning of a query: the ranks from 1 to `items`."""

ROW = "e.id, e.article, e.title, a.url, coalesce(r.url, ''), e.flags"
BESIDE = "JOIN address a ON a.id = e.address LEFT JOIN article r ON r.id = e.own"
"""The columns of a Row after its rank, and where they stand beside an entry `e`."""

_ENTRY = """
(SELECT entry FROM change WHERE list = :list AND rank = place.rank AND observed <= :time
ORDER BY observed DESC LIMIT 1)
"""
_ENTRIES = f"{PLACES} SELECT {_ENTRY} FROM place"
_ARTICLES = f"{PLACES} SELECT (SELECT article FROM entry WHERE id = {_ENTRY}) FROM place"
_ROWS = (
    f"{PLACES} SELECT place.rank, {ROW} FROM place CROSS JOIN entry e ON e.id = {_ENTRY} {BESIDE} "
    "ORDER BY place.rank"
)


def entries_at(db: sqlite3.Connection, list_id: int, time: int, items: int) -> list[int | None]:
    """Entry ids at ranks 1..items as of a time."""
    values = {"list": list_id, "time": time, "items": items}
    return [entry for (entry,) in db.execute(_ENTRIES, values)]


def rows_at(db: sqlite3.Connection, list_id: int, time: int, items: int) -> list[Row]:
    """The rows of a list as of a time, in rank order."""
    values = {"list": list_id, "time": time, "items": items}
    return [Row(*row) for row in db.execute(_ROWS, values)]


def ranks_at(db: sqlite3.Connection, list_id: int, time: int, items: int) -> dict[int, int]:
    """Article -> best rank, as of a time."""
    values = {"list": list_id, "time": time, "items": items}
    return best_ranks(article for (article,) in db.execute(_ARTICLES, values))


def best_ranks(articles: Iterable[int | None]) -> dict[int, int]:
    """The articles at ranks 1, 2, 3 ... -> each one's best rank; rows without one are passed."""
    best: dict[int, int] = {}
    for rank, article in enumerate(articles, 1):
        if article is not None:
            best.setdefault(article, rank)
    return best


def article_of(db: sqlite3.Connection, entry: int | None) -> int | None:
    """The article of an entry; None for a row without one."""
    row = db.execute("SELECT article FROM entry WHERE id = ?", (entry,)).fetchone()
    return row[0] if row else None


def put(
    db: sqlite3.Connection,
    list_id: int,
    observed: int,
    before: Sequence[int | None],
    entries: Sequence[int | None],
) -> None:
    """Write the changes from the entries `before` to `entries`, observed at a time."""
    db.executemany(
        "INSERT INTO change (list, rank, observed, entry) VALUES (?,?,?,?)",
        [
            (list_id, rank, observed, new)
            for rank, (old, new) in enumerate(zip_longest(before, entries), 1)
            if old != new
        ],
    )


def take_back(db: sqlite3.Connection, list_id: int, observed: int) -> None:
    """Remove the changes of a time, rank by rank, as the key of the log requires."""
    db.executemany(
        "DELETE FROM change WHERE list = ? AND rank = ? AND observed = ?",
        [(list_id, rank, observed) for rank in range(1, deepest(db, list_id) + 1)],
    )


def deepest(db: sqlite3.Connection, list_id: int) -> int:
    """The lowest rank that a list ever had; 0 for a list without history."""
    row = db.execute("SELECT max(rank) FROM change WHERE list = ?", (list_id,)).fetchone()
    return row[0] or 0


def row_before(
    db: sqlite3.Connection, list_id: int, rank: int, time: int
) -> tuple[int, int | None] | None:
    """(observed, entry) of the newest change at a rank before a time; None if there is none."""
    sql = (
        "SELECT observed, entry FROM change WHERE list = ? AND rank = ? AND observed < ? "
        "ORDER BY observed DESC LIMIT 1"
    )
    row: tuple[int, int | None] | None = db.execute(sql, (list_id, rank, time)).fetchone()
    return row


def newest_change(db: sqlite3.Connection, list_id: int, at: int = 2**62) -> int | None:
    """The time of a list's last change at or before a time; None if it has no history then."""
    sql = "SELECT max(observed) FROM change WHERE list = ? AND rank = ? AND observed <= ?"
    times = [
        db.execute(sql, (list_id, rank, at)).fetchone()[0]
        for rank in range(1, deepest(db, list_id) + 1)
    ]
    return max((time for time in times if time is not None), default=None)


def changes(
    db: sqlite3.Connection, list_id: int, after: int = -1
) -> Iterator[tuple[int, int, int | None]]:
    """(observed, rank, entry) of a list in the order of time, later than `after`."""
    return db.execute(
        "SELECT observed, rank, entry FROM change WHERE list = ? AND observed > ? "
        "ORDER BY observed, rank",
        (list_id, after),
    )
