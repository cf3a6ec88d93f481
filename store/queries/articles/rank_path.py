"""The path of one article through the ranks of one list, read from the change log.

A row of the log puts an entry at a rank; the next row of this rank replaces it. So an article held
a rank from a row with one of its entries to the next row of the rank. This takes two index steps
per move, without a replay of the list.
"""

import sqlite3
from collections.abc import Iterator

from store.history import changes
from store.history.sites import ListRow

Step = tuple[int, int | None]

_HELD = """
WITH RECURSIVE place(rank) AS (
    SELECT 1 UNION ALL SELECT rank + 1 FROM place WHERE rank < :deepest
)
SELECT c.rank, c.observed, (
    SELECT min(n.observed) FROM change n
    WHERE n.list = :list AND n.rank = c.rank AND n.observed > c.observed
), (SELECT title FROM entry WHERE id = c.entry)
FROM place CROSS JOIN change c ON c.list = :list AND c.rank = place.rank AND c.observed < :until
    AND c.observed >= coalesce((
        SELECT max(o.observed) FROM change o
        WHERE o.list = :list AND o.rank = place.rank AND o.observed <= :since
    ), :since)
WHERE c.entry IN (SELECT id FROM entry WHERE article = :article)
"""


def path(
    db: sqlite3.Connection, ranking_list: ListRow, article: int, since: int, until: int
) -> list[Step]:
    """(UTC second, best rank) in [since, until), one for `since` and one for each move.

    The rank is None where the article was not on the list.
    """
    events: dict[int, list[tuple[bool, int]]] = {since: []}
    for rank, begin, end, _ in spells(db, ranking_list, article, since, until):
        events.setdefault(max(begin, since), []).append((True, rank))
        if end is not None and end < until:
            events.setdefault(end, []).append((False, rank))
    ranks_held: set[int] = set()
    steps: list[Step] = []
    for time in sorted(events):
        for comes, rank in sorted(events[time]):  # what goes before what comes
            (ranks_held.add if comes else ranks_held.discard)(rank)
        best = min(ranks_held, default=None)
        if not steps or steps[-1][1] != best:
            steps.append((time, best))
    return steps


def spells(
    db: sqlite3.Connection, ranking_list: ListRow, article: int, since: int, until: int
) -> Iterator[tuple[int, int, int | None, str]]:
    """(rank, from, to, title) of each rank that the article held in [since, until)."""
    values = {
        "list": ranking_list.id,
        "deepest": changes.deepest(db, ranking_list.id),
        "since": since,
        "until": until,
        "article": article,
    }
    return db.execute(_HELD, values)
