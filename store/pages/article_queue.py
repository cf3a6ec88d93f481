"""Article pages: which are to be fetched, and what was read in them.

An article is *wanted* from its first sighting on until its page was read; a reworded title
makes it wanted again. A failure puts it off, each time for longer; a page that is gone is left
alone for thirty days.
"""

import sqlite3
from typing import NamedTuple

from scrapers import Article
from store.history.entries import RETRY_GONE, note_title
from store.history.text_index import reindexed

HOUR = 3600


class Wanted(NamedTuple):
    """An article whose page is to be fetched, by the address it was last shown with."""

    article: int
    url: str
    address: str


def wanted(db: sqlite3.Connection, site: int, now: int) -> list[Wanted]:
    """The articles to fetch now, oldest sighting first."""
    sql = (
        "SELECT r.id, r.url, a.url FROM article r JOIN address a ON a.id = r.address "
        "WHERE r.site = ? AND r.wanted <= ? ORDER BY r.wanted, r.first_seen, r.id"
    )
    return [Wanted(*row) for row in db.execute(sql, (site, now))]


def newest_article(db: sqlite3.Connection, site: int) -> str | None:
    """The address of the newest known article that is not gone."""
    row = db.execute(
        "SELECT a.url FROM article r JOIN address a ON a.id = r.address "
        "WHERE r.site = ? AND r.gone IS NULL ORDER BY r.first_seen DESC, r.id LIMIT 1",
        (site,),
    ).fetchone()
    return row[0] if row else None


def owner(db: sqlite3.Connection, site: int, canonical: str) -> int | None:
    """The article of this site that is known by a canonical address."""
    sql = "SELECT id FROM article WHERE site = ? AND url = ?"
    row = db.execute(sql, (site, canonical)).fetchone()
    return row[0] if row else None


def keep_part(
    db: sqlite3.Connection, article: int, attempt: int, read: Article, reader: str, time: int
) -> None:
    """Store one page of an article as read, and its title with the history."""
    row = (
        article, read.part, attempt, reader, read.title, "、".join(read.category), read.section,
        read.published, read.modified, "、".join(read.authors), read.lang, read.lead, read.body,
    )  # fmt: skip
    with reindexed(db, article):
        db.execute(
            "INSERT INTO part (article, part, attempt, reader, title, category, section, "
            "published, modified, authors, lang, lead, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            row,
        )
    if read.title:
        note_title(db, article, read.title, time, "page")


def fetched(db: sqlite3.Connection, article: int, time: int, parts: int) -> None:
    """The article's pages were all read, `parts` of them; further ones of before are no more."""
    with reindexed(db, article):
        db.execute(
            "UPDATE article SET fetched = ?, parts = ?, wanted = NULL, tries = 0, gone = NULL "
            "WHERE id = ?",
            (time, parts, article),
        )


def gone(db: sqlite3.Connection, article: int, time: int) -> None:
    """The site said that the page is not there (404, 410)."""
    db.execute(
        "UPDATE article SET gone = ?, wanted = ?, tries = tries + 1 WHERE id = ?",
        (time, time + RETRY_GONE, article),
    )


def put_off(db: sqlite3.Connection, article: int, time: int) -> None:
    """The page could not be read this time: next after 1 h, 2 h, 4 h ... and at most 30 days."""
    db.execute(
        "UPDATE article SET wanted = ? + min(?, ? << min(tries, 20)), tries = tries + 1 "
        "WHERE id = ?",
        (time, RETRY_GONE, HOUR, article),
    )
