"""Keeps an earlier reading of a kept page when a later reading replaces it."""

import json
import sqlite3

from store.history.history import Observed


def supersede(db: sqlite3.Connection, old: Observed, now: int) -> None:
    """Keep the reading `old`, which is replaced by a reading made at `now` (UTC seconds)."""
    ranking_list, observation, rows = old[:3]
    entries = json.dumps([[r.rank, r.title, r.url, r.flags] for r in rows], ensure_ascii=False)
    db.execute(
        "INSERT INTO superseded (list, observed, replaced, attempt, items, result, flags, source, "
        "reader, entries) VALUES (?,?,?,?,?,'ok',?,?,?,?)",
        (
            ranking_list.id, observation.observed, now, observation.attempt, observation.items,
            observation.flags, observation.source, observation.reader, entries,
        ),
    )  # fmt: skip
