"""Entries and articles: who is meant by a row of a list.

An article is identified by site and canonical address; its titles are a history. An *entry* is
an article with title and address as shown once, so that one integer in the change log says all
that a row said. Rows without an article are entries as well, with `article` NULL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from scrapers import Entry, Link

RETRY_GONE = 30 * 86_400
"""Seconds before a page that was gone (404, 410) is asked for again."""

Shown = tuple[str, str, str, str]
"""What makes an entry: title, address, canonical address (or ""), flags."""


def shown(entry: Entry) -> Shown:
    """The identity of a row apart from its rank."""
    return entry.title, entry.url, entry.article, " ".join(entry.flags)


def entry_ids(
    db: sqlite3.Connection,
    site: int,
    entries: Sequence[Entry],
    time: int,
    known: Mapping[Shown, int],
) -> list[int]:
    """The ids of a list's rows, made where they are new; `known` spares looking rows up."""
    return [known.get(shown(entry)) or _entry_id(db, site, entry, time) for entry in entries]


def address_id(db: sqlite3.Connection, url: str) -> int:
    """The id of an address, as spelt."""
    found = db.execute("SELECT id FROM address WHERE url = ?", (url,)).fetchone()
    if found:
        return int(found[0])
    return int(db.execute("INSERT INTO address (url) VALUES (?)", (url,)).lastrowid or 0)


def article_id(db: sqlite3.Connection, site: int, url: str, shown_as: str, time: int) -> int:
    """The id of an article by its canonical address.

    An older sighting moves `first_seen` back; a newer one says which spelling to fetch.
    """
    sql = "SELECT id, first_seen FROM article WHERE site = ? AND url = ?"
    found = db.execute(sql, (site, url)).fetchone()
    address = address_id(db, shown_as)
    if not found:
        insert = "INSERT INTO article (site, url, address, first_seen) VALUES (?,?,?,?)"
        return int(db.execute(insert, (site, url, address, time)).lastrowid or 0)
    column, value = ("first_seen", time) if time < found[1] else ("address", address)
    db.execute(f"UPDATE article SET {column} = ? WHERE id = ?", (value, found[0]))
    return int(found[0])


def sight(db: sqlite3.Connection, site: int, links: Iterable[Link], time: int) -> None:
    """Note articles that a page links to outside its rankings.

    A link's text is no title: it may be cut short or carry a date.
    """
    for link in links:
        article_id(db, site, link.article, link.url, time)


def note_title(db: sqlite3.Connection, article: int, title: str, time: int, seen_on: str) -> bool:
    """Add a title to an article's history; whether it was new to it."""
    from store.history.text_index import reindexed

    sql = "SELECT first_seen FROM title WHERE article = ? AND title = ?"
    found = db.execute(sql, (article, title)).fetchone()
    if found and found[0] <= time:
        return False
    with reindexed(db, article):
        db.execute(
            "INSERT INTO title (article, title, first_seen, seen_on) VALUES (?,?,?,?) ON CONFLICT "
            "DO UPDATE SET first_seen = excluded.first_seen, seen_on = excluded.seen_on",
            (article, title, time, seen_on),
        )
    return not found


def want(db: sqlite3.Connection, site: int, urls: Iterable[str], time: int) -> None:
    """Ask for the pages of articles just sighted that were never read and are not asked for."""
    import json

    db.execute(
        "UPDATE article SET wanted = ?, tries = 0 WHERE site = ? AND fetched IS NULL "
        "AND wanted IS NULL AND url IN (SELECT value FROM json_each(?))",
        (time, site, json.dumps(sorted(set(urls)))),
    )


def _entry_id(db: sqlite3.Connection, site: int, entry: Entry, time: int) -> int:
    address = address_id(db, entry.url)
    article = article_id(db, site, entry.article, entry.url, time) if entry.article else None
    flags = " ".join(entry.flags)
    if article is not None and note_title(db, article, entry.title, time, "list"):
        _want_again(db, article, time)
    sql = (
        "SELECT id FROM entry WHERE address = ? AND title = ? AND flags = ? "
        "AND coalesce(article, 0) = ?"
    )
    found = db.execute(sql, (address, entry.title, flags, article or 0)).fetchone()
    if found:
        return int(found[0])
    insert = "INSERT INTO entry (article, title, address, flags) VALUES (?,?,?,?)"
    return int(db.execute(insert, (article, entry.title, address, flags)).lastrowid or 0)


def _want_again(db: sqlite3.Connection, article: int, time: int) -> None:
    """A reworded title is the one reason to read an article's page a second time."""
    db.execute(
        "UPDATE article SET wanted = ?, tries = 0 "
        "WHERE id = ? AND fetched IS NOT NULL AND fetched <= ? AND wanted IS NULL",
        (time, article, time),
    )


def newest_title(db: sqlite3.Connection, article: int) -> str | None:
    """The title an article was last given."""
    row = db.execute(
        "SELECT title FROM title WHERE article = ? ORDER BY first_seen DESC, title LIMIT 1",
        (article,),
    ).fetchone()
    return row[0] if row else None
