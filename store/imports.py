"""Importing rankings that were exported, here or elsewhere: all of a file or nothing.

Rows may come in any order. Those of one site, list and time make one observation; it is stored
as it would have been then, also between or before what is there. An observation that is stored
already with the same content is passed over; one with other content is an error that names the
line, since history is never changed by an import.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from scrapers.model import Entry, Site
from scrapers.windows import WINDOWS
from store import ranks
from store.entries import shown
from store.errors import ImportRefused
from store.record import ListReading, Snapshot, recording
from store.shapes import ListShape, shape_at
from store.sites import ListRow, ensure_list, ensure_site, lists, sites

ENTRY_FLAGS = frozenset({"no-article", "no-link", "external", "ad", "other-page"})
"""The flags of a row; all others are the observation's."""


REMEMBERED = 20_000
"""Addresses whose articles are remembered."""


class Told(NamedTuple):
    """What one row says apart from its time; rows that say the same may share it.

    `window` and `flags` are None where there is no such column.
    """

    site: str
    list: str
    window: str | None
    label: str
    rank: int
    title: str
    url: str
    flags: str | None


ImportRow = tuple[int, int, Told]
"""One row of a file: its line, the time in UTC seconds, and all else. Plain, as there are many."""


class Observed(NamedTuple):
    """The rows of one observation in the order of ranks, and their lines in the file."""

    lines: Sequence[int]
    rows: tuple[Told, ...]


class Imported(NamedTuple):
    """What an import did."""

    observations: int
    known: int


Key = tuple[int, str, str]
Places = dict[int, ImportRow]


def gather(rows: Iterable[ImportRow]) -> dict[Key, Observed]:
    """The rows of each observation, by time, site and list.

    Raises ImportRefused where two rows contradict each other. Observations whose rows follow
    each other in the file, and look like the last one of their list, take little room.
    """
    found: dict[Key, Observed] = {}
    scattered: dict[Key, Places] = {}
    newest: dict[tuple[str, str], tuple[Told, ...]] = {}
    for key, group in groupby(rows, lambda row: (row[1], row[2][0], row[2][1])):
        part = list(group)
        told = tuple([row[2] for row in part])
        if key not in found and key not in scattered and _in_order(told):
            last = newest.get(key[1:])
            newest[key[1:]] = told = last if last == told and last is not None else told
            found[key] = Observed(_lines(part), told)
            continue
        if key in found:
            scattered[key] = _placed(key, found.pop(key))
        _scatter(scattered.setdefault(key, {}), part)
    for key, places in scattered.items():
        found[key] = _collected(places)
    return found


def _in_order(told: Sequence[Told]) -> bool:
    """Whether these are ranks 1 to n."""
    return [row[4] for row in told] == list(range(1, len(told) + 1))


def _lines(part: Sequence[ImportRow]) -> Sequence[int]:
    first, last = part[0][0], part[-1][0]
    if last - first == len(part) - 1:
        return range(first, last + 1)
    return [line for line, _, _ in part]


def _placed(key: Key, found: Observed) -> Places:
    rows = zip(found.lines, found.rows, strict=True)
    return {told.rank: (line, key[0], told) for line, told in rows}


def _scatter(places: Places, part: Iterable[ImportRow]) -> None:
    """Put rows in their places, which are free or taken by the same."""
    for row in part:
        line, _, told = row
        other, _, before = places.setdefault(told.rank, row)
        if before != told:
            raise ImportRefused(
                f"line {line}: rank {told.rank} of {told.list} is also on line {other}"
            )


def _collected(places: Places) -> Observed:
    """An observation from its rows; ranks must run from 1 to n.

    A hole would read as a row that was measured away.
    """
    missing = next(rank for rank in range(1, len(places) + 2) if rank not in places)
    if missing <= max(places):
        line, _, told = places[max(places)]
        raise ImportRefused(
            f"line {line}: {told.list} has a rank {told.rank} but no rank {missing} then"
        )
    ordered = [places[rank] for rank in sorted(places)]
    return Observed([line for line, _, _ in ordered], tuple(told for _, _, told in ordered))


