"""The invariants of a list's history, and the places where they are violated.

The change log and the observations overlap: every observation of n entries has an entry at ranks 1
to n and none below, and every change belongs to an observation and changes something. Stays are
derived from both, and summaries from stays, so both can be derived again and compared.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping

from store.history import changes
from store.history.derived.derive import derived_stays
from store.history.derived.stay_table import all_stays
from store.history.derived.totals import differences
from store.history.observations import depths
from store.history.sites import ListRow
from store.history.snapshots import form_of, shape_lists

STRAY = "changes at a time without an observation"
IDLE = "changes that change nothing"
HOLES = "observations with other ranks than their number of entries"
_WHEN = "SELECT coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', ?1, 'unixepoch'), ?1)"


def history_problems(db: sqlite3.Connection, ranking_list: ListRow) -> Iterator[str]:
    """What is wrong with the change log of a list, each kind with how often and since when."""
    problems: Counter[str] = Counter()
    first: dict[str, int] = {}
    for time, problem in _followed(db, ranking_list):
        problems[problem] += 1
        first.setdefault(problem, time)
    for problem, times in problems.items():
        (first_time,) = db.execute(_WHEN, (first[problem],)).fetchone()
        yield f"{times} {problem}, the first at {first_time}"


def _followed(db: sqlite3.Connection, ranking_list: ListRow) -> Iterator[tuple[int, str]]:
    """(UTC second, problem) along the history."""
    log = changes.changes(db, ranking_list.id)
    change = next(log, None)
    entries: dict[int, int | None] = {}
    items = 0
    for observed, depth, _ in depths(db, ranking_list):
        changed = depth != items
        items = depth
        while change and change[0] <= observed:
            time, rank, entry = change
            if time != observed:
                yield time, STRAY
            if entries.get(rank) == entry:
                yield time, IDLE
            entries[rank] = entry
            change, changed = next(log, None), True
        if changed and not _fills(entries, items):
            yield observed, HOLES
    while change:
        yield change[0], STRAY
        change = next(log, None)


def _fills(entries: Mapping[int, int | None], items: int) -> bool:
    """Whether there are entries at ranks 1 to n and nowhere else."""
    filled = {rank for rank, entry in entries.items() if entry is not None}
    return filled == set(range(1, items + 1))


def stay_problems(db: sqlite3.Connection, ranking_list: ListRow) -> Iterator[str]:
    """How the stays of a list differ from what was observed."""
    derived = {(stay.article, stay.begun): stay for stay in derived_stays(db, ranking_list)}
    stored = {(stay.article, stay.begun): stay for stay in all_stays(db, ranking_list.id)}
    missing = len(derived.keys() - stored.keys())
    extra = len(stored.keys() - derived.keys())
    wrong = sum(stored[key] != derived[key] for key in stored.keys() & derived.keys())
    if missing or extra or wrong:
        yield f"stays differ from what was observed: {missing} missing, {extra} extra, {wrong} wrong"


def summary_problems(db: sqlite3.Connection, ranking_list: ListRow) -> Iterator[str]:
    """How a list's gaps and added-up stays differ from its verdicts and stays."""
    for table, number in differences(db, ranking_list.id).items():
        yield f"rows of {table} not as derived, or missing: {number}"


def shape_problems(db: sqlite3.Connection) -> Iterator[str]:
    """Shapes whose rows are not what their own summary says, and verdicts that cannot be."""
    for shape, form in db.execute("SELECT id, form FROM shape ORDER BY id"):
        rows = shape_lists(db, shape)
        if form_of(rows.values()) != form:
            yield f"shape {shape} is not what it was when it was written"
    first = (
        "SELECT l.name FROM list l JOIN snapshot s ON s.site = l.site JOIN shape_list x "
        "ON x.shape = s.shape AND x.list = l.id WHERE x.result = 'ok' "
        "GROUP BY l.id HAVING min(s.observed) = min(CASE WHEN x.gap THEN s.observed END)"
    )
    for (name,) in db.execute(first):
        yield f"a gap stands before the first observation of {name}"
