"""A later reading of a kept page takes the place of an earlier one, which is kept whole."""

import json
import sqlite3

from store.history import changes
from store.history.observations import Observation
from store.history.sites import ListRow


def supersede(db: sqlite3.Connection, of: ListRow, old: Observation, now: int) -> None:
    """Keep the reading `old` beside the one that will take its place, made at `now` (UTC s)."""
    rows = changes.rows_at(db, of.id, old.observed, old.items)
    entries = json.dumps([[r.rank, r.title, r.url, r.flags] for r in rows], ensure_ascii=False)
    db.execute(
        "INSERT INTO superseded (list, observed, replaced, attempt, items, result, flags, source, "
        "reader, entries) VALUES (?,?,?,?,?,'ok',?,?,?,?)",
        (
            of.id, old.observed, now, old.attempt, old.items, old.flags, old.source, old.reader,
            entries,
        ),
    )  # fmt: skip
