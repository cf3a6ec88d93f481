"""Learns identity from the lists of a page, before its ranks are written."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from scrapers import Entry
from store.history.entries import witness
from store.history.identity.identities import stored_rules
from store.history.identity.identity import Rules, telling_parts
from store.history.identity.joins import learnt, relearn
from store.history.identity.links import Link
from store.history.identity.spelling import parts
from store.history.sites import is_applied


def take_in(db: sqlite3.Connection, site: int, lists: Iterable[Sequence[Entry]], time: int) -> bool:
    """Learn from the lists of one page, seen at `time`; returns whether any article changed."""
    rows = list(lists)
    entries = [entry for row in rows for entry in row if entry.article]
    new_telling = [keep_telling_parts(db, site, row) for row in rows]
    fresh = witness(db, site, entries, time)
    if not fresh and not any(new_telling):
        return False
    return may_learn(db, site, (e.article for e in entries)) and relearn(
        db, site, time, [e.article for e in entries]
    )


def rules_with(db: sqlite3.Connection, site: int, lists: Iterable[Sequence[Entry]]) -> Rules:
    """The rules that would be learnt from these lists of one page; nothing is written."""
    rows = [[Link(e.article, e.title) for e in row if e.article] for row in lists]
    if not may_learn(db, site, (entry.address for row in rows for entry in row)):
        return stored_rules(db, site)
    return learnt(db, site, rows)


def keep_telling_parts(db: sqlite3.Connection, site: int, row: Sequence[Entry]) -> bool:
    """Keep the parts of addresses that distinguish rows of one list; returns whether any is new."""
    links = [Link(e.article, e.title) for e in row if e.article and parts(e.article).values]
    values = [(site, shape, json.dumps(sorted(names))) for shape, names in telling_parts(links)]
    if not values:
        return False
    before = db.total_changes
    db.executemany("INSERT OR IGNORE INTO telling (site, shape, names) VALUES (?,?,?)", values)
    return db.total_changes > before


def may_learn(db: sqlite3.Connection, site: int, addresses: Iterable[str]) -> bool:
    """Whether addresses of this site have parts, or its entry has identity settings."""
    if any(parts(address).values for address in addresses) or not is_applied(db, site):
        return True
    sql = "SELECT 1 FROM rule WHERE site = ? LIMIT 1"
    return db.execute(sql, (site,)).fetchone() is not None
