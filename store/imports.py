"""Importing rankings that were exported, here or elsewhere: all of a file or nothing.

Rows may come in any order. Those of one site, list and time make one observation; it is stored
as it would have been then, also between or before what is there. An observation that is stored
already with the same content is passed over; one with other content is an error that names the
line, since history is never changed by an import.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from scrapers.model import WINDOWS, Entry, Site
from store import ranks
from store.entries import shown
from store.errors import ImportRefused
from store.record import ListReading, Snapshot, recording
from store.shapes import shape_at
from store.sites import ListRow, ensure_list, ensure_site, lists, sites

ENTRY_FLAGS = frozenset({"no-article", "no-link", "external", "ad", "other-page"})
"""The flags of a row; all others are the observation's."""


class ImportRow(NamedTuple):
    """One line of a file: `observed` in UTC seconds.

    `window` and `flags` are None where there is no such column.
    """

    line: int
    observed: int
    site: str
    list: str
    window: str | None
    label: str
    rank: int
    title: str
    url: str
    flags: str | None


class Imported(NamedTuple):
    """What an import did."""

    observations: int
    known: int


Key = tuple[int, str, str]
Rows = dict[int, ImportRow]


def gather(rows: Iterable[ImportRow]) -> dict[Key, Rows]:
    """The rows of each observation by rank. Raises ImportRefused where two contradict."""
    found: dict[Key, Rows] = {}
    for row in rows:
        places = found.setdefault((row.observed, row.site, row.list), {})
        other = places.setdefault(row.rank, row)
        if other is not row and other[1:] != row[1:]:
            raise ImportRefused(
                f"line {row.line}: rank {row.rank} of {row.list} is also on line {other.line}"
            )
    for places in found.values():
        _unbroken(places)
    return found


def _unbroken(places: Rows) -> None:
    """Ranks must run from 1 to n: a hole would read as a row that was measured away."""
    missing = next(rank for rank in range(1, len(places) + 2) if rank not in places)
    if missing <= max(places):
        row = places[max(places)]
        raise ImportRefused(
            f"line {row.line}: {row.list} has a rank {row.rank} but no rank {missing} then"
        )


def store_rows(
    db: sqlite3.Connection,
    found: Mapping[Key, Rows],
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
            read = [(found[key], importer.reading(site_id, found[key])) for key in keys]
            fresh = [r for rows, r in read if not importer.is_stored(site_id, rows, r)]
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
        self._entries: dict[tuple[str, str, str | None], Entry] = {}

    def site(self, name: str, observed: int) -> int:
        if name not in self._site_ids:
            _, zone = self._offset_of(self._site(name), observed)
            self._site_ids[name] = ensure_site(self._db, self._site(name), zone)
        return self._site_ids[name]

    def offset(self, name: str, observed: int) -> int:
        return self._offset_of(self._site(name), observed)[0]

    def _site(self, name: str) -> Site:
        return self._known.get(name) or Site(name, name, "")

    def reading(self, site: int, rows: Rows) -> ListReading:
        """One observation of the file."""
        first = rows[1]
        flags = dict.fromkeys(f for row in rows.values() for f in (row.flags or "").split())
        return ListReading(
            self._list(site, first),
            tuple(self._entry(rows[rank]) for rank in sorted(rows)),
            flags=tuple(flag for flag in flags if flag not in ENTRY_FLAGS),
            source="import",
            judged=first.flags is not None,
        )

    def _list(self, site: int, row: ImportRow) -> ListRow:
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

    def _entry(self, row: ImportRow) -> Entry:
        key = (row.title, f"{row.site} {row.url}", row.flags)
        if key not in self._entries:
            flags = tuple(f for f in (row.flags or "").split() if f in ENTRY_FLAGS)
            if not row.url and not flags:
                flags = ("no-article", "no-link")
            pattern = self._site(row.site).article
            article = "" if "no-article" in flags else self._canonical(row.url, pattern)
            self._entries[key] = Entry(0, row.title, row.url, article, flags)
        return self._entries[key]

    def is_stored(self, site: int, rows: Rows, reading: ListReading) -> bool:
        """Whether the store has this very observation; ImportRefused if it has another."""
        first = rows[1]
        shape = shape_at(self._db, site, first.observed).get(reading.of.id)
        if shape is None or shape.result != "ok":
            return False
        stored = ranks.rows_at(self._db, reading.of.id, first.observed, shape.items)
        if [row.shown[:2] for row in stored] == [shown(entry)[:2] for entry in reading.entries]:
            return True
        raise ImportRefused(
            f"line {first.line}: {first.site} {first.list} is stored already for that time, with "
            "other entries; nothing was imported"
        )
