"""The archive of kept pages: every page is complete but takes only the space of its changes.

Pages are content-addressed by the SHA-256 of their plain bytes. A page is compressed with zstd
against a *key page* of the same site and kind. A new key is taken every day, and when a page has
too little in common with its key, as after a redesign. Reading a page takes at most two steps: its
key, then the page.
"""

import hashlib
import sqlite3
import sys
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

from store.errors import DamagedPage

LEVEL, CHANGES = 3, 2
"""How hard zstd tries with keys and with changed pages.

At 2 a changed page of 200 KB is packed in half the time of 3, for a sixth more bytes.
"""

KEY_SECONDS = 86_400
"""A key serves the pages of this many seconds after it."""

WORTH = 4
"""A delta larger than a key's own size divided by this means that the key does not fit."""

LARGEST = 2**25
"""Bytes of the longest page that is read back: twice what is ever fetched."""

SHORTEST_KEY = 8
"""Bytes that zstd wants of a key at least."""

_ROW = "SELECT id, kept, sha256, size, key, data FROM page "


class _Row(NamedTuple):
    """A page as it is stored."""

    id: int
    kept: int
    digest: bytes
    size: int
    key: int | None
    data: bytes


recent: deque[tuple[bytes, bytes, bytes]] = deque(maxlen=2)
"""The keys last used: digest, stored bytes and plain bytes, so that a run unpacks each key once.

Only what is stored exactly so is taken from here: a key that was damaged since is not.
"""


def keep(db: sqlite3.Connection, site: int, kind: str, body: bytes, time: int) -> int:
    """Keep a page's bytes and return its id; bytes that are kept already are kept once."""
    digest = hashlib.sha256(body).digest()
    if stored := db.execute("SELECT id FROM page WHERE sha256 = ?", (digest,)).fetchone():
        return int(stored[0])
    key, data = _packed(db, site, kind, body, time)
    if key is None:
        recent.append((digest, data, body))
    row = (site, kind, time, digest, len(body), key, data)
    sql = "INSERT INTO page (site, kind, kept, sha256, size, key, data) VALUES (?,?,?,?,?,?,?)"
    return int(db.execute(sql, row).lastrowid or 0)


def load(db: sqlite3.Connection, page: int) -> bytes:
    """The plain bytes of a kept page. Raises DamagedPage when they cannot be had."""
    row = _Row(*db.execute(_ROW + "WHERE id = ?", (page,)).fetchone())
    if row.key is None:
        return _unpacked(row)
    key = _Row(*db.execute(_ROW + "WHERE id = ?", (row.key,)).fetchone())
    return _unpacked(row, _key(key))


def _packed(
    db: sqlite3.Connection, site: int, kind: str, body: bytes, time: int
) -> tuple[int | None, bytes]:
    """The key to lean on (None: this page is a key) and the compressed bytes."""
    newest = "WHERE site = ? AND kind = ? AND key IS NULL AND size >= ? ORDER BY id DESC LIMIT 1"
    newest_row = db.execute(_ROW + newest, (site, kind, SHORTEST_KEY)).fetchone()
    key = _Row(*newest_row) if newest_row else None
    if key and abs(time - key.kept) < KEY_SECONDS:
        with suppress(DamagedPage):  # a key that cannot be read back gets no more dependents
            delta = zstd.compress(body, CHANGES, zstd_dict=_prefix(_key(key)))
            if len(delta) * WORTH <= len(key.data):
                return key.id, delta
    return None, zstd.compress(body, LEVEL)


def _key(row: _Row) -> bytes:
    """The plain bytes of a key."""
    for digest, data, body in recent:
        if (digest, data, len(body)) == (row.digest, row.data, row.size):
            return body
    body = _unpacked(row)
    recent.append((row.digest, row.data, body))
    return body


def _prefix(key: bytes) -> tuple[zstd.ZstdDict, int]:
    return zstd.ZstdDict(key, is_raw=True).as_prefix


def _unpacked(row: _Row, key: bytes | None = None) -> bytes:
    """Inflate and check, but never past the recorded size: a crafted row must not be a bomb."""
    if not 0 <= row.size <= LARGEST:
        raise DamagedPage(row.id, f"no page has {row.size} bytes")
    inflater = zstd.ZstdDecompressor(zstd_dict=_prefix(key) if key else None)
    try:
        body = inflater.decompress(row.data, max_length=row.size + 1)
    except zstd.ZstdError as problem:
        raise DamagedPage(row.id, str(problem)) from problem
    if hashlib.sha256(body).digest() != row.digest:
        raise DamagedPage(row.id, "its hash differs")
    return body
