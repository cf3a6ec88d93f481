"""Which lines of a chart are coloured: what moved most, seen at a glance.

All others are grey. Too many colours tell as little as none.
"""

from store import Departure, Top, TopRow

CAME = frozenset({"new", "re"})
NEW_WITHIN = 5
"""Ranks within which an article that came or came back is coloured."""


def roles(top: Top) -> dict[int, str]:
    """Article -> `one` (number one), `up` (largest climb), `down` (largest fall) or `new`."""
    rows = [row for row in top.rows if row.row.article is not None]
    candidates = [
        *(("one", row) for row in rows if row.row.rank == 1),
        ("up", largest(rows, 1)),
        ("down", largest(rows, -1)),
        *(("new", row) for row in rows if row.move.status in CAME and row.row.rank <= NEW_WITHIN),
    ]
    by_article: dict[int, str] = {}
    for role, row in candidates:
        if row and row.row.article is not None:
            by_article.setdefault(row.row.article, role)
    return by_article


def largest(rows: list[TopRow], sign: int) -> TopRow | None:
    """The row that gained (1) or lost (-1) most ranks, the higher rank of equal ones."""
    moved = [row for row in rows if (row.move.change or 0) * sign > 0]
    return max(moved, key=lambda row: ((row.move.change or 0) * sign, -row.row.rank), default=None)


def departed(top: Top) -> Departure | None:
    """The highest article of the baseline that left: its line is named where it ends."""
    departure = [departure for departure in top.departures if departure.status == "out"]
    return min(departure, key=lambda departure: departure.rank, default=None)
