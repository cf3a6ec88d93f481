"""The archive of kept pages: every page whole, at the price of what changed in it.

Pages are content-addressed by the SHA-256 of their plain bytes. A page is compressed with zstd
against a *key page* of the same site and kind; a fresh key is taken every day, and whenever
a page has so little in common with its key (a redesign) that the key does not pay. Reading one
back takes two steps at most: its key, then the page.
"""

import hashlib
import sqlite3
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

from store.errors import DamagedPage

LEVEL = 3
KEY_SECONDS = 86_400
"""A key serves the pages of this many seconds after it."""

WORTH = 4
"""A delta larger than a key's own size divided by this means that the key does not fit."""

SHORTEST_KEY = 8
"""Bytes that zstd wants of a key at least."""


def keep(
    db: sqlite3.Connection,
    site: int,
    kind: str,
    body: bytes,
    time: int,
    content_type: str | None = None,
) -> int:
    """Keep a page's bytes and return its id; bytes that are kept already are kept once."""
    digest = hashlib.sha256(body).digest()
    if known := db.execute("SELECT id FROM page WHERE sha256 = ?", (digest,)).fetchone():
        return int(known[0])
    key, data = _packed(db, site, kind, body, time)
    row = (site, kind, content_type, time, digest, len(body), key, data)
    sql = (
        "INSERT INTO page (site, kind, content_type, kept, sha256, size, key, data) "
        "VALUES (?,?,?,?,?,?,?,?)"
    )
    return int(db.execute(sql, row).lastrowid or 0)


def load(db: sqlite3.Connection, page: int) -> bytes:
    """The plain bytes of a kept page. Raises DamagedPage when they cannot be had."""
    row = db.execute("SELECT sha256, size, key, data FROM page WHERE id = ?", (page,)).fetchone()
    digest, size, key, data = row
    try:
        body = _unpacked(data, size, load(db, key) if key else None)
    except zstd.ZstdError as problem:
        raise DamagedPage(page, str(problem)) from problem
    if hashlib.sha256(body).digest() != digest:
        raise DamagedPage(page, "its hash differs")
    return body


def _packed(
    db: sqlite3.Connection, site: int, kind: str, body: bytes, time: int
) -> tuple[int | None, bytes]:
    """The key to lean on (None: this page is a key) and the compressed bytes."""
    newest = (
        "SELECT id, kept, length(data) FROM page "
        "WHERE site = ? AND kind = ? AND key IS NULL AND size >= ? ORDER BY id DESC LIMIT 1"
    )
    key = db.execute(newest, (site, kind, SHORTEST_KEY)).fetchone()
    if key and abs(time - key[1]) < KEY_SECONDS:
        with suppress(DamagedPage):  # a key that cannot be read back gets no more dependents
            delta = zstd.compress(body, LEVEL, zstd_dict=_prefix(load(db, key[0])))
            if len(delta) * WORTH <= key[2]:
                return key[0], delta
    return None, zstd.compress(body, LEVEL)


def _prefix(key: bytes) -> tuple[zstd.ZstdDict, int]:
    return zstd.ZstdDict(key, is_raw=True).as_prefix


def _unpacked(data: bytes, size: int, key: bytes | None) -> bytes:
    """Inflate, but never past the size that was recorded: a crafted row must not be a bomb."""
    inflater = zstd.ZstdDecompressor(zstd_dict=_prefix(key) if key else None)
    return inflater.decompress(data, max_length=size + 1)
