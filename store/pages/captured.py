"""The captures of an archive that the store has: what a backfill need not ask for again."""

import sqlite3
from typing import NamedTuple


class Captured(NamedTuple):
    """A visit that was read from an archive, with what reading its page again takes.

    `record` says where in the archive its page stands; `time` is UTC seconds. `page` is None where
    the page is no longer kept.
    """

    record: str
    time: int
    asked: str
    answered: str
    status: int
    content_type: str | None
    page: int | None


def captured(db: sqlite3.Connection, site: int, file: str) -> list[Captured]:
    """The ranking visits of a site from an archive, oldest first."""
    sql = (
        "SELECT r.record, t.time, q.url, w.url, t.status, m.type, t.page FROM archived r "
        "JOIN attempt t ON t.id = r.attempt JOIN address q ON q.id = t.asked "
        "JOIN address w ON w.id = t.answered LEFT JOIN media m ON m.id = t.media "
        "WHERE r.file = ? AND t.site = ? AND NOT t.of_article "
        "ORDER BY t.time, t.id"
    )
    return [Captured(*row) for row in db.execute(sql, (file, site))]
