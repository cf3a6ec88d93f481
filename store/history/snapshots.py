"""Shapes: everything about a snapshot except its time and its entries.

A shape has the lists of a snapshot, their numbers of rows, flags, provenance, readers, gap verdicts,
labels and schedules. These stay the same for weeks, so snapshots with equal values share one shape.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class ListShape(NamedTuple):
    """What a snapshot says of one list, apart from its entries."""

    list: int
    items: int
    result: str
    flags: str
    source: str
    reader: str
    gap: bool
    label: str
    every: int | None


_COLUMNS = ", ".join(ListShape._fields)


def shape_at(db: sqlite3.Connection, site: int, observed: int) -> dict[int, ListShape]:
    """List id -> what the snapshot at this very second says of it; empty where there is none."""
    sql = "SELECT shape FROM snapshot WHERE site = ? AND observed = ?"
    row = db.execute(sql, (site, observed)).fetchone()
    return shape_lists(db, row[0]) if row else {}


def earliest_of_last(db: sqlite3.Connection, site: int, at: int, number: int) -> int:
    """The time of the earliest of a site's last snapshots at or before a time; 0 without any."""
    sql = (
        "SELECT coalesce(min(observed), 0) FROM (SELECT observed FROM snapshot WHERE site = ? "
        "AND observed <= ? ORDER BY observed DESC LIMIT ?)"
    )
    time: int = db.execute(sql, (site, at, number)).fetchone()[0]
    return time


def shape_lists(db: sqlite3.Connection, shape: int) -> dict[int, ListShape]:
    """List id -> what a shape says of it."""
    sql = f"SELECT {_COLUMNS} FROM shape_list WHERE shape = ?"
    return {row[0]: ListShape(*row)._replace(gap=bool(row[6])) for row in db.execute(sql, (shape,))}


def write_snapshot(
    db: sqlite3.Connection,
    key: tuple[int, int],
    shape: int,
    attempt: int | None,
    utc_offset: int,
) -> None:
    """Insert the snapshot (site, observed), or give it a new shape; its attempt stays."""
    db.execute(
        "INSERT INTO snapshot (site, observed, shape, attempt, utc_offset) VALUES (?,?,?,?,?) "
        "ON CONFLICT DO UPDATE SET shape = excluded.shape, "
        "attempt = coalesce(snapshot.attempt, excluded.attempt)",
        (*key, shape, attempt, utc_offset),
    )


def set_verdict(
    db: sqlite3.Connection, key: tuple[int, int], list_id: int, *, gap: bool, flags: str
) -> None:
    """Give the snapshot (site, observed) another gap verdict and other flags for one list."""
    shapes = shape_at(db, *key)
    shapes[list_id] = shapes[list_id]._replace(gap=gap, flags=flags)
    db.execute(
        "UPDATE snapshot SET shape = ? WHERE site = ? AND observed = ?",
        (shape_id(db, shapes.values()), *key),
    )


def form_of(shapes: Iterable[ListShape]) -> str:
    """A shape's rows as one text: what it is found by, and what its rows are checked against."""
    import json  # late, since `log` asks for shapes and writes none

    rows = [[*row[:6], int(row.gap), *row[7:]] for row in sorted(shapes)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def shape_id(db: sqlite3.Connection, shapes: Iterable[ListShape]) -> int:
    """The id of the shape with these lists, made if it is new."""
    rows = sorted(shapes)
    form = form_of(rows)
    stored = db.execute("SELECT id FROM shape WHERE form = ?", (form,)).fetchone()
    if stored:
        return int(stored[0])
    number = int(db.execute("INSERT INTO shape (form) VALUES (?)", (form,)).lastrowid or 0)
    db.executemany(
        f"INSERT INTO shape_list (shape, {_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)",
        [(number, *row) for row in rows],
    )
    return number
