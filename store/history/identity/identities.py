"""Finds the article of an address, by the rules that were learnt for the site.

Each canonical URL has its own row in `article`. If several turn out to be one article, `joined` of
the later rows refers to the first. An identity that is no article's canonical URL is in the table
`identity`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from store.history.identity.identity import ByHand, Rules
from store.history.identity.spelling import host, parts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from scrapers import Site

_NOTHING = '{"names": null, "formerly": [], "home": "", "apart": []}'


class Identities:
    """Finds articles by address; reads the rules of each site once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """`db` is a store; nothing is written."""
        self._db = db
        self._rules: dict[int, Rules] = {}

    def rules(self, site: int) -> Rules:
        """The rules that were learnt about a site's addresses."""
        if site not in self._rules:
            self._rules[site] = stored_rules(self._db, site)
        return self._rules[site]

    def forget(self, site: int) -> None:
        """Read the site's rules again when they are next asked for."""
        self._rules.pop(site, None)

    def find(self, site: int, canonical: str) -> int | None:
        """The article of a canonical URL; None if it is not known yet."""
        article = _by_url(self._db, site, canonical)
        if article is not None:
            return article
        rules = self.rules(site)
        key = rules.identity(canonical)
        if key == canonical:
            return _by_identity(self._db, site, key)
        article = _by_url(self._db, site, key)
        return article if article is not None else _by_identity(self._db, site, key)


def stored_rules(db: sqlite3.Connection, site: int) -> Rules:
    """The rules of a site as they stand in the store."""
    rows: dict[str, dict[str, str]] = {"noise": {}, "wraps": {}, "named": {}}
    for kind, place, content in db.execute(
        "SELECT kind, place, says FROM rule WHERE site = ?", (site,)
    ):
        rows[kind][place] = content
    noise = {place: frozenset(json.loads(content)) for place, content in rows["noise"].items()}
    return Rules(noise, rows["wraps"], by_hand(db, site), rows["named"])


def store_rules(db: sqlite3.Connection, site: int, rules: Rules) -> None:
    """Replace a site's rules."""
    noise = {place: json.dumps(sorted(names)) for place, names in rules.noise.items()}
    kinds: dict[str, Mapping[str, str]] = {
        "noise": noise,
        "wraps": rules.wraps,
        "named": rules.named,
    }
    db.execute("DELETE FROM rule WHERE site = ?", (site,))
    db.executemany(
        "INSERT INTO rule (site, kind, place, says) VALUES (?,?,?,?)",
        [
            (site, kind, place, content)
            for kind, rows in kinds.items()
            for place, content in rows.items()
        ],
    )


def by_hand(db: sqlite3.Connection, site: int) -> ByHand:
    """The identity settings of the site's entry, as the last fetch copied them."""
    row = db.execute("SELECT by_hand FROM site WHERE id = ?", (site,)).fetchone()
    settings = json.loads((row and row[0]) or _NOTHING)
    return ByHand(
        None if settings["names"] is None else frozenset(settings["names"]),
        tuple(settings["formerly"]),
        settings["home"],
        tuple((a, b) for a, b in settings["apart"]),
    )


def set_by_hand(db: sqlite3.Connection, number: int, site: Site) -> None:
    """Copy the identity settings of a site's entry; without articles they apply at once."""
    text = ""
    if site.identity is not None or site.formerly or site.apart:
        names = None
        if site.identity is not None:
            names = sorted(
                {name for parameter in site.identity for name in (parameter, f";{parameter}")}
            )
        settings = {
            "names": names,
            "formerly": site.formerly,
            "home": site.host,
            "apart": site.apart,
        }
        text = json.dumps(settings, ensure_ascii=False)
    (before,) = db.execute("SELECT by_hand FROM site WHERE id = ?", (number,)).fetchone()
    if text == before:
        return
    db.execute("UPDATE site SET by_hand = ? WHERE id = ?", (text, number))
    if not db.execute("SELECT 1 FROM article WHERE site = ? LIMIT 1", (number,)).fetchone():
        db.execute("UPDATE site SET applied = by_hand WHERE id = ?", (number,))


def _by_url(db: sqlite3.Connection, site: int, url: str) -> int | None:
    sql = "SELECT coalesce(joined, id) FROM article WHERE site = ? AND url = ?"
    row = db.execute(sql, (site, url)).fetchone()
    return row[0] if row else None


def _by_identity(db: sqlite3.Connection, site: int, url: str) -> int | None:
    sql = "SELECT article FROM identity WHERE site = ? AND url = ?"
    row = db.execute(sql, (site, url)).fetchone()
    return row[0] if row else None


# --- the record


def record_join(
    db: sqlite3.Connection, rules: Rules, article: int, into: int | None, time: int
) -> None:
    """Record that an article turned out to be another one; an earlier record is marked undone."""
    sql = "UPDATE joining SET undone = ? WHERE article = ? AND undone IS NULL"
    db.execute(sql, (time, article))
    if into is not None:
        urls = [_url(db, article), _url(db, into)]
        db.execute(
            "INSERT INTO joining (article, joined, time, evidence) VALUES (?,?,?,?)",
            (article, into, time, "; ".join(_evidence(rules, *urls))),
        )


def _url(db: sqlite3.Connection, article: int) -> str:
    return str(db.execute("SELECT url FROM article WHERE id = ?", (article,)).fetchone()[0])


def _evidence(rules: Rules, url: str, into: str) -> Iterator[str]:
    """The reasons why two addresses are one article."""
    if host(url) != host(into):
        yield "formerly"
    if rules.by_hand.names is not None:
        yield "identity"
    for wrapped in (url, into):
        if name := rules.wraps.get(parts(wrapped).path):
            yield f"wraps: {name}"
    names = parts(url).differing(parts(into))
    noise = {name for parts_of_shape in rules.noise.values() for name in parts_of_shape} & names
    if noise and rules.by_hand.names is None:
        yield f"noise: {' '.join(sorted(noise))}"
    if rules.spelt(url) != rules.spelt(into):
        yield "named by its page"
