"""What the reading commands share: the open store, the chosen site and list, and local times.

They read only the store, not the configuration or time zone data. The offset of a site's local
time is that of its newest snapshot at the time in question.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cli.terminal import times
from cli.terminal.options import Settings
from cli.terminal.process import held_back
from cli.terminal.times import Edge, Moment, TimeError, now, parse_span, parse_time
from cli.words import Words
from store import ListRow, SiteRow, Store, open_store

if TYPE_CHECKING:
    from store import Choice, Versus


class View(NamedTuple):
    """An open store, the site and list that a command reads, the present time, and the words."""

    settings: Settings
    store: Store
    site: SiteRow
    ranking_list: ListRow
    now: int
    words: Words = Words()

    def moment(self, seconds: int) -> Moment:
        """The site's local time at an instant."""
        return moment_at(self.store, self.site, seconds)

    def time(self, text: str, edge: Edge) -> int:
        """The UTC seconds of a TIME, which is local to the site."""
        return parse_time(text, self.now, zone_of(self.store, self.site), edge)

    def versus(self, text: str | None, now: int | None = None) -> "Versus":
        """The meaning of `--vs`: previous, a span before the observation, or a TIME as of `now`."""
        from store import Versus

        if text is None:
            return Versus("usual", times.DAY)
        if text == "previous":
            return Versus("previous")
        try:
            return Versus("lag", parse_span(text))
        except TimeError:
            return Versus("time", self._replace(now=now or self.now).time(text, "start"))


@contextmanager
def reading(settings: Settings) -> Iterator[Store]:
    """Open the store for reading, and hold the output back until it is closed.

    While a store is open for reading, no fetch can write, and a pager may wait for hours.
    """
    with held_back(), open_store(settings.store) as store:
        yield store


@contextmanager
def looking(
    settings: Settings, window: str | None = None, choice: "Choice | None" = None
) -> Iterator[View]:
    """Open the store for reading, for one list of one site, of those that are chosen."""
    with reading(settings) as store:
        if choice is None:
            site = store.site(settings.site)
            ranking_list = store.one_list(site, window)
        else:
            from cli.terminal.selection import one_list, one_site

            site = one_site(store, settings, choice)
            ranking_list = one_list(store, site, choice, window)
        yield View(settings, store, site, ranking_list, now(), settings.words(store.lang))


def moment_at(store: Store, site: SiteRow, seconds: int) -> Moment:
    """A site's local time at an instant, with the name that its zone had then."""
    offset = store.offset_at(site, seconds)
    return Moment(seconds, offset, site.zone_at(offset))


def zone_of(store: Store, site: SiteRow) -> Callable[[int], int]:
    """A function from an instant to the site's offset in minutes, as its snapshots recorded it."""
    return lambda seconds: store.offset_at(site, seconds)
