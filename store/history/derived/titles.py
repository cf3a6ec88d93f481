"""Dates articles and their titles anew, after what showed them first was removed."""

import sqlite3
from collections.abc import Collection

from store.history.sites import OFFERED


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
