"""What reading commands share: the store opened, the site and list that were meant, their time.

Only the store is asked: no configuration, no time zones. A site's local time is its newest
snapshot's offset from UTC at the time in question.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from cli.terminal.options import Settings
from cli.terminal.times import Edge, Moment, TimeError, now, parse_span, parse_time
from scrapers import window_of
from store.db.connect import reading
from store.history.observations import offset_at
from store.history.sites import ListRow, SiteRow, default_list, one_list, one_site
from store.queries.movement import Versus


class View(NamedTuple):
    """An open store with the site and list that a command is about, and the time it is."""

    db: sqlite3.Connection
    site: SiteRow
    of: ListRow
    now: int

    def moment(self, seconds: int) -> Moment:
        """A time as it was at the site."""
        return Moment(seconds, offset_at(self.db, self.site.id, seconds), self.site.zone)

    def time(self, text: str, edge: Edge) -> int:
        """The UTC seconds of a TIME at the site."""
        return parse_time(text, self.now, zone_of(self.db, self.site.id), edge)

    def versus(self, text: str, now: int | None = None) -> Versus:
        """What `--vs` means: previous, a span before the observation, or a TIME as of `now`."""
        if text == "previous":
            return Versus("previous")
        try:
            return Versus("lag", parse_span(text))
        except TimeError:
            return Versus("time", self._replace(now=now or self.now).time(text, "start"))


@contextmanager
def looking(settings: Settings, window: str | None = None) -> Iterator[View]:
    """The store opened for reading, at one site's one list."""
    with reading(settings.store) as db:
        site = one_site(db, settings.site)
        of = one_list(db, site, window, window_of(window)) if window else default_list(db, site)
        yield View(db, site, of, now())


def zone_of(db: sqlite3.Connection, site: int) -> Callable[[datetime], int]:
    """The site's offset in minutes at a local time (without tzinfo), from what was observed."""
    return lambda local: offset_at(db, site, int(local.replace(tzinfo=UTC).timestamp()))
