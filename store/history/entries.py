"""Maps the rows of a ranking to entries and articles.

An *entry* is a row of a list without its rank: an article with a title and an address. So one
integer in the change log stands for the whole row. A row without an article is an entry whose
`article` is NULL. An entry refers to the article of its own canonical URL, and to the article that
this one turned out to be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapers import Link
from store.history.articles import address_id, article_id, note_sighting, note_title
from store.history.identity.identities import Identities
from store.history.sites import OFFERED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from scrapers import Entry
    from store.history.changes import Shown

WITNESSES = 2
"""Spellings of one article under one title that are kept; further ones would say no more."""


def as_shown(entry: Entry) -> Shown:
    """The identity of a row apart from its rank."""
    return entry.title, entry.url, entry.article, " ".join(entry.flags)


def exact_ids(
    db: sqlite3.Connection,
    identities: Identities,
    site: int,
    entries: Sequence[Entry],
    time: int,
    known: Mapping[Shown, int],
) -> list[int]:
    """The entry ids of a list's rows, spelt exactly as shown; new entries are made."""
    return [known.get(as_shown(e)) or _exact(db, identities, site, e, time) for e in entries]


def entry_ids(
    db: sqlite3.Connection,
    site: int,
    entries: Sequence[Entry],
    time: int,
    known: Mapping[Shown, int],
) -> list[int]:
    """The entry ids of a list's rows; new entries are made, `known` entries need no lookup.

    Another spelling of an article's address makes no new entry, since the kept page has it.
    """
    if all(as_shown(entry) in known for entry in entries):
        return [known[as_shown(entry)] for entry in entries]
    identities = Identities(db)
    same = {_without_address(db, number): number for number in known.values()}
    return [
        known.get(as_shown(entry))
        or _as_known(db, identities, site, entry, time, same)
        or _exact(db, identities, site, entry, time)
        for entry in entries
    ]


def witness(db: sqlite3.Connection, site: int, entries: Iterable[Entry], time: int) -> bool:
    """Keep spellings that are new evidence about identity; returns whether there were any."""
    identities = Identities(db)
    fresh = [entry for entry in entries if entry.article and _is_news(db, identities, site, entry)]
    for entry in fresh:
        _exact(db, identities, site, entry, time)
    return bool(fresh)


def _is_news(db: sqlite3.Connection, identities: Identities, site: int, entry: Entry) -> bool:
    if db.execute(
        "SELECT 1 FROM entry e JOIN article r ON r.id = e.own "
        "WHERE r.site = ? AND r.url = ? AND e.title = ? LIMIT 1",
        (site, entry.article, entry.title),
    ).fetchone():
        return False
    article = identities.find(site, entry.article)
    sql = "SELECT count(DISTINCT own) FROM entry WHERE article = ? AND title = ?"
    return bool(db.execute(sql, (article, entry.title)).fetchone()[0] < WITNESSES)


def _without_address(db: sqlite3.Connection, number: int) -> tuple[int | None, str, str]:
    row = db.execute("SELECT article, title, flags FROM entry WHERE id = ?", (number,)).fetchone()
    return row[0], row[1], row[2]


def _as_known(
    db: sqlite3.Connection,
    identities: Identities,
    site: int,
    entry: Entry,
    time: int,
    same: Mapping[tuple[int | None, str, str], int],
) -> int | None:
    """The entry of the same article and title in another spelling, preferably the list's last."""
    article = identities.find(site, entry.article) if entry.article else None
    if article is None:
        return None
    key = article, entry.title, " ".join(entry.flags)
    sql = "SELECT min(id) FROM entry WHERE article = ? AND title = ? AND flags = ?"
    number: int | None = same.get(key) or db.execute(sql, key).fetchone()[0]
    if number is not None and OFFERED not in entry.flags:
        note_sighting(db, article, entry.title, time)
    return number


def _exact(
    db: sqlite3.Connection, identities: Identities, site: int, entry: Entry, time: int
) -> int:
    """The entry spelt exactly as shown; it is made if it is new."""
    address = address_id(db, entry.url)
    own = article = None
    if entry.article:
        sighted = Link(entry.title, entry.url, entry.article)
        own, article = article_id(db, identities, site, sighted, time)
        if OFFERED not in entry.flags:
            note_title(db, article, entry.title, time, "list")
    flags = " ".join(entry.flags)
    sql = "SELECT id FROM entry WHERE address = ? AND title = ? AND flags = ? AND coalesce(own, 0) = ?"
    row = db.execute(sql, (address, entry.title, flags, own or 0)).fetchone()
    if row:
        return int(row[0])
    insert = "INSERT INTO entry (article, own, title, address, flags) VALUES (?,?,?,?,?)"
    return int(db.execute(insert, (article, own, entry.title, address, flags)).lastrowid or 0)
