"""A list's or the whole store's history in order, page by page.

The change log is followed from where the last page ended, so that a history of any length takes
constant memory. The tables are the copies that `store.transfer.exports.moment` made, so that pages that
are read one after the other are of one moment.
"""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.history.changes import deepest
from store.history.sites import PLACEMENT, ListRow, SiteRow, every_list, lists, sites
from store.history.snapshots import ListShape, shape_lists
from store.queries.events.filter import Choice

PAGE = 500
"""Snapshots of one site that are read at once."""


class ListMoment(NamedTuple):
    """One list in one snapshot; `entries` are entry ids in rank order (see `Entries`)."""

    observed: int
    utc_offset: int
    site: SiteRow
    ranking_list: ListRow
    shape: ListShape
    entries: tuple[int, ...]


class Scope(NamedTuple):
    """Which part of the history: one site's or all, some list names or all, [since, until).

    `phase` is the seconds after local midnight from which the steps of a thinned export count.
    `choice` is what is told of that. `dense` gives a panel all its rows. The placement of links is
    in scope if it is named, or with `placement`.
    """

    site: str | None = None
    names: frozenset[str] | None = None
    since: int = 0
    until: int = 2**62
    phase: int = 0
    choice: Choice = Choice()
    dense: bool = False
    placement: bool = False

    def sites(self, db: sqlite3.Connection) -> list[SiteRow]:
        """The sites in scope."""
        site_rows = [site for site in sites(db) if self.site in (None, site.name)]
        return [site for site in site_rows if self.choice.has_site(site.name)]

    def lists(self, db: sqlite3.Connection, site: int) -> list[ListRow]:
        """The lists of a site in scope."""
        with_placement = self.placement or PLACEMENT in (self.names or ())
        site_lists = every_list(db, site) if with_placement else lists(db, site)
        return [ranking_list for ranking_list in site_lists if self.holds(ranking_list)]

    def holds(self, ranking_list: ListRow) -> bool:
        """Whether a list is in scope."""
        return (self.names is None or ranking_list.name in self.names) and self.choice.has_list(
            ranking_list
        )


def moments(db: sqlite3.Connection, scope: Scope) -> Iterator[ListMoment]:
    """Every list of every snapshot in scope, ordered by time, site and list name."""
    import heapq

    streams = [_of_site(db, site, scope) for site in scope.sites(db)]
    if len(streams) == 1:
        return streams[0]
    return heapq.merge(*streams, key=lambda m: (m.observed, m.site.name, m.ranking_list.name))


def _of_site(db: sqlite3.Connection, site: SiteRow, scope: Scope) -> Iterator[ListMoment]:
    site_lists = scope.lists(db, site.id)
    site_lists.sort(key=lambda ranking_list: ranking_list.name)
    state = {ranking_list.id: _Ranks() for ranking_list in site_lists}
    reached = -1
    after = scope.since - 1
    while page := _page(db, site, site_lists, (after, scope.until), reached):
        snapshots, shapes, log = page
        for observed, utc_offset, shape in snapshots:
            while log and log[-1][0] <= observed:
                _, changed, rank, entry = log.pop()
                state[changed].put(rank, entry)
            list_shapes = shapes[shape]
            for ranking_list in site_lists:
                if ranking_list.id in list_shapes:
                    entries = state[ranking_list.id].down_to(list_shapes[ranking_list.id].items)
                    yield ListMoment(
                        observed,
                        utc_offset,
                        site,
                        ranking_list,
                        list_shapes[ranking_list.id],
                        entries,
                    )
        after = reached = snapshots[-1][0]


class _Ranks:
    """The entries of one list as its changes come in; told anew only when they changed."""

    def __init__(self) -> None:
        self._entries: dict[int, int | None] = {}
        self._entry_ids: tuple[int, ...] = ()
        self._items = 0

    def put(self, rank: int, entry: int | None) -> None:
        self._entries[rank] = entry
        self._items = -1

    def down_to(self, items: int) -> tuple[int, ...]:
        """The entry ids at ranks 1..items."""
        if items != self._items:
            ranks = self._entries
            self._entry_ids = tuple(
                e for r in range(1, items + 1) if (e := ranks.get(r)) is not None
            )
            self._items = items
        return self._entry_ids


Log = list[tuple[int, int, int, int | None]]
Page = tuple[list[tuple[int, int, int]], dict[int, dict[int, ListShape]], Log]


def _page(
    db: sqlite3.Connection,
    site: SiteRow,
    site_lists: list[ListRow],
    span: tuple[int, int],
    reached: int,
) -> Page | None:
    """The next snapshots after span[0], their shapes, and what changed since `reached`."""
    snapshots = db.execute(
        "SELECT observed, utc_offset, shape FROM snapshot WHERE site = ? "
        "AND observed > ? AND observed < ? ORDER BY observed LIMIT ?",
        (site.id, *span, PAGE),
    ).fetchall()
    if not snapshots:
        return None
    shapes = {shape: shape_lists(db, shape) for shape in {row[2] for row in snapshots}}
    return snapshots, shapes, _log(db, site_lists, reached, snapshots[-1][0])


def _log(db: sqlite3.Connection, site_lists: list[ListRow], after: int, until: int) -> Log:
    """The changes of the lists in (after, until], newest first, to be popped from the end.

    Rank by rank: the log is keyed so.
    """
    sql = (
        "SELECT observed, list, rank, entry FROM change WHERE list = ? AND rank = ? "
        "AND observed > ? AND observed <= ?"
    )
    rows: Log = []
    for ranking_list in site_lists:
        for rank in range(1, deepest(db, ranking_list.id) + 1):
            rows += db.execute(sql, (ranking_list.id, rank, after, until))
    rows.sort(key=lambda row: row[:3], reverse=True)
    return rows
