"""Copies the rows that an export needs into temporary tables, so that it is of one moment.

The copy is made in one read transaction, which ends with it: a fetch can write, however slowly the
export is read. A temporary table has the name of the table that it copies, and SQLite looks for
temporary tables first, so all queries read the copy without knowing it. Kept pages are never
copied, and the texts of articles only for the kind of export that shows them.
"""

import sqlite3

HISTORY = ("site", "list", "snapshot", "shape", "shape_list", "change")
TABLES: dict[str, tuple[str, ...]] = {
    "rankings": (*HISTORY, "entry", "address", "article"),
    "observations": (*HISTORY, "attempt"),
    "panel": (*HISTORY, "entry", "article", "title", "stay", "part", "attempt"),
    "articles": ("site", "snapshot", "article", "title", "part", "attempt"),
    "attempts": ("site", "snapshot", "attempt", "address", "page", "archived"),
    "pages": ("site", "snapshot", "attempt", "address", "media"),
    "titles": (*HISTORY, "entry", "article", "stay", "part", "attempt"),
    "stays": (*HISTORY, "entry", "article", "title", "stay", "part", "attempt"),
    "events": (*HISTORY, "entry", "address", "article", "stay", "gap", "attempt"),
    "gaps": (*HISTORY, "gap", "attempt"),
    "joins": ("site", "snapshot", "article", "joining"),
}
"""The tables that each kind of export reads."""

VIEWS: dict[str, tuple[str, ...]] = {
    "articles": ("article_parts", "articles"),
    "attempts": ("attempts",),
}
"""The views that a kind of export reads."""

INSTEAD = {"data": "x''"}
"""What a copy has in place of the bytes of kept pages."""


def freeze(db: sqlite3.Connection, kind: str) -> None:
    """Copy what an export of this kind reads, and end the read transaction that is open.

    A later call makes a new copy, so the rows of the export before must have been read by then.
    """
    db.execute("PRAGMA query_only = 0")  # it would forbid temporary tables, too
    if not db.in_transaction:
        db.execute("BEGIN")
    _drop(db)
    for table in TABLES[kind]:
        _copy(db, table)
    for view in VIEWS.get(kind, ()):
        db.execute(_temporary(_sql(db, view), "VIEW"))
    db.execute("COMMIT")
    db.execute("PRAGMA query_only = 1")


def _drop(db: sqlite3.Connection) -> None:
    """Remove the copies of an export before this one."""
    sql = "SELECT type, name FROM temp.sqlite_schema WHERE type IN ('table', 'view')"
    for kind, name in db.execute(sql).fetchall():
        db.execute(f"DROP {kind} temp.{name}")


def _copy(db: sqlite3.Connection, table: str) -> None:
    """Copy a table with its indexes."""
    db.execute(_temporary(_sql(db, table), "TABLE"))
    columns = db.execute(f"SELECT name FROM pragma_table_info('{table}')")
    values = ", ".join(INSTEAD.get(name, name) for (name,) in columns)
    db.execute(f"INSERT INTO temp.{table} SELECT {values} FROM main.{table}")
    sql = "SELECT sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql <> ''"
    for (index,) in db.execute(sql, (table,)).fetchall():
        db.execute(index.replace("INDEX ", "INDEX temp.", 1))


def _sql(db: sqlite3.Connection, name: str) -> str:
    sql = "SELECT sql FROM main.sqlite_schema WHERE name = ?"
    return str(db.execute(sql, (name,)).fetchone()[0])


def _temporary(sql: str, what: str) -> str:
    """The statement that makes a temporary table or view from that of the lasting one."""
    return sql.replace(f"CREATE {what} ", f"CREATE TEMP {what} ", 1)
