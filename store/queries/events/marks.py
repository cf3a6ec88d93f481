"""Marks: short texts that change when what a published page shows may have changed.

A published site writes a page anew only if the mark of what it shows is another than when the page
was made. A mark of a day covers the day and all days before it, since a peak or a first sighting
depends on them. So an older import changes the marks of all later days, and new observations change
no mark of a day that is over.
"""

import hashlib
import sqlite3
from bisect import bisect_right
from typing import NamedTuple

from store.history import changes, observations
from store.history.sites import ListRow, SiteRow


class Day(NamedTuple):
    """A day of a list by the site's clock, 2026-01-27, from its first observation to its last."""

    date: str
    first: int
    last: int
    mark: str


class Address(NamedTuple):
    """An article and the address of one of its first entries, the oldest address first.

    An article that others were joined to has several addresses.
    """

    article: int
    url: str


_DAYS = """
SELECT date(s.observed + 60 * s.utc_offset, 'unixepoch'), min(s.observed), max(s.observed),
    count(*), total(s.observed % 65521 * s.shape)
FROM snapshot s JOIN shape_list x ON x.shape = s.shape AND x.list = ?
WHERE s.site = ? AND x.result = 'ok' GROUP BY 1 ORDER BY 2
"""
_ARTICLES = """
SELECT article, count(*), total(begun), total(ended), total(peak * (peak_at % 65521)), total(top1),
    sum(ended IS NULL)
FROM stay WHERE list = ? GROUP BY article
"""
_TEXTS = """
SELECT a.id, a.address, a.gone, (SELECT count(*) FROM title t WHERE t.article = a.id),
    (SELECT max(attempt) FROM part p WHERE p.article = a.id)
FROM article a WHERE a.site = ? AND a.joined IS NULL
"""
_REWRITTEN = """
SELECT (SELECT count(*) || ' ' || count(undone) FROM import),
    (SELECT count(*) || ' ' || count(undone) FROM joining), (SELECT count(*) FROM superseded)
"""
_ADDRESSES = """
SELECT e.article, d.url FROM (
    SELECT article, min(id) AS first FROM entry WHERE article IS NOT NULL
    GROUP BY article, coalesce(own, article)
) o JOIN entry e ON e.id = o.first JOIN address d ON d.id = e.address
JOIN article a ON a.id = e.article WHERE a.site = ? ORDER BY o.first
"""


def days(db: sqlite3.Connection, ranking_list: ListRow) -> list[Day]:
    """All days on which the list was observed, oldest first."""
    log = sorted(changes.changes(db, ranking_list.id))
    times = [time for time, _, _ in log]
    digest = hashlib.sha256(rewritten(db).encode())
    begin = 0
    marked_days = []
    for date, first, last, *facts in db.execute(_DAYS, (ranking_list.id, ranking_list.site)):
        end = bisect_right(times, last)
        digest.update(repr((date, first, last, facts, log[begin:end])).encode())
        begin = end
        marked_days.append(Day(date, first, last, digest.hexdigest()[:16]))
    return marked_days


def articles(db: sqlite3.Connection, site: SiteRow, lists: list[ListRow]) -> dict[int, str]:
    """Article -> the mark of all that is known of it, for those that were ever on a list."""
    marks: dict[int, list[object]] = {}
    past = rewritten(db)
    for ranking_list in lists:
        newest = observations.newest(db, ranking_list)
        for article, *values, present in db.execute(_ARTICLES, (ranking_list.id,)):
            facts = (ranking_list.id, ranking_list.label, *values, newest if present else None)
            marks.setdefault(article, [past]).append(facts)
    for article, *texts in db.execute(_TEXTS, (site.id,)):
        if article in marks:
            marks[article].append(texts)
    return {
        article: hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
        for article, facts in marks.items()
    }


def addresses(db: sqlite3.Connection, site: SiteRow) -> list[Address]:
    """The first address of each article, and of each article that was joined to it."""
    return [Address(*row) for row in db.execute(_ADDRESSES, (site.id,))]


def rewritten(db: sqlite3.Connection) -> str:
    """What changes when the past is told otherwise: imports, joins, pages that were read again."""
    return repr(db.execute(_REWRITTEN).fetchone())


_NEWEST = """
SELECT (SELECT max(id) FROM attempt), (SELECT max(id) FROM entry),
    (SELECT group_concat(newest) FROM (SELECT max(observed) AS newest FROM snapshot GROUP BY site))
"""


def written(db: sqlite3.Connection) -> str:
    """What changes with every transaction that writes to the file, and from one file to another."""
    newest = db.execute(_NEWEST).fetchone()
    path = next(file for _, name, file in db.execute("PRAGMA database_list") if name == "main")
    with open(path, "rb") as file:
        head = file.read(COUNTER.stop)
        size = file.seek(0, 2)
    return f"{head[COUNTER].hex()} {size} {newest}"


COUNTER = slice(24, 28)
"""Where SQLite counts the changes of a file, in its header."""
