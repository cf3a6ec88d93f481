"""What an export reads, as it was at one moment: all of it, or one site after the other."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from store.transfer.exports.exports import KINDS
from store.transfer.exports.moment import freeze
from store.transfer.exports.ranking_rows import EntryTexts, ranking_moments
from store.transfer.exports.timeline import ListMoment, Scope


class Frozen:
    """The tables of a kind of export, copied when this is made; a fetch may write meanwhile.

    A connection has one copy: read the rows of one kind before you freeze another.
    """

    def __init__(self, db: sqlite3.Connection, kind: str) -> None:
        freeze(db, kind)
        self._db, self._kind = db, kind

    def sites(self, scope: Scope) -> list[str]:
        """The names of the sites in scope."""
        return [site.name for site in scope.sites(self._db)]

    def rows(self, scope: Scope, every: int | None) -> Iterator[NamedTuple]:
        """All rows in scope."""
        return KINDS[self._kind](self._db, scope, every)

    def ranking_moments(
        self, scope: Scope, every: int | None
    ) -> tuple[Iterator[ListMoment], EntryTexts]:
        """The rows of `rankings`, one observation at a time, and a lookup of their entries."""
        return ranking_moments(self._db, scope, every), EntryTexts(self._db)
