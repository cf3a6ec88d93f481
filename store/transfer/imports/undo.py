"""Undoes an import: removes the observations that have no other source, and nothing fetched.

The import's row stays and is marked as undone. Gaps, stays and flags by comparison are derived
anew, so that the store answers as if the file had never been imported.
"""

import sqlite3
from collections import defaultdict
from typing import NamedTuple

from store.db.connect import transaction
from store.errors import NotFound
from store.history import changes
from store.history.derived.rebuild import rebuild
from store.history.derived.titles import date_article, date_titles, first_on_lists
from store.history.identity.joins import relearn, settle
from store.history.observations import before, depths, entries_of
from store.history.sites import ListRow, every_list, settle_label, sites
from store.history.snapshots import shape_at, shape_id
from store.history.text_index import reindexed
from store.transfer.imports.emptied import remove_emptied
from store.transfer.imports.undo_merge import forget_articles, forget_visits


class ImportDone(NamedTuple):
    """One import: its number, when (UTC s; None: not noted), its file, and what it brought.

    `added` observations were new then, `known` stored already, and `skipped` passed over as
    conflicts; `undone` is when it was taken back.
    """

    number: int
    time: int | None
    file: str
    added: int
    known: int
    skipped: int
    undone: int | None


def imports(db: sqlite3.Connection) -> list[ImportDone]:
    """All imports, newest first."""
    sql = "SELECT id, time, file, observations, known, skipped, undone FROM import ORDER BY id DESC"
    return [ImportDone(*row) for row in db.execute(sql)]


def undo(db: sqlite3.Connection, number: int, now: int) -> int:
    """Undo an import in one transaction; returns how many observations were removed.

    Raises NotFound.
    """
    with transaction(db):
        import_done = next(
            (past_import for past_import in imports(db) if past_import.number == number), None
        )
        if import_done is None:
            raise NotFound(f"no import {number}; see  tracker import --list")
        if import_done.undone is not None:
            raise NotFound(f"import {number} was undone already")
        only_here = _given_by_nobody_else(db, number)
        left_to_files = forget_visits(db, number, now)
        db.execute("DELETE FROM given WHERE import = ?", (number,))
        db.execute("UPDATE import SET undone = ? WHERE id = ?", (now, number))
        for site in sites(db):
            for ranking_list in every_list(db, site.id):
                removed = only_here.get(ranking_list.id, set())
                _forget(
                    db, ranking_list, removed, left_to_files.get(ranking_list.id, set()) | removed
                )
            relearn(db, site.id, now)
            settle(db, site.id, now)
        forget_articles(db)
        for site in sites(db):
            remove_emptied(db, site.id)
    return sum(map(len, only_here.values()))


def _given_by_nobody_else(db: sqlite3.Connection, number: int) -> dict[int, set[int]]:
    """List id -> the times of the observations that only this import gave."""
    sql = (
        "SELECT g.list, g.observed FROM given g JOIN list l ON l.id = g.list "
        "JOIN snapshot s ON s.site = l.site AND s.observed = g.observed "
        "JOIN shape_list x ON x.shape = s.shape AND x.list = g.list "
        "WHERE g.import = ? AND NOT EXISTS (SELECT 1 FROM import i JOIN given o "
        "ON o.import = i.id AND o.list = g.list AND o.observed = g.observed WHERE i.id <> ?)"
    )
    times: dict[int, set[int]] = defaultdict(set)
    for list_id, observed in db.execute(sql, (number, number)):
        times[list_id].add(observed)
    return times


def _forget(
    db: sqlite3.Connection, ranking_list: ListRow, removed: set[int], places: set[int]
) -> None:
    """Remove observations of a list with all that only they showed.

    `places` are the times of those that go, and of those that have only another source now.
    """
    entries = _take_out(db, ranking_list, removed) if removed else []
    if places:
        rebuild(db, ranking_list, places)
    if removed:
        settle_label(db, ranking_list)
        _forget_entries(db, entries, removed)


