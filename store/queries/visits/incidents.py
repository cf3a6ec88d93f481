"""Troubles: a continuing failure of a site, reported when it begins and then once a day.

Cron sends a mail for every output. A site that is down for a week must not cause 168 mails, but it
must not be silent either. The end of a trouble is reported once.
"""

import sqlite3
from typing import NamedTuple

from store.history.schedule import DAY


class Trouble(NamedTuple):
    """A continuing failure: its newest reason code, its begin (UTC seconds), and its count."""

    code: str
    since: int
    times: int
    reported_at: int


def trouble(db: sqlite3.Connection, site: int) -> Trouble | None:
    """The trouble a site is in."""
    sql = "SELECT code, since, times, told FROM trouble WHERE site = ?"
    row = db.execute(sql, (site,)).fetchone()
    return Trouble(*row) if row else None


def failed(db: sqlite3.Connection, site: int, code: str, now: int) -> tuple[Trouble, bool]:
    """Count a failure; returns the trouble, and whether to report it now.

    It is reported when it begins, when its reason changes, and once a day.
    """
    earlier = trouble(db, site)
    is_due = earlier is None or earlier.code != code or not 0 <= now - earlier.reported_at < DAY
    reported_at = now if earlier is None or is_due else earlier.reported_at
    since, times = (earlier.since, earlier.times + 1) if earlier else (now, 1)
    db.execute(
        "INSERT OR REPLACE INTO trouble (site, code, since, times, told) VALUES (?,?,?,?,?)",
        (site, code, since, times, reported_at),
    )
    return Trouble(code, since, times, reported_at), is_due


def recovered(db: sqlite3.Connection, site: int) -> Trouble | None:
    """End a site's trouble after a success; returns the trouble, if there was one."""
    earlier = trouble(db, site)
    if earlier:
        db.execute("DELETE FROM trouble WHERE site = ?", (site,))
    return earlier
