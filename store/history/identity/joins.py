"""Joins articles that turned out to be one, and separates those that were joined wrongly.

The rules follow from the stored data of a site: its entries as shown, the telling parts, the
claims of article pages, and the site's entry in the configuration. The rules give each canonical
URL an identity. Addresses with the same identity are one article, known by the address that was
shown first: a function of what is stored, and not of the order in which it came. Updating this visit
by visit gives the same result as deriving it at once.

A join gives the entries to another article and derives the stays of only these articles anew. It
writes no change row, because the rows of a list remain as they were shown.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import NamedTuple

from store.db.trust import DEEPEST
from store.history.derived.derive import derive_articles
from store.history.derived.titles import derive_titles
from store.history.identity.identities import (
    by_hand,
    record_join,
    store_rules,
    stored_rules,
)
from store.history.identity.identity import Claim, Rules, Telling, learn, telling_parts
from store.history.identity.links import Link
from store.history.observations import FOREVER
from store.history.sites import OFFERED, is_applied, lists
from store.history.text_index import reindexed


class Derived(NamedTuple):
    """The joins and identities that follow from a site's rules.

    `joined`: canonical address's article -> the article it is; `known`: the identities that are
    nobody's canonical address -> their article.
    """

    joined: Mapping[int, int]
    known: Mapping[str, int]


def relearn(db: sqlite3.Connection, site: int, time: int, keys: Iterable[str] = ()) -> bool:
    """Learn the site's rules again and apply them; returns whether any article changed.

    If the configuration has changed since the history was derived, only the articles at the
    canonical URLs `keys` are joined, because a fetch does not rebuild. `time` is recorded.
    """
    rules = learnt(db, site)
    if is_applied(db, site):
        if rules == stored_rules(db, site):
            return False
        store_rules(db, site, rules)
        return _apply(db, site, rules, time, None)
    store_rules(db, site, rules)
    return _apply(db, site, rules, time, {rules.identity(key) for key in keys})


def settle(db: sqlite3.Connection, site: int, time: int) -> None:
    """Choose anew which of its addresses each article is known by, after the lists changed.

    A fetch does not rebuild, so this waits for a rebuild if the configuration has changed.
    """
    sql = "SELECT 1 FROM article WHERE site = ? AND joined IS NOT NULL LIMIT 1"
    if is_applied(db, site) and db.execute(sql, (site,)).fetchone():
        _apply(db, site, stored_rules(db, site), time, None)


def rejoin(db: sqlite3.Connection, site: int, time: int) -> None:
    """Derive all joins of a site anew, with the present settings of its entry."""
    rules = learnt(db, site)
    store_rules(db, site, rules)
    _apply(db, site, rules, time, None)
    db.execute("UPDATE site SET applied = by_hand WHERE id = ? AND applied <> by_hand", (site,))


def differences(db: sqlite3.Connection, site: int) -> int:
    """The number of a site's articles and identities that differ from a new derivation."""
    rules = learnt(db, site)
    derived = _derived(db, site, rules)
    stored = dict(db.execute("SELECT url, article FROM identity WHERE site = ?", (site,)))
    joined = db.execute("SELECT id, coalesce(joined, id) FROM article WHERE site = ?", (site,))
    (astray,) = db.execute(
        "SELECT count(*) FROM entry e JOIN article a ON a.id = e.own "
        "WHERE a.site = ? AND e.article IS NOT coalesce(a.joined, a.id)",
        (site,),
    ).fetchone()
    wrong: int = sum(derived.joined[article] != into for article, into in joined)
    return int(astray) + wrong + len(stored.items() ^ derived.known.items())


def learnt(db: sqlite3.Connection, site: int, page: Collection[Sequence[Link]] = ()) -> Rules:
    """The rules that follow from the stored data of a site and from the lists of a page."""
    links = db.execute(
        "SELECT r.url, e.title FROM entry e JOIN article r ON r.id = e.own "
        "WHERE r.site = ? AND e.flags <> ?",
        (site, OFFERED),
    )
    telling = db.execute("SELECT shape, names FROM telling WHERE site = ?", (site,))
    claims = db.execute(
        "SELECT r.url, c.url, c.title FROM claim c JOIN article r ON r.id = c.article "
        "WHERE r.site = ?",
        (site,),
    )
    return learn(
        [*(Link(*row) for row in links), *chain.from_iterable(page)],
        [
            *(Telling(shape, frozenset(json.loads(names))) for shape, names in telling),
            *chain.from_iterable(map(telling_parts, page)),
        ],
        (Claim(*row) for row in claims),
        by_hand(db, site),
    )


def _derived(db: sqlite3.Connection, site: int, rules: Rules) -> Derived:
    first: dict[str, int] = {}
    known: dict[str, int] = {}
    joined: dict[int, int] = {}
    urls: dict[str, int] = {}
    for article, url in _as_shown_first(db, site):
        key, spelt = rules.identity(url), rules.spelt(url)
        joined[article] = first.setdefault(key, article)
        urls[url] = known[key] = known[spelt] = joined[article]
    return Derived(joined, {key: article for key, article in known.items() if key not in urls})


