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
    found: dict[int, int] = {}
    fresh = 0
    for number, _, _, _, digest in rows:
        if known := db.execute("SELECT id FROM page WHERE sha256 = ?", (digest,)).fetchone():
            found[number] = known[0]
    missing = [row for row in rows if row[0] not in found]
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start : start + AT_ONCE]
        bodies = [archive.load(theirs, row[0]) for row in some]
        with transaction(db):
            for (number, site, kind, kept, _), body in zip(some, bodies, strict=True):
                found[number] = archive.keep(db, sites.sites[site], kind, body, kept)
                fresh += 1
    return found, fresh


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
    found: dict[int, int] = {}
    fresh = 0
    bring = "INSERT OR IGNORE INTO brought (attempt, import) VALUES (?,?)"
    for there, site, kind, time, asked, answered, *rest in theirs.execute(sql, (after,)):
        addresses = address_id(db, asked), address_id(db, answered)
        key = sites.sites[site], kind, time, *addresses, *rest[:3]
        known = _known(db, key)
        found[there] = known or _insert(db, key, rest[3:], pages)
        if known is None:
            fresh += 1
            _note_archive(theirs, db, there, found[there])
        if known is None or _was_brought(db, known):
            db.execute(bring, (found[there], number))
        if known and rest[5] and not rest[3]:
            accept_again(db, known)
    return found, fresh


Key = tuple[object, ...]
"""Site, kind, time, asked, answered, status, bytes and milliseconds."""


def _known(db: sqlite3.Connection, key: Key) -> int | None:
    row = db.execute(
        "SELECT id FROM attempt WHERE site = ? AND of_article = ? AND time = ? AND asked = ? "
        "AND answered = ? AND status IS ? AND bytes = ? AND milliseconds = ?",
        key,
    ).fetchone()
    return row[0] if row else None


def _insert(db: sqlite3.Connection, key: Key, rest: list[object], pages: Mapping[int, int]) -> int:
    code, detail, refused, page, media = rest
    said = media if isinstance(media, str) else None
    here = pages[page] if isinstance(page, int) else None
    sql = (
        "INSERT INTO attempt (site, of_article, time, asked, answered, status, bytes, "
        "milliseconds, code, detail, refused, page, media) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
    )
    row = (*key, code, detail, refused, here, media_id(db, said))
    return int(db.execute(sql, row).lastrowid or 0)


def _was_brought(db: sqlite3.Connection, attempt: int) -> bool:
    sql = "SELECT 1 FROM brought WHERE attempt = ? LIMIT 1"
    return db.execute(sql, (attempt,)).fetchone() is not None


def _note_archive(
    theirs: sqlite3.Connection, db: sqlite3.Connection, there: int, here: int
) -> None:
    """Note which record of an archive a visit comes from, if it does."""
    row = theirs.execute("SELECT file, record FROM archived WHERE attempt = ?", (there,)).fetchone()
    if row:
        db.execute("INSERT INTO archived (attempt, file, record) VALUES (?,?,?)", (here, *row))
