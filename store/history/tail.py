"""The tail of a list: its newest state, from which the next observation is appended."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from store.history import changes, observations
from store.history.derived.compared import Past, derived
from store.history.derived.stay_table import open_stays
from store.history.derived.stays import State, Stay
from store.history.readings import ListReading
from store.history.schedule import MEMORY, is_gap, setting
from store.history.sites import ListRow

if TYPE_CHECKING:
    from scrapers import Entry
    from store.history.changes import Shown


class Tail:
    """The newest state of one list, carried from one append to the next."""

    def __init__(self, db: sqlite3.Connection, ranking_list: ListRow) -> None:
        """Read it from the store."""
        past = observations.before(db, ranking_list, observations.FOREVER, MEMORY + 1)
        self.times = [o.observed for o in past]
        self.depths = [o.items for o in past]
        self.every = past[-1].every if past else None
        rows = observations.rows_of(db, ranking_list, past[-1] if past else None)
        self.entries: list[int | None] = [row.entry for row in rows]
        self.shown: tuple[Entry, ...] | None = None
        self.known: dict[Shown, int] = {row.shown: row.entry for row in rows}
        self.articles: dict[int, int | None] = {row.entry: row.article for row in rows}
        self.titles: dict[int, str] = {row.entry: row.title for row in rows}
        best = changes.best_ranks(row.article for row in rows)
        self.state = State(self.times[-1], self.depths[-1], best) if past else None
        self.stays: dict[int, Stay] = open_stays(db, ranking_list.id, best)
        self.changed = changes.newest_change(db, ranking_list.id) if past else None

    @property
    def ranks(self) -> Mapping[int, int]:
        """Article -> its best rank in the newest observation."""
        return self.state.ranks if self.state else {}

    def titles_of(self, article: int) -> set[str]:
        """The titles of an article in the newest observation."""
        return {
            self.titles[entry]
            for entry in self.entries
            if entry is not None and self.articles[entry] == article
        }

    def flags(
        self,
        reading: ListReading,
        observed: int,
        entries: Sequence[int | None],
        ranks: Mapping[int, int],
    ) -> tuple[str, ...]:
        """The flags of the observation that comes next, with those that are derived."""
        changed = observed if entries != self.entries else self.changed
        past = Past(self.depths, self.ranks, changed)
        return (*reading.flags, *derived(reading.ranking_list, observed, len(entries), ranks, past))

    def gap(self, observed: int, every: int | None) -> bool:
        """Whether a gap stands before an observation that comes next."""
        return is_gap(self.times, observed, setting(self.every, every))

    def repeat(self, observed: int, every: int | None) -> None:
        """Move on to an observation that equals the last one."""
        if self.state is not None:
            self.every = every
            self.times = [*self.times[-MEMORY:], observed]
            self.depths = [*self.depths[-MEMORY:], self.state.items]
            self.state = State(observed, self.state.items, self.state.ranks)

    def push(
        self, reading: ListReading, entries: list[int], state: State, stays: list[Stay]
    ) -> None:
        """Move on to an observation that was appended."""
        self.shown = reading.entries
        self.every = reading.every
        if entries != self.entries:
            self.changed = state.observed
        self.times = [*self.times[-MEMORY:], state.observed]
        self.depths = [*self.depths[-MEMORY:], state.items]
        self.entries = list(entries)
        self.state = state
        for stay in stays:
            if stay.ended is None:
                self.stays[stay.article] = stay
        self.stays = {article: self.stays[article] for article in state.ranks}