def _as_shown_first(db: sqlite3.Connection, site: int) -> list[tuple[int, str]]:
    """The id and canonical URL of each article of a site, in the order in which lists showed them.

    What one visit showed is in the order of its lists and ranks; what no list showed comes last.
    """
    places: dict[int, tuple[int, int, int]] = {}
    for number, ranking_list in enumerate(lists(db, site)):
        for article, observed, rank in db.execute(_SHOWN_FIRST, (ranking_list.id,)):
            place = observed, number, rank
            places[article] = min(place, places.get(article, place))
    last = FOREVER, 0, 0
    rows = db.execute("SELECT id, url FROM article WHERE site = ?", (site,)).fetchall()
    return sorted(rows, key=lambda row: (places.get(row[0], last), row[1]))


_SHOWN_FIRST = f"""
SELECT own, place / {DEEPEST + 1}, place % {DEEPEST + 1} FROM (
    SELECT e.own, min(c.observed * {DEEPEST + 1} + c.rank) AS place
    FROM change c JOIN entry e ON e.id = c.entry
    WHERE c.list = ? AND e.own IS NOT NULL GROUP BY e.own
)
"""
"""The first time that a list showed each canonical URL, and the best rank then."""


def _apply(
    db: sqlite3.Connection, site: int, rules: Rules, time: int, keys: Collection[str] | None
) -> bool:
    """Join and separate articles by the rules: all of them, or those with these identities."""
    derived = _derived(db, site, rules)
    moves = [
        _Move(article, url, before, derived.joined[article])
        for article, url, before in db.execute(
            "SELECT id, url, coalesce(joined, id) FROM article WHERE site = ? ORDER BY id", (site,)
        ).fetchall()
        if derived.joined[article] != before and (keys is None or rules.identity(url) in keys)
    ]
    identities = {
        key: article for key, article in derived.known.items() if keys is None or key in keys
    }
    if keys is None:
        stored = dict(db.execute("SELECT url, article FROM identity WHERE site = ?", (site,)))
        removed = [(site, key) for key in stored if key not in identities]
        db.executemany("DELETE FROM identity WHERE site = ? AND url = ?", removed)
        identities = dict(identities.items() - stored.items())
    db.executemany(
        "INSERT OR REPLACE INTO identity (site, url, article) VALUES (?,?,?)",
        [(site, key, article) for key, article in identities.items()],
    )
    if moves:
        _carry_out(db, site, rules, moves, time)
    return bool(moves)


class _Move(NamedTuple):
    """The article of one canonical address, which was `before` and is `now`."""

    article: int
    url: str
    before: int
    now: int


def _carry_out(
    db: sqlite3.Connection, site: int, rules: Rules, moves: Collection[_Move], time: int
) -> None:
    concerned = {article for move in moves for article in (move.article, move.before, move.now)}
    with ExitStack() as index:
        for article in sorted(concerned):
            index.enter_context(reindexed(db, article))
        for move in moves:
            _move(db, move, time)
        derive_titles(db, concerned)
    _readdress(db, concerned)
    for move in moves:
        into = None if move.now == move.article else move.now
        record_join(db, rules, move.article, into, time)
    derive_articles(db, site, concerned)


def _move(db: sqlite3.Connection, move: _Move, time: int) -> None:
    """Give the entries, texts and queued pages of an address to the article that it now means."""
    into = None if move.now == move.article else move.now
    db.execute("UPDATE article SET joined = ? WHERE id = ?", (into, move.article))
    db.execute(
        "UPDATE entry SET article = ? WHERE article = ? AND own = ?",
        (move.now, move.before, move.article),
    )
    db.execute(
        "UPDATE part SET article = :now WHERE article = :before AND (:before = :article OR attempt "
        "IN (SELECT t.id FROM attempt t JOIN entry e ON e.address = t.asked "
        "WHERE e.own = :article AND t.site = (SELECT site FROM article WHERE id = :article)))",
        move._asdict(),
    )
    for article in {move.before, move.now}:
        _requeue(db, article, time)


def _requeue(db: sqlite3.Connection, article: int, time: int) -> None:
    """Update the state and the queue of an article after its addresses changed."""
    db.execute(
        "UPDATE article SET (first_seen, fetched, parts, gone) = (SELECT "
        "min(o.first_seen), iif(EXISTS (SELECT 1 FROM part WHERE article = :id), max(o.fetched), "
        "NULL), max(o.parts), iif(count(o.gone) = count(*), max(o.gone), NULL) "
        "FROM article o WHERE o.id = :id OR o.joined = :id) WHERE id = :id",
        {"id": article},
    )
    db.execute(
        "UPDATE article SET wanted = "
        "iif(joined IS NULL AND fetched IS NULL, coalesce(wanted, ?), NULL) WHERE id = ?",
        (time, article),
    )


def _readdress(db: sqlite3.Connection, articles: Collection[int]) -> None:
    """Give articles the address that a list showed last, which is the one to fetch."""
    newest = dict(
        db.execute(
            "SELECT e.article, e.address FROM entry e JOIN change c ON c.entry = e.id "
            "JOIN address a ON a.id = e.address "
            "WHERE e.article IN (SELECT value FROM json_each(?)) ORDER BY c.observed, a.url DESC",
            (json.dumps(sorted(articles)),),
        )
    )
    sql = "UPDATE article SET address = ? WHERE id = ?"
    db.executemany(sql, [(address, article) for article, address in newest.items()])
