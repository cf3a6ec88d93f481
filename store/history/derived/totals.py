"""Summaries of a list's history, for frequent questions that would otherwise read all of it.

`gap` has a row for each gap of a list; `total` has a row with the sums of the ended stays of each
article on a list. Each table is defined by one query, which append, rebuild and check all use.
"""

import sqlite3
from collections.abc import Iterable

from store.history.derived.stay_table import SUMS

_GAPS = """
SELECT x.list, s.observed, p.observed
FROM snapshot s JOIN shape_list x ON x.shape = s.shape
JOIN snapshot p ON p.site = s.site AND p.observed = (
    SELECT b.observed FROM snapshot b CROSS JOIN shape_list y ON y.shape = b.shape
    WHERE b.site = s.site AND b.observed < s.observed AND y.list = x.list AND y.result = 'ok'
    ORDER BY b.observed DESC LIMIT 1
)
WHERE x.gap = 1 AND x.result = 'ok' AND x.list = :list
"""

_TOTALS = f"""
SELECT list, article, {SUMS}
FROM stay WHERE list = :list AND ended IS NOT NULL {{more}} GROUP BY list, article
"""


def add_gap(db: sqlite3.Connection, list_id: int, begun: int, ended: int) -> None:
    """Note a gap before the newest observation, at `ended`."""
    db.execute("INSERT INTO gap (list, begun, ended) VALUES (?,?,?)", (list_id, begun, ended))


def add_up(db: sqlite3.Connection, list_id: int, articles: Iterable[int]) -> None:
    """Add up the ended stays of these articles anew."""
    db.executemany(
        f"INSERT OR REPLACE INTO total {_TOTALS.format(more='AND article = :article')}",
        [{"list": list_id, "article": article} for article in articles],
    )


def summarize(db: sqlite3.Connection, list_id: int) -> None:
    """Derive a list's gaps and totals anew from its gap verdicts and stays."""
    for table, derived in _DERIVED.items():
        db.execute(f"DELETE FROM {table} WHERE list = ?", (list_id,))
        db.execute(f"INSERT INTO {table} {derived}", {"list": list_id})


def differences(db: sqlite3.Connection, list_id: int) -> dict[str, int]:
    """Table -> how many rows of a list are not as derived, or are missing, where there are any."""
    differing = {}
    for table, derived in _DERIVED.items():
        stored = f"SELECT * FROM {table} WHERE list = :list"
        sql = (
            f"WITH stored AS ({stored}), derived AS ({derived}) SELECT count(*) FROM ("
            "SELECT * FROM (SELECT * FROM stored EXCEPT SELECT * FROM derived) UNION ALL "
            "SELECT * FROM (SELECT * FROM derived EXCEPT SELECT * FROM stored))"
        )
        if number := db.execute(sql, {"list": list_id}).fetchone()[0]:
            differing[table] = int(number)
    return differing


_DERIVED = {"gap": _GAPS, "total": _TOTALS.format(more="")}
