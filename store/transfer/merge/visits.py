"""Takes in the kept pages and the visits of another store.

A page is known by its bytes. A visit is known by what it asked, when, and how it went: two machines
do not ask for one address in one second and wait for equally many milliseconds.
"""

import sqlite3
from collections.abc import Mapping

from store.db.connect import transaction
from store.history.articles import address_id
from store.pages import archive
from store.pages.attempts import accept_again, media_id
from store.transfer.merge.lists import MergedSites

AT_ONCE = 50
"""Pages that are kept in one transaction: a fetch waits for milliseconds."""


def keep_pages(
    theirs: sqlite3.Connection, db: sqlite3.Connection, sites: MergedSites
) -> tuple[dict[int, int], int]:
    """Their page id -> ours, and how many pages are new. Raises DamagedPage.

    Pages come in the order in which they were kept, so that each finds a key that fits.
    """
    rows = theirs.execute("SELECT id, site, kind, kept, sha256 FROM page ORDER BY id").fetchall()
    pages: dict[int, int] = {}
    fresh = 0
    for number, _, _, _, digest in rows:
        if stored := db.execute("SELECT id FROM page WHERE sha256 = ?", (digest,)).fetchone():
            pages[number] = stored[0]
    missing = [row for row in rows if row[0] not in pages]
    for start in range(0, len(missing), AT_ONCE):
        batch = missing[start : start + AT_ONCE]
        bodies = [archive.load(theirs, row[0]) for row in batch]
        with transaction(db):
            for (number, site, kind, kept, _), body in zip(batch, bodies, strict=True):
                pages[number] = archive.keep(db, sites.sites[site], kind, body, kept)
                fresh += 1
    return pages, fresh


def merge_attempts(
    theirs: sqlite3.Connection,
    db: sqlite3.Connection,
    sites: MergedSites,
    pages: Mapping[int, int],
    number: int,
    after: int = -1,
) -> tuple[dict[int, int], int]:
    """Their attempt id -> ours, of visits later than `after`, and how many of them are new.

    `number` is the import.
    """
    sql = (
        "SELECT t.id, t.site, t.of_article, t.time, q.url, w.url, t.status, t.bytes, "
        "t.milliseconds, t.code, t.detail, t.refused, t.page, m.type FROM attempt t "
        "JOIN address q ON q.id = t.asked JOIN address w ON w.id = t.answered "
        "LEFT JOIN media m ON m.id = t.media WHERE t.time > ? ORDER BY t.time, t.id"
    )
    attempts: dict[int, int] = {}
    fresh = 0
    bring = "INSERT OR IGNORE INTO brought (attempt, import) VALUES (?,?)"
    for their_attempt, site, kind, time, asked, answered, *values in theirs.execute(sql, (after,)):
        addresses = address_id(db, asked), address_id(db, answered)
        key = sites.sites[site], kind, time, *addresses, *values[:3]
        our_attempt = _stored_attempt(db, key)
        attempts[their_attempt] = our_attempt or _insert(db, key, values[3:], pages)
        if our_attempt is None:
            fresh += 1
            _note_archive(theirs, db, their_attempt, attempts[their_attempt])
        if our_attempt is None or _was_brought(db, our_attempt):
            db.execute(bring, (attempts[their_attempt], number))
        if our_attempt and values[5] and not values[3]:
            accept_again(db, our_attempt)
    return attempts, fresh


Key = tuple[object, ...]
"""Site, kind, time, asked, answered, status, bytes and milliseconds."""


def _stored_attempt(db: sqlite3.Connection, key: Key) -> int | None:
    row = db.execute(
        "SELECT id FROM attempt WHERE site = ? AND of_article = ? AND time = ? AND asked = ? "
        "AND answered = ? AND status IS ? AND bytes = ? AND milliseconds = ?",
        key,
    ).fetchone()
    return row[0] if row else None


def _insert(
    db: sqlite3.Connection, key: Key, values: list[object], pages: Mapping[int, int]
) -> int:
    code, detail, refused, page, media = values
    media_type = media if isinstance(media, str) else None
    our_page = pages[page] if isinstance(page, int) else None
    sql = (
        "INSERT INTO attempt (site, of_article, time, asked, answered, status, bytes, "
        "milliseconds, code, detail, refused, page, media) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
    )
    row = (*key, code, detail, refused, our_page, media_id(db, media_type))
    return int(db.execute(sql, row).lastrowid or 0)


def _was_brought(db: sqlite3.Connection, attempt: int) -> bool:
    sql = "SELECT 1 FROM brought WHERE attempt = ? LIMIT 1"
    return db.execute(sql, (attempt,)).fetchone() is not None


def _note_archive(
    theirs: sqlite3.Connection, db: sqlite3.Connection, their_attempt: int, our_attempt: int
) -> None:
    """Note which record of an archive a visit comes from, if it does."""
    row = theirs.execute(
        "SELECT file, record FROM archived WHERE attempt = ?", (their_attempt,)
    ).fetchone()
    if row:
        db.execute(
            "INSERT INTO archived (attempt, file, record) VALUES (?,?,?)", (our_attempt, *row)
        )
