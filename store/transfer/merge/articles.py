"""Takes in what another store knows of articles, and its evidence of which addresses are one article.

Joins are not copied. They are derived from the evidence of both stores, so that the order of merges
decides nothing.
"""

import sqlite3
from collections.abc import Mapping

from scrapers import Link
from store.history.articles import article_id, note_title
from store.history.entries import exact_ids
from store.history.identity.identities import Identities
from store.history.text_index import reindexed
from store.transfer.merge.readings import Merge, entry_of, row_of

STATE = "fetched, parts, wanted, tries, gone"
PART = "part, reader, title, category, section, published, modified, authors, lang, lead, body"


def merge_articles(
    theirs: sqlite3.Connection, db: sqlite3.Connection, merge: Merge, newest: int
) -> None:
    """Take in articles, spellings, claims and what their pages said; then superseded readings.

    `newest` was the newest article before this merge: those after it came with it.
    """
    articles: dict[int, int] = {}
    for their_site, our_site in merge.sites.sites.items():
        articles |= _articles(theirs, db, (their_site, our_site), merge, newest)
        _spellings(theirs, db, their_site, our_site)
        telling = theirs.execute("SELECT shape, names FROM telling WHERE site = ?", (their_site,))
        db.executemany(
            "INSERT OR IGNORE INTO telling VALUES (?,?,?)", ((our_site, *t) for t in telling)
        )
    _claims(theirs, db, articles)
    _parts(theirs, db, articles, merge.attempts)
    _superseded(theirs, db, merge)


def _articles(
    theirs: sqlite3.Connection,
    db: sqlite3.Connection,
    sites: tuple[int, int],
    merge: Merge,
    newest: int,
) -> dict[int, int]:
    """Their article id -> ours; the state of a page is that of the machine that asked last.

    Articles that were known there when this merge's part began came with the part before it.
    """
    their_site, our_site = sites
    identities = Identities(db)
    bring = "UPDATE article SET brought = ? WHERE id = ? AND (id > ? OR brought IS NOT NULL)"
    numbers: dict[int, int] = {}
    sql = (
        f"SELECT r.id, r.url, a.url, r.first_seen, {STATE} FROM article r "
        "JOIN address a ON a.id = r.address WHERE r.site = ? AND r.first_seen > ? ORDER BY r.id"
    )
    for number, url, address, first_seen, *state in theirs.execute(sql, (their_site, merge.after)):
        own_number, into = article_id(db, identities, our_site, Link("", address, url), first_seen)
        numbers[number] = into
        db.execute(bring, (merge.number, own_number, newest))
        archived = merge.source is not None
        _state(db, into, state, is_new=into > newest, archived=archived)
    return numbers


def _state(
    db: sqlite3.Connection,
    article: int,
    state: list[int | None],
    *,
    is_new: bool,
    archived: bool,
) -> None:
    """Take in the state of an article's page; one that an archive had before it was wanted stays so."""
    fetched, parts, _, tries, gone = state
    sql = "SELECT max(coalesce(fetched, 0), coalesce(gone, 0)), wanted FROM article WHERE id = ?"
    last, wanted_here = db.execute(sql, (article,)).fetchone()
    if is_new or max(fetched or 0, gone or 0) > last:
        if archived and (wanted_here or 0) > (fetched or 0):
            state = [fetched, parts, wanted_here, tries, gone]
        with reindexed(db, article):
            db.execute(
                f"UPDATE article SET ({STATE}) = (?,?,?,?,?) WHERE id = ?", (*state, article)
            )


def _spellings(
    theirs: sqlite3.Connection, db: sqlite3.Connection, their_site: int, our_site: int
) -> None:
    """Take in entries that no list shows: they are kept as evidence of what an address means."""
    sql = (
        "SELECT e.id, (SELECT min(first_seen) FROM title t WHERE t.article = e.article "
        "AND t.title = e.title) AS seen FROM entry e JOIN article r ON r.id = e.own "
        "WHERE r.site = ? AND seen IS NOT NULL "
        "AND e.id NOT IN (SELECT entry FROM change WHERE entry IS NOT NULL) ORDER BY e.id"
    )
    identities = Identities(db)
    for entry, first_seen in theirs.execute(sql, (their_site,)).fetchall():
        exact_ids(db, identities, our_site, [entry_of(row_of(theirs, entry))], first_seen, {})


def _claims(
    theirs: sqlite3.Connection, db: sqlite3.Connection, articles: Mapping[int, int]
) -> None:
    """Take in what pages say of their address; of two pages the one that was read later counts."""
    for number, url, title in theirs.execute("SELECT article, url, title FROM claim"):
        (later,) = theirs.execute("SELECT fetched FROM article WHERE id = ?", (number,)).fetchone()
        article = articles[number]
        (fetched,) = db.execute("SELECT fetched FROM article WHERE id = ?", (article,)).fetchone()
        how = "REPLACE" if later is not None and later == fetched else "IGNORE"
        db.execute(f"INSERT OR {how} INTO claim VALUES (?,?,?)", (article, url, title))


def _parts(
    theirs: sqlite3.Connection,
    db: sqlite3.Connection,
    articles: Mapping[int, int],
    attempts: Mapping[int, int],
) -> None:
    """Take in the pages of articles as they were read."""
    columns = f"article, attempt, {PART}"
    sql = f"SELECT {columns} FROM part ORDER BY article, part, attempt"
    for number, attempt, part, *values in theirs.execute(sql):
        article, our_attempt = articles[number], attempts[attempt]
        is_stored = "SELECT 1 FROM part WHERE part = ? AND attempt = ?"
        if db.execute(is_stored, (part, our_attempt)).fetchone():
            continue
        with reindexed(db, article):
            marks = ",".join("?" * (3 + len(values)))
            row = (article, our_attempt, part, *values)
            db.execute(f"INSERT OR IGNORE INTO part ({columns}) VALUES ({marks})", row)
        title = values[1]
        if title:
            (time,) = db.execute("SELECT time FROM attempt WHERE id = ?", (our_attempt,)).fetchone()
            note_title(db, article, title, time, "page")


def _superseded(theirs: sqlite3.Connection, db: sqlite3.Connection, merge: Merge) -> None:
    """Take in the readings that rereads replaced there."""
    columns = "observed, replaced, items, result, flags, source, reader, entries"
    for list_id, attempt, *values in theirs.execute(
        f"SELECT list, attempt, {columns} FROM superseded"
    ):
        number = merge.sites.lists[list_id].id
        is_stored = "SELECT 1 FROM superseded WHERE list = ? AND observed = ? AND reader = ?"
        if db.execute(is_stored, (number, values[0], values[6])).fetchone():
            continue
        row = (number, merge.attempts.get(attempt), *values)
        db.execute(
            f"INSERT INTO superseded (list, attempt, {columns}) VALUES (?,?,?,?,?,?,?,?,?,?)", row
        )
