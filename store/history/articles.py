"""Articles: their addresses, first sightings and titles, and whether their pages are wanted.

Each canonical URL has a row. A later row may turn out to be the same article as an earlier one
(see `store.history.identity.identities`). All titles of an article are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.history.identity.identities import Identities, record_join

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from scrapers import Link

RETRY_GONE = 30 * 86_400
"""Seconds before a page that was gone (404, 410) is asked for again."""


def address_id(db: sqlite3.Connection, url: str) -> int:
    """The id of an address, as spelt."""
    row = db.execute("SELECT id FROM address WHERE url = ?", (url,)).fetchone()
    if row:
        return int(row[0])
    return int(db.execute("INSERT INTO address (url) VALUES (?)", (url,)).lastrowid or 0)


def article_id(
    db: sqlite3.Connection, identities: Identities, site: int, sighted: Link, time: int
) -> tuple[int, int]:
    """The ids of the article of a canonical URL, and of the article that it turned out to be.

    An older sighting moves `first_seen` back; a newer one determines which spelling is fetched.
    """
    stored = _stored_numbers(db, site, sighted.article)
    own_number, into = stored or _new_article(db, identities, site, sighted, time)
    address = address_id(db, sighted.url)
    for number in {own_number, into}:
        (first,) = db.execute("SELECT first_seen FROM article WHERE id = ?", (number,)).fetchone()
        column, value = ("first_seen", time) if time < first else ("address", address)
        db.execute(f"UPDATE article SET {column} = ? WHERE id = ?", (value, number))
    return own_number, into


def _stored_numbers(db: sqlite3.Connection, site: int, url: str) -> tuple[int, int] | None:
    sql = "SELECT id, coalesce(joined, id) FROM article WHERE site = ? AND url = ?"
    row = db.execute(sql, (site, url)).fetchone()
    return (row[0], row[1]) if row else None


def _new_article(
    db: sqlite3.Connection, identities: Identities, site: int, sighted: Link, time: int
) -> tuple[int, int]:
    """A row for a canonical address; its identity leads to it where it is known by another."""
    into = identities.find(site, sighted.article)
    row = site, sighted.article, address_id(db, sighted.url), time, into
    sql = "INSERT INTO article (site, url, address, first_seen, joined) VALUES (?,?,?,?,?)"
    number = int(db.execute(sql, row).lastrowid or 0)
    db.execute("DELETE FROM identity WHERE site = ? AND url = ?", (site, sighted.article))
    rules = identities.rules(site)
    key = rules.identity(sighted.article)
    if into is not None:
        record_join(db, rules, number, into, time)
    elif key != sighted.article:
        db.execute("INSERT OR IGNORE INTO identity VALUES (?,?,?)", (site, key, number))
    return number, number if into is None else into


def sight(db: sqlite3.Connection, site: int, links: Iterable[Link], time: int) -> None:
    """Record articles that a page links to outside its rankings.

    The text of such a link is not used as a title, because it may be cut or contain a date.
    """
    identities = Identities(db)
    for link in links:
        if _stored_numbers(db, site, link.article) or identities.find(site, link.article) is None:
            article_id(db, identities, site, link, time)


def note_sighting(db: sqlite3.Connection, article: int, title: str, time: int) -> None:
    """Record that a known article was seen with a known title, which may be the earliest time."""
    sql = "UPDATE article SET first_seen = ? WHERE id = ? AND first_seen > ?"
    db.execute(sql, (time, article, time))
    note_title(db, article, title, time, "list")


def note_title(db: sqlite3.Connection, article: int, title: str, time: int, seen_on: str) -> None:
    """Add a title to those of an article; the index of words has all of them."""
    from store.history.text_index import reindexed

    sql = "SELECT first_seen FROM title WHERE article = ? AND title = ?"
    row = db.execute(sql, (article, title)).fetchone()
    if row and row[0] <= time:
        return
    with reindexed(db, article):
        db.execute(
            "INSERT INTO title (article, title, first_seen, seen_on) VALUES (?,?,?,?) ON CONFLICT "
            "DO UPDATE SET first_seen = excluded.first_seen, seen_on = excluded.seen_on",
            (article, title, time, seen_on),
        )


def want(db: sqlite3.Connection, site: int, urls: Iterable[str], time: int) -> None:
    """Queue the pages of these articles, unless they were already read or queued."""
    identities = Identities(db)
    articles = {identities.find(site, url) for url in set(urls)} - {None}
    db.executemany(
        "UPDATE article SET wanted = ?, tries = 0 WHERE id = ? AND fetched IS NULL "
        "AND wanted IS NULL",
        [(time, article) for article in sorted(filter(None, articles))],
    )


def want_again(db: sqlite3.Connection, article: int, time: int) -> None:
    """Queue an article's page again. The only reason is that a list reworded its title."""
    db.execute(
        "UPDATE article SET wanted = ?, tries = 0 "
        "WHERE id = ? AND fetched IS NOT NULL AND fetched <= ? AND wanted IS NULL",
        (time, article, time),
    )


def is_new_title(db: sqlite3.Connection, list_id: int, article: int, title: str, time: int) -> bool:
    """Whether a list that had the article before now brings a title that nobody had shown."""
    sql = (
        "SELECT 1 FROM stay s JOIN title t ON t.article = s.article WHERE s.list = ? "
        "AND s.article = ? AND s.begun < ? AND t.title = ? AND t.first_seen = ?"
    )
    return db.execute(sql, (list_id, article, time, title, time)).fetchone() is not None
