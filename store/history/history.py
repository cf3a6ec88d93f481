"""The history of an open store: single observations, with their rows as they were shown."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scrapers import Entry
from store.history import changes, observations, snapshots
from store.history.changes import Row, Shown
from store.history.entries import as_shown
from store.history.identity.identities import Identities
from store.history.observations import FOREVER, Observation
from store.history.sites import ListRow, SiteRow, every_list, lists

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from store.history.rereading import Rereading

SEEN = 20
"""Snapshots of a site after which a list that none of them had counts as gone."""


class Observed(NamedTuple):
    """An observation of a list with its rows, in rank order.

    `identity` maps a canonical URL to the identity of its article.
    """

    ranking_list: ListRow
    observation: Observation
    rows: list[Row]
    identity: Callable[[str], str]

    def shows(self, entries: Sequence[Entry]) -> bool:
        """Whether its rows are these entries; the spelling of addresses does not matter."""
        return [self._content(row.shown) for row in self.rows] == [
            self._content(as_shown(entry)) for entry in entries
        ]

    def _content(self, row: Shown) -> tuple[str, str, str]:
        title, url, canonical, flags = row
        return title, self.identity(canonical) if canonical else url, flags

    def entries(self) -> tuple[Entry, ...]:
        """Its rows in the form in which a reader gives them."""
        return tuple(
            Entry(row.rank, row.title, row.url, row.canonical, tuple(row.flags.split()))
            for row in self.rows
        )


class History:
    """The observations of an open store (`store.history`)."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def newest(self, ranking_list: ListRow, at: int = FOREVER) -> Observation | None:
        """A list's latest observation at or before a time."""
        return observations.newest(self._db, ranking_list, at)

    def newest_time(self, lists: Iterable[ListRow], at: int = FOREVER) -> int | None:
        """When any of some lists was observed last, at or before a time; None if none was."""
        return observations.newest_time(self._db, lists, at)

    def newest_own(self, ranking_list: ListRow) -> Observation | None:
        """A list's latest observation from this machine's own visits, not from an import."""
        return observations.newest_own(self._db, ranking_list)

    def newest_fetched(self, ranking_list: ListRow, at: int = FOREVER) -> Observation | None:
        """A list's latest observation by a time that a visit made, on whatever machine."""
        return observations.newest_fetched(self._db, ranking_list, at)

    def latest(self, ranking_list: ListRow, at: int = FOREVER) -> Observed | None:
        """A list's latest observation at or before a time, with its rows."""
        observation = observations.newest(self._db, ranking_list, at)
        return self._with_rows(ranking_list, observation) if observation else None

    def latest_of_lists(self, site: SiteRow, at: int = FOREVER) -> list[Observed]:
        """The latest observation at a time of each list in the site's last 20 snapshots."""
        since = snapshots.earliest_of_last(self._db, site.id, at, SEEN)
        pairs = (
            (ranking_list, observations.newest(self._db, ranking_list, at))
            for ranking_list in lists(self._db, site.id)
        )
        return [
            self._with_rows(ranking_list, o)
            for ranking_list, o in pairs
            if o and o.observed >= since
        ]

    def made_by(self, site: SiteRow, attempt: int) -> dict[str, Observed]:
        """List name -> the observation of this list that came from an attempt."""
        pairs = (
            (ranking_list, observations.of_attempt(self._db, ranking_list, attempt))
            for ranking_list in every_list(self._db, site.id)
        )
        return {
            ranking_list.name: self._with_rows(ranking_list, observation)
            for ranking_list, observation in pairs
            if observation
        }

    def newest_change(self, ranking_list: ListRow) -> int | None:
        """The time of a list's last change; None if it has no history."""
        return changes.newest_change(self._db, ranking_list.id)

    def gaps(self, ranking_list: ListRow) -> list[tuple[int, int]]:
        """(from, to) of a list's gaps, in which it was not measured."""
        return observations.gaps(self._db, ranking_list)

    def rereading(self, site: SiteRow) -> "AbstractContextManager[Rereading]":
        """A transaction in which pages that were read again are recorded; see Rereading."""
        from store.history.rereading import rereading

        return rereading(self._db, site)

    def identity(
        self, site: SiteRow, lists_: Iterable[Sequence[Entry]] = ()
    ) -> Callable[[str], str]:
        """Canonical URL -> identity, by rules that also take these lists of one page into account."""
        from store.history.identity.sightings import rules_with

        return rules_with(self._db, site.id, lists_).identity

    def rebuild(self, now: int) -> None:
        """Derive all joins, stays, summaries and the search index anew from the observations.

        New joins are recorded with the time `now`.
        """
        from store.history.derived.rebuild import rebuild_all

        rebuild_all(self._db, now)

    def _with_rows(self, ranking_list: ListRow, observation: Observation) -> Observed:
        rows = observations.rows_of(self._db, ranking_list, observation)
        return Observed(
            ranking_list, observation, rows, Identities(self._db).rules(ranking_list.site).identity
        )
