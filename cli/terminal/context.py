"""What reading commands share: the store opened, the site and list that were meant, their time.

Only the store is asked: no configuration, no time zones. A site's local time is its newest
snapshot's offset from UTC at the time in question.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from cli.terminal import times
from cli.terminal.options import Settings
from cli.terminal.times import Edge, Moment, TimeError, now, parse_span, parse_time
from store import ListRow, SiteRow, Store, Versus, open_store


class View(NamedTuple):
    """An open store with the site and list that a command is about, and the time it is."""

    store: Store
    site: SiteRow
    of: ListRow
    now: int

    def moment(self, seconds: int) -> Moment:
        """A time as it was at the site."""
        return moment_at(self.store, self.site, seconds)

    def time(self, text: str, edge: Edge) -> int:
        """The UTC seconds of a TIME at the site."""
        return parse_time(text, self.now, zone_of(self.store, self.site), edge)

    def versus(self, text: str | None, now: int | None = None) -> Versus:
        """What `--vs` means: previous, a span before the observation, or a TIME as of `now`."""
        if text is None:
            return Versus("usual", times.DAY)
        if text == "previous":
            return Versus("previous")
        try:
            return Versus("lag", parse_span(text))
        except TimeError:
            return Versus("time", self._replace(now=now or self.now).time(text, "start"))


@contextmanager
def looking(settings: Settings, window: str | None = None) -> Iterator[View]:
    """The store opened for reading, at one site's one list."""
    with open_store(settings.store) as store:
        site = store.site(settings.site)
        yield View(store, site, store.one_list(site, window), now())


def moment_at(store: Store, site: SiteRow, seconds: int) -> Moment:
    """A time as it was at a site, with the zone's name of then."""
    offset = store.offset_at(site, seconds)
    return Moment(seconds, offset, site.zone_at(offset))


def zone_of(store: Store, site: SiteRow) -> Callable[[int], int]:
    """The site's offset in minutes at an instant, from what was observed."""
    return lambda seconds: store.offset_at(site, seconds)
