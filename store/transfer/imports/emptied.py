"""Removes the lists and sites that an undone import leaves without anything.

A list goes if no snapshot names it and no earlier reading of it is kept. A site goes with its last
list if it was never visited from here. So `sites` and `status` show nothing that only a file named.
"""

import sqlite3

_LISTS = """
SELECT l.id FROM list l WHERE l.site = ?
AND NOT EXISTS (SELECT 1 FROM superseded WHERE list = l.id)
AND NOT EXISTS (SELECT 1 FROM snapshot s JOIN shape_list x ON x.shape = s.shape
    WHERE s.site = l.site AND x.list = l.id)
"""
_OF_LISTS = ("change", "gap", "given", "skipped", "stay", "total")
_SITE_STAYS = """
SELECT EXISTS (SELECT 1 FROM list WHERE site = ?1) OR EXISTS (SELECT 1 FROM attempt WHERE site = ?1)
OR EXISTS (SELECT 1 FROM attempt t JOIN page p ON p.id = t.page WHERE p.site = ?1)
"""
_OF_SITES = ("identity", "page", "rule", "telling", "trouble", "validator")


def remove_emptied(db: sqlite3.Connection, site: int) -> None:
    """Remove a site's emptied lists, and the site if nothing is left of it."""
    emptied = [number for (number,) in db.execute(_LISTS, (site,))]
    for number in emptied:
        _remove_list(db, number)
    if emptied and not db.execute(_SITE_STAYS, (site,)).fetchone()[0]:
        _remove_site(db, site)


def _remove_list(db: sqlite3.Connection, number: int) -> None:
    """Remove a list with the shapes that name it; no snapshot has one of these."""
    shapes = db.execute("SELECT shape FROM shape_list WHERE list = ?", (number,)).fetchall()
    db.executemany("DELETE FROM shape_list WHERE shape = ?", shapes)
    db.executemany("DELETE FROM shape WHERE id = ?", shapes)
    for table in _OF_LISTS:
        db.execute(f"DELETE FROM {table} WHERE list = ?", (number,))
    db.execute("DELETE FROM list WHERE id = ?", (number,))


def _remove_site(db: sqlite3.Connection, site: int) -> None:
    """Remove a site with what was learnt of its articles."""
    articles = "(SELECT id FROM article WHERE site = ?)"
    for table in _OF_SITES:
        db.execute(f"DELETE FROM {table} WHERE site = ?", (site,))
    db.execute(f"DELETE FROM joining WHERE article IN {articles}", (site,))
    db.execute("UPDATE article SET joined = NULL WHERE site = ?", (site,))
    db.execute("DELETE FROM article WHERE site = ?", (site,))
    db.execute("DELETE FROM site WHERE id = ?", (site,))
