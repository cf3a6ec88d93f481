"""Why nothing was measured in a gap: nothing ran, or what ran failed or was refused."""

import sqlite3

from scrapers import kind_of


def cause(db: sqlite3.Connection, site: int, since: int, until: int) -> str:
    """The cause in a few words: `no fetch was run`, `failed: connect`, `refused: layout`."""
    rows = db.execute(
        "SELECT code, count(*) FROM attempt WHERE site = ? AND NOT of_article "
        "AND time > ? AND time < ? AND code IS NOT NULL GROUP BY code ORDER BY count(*) DESC, code",
        (site, since, until),
    ).fetchall()
    if not rows:
        return "no fetch was run"
    code = rows[0][0]
    return f"{kind_of(code)}: {', '.join(row[0] for row in rows)}"
