"""What a visit read, list by list, as it is recorded."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scrapers import Entry
from store.history.sites import ListRow, by_window

FETCH, IMPORT = "fetch", "import"
"""The sources of readings that a visit made, and of those that come from a file."""


class ListReading(NamedTuple):
    """One list as a visit read it. `result` is ok, or a reason code if there are no entries.

    A reading never has the flags that are derived from the observations before it. `every` is the
    schedule by which it was fetched earlier; what is fetched now gets that of its site.
    """

    ranking_list: ListRow
    entries: tuple[Entry, ...]
    result: str = "ok"
    flags: tuple[str, ...] = ()
    source: str = FETCH
    reader: str = ""
    every: int | None = None


def in_order(readings: Iterable[ListReading]) -> list[ListReading]:
    """Readings in the order of their lists: an article is known by the address of the first."""
    return sorted(readings, key=lambda reading: by_window(reading.ranking_list))


class Snapshot(NamedTuple):
    """The readings of one visit to one site: time in UTC seconds, offset in minutes."""

    site: int
    observed: int
    utc_offset: int
    attempt: int | None
    readings: Sequence[ListReading]
