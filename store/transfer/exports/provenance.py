"""Where the rows of exports come from: the sites as they are configured, the readers, the joins."""

import json
import re
import sqlite3
from typing import Any, NamedTuple

from store.history.sites import sites
from store.transfer.exports.derived import joins
from store.transfer.exports.timeline import Scope
from store.transfer.exports.types import JoinRow


class SiteSource(NamedTuple):
    """A site's entry as far as it decides what is recorded, without secrets, and its readers.

    `identity` is what its entry says about telling articles apart (`identity`, `formerly`, `apart`).
    `readers` are the versions of the readers that read its lists, with the kinds of sources.
    """

    name: str
    label: str
    home: str
    zone: str
    every: int | None
    identity: dict[str, Any]
    readers: list[str]


class Provenance(NamedTuple):
    """All of it, for the sites of a scope."""

    sites: list[SiteSource]
    joins: list[JoinRow]


def provenance(db: sqlite3.Connection, scope: Scope) -> Provenance:
    """Where the rows come from. The joins are all, whatever the time in scope."""
    sources = [
        SiteSource(
            site.name,
            site.label,
            without_login(site.home),
            site.zone,
            site.every,
            _by_hand(db, site.id),
            _readers(db, site.id),
        )
        for site in sites(db)
        if scope.site in (None, site.name)
    ]
    return Provenance(sources, list(joins(db, Scope(site=scope.site), None)))


def _by_hand(db: sqlite3.Connection, site: int) -> dict[str, Any]:
    (text,) = db.execute("SELECT by_hand FROM site WHERE id = ?", (site,)).fetchone()
    settings: dict[str, Any] = json.loads(text) if text else {}
    return settings


def _readers(db: sqlite3.Connection, site: int) -> list[str]:
    sql = (
        "SELECT DISTINCT x.reader FROM shape_list x JOIN list l ON l.id = x.list "
        "WHERE l.site = ? AND x.reader <> '' ORDER BY 1"
    )
    return [reader for (reader,) in db.execute(sql, (site,))]


def without_login(url: str) -> str:
    """The address without the user name and password that may stand before its host.

    They are a secret of whoever made the request, and no part of what was asked for: they are
    neither stored nor written out.
    """
    return re.sub(r"^(https?://)[^/?#@]*@", r"\1", url, count=1, flags=re.IGNORECASE)
