"""Rankings as flat rows: one for each observation and rank, all of them or thinned to a grid."""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from store.history import observations
from store.history.observations import Observation
from store.transfer.exports.timeline import ListMoment, Scope, moments
from store.transfer.exports.types import RankingRow, Time


def rankings(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[RankingRow]:
    """One row for each observation and rank."""
    texts = EntryTexts(db)
    for moment in ranking_moments(db, scope, every):
        for rank in range(1, len(moment.entries) + 1):
            yield ranking_row(moment, rank, texts)


def ranking_moments(
    db: sqlite3.Connection, scope: Scope, every: int | None
) -> Iterator[ListMoment]:
    """The observations whose rows `rankings` gives, with their entries."""
    full = (moment for moment in moments(db, scope) if moment.entries)
    if not every:
        return full
    kept_times = thinned(db, scope, every)
    return (moment for moment in full if moment.observed in kept_times[moment.ranking_list.id])


def ranking_row(moment: ListMoment, rank: int, texts: "EntryTexts") -> RankingRow:
    """The row of one rank of an observation."""
    ranking_list = moment.ranking_list
    title, url, flags, article_url = texts[moment.entries[rank - 1]]
    time = Time(moment.observed, moment.utc_offset)
    all_flags = f"{moment.shape.flags} {flags}".strip()
    return RankingRow(
        time, moment.site.name, ranking_list.name, ranking_list.window, moment.shape.label, rank, title, url, all_flags,
        article_url,
    )  # fmt: skip


REMEMBERED = 20_000
"""Entries that are kept read at a time."""


class EntryTexts(dict[int, tuple[str, str, str, str]]):
    """Entry id -> title, address and flags as shown, and the article's canonical URL or "".

    They are read when asked for.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __missing__(self, entry: int) -> tuple[str, str, str, str]:
        sql = (
            "SELECT e.title, a.url, e.flags, coalesce(r.url, '') FROM entry e "
            "JOIN address a ON a.id = e.address LEFT JOIN article r ON r.id = e.article "
            "WHERE e.id = ?"
        )
        if len(self) >= REMEMBERED:
            self.clear()
        self[entry] = self._db.execute(sql, (entry,)).fetchone()
        return self[entry]


def thinned(db: sqlite3.Connection, scope: Scope, every: int) -> dict[int, frozenset[int]]:
    """List id -> the observations nearest to each instant of a grid, ties to the earlier.

    The grid counts from the scope's phase after local midnight (of the first observation's offset); an instant that no
    observation lies nearer to than half a step has none, and neither has one still to come.
    """
    return {
        ranking_list.id: _nearest(
            observations.between(db, ranking_list, scope.since, scope.until - 1), scope, every
        )
        for site in scope.sites(db)
        for ranking_list in scope.lists(db, site.id)
    }


def _nearest(measured: list[Observation], scope: Scope, every: int) -> frozenset[int]:
    return frozenset(near.observed for _, near in steps(measured, scope, every) if near)


def steps(
    measured: Sequence[Observation], scope: Scope, every: int
) -> Iterator[tuple[int, Observation | None]]:
    """Each instant of the grid, with the observation nearest to it if it is near; each only once."""
    if not measured:
        return
    times = [o.observed for o in measured]
    shift = measured[0].utc_offset * 60
    instant = max(scope.since, times[0] - every)
    instant += -(instant + shift - scope.phase) % every
    taken = -1
    while instant <= times[-1] and instant < scope.until:
        place = bisect_left(times, instant)
        places = range(max(0, place - 1), min(place + 1, len(times)))
        near = min(places, key=lambda at: (abs(times[at] - instant), at))
        is_near = 2 * abs(times[near] - instant) <= every
        if not is_near:
            yield instant, None
        elif near != taken:
            taken = near
            yield instant, measured[near]
        instant += every
