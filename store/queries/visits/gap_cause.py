"""The cause of a gap: no fetch ran, or the visits failed or were refused.

The cause of a gap next to an import, or before this machine's first visit, is unknown, because the
observations came from elsewhere.
"""

import sqlite3
from typing import NamedTuple

from scrapers import kind_of
from store.history import observations
from store.history.sites import SiteRow, lists


class Gap(NamedTuple):
    """A stretch of time between two observations that was not measured, and why."""

    begun: int
    ended: int
    cause: str


def site_gaps(db: sqlite3.Connection, site: SiteRow, since: int, until: int) -> list[Gap]:
    """The gaps that share time with [since, until), each once, whichever lists have it."""
    gaps = {
        gap
        for ranking_list in lists(db, site.id)
        for gap in observations.gaps(db, ranking_list, since, until)
    }
    return [Gap(*gap, cause(db, site.id, *gap)) for gap in sorted(gaps)]


def cause(db: sqlite3.Connection, site: int, since: int, until: int) -> str:
    """The cause in a few words: `no fetch was run`, `failed: connect`, `refused: layout`.

    `since` and `until` are the gap's edges, two observations, in UTC seconds.
    """
    rows = db.execute(
        "SELECT code, count(*) FROM attempt WHERE site = ? AND NOT of_article "
        "AND time > ? AND time < ? AND code IS NOT NULL GROUP BY code ORDER BY count(*) DESC, code",
        (site, since, until),
    ).fetchall()
    if rows:
        return f"{kind_of(rows[0][0])}: {', '.join(row[0] for row in rows)}"
    if _exists(db, f"{_RANKINGS} AND time > ? AND time < ?", site, since, until):
        return "fetched without this list"
    fetched_before = _exists(db, f"{_RANKINGS} AND time <= ?", site, since)
    imported = "SELECT 1 FROM snapshot WHERE site = ? AND observed IN (?, ?) AND attempt IS NULL"
    if not fetched_before or _exists(db, imported, site, since, until):
        return "not known"
    return "no fetch was run"


_RANKINGS = "SELECT 1 FROM attempt WHERE site = ? AND NOT of_article"


def _exists(db: sqlite3.Connection, sql: str, *values: int) -> bool:
    return db.execute(f"{sql} LIMIT 1", values).fetchone() is not None
