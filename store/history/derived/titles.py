"""Derives anew the titles of articles that were joined or separated, and when each was first seen.

After what showed an article first was removed, only the times are derived anew.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping

from store.history.sites import OFFERED

_OF_ARTICLES = "WHERE article IN (SELECT value FROM json_each(?))"


def first_on_lists(db: sqlite3.Connection) -> dict[tuple[int, str], int]:
    """(article, title) -> when a list first showed it."""
    sql = (
        "SELECT e.article, e.title, min(c.observed) FROM change c JOIN entry e ON e.id = c.entry "
        "WHERE e.article IS NOT NULL AND e.flags <> ? GROUP BY e.article, e.title"
    )
    rows = db.execute(sql, (OFFERED,))
    return {(article, title): observed for article, title, observed in rows}


def date_titles(db: sqlite3.Connection, article: int, on_lists: dict[tuple[int, str], int]) -> None:
    """Give an article's titles the time when a list or its page first had them, or remove them."""
    on_page = (
        "SELECT min(t.time) FROM part p JOIN attempt t ON t.id = p.attempt "
        "WHERE p.article = ? AND p.title = ?"
    )
    for (title,) in db.execute("SELECT title FROM title WHERE article = ?", (article,)).fetchall():
        (read,) = db.execute(on_page, (article, title)).fetchone()
        sightings = [
            (time, on)
            for time, on in ((on_lists.get((article, title)), "list"), (read, "page"))
            if time is not None
        ]
        condition = "WHERE article = ? AND title = ?"
        if sightings:
            sql = f"UPDATE title SET first_seen = ?, seen_on = ? {condition}"
            db.execute(sql, (*min(sightings), article, title))
        else:
            db.execute(f"DELETE FROM title {condition}", (article, title))


def date_article(db: sqlite3.Connection, article: int, removed: Collection[int]) -> None:
    """Date an article by its titles where it bears the time of a visit that was removed."""
    row = db.execute(
        "SELECT first_seen, (SELECT min(first_seen) FROM title WHERE article = ?1) "
        "FROM article WHERE id = ?1",
        (article,),
    ).fetchone()
    if row and row[0] in removed and row[1] is not None:
        db.execute("UPDATE article SET first_seen = ? WHERE id = ?", (row[1], article))


def derive_titles(db: sqlite3.Connection, articles: Collection[int]) -> None:
    """Give articles the titles of their entries, and of the pages that were read of them."""
    numbers = (json.dumps(sorted(articles)),)
    before = dict(
        db.execute(f"SELECT title, min(first_seen) FROM title {_OF_ARTICLES} GROUP BY 1", numbers)
    )
    titles: dict[tuple[int, str], tuple[int, str]] = {}
    for article, title, time, seen_on in [*_on_lists(db, numbers, before), *_on_pages(db, numbers)]:
        earliest = titles.get((article, title))
        titles[article, title] = min(earliest, (time, seen_on)) if earliest else (time, seen_on)
    db.execute(f"DELETE FROM title {_OF_ARTICLES}", numbers)
    db.executemany(
        "INSERT INTO title (article, title, first_seen, seen_on) VALUES (?,?,?,?)",
        [(*key, *value) for key, value in titles.items()],
    )


_Sighting = tuple[int, str, int, str]
"""Article, title, when it was first seen, and on what."""


def _on_lists(
    db: sqlite3.Connection, numbers: tuple[str], before: Mapping[str, int]
) -> Iterator[_Sighting]:
    entries = f"SELECT id FROM entry {_OF_ARTICLES}"
    first = dict(
        db.execute(
            f"SELECT entry, min(observed) FROM change WHERE entry IN ({entries}) GROUP BY 1",
            numbers,
        )
    )
    sql = f"SELECT id, article, title FROM entry {_OF_ARTICLES} AND flags <> ?"
    for entry, article, title in db.execute(sql, (*numbers, OFFERED)):
        time = first.get(entry, before.get(title))
        if time is not None:
            yield article, title, time, "list"


def _on_pages(db: sqlite3.Connection, numbers: tuple[str]) -> Iterator[_Sighting]:
    return db.execute(
        "SELECT p.article, p.title, t.time, 'page' FROM part p JOIN attempt t ON t.id = p.attempt "
        f"{_OF_ARTICLES} AND p.title IS NOT NULL",
        numbers,
    )
