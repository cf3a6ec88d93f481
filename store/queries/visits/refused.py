"""The kept pages that were refused after a site's newest snapshot; a new reader may read them."""

import sqlite3
from typing import NamedTuple

from scrapers import REFUSALS
from store.pages.attempts import Attempt, attempt


class Refused(NamedTuple):
    """The first refusal's time (UTC s), how many pages were refused, and the newest attempt.

    It is a page of the site rather than one that stood in for it (`blocked`), and of these the one
    at the address that showed the lists last, if there is such.
    """

    first: int
    pages: int
    newest: Attempt
    content_type: str | None


def refused(db: sqlite3.Connection, site: int) -> Refused | None:
    """What was refused of a site's ranking pages after its newest snapshot; None if nothing was."""
    codes = ",".join("?" * len(REFUSALS))
    rows = db.execute(
        "SELECT t.id, t.time, m.type FROM attempt t LEFT JOIN media m ON m.id = t.media "
        f"WHERE t.site = ? AND t.page IS NOT NULL AND NOT t.of_article AND t.code IN ({codes}) AND t.time > coalesce("
        "(SELECT max(observed) FROM snapshot WHERE site = ?), 0) "
        "ORDER BY t.code <> 'blocked', t.asked IN (SELECT address FROM validator WHERE site = ?), t.time, t.id",
        (site, *sorted(REFUSALS), site, site),
    ).fetchall()
    if not rows:
        return None
    number, _, content_type = rows[-1]
    first = min(time for _, time, _ in rows)
    return Refused(first, len(rows), attempt(db, number), content_type)