def store_rows(
    db: sqlite3.Connection,
    found: Mapping[Key, Observed],
    known: Mapping[str, Site],
    canonical: Callable[[str, str | None], str],
    offset_of: Callable[[Site, int], tuple[int, str]],
) -> Imported:
    """Record the observations of a file; the caller holds the transaction.

    `known` are sites by name, `canonical` gives an article's identity by its address, and
    `offset_of` a site's minutes east of UTC and the zone's short name at a time.
    """
    importer = _Importer(db, known, canonical, offset_of)
    done = seen = 0
    with recording(db) as recorder:
        for (observed, site), keys in groupby(sorted(found), key=lambda key: key[:2]):
            site_id = importer.site(site, observed)
            read = [(found[key], importer.reading(site_id, found[key].rows)) for key in keys]
            stored = shape_at(db, site_id, observed)
            fresh = [r for of, r in read if not importer.is_stored(stored, observed, of, r)]
            done, seen = done + len(fresh), seen + len(read) - len(fresh)
            if fresh:
                offset = importer.offset(site, observed)
                recorder.record(Snapshot(site_id, observed, offset, None, fresh))
    return Imported(done, seen)


class _Importer:
    """What is looked up again and again while a file is imported."""

    def __init__(
        self,
        db: sqlite3.Connection,
        known: Mapping[str, Site],
        canonical: Callable[[str, str | None], str],
        offset_of: Callable[[Site, int], tuple[int, str]],
    ) -> None:
        self._db = db
        self._known = known
        self._canonical = canonical
        self._offset_of = offset_of
        self._site_ids = {site.name: site.id for site in sites(db)}
        self._lists: dict[tuple[int, str], ListRow] = {}
        self._articles: dict[tuple[str, str], str] = {}
        self._newest: dict[tuple[str, str], tuple[tuple[Told, ...], ListReading]] = {}

    def site(self, name: str, observed: int) -> int:
        if name not in self._site_ids:
            _, zone = self._offset_of(self._site(name), observed)
            self._site_ids[name] = ensure_site(self._db, self._site(name), zone)
        return self._site_ids[name]

    def offset(self, name: str, observed: int) -> int:
        return self._offset_of(self._site(name), observed)[0]

    def _site(self, name: str) -> Site:
        return self._known.get(name) or Site(name, name, "")

    def reading(self, site: int, rows: tuple[Told, ...]) -> ListReading:
        """One observation of the file; mostly it is like the last one of its list."""
        key = rows[0][:2]
        if key not in self._newest or self._newest[key][0] is not rows:
            self._newest[key] = rows, self._reading(site, rows)
        return self._newest[key][1]

    def _reading(self, site: int, rows: tuple[Told, ...]) -> ListReading:
        first = rows[0]
        flags = dict.fromkeys(f for row in rows for f in (row.flags or "").split())
        return ListReading(
            self._list(site, first),
            tuple(self._entry(row) for row in rows),
            flags=tuple(flag for flag in flags if flag not in ENTRY_FLAGS),
            source="import",
            judged=first.flags is not None,
        )

    def _list(self, site: int, row: Told) -> ListRow:
        key = (site, row.list)
        if key not in self._lists:
            stored = {of.name: of for of in lists(self._db, site)}
            if row.list not in stored:
                said = row.window is not None or row.list not in WINDOWS
                window = row.window if said else row.list
                ensure_list(self._db, site, row.list, window or None, row.label or row.list)
                stored = {of.name: of for of in lists(self._db, site)}
            self._lists[key] = stored[row.list]
        return self._lists[key]

    def _entry(self, row: Told) -> Entry:
        flags = tuple(f for f in (row.flags or "").split() if f in ENTRY_FLAGS)
        if not row.url and not flags:
            flags = ("no-article", "no-link")
        article = "" if "no-article" in flags else self._article(row.site, row.url)
        return Entry(0, row.title, row.url, article, flags)

    def _article(self, site: str, url: str) -> str:
        """The identity of an address, which is worth remembering."""
        if (site, url) not in self._articles:
            if len(self._articles) >= REMEMBERED:
                self._articles.clear()
            self._articles[site, url] = self._canonical(url, self._site(site).article)
        return self._articles[site, url]

    def is_stored(
        self,
        shapes: Mapping[int, ListShape],
        observed: int,
        found: Observed,
        reading: ListReading,
    ) -> bool:
        """Whether the store has this very observation; ImportRefused if it has another.

        `shapes` are those of the snapshot that is stored at the time.
        """
        shape = shapes.get(reading.of.id)
        if shape is None or shape.result != "ok":
            return False
        stored = ranks.rows_at(self._db, reading.of.id, observed, shape.items)
        if [row.shown[:2] for row in stored] == [shown(entry)[:2] for entry in reading.entries]:
            return True
        first = found.rows[0]
        raise ImportRefused(
            f"line {found.lines[0]}: {first.site} {first.list} is stored already for that time, with "
            "other entries; nothing was imported"
        )