def _take_out(db: sqlite3.Connection, ranking_list: ListRow, removed: set[int]) -> list[int]:
    """Remove observations of a list; the entries that they or later ones showed."""
    since = min(removed)
    remaining = _changes_without(db, ranking_list, removed)
    sql = "SELECT DISTINCT entry FROM change WHERE list = ? AND observed >= ? AND entry IS NOT NULL"
    entries = [entry for (entry,) in db.execute(sql, (ranking_list.id, since))]
    db.execute("DELETE FROM change WHERE list = ? AND observed >= ?", (ranking_list.id, since))
    for observed, earlier, now in remaining:
        changes.put(db, ranking_list.id, observed, earlier, now)
    for observed in sorted(removed):
        _leave_out(db, (ranking_list.site, observed), ranking_list.id)
    return entries


Entries = list[int | None]


def _changes_without(
    db: sqlite3.Connection, ranking_list: ListRow, removed: set[int]
) -> list[tuple[int, Entries, Entries]]:
    """(time, entries before, entries then) of each change of a list that lacks some observations."""
    since = min(removed)
    past = before(db, ranking_list, since, 1)
    last: Entries = entries_of(db, ranking_list, past[0] if past else None)
    by_rank = dict(enumerate(last, 1))
    log = changes.changes(db, ranking_list.id, since - 1)
    change = next(log, None)
    remaining = []
    for observed, items, _ in depths(db, ranking_list):
        if observed < since:
            continue
        while change and change[0] <= observed:
            by_rank[change[1]] = change[2]
            change = next(log, None)
        entries = [by_rank[rank] for rank in range(1, items + 1)]
        if observed not in removed and entries != last:
            remaining.append((observed, last, entries))
            last = entries
    return remaining


def _leave_out(db: sqlite3.Connection, key: tuple[int, int], list_id: int) -> None:
    """A snapshot without one of its lists; it goes with its last one."""
    shapes = shape_at(db, *key)
    del shapes[list_id]
    condition = "WHERE site = ? AND observed = ?"
    if shapes:
        db.execute(
            f"UPDATE snapshot SET shape = ? {condition}", (shape_id(db, shapes.values()), *key)
        )
    else:
        db.execute(f"DELETE FROM snapshot {condition}", key)


def _forget_entries(db: sqlite3.Connection, entries: list[int], removed: set[int]) -> None:
    """Remove those of the entries that no list shows any more, with titles and articles of theirs.

    What stays was first seen when something else showed it.
    """
    still_shown = {entry for (entry,) in db.execute("SELECT DISTINCT entry FROM change")}
    sql = "SELECT article, own FROM entry WHERE id = ? AND article IS NOT NULL"
    pairs = [pair for entry in entries for pair in db.execute(sql, (entry,))]
    articles = {article for pair in pairs for article in pair}
    db.executemany(
        "DELETE FROM entry WHERE id = ?", [(entry,) for entry in set(entries) - still_shown]
    )
    on_lists = first_on_lists(db)
    for article in sorted(articles):
        with reindexed(db, article):
            date_titles(db, article, on_lists)
        _forget_article(db, article)
        date_article(db, article, removed)


def _forget_article(db: sqlite3.Connection, article: int) -> None:
    """Remove an article that nothing has any more.

    An article whose page was read, or that a fetched page links to, stays.
    """
    unused = (
        "SELECT 1 FROM article a WHERE id = ?1 AND fetched IS NULL AND wanted IS NULL "
        "AND gone IS NULL AND NOT EXISTS (SELECT 1 FROM entry WHERE article = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM entry WHERE article = a.joined AND own = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM part WHERE article = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM claim WHERE article = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM joining WHERE article = ?1 OR joined = ?1)"
    )
    if db.execute(unused, (article,)).fetchone():
        db.execute("DELETE FROM identity WHERE article = ?", (article,))
        db.execute("DELETE FROM article WHERE id = ?", (article,))
