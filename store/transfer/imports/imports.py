"""Imports exported rankings, a whole file or nothing.

Rows may come in any order. The rows of one site, list and time make one observation, which may be
older than the stored ones. An observation that is already stored with the same content is skipped.
One with different content is an error that names the line, because an import never changes history.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from scrapers import WINDOWS, Entry, Site, window_of
from store.db.connect import filled, transaction
from store.errors import ImportRefused
from store.history import changes
from store.history.derived.compared import DERIVED
from store.history.entries import as_shown
from store.history.readings import ListReading, Snapshot
from store.history.recorder import Recorder, recording
from store.history.sites import OFFERED, ListRow, ensure_list, ensure_site, every_list, sites
from store.history.snapshots import ListShape
from store.transfer.imports.order import Visit, in_any_order, in_order, visit_of
from store.transfer.imports.rows import ImportRow, ImportRows
from store.transfer.imports.spool import spooled

ENTRY_FLAGS = frozenset({"no-article", "no-link", "external", "ad", "other-page", OFFERED})
"""The flags of a row; all others are the observation's."""

REMEMBERED = 20_000
"""Entries that are remembered."""


class Imported(NamedTuple):
    """The result of an import."""

    observations: int
    known: int


class SiteFacts(NamedTuple):
    """The facts about sites that an import needs but that are not in the store.

    `sites` by name and `every`, their schedules; `canonical` gives an article's identity by its
    address, `offset_of` a site's minutes east of UTC at a time, and `zone_of` the zone's short name.
    """

    sites: Mapping[str, Site]
    every: Mapping[str, int | None]
    canonical: Callable[[str, str | None], str]
    offset_of: Callable[[Site, int], int]
    zone_of: Callable[[Site, int], str]


def import_rankings(
    path: str,
    origin: tuple[str, int],
    read: Callable[[], Iterable[ImportRows]],
    facts: SiteFacts,
) -> Imported:
    """Store the rows that `read` gives into the store at `path`: all of them or nothing.

    `origin` is the file's name and the time in UTC seconds: what the list of imports says.

    They are read and checked before the store is locked. They are stored as they come where they
    come in the order of time, else all at once. A new store appears only when all is well. The rest
    is as for `store_rows`. Raises ImportRefused.
    """

    def fill(db: sqlite3.Connection) -> Imported:
        try:
            with transaction(db):
                return store_rows(db, origin, facts, in_order(again()))
        except ImportRefused:  # for good, or because the rows are in another order: now it shows
            visits = in_any_order(again())
            with transaction(db):
                return store_rows(db, origin, facts, visits)

    with spooled(read()) as again:
        return filled(path, fill)


def _window_alone(row: ImportRow) -> str | None:
    """The window that a list's name says, unless the name says more, or the row another window."""
    slug = row.list if row.list in WINDOWS else window_of(row.list)
    return slug if "-" not in row.list and row.window in (None, slug) else None


def store_rows(
    db: sqlite3.Connection,
    origin: tuple[str, int],
    facts: SiteFacts,
    visits: Iterable[Visit],
) -> Imported:
    """Record the observations of a file, and which import gave them; in the caller's transaction."""
    importer = _Importer(db, facts)
    begin = "INSERT INTO import (file, time, observations, known) VALUES (?,?,0,0)"
    number = db.execute(begin, origin).lastrowid
    give = "INSERT OR IGNORE INTO given (import, list, observed) VALUES (?,?,?)"
    imported = seen = 0
    with recording(db) as recorder:
        for visit in visits:
            observed, site = visit_of(visit[0])
            site_id = importer.site(site, observed)
            fresh: dict[int, list[ListReading]] = {}
            given = []
            for rows in visit:
                reading = importer.reading(site_id, rows[2])
                second, is_known = importer.place(recorder, rows, reading)
                if not (is_known and recorder.fetched_here(reading.ranking_list, second)):
                    given.append((number, reading.ranking_list.id, second))
                if is_known:
                    seen += 1
                    continue
                imported += 1
                if second != observed:
                    reading = reading._replace(flags=(*reading.flags, "clock"))
                fresh.setdefault(second, []).append(reading)
            db.executemany(give, given)
            for second, readings in fresh.items():
                offset = importer.offset(site, second)
                recorder.record(Snapshot(site_id, second, offset, None, readings))
    db.execute(
        "UPDATE import SET observations = ?, known = ? WHERE id = ?", (imported, seen, number)
    )
    return Imported(imported, seen)


class _Importer:
    """A cache of what is looked up repeatedly during an import."""

    def __init__(
        self,
        db: sqlite3.Connection,
        facts: SiteFacts,
    ) -> None:
        self._db = db
        self._known, self._every, self._canonical, self._offset_of, self._zone_of = facts
        self._site_ids = {site.name: site.id for site in sites(db)}
        self._lists: dict[tuple[int, str], ListRow] = {}
        self._entries: dict[tuple[str, ...], Entry] = {}
        self._newest: dict[tuple[str, str], tuple[tuple[ImportRow, ...], ListReading]] = {}

    def site(self, name: str, observed: int) -> int:
        if name not in self._site_ids:
            zone = self._zone_of(self._site(name), observed)
            every = self._every.get(name)
            self._site_ids[name] = ensure_site(self._db, self._site(name), zone, every)
        return self._site_ids[name]

    def offset(self, name: str, observed: int) -> int:
        return self._offset_of(self._site(name), observed)

    def _site(self, name: str) -> Site:
        return self._known.get(name) or Site(name, name, "")

    def reading(self, site: int, rows: tuple[ImportRow, ...]) -> ListReading:
        """One observation of the file; mostly it is like the last one of its list."""
        key = rows[0][:2]
        newest = self._newest.get(key)
        if newest is not None and newest[0] == rows:
            return newest[1]
        self._newest[key] = rows, self._reading(site, rows)
        return self._newest[key][1]

    def _reading(self, site: int, rows: tuple[ImportRow, ...]) -> ListReading:
        first = rows[0]
        flags = dict.fromkeys(f for row in rows for f in (row.flags or "").split())
        return ListReading(
            self._list(site, first),
            tuple(self._entry(row) for row in rows),
            flags=tuple(flag for flag in flags if flag not in ENTRY_FLAGS and flag not in DERIVED),
            source="import",
        )

    def _list(self, site: int, row: ImportRow) -> ListRow:
        """The list of a row, with the label that the file gives it then."""
        key = (site, row.list)
        if key not in self._lists:
            ranking_list = self._stored_list(site, row)
            if ranking_list in self._lists.values():
                raise ImportRefused(
                    f"the file has {ranking_list.name} of {row.site} a second time, as {row.list}; "
                    "give one of them another name; nothing was imported"
                )
            self._lists[key] = ranking_list
        ranking_list = self._lists[key]
        return ranking_list._replace(label=row.label or ranking_list.label)

    def _stored_list(self, site: int, row: ImportRow) -> ListRow:
        """The stored list of a name, which may be spelt `24h` or `24時間`; a new one is made."""
        slug = _window_alone(row)
        stored = {ranking_list.name: ranking_list for ranking_list in every_list(self._db, site)}
        alike = [
            ranking_list
            for ranking_list in stored.values()
            if slug and (ranking_list.window or window_of(ranking_list.name)) == slug
        ]
        if row.list not in stored and len(alike) == 1:
            return alike[0]
        name = row.list if row.list in stored or alike else slug or row.list
        if name not in stored:
            window = row.window if row.window is not None else slug
            ensure_list(self._db, site, name, window or None, row.label or row.list)
            stored = {
                ranking_list.name: ranking_list for ranking_list in every_list(self._db, site)
            }
        return stored[name]

    def _entry(self, row: ImportRow) -> Entry:
        """The entry of a row, which is worth remembering."""
        key = row.site, row.title, row.url, row.flags or ""
        if key not in self._entries:
            if len(self._entries) >= REMEMBERED:
                self._entries.clear()
            self._entries[key] = self._new_entry(*key)
        return self._entries[key]

    def _new_entry(self, site: str, title: str, url: str, flag_words: str) -> Entry:
        flags = tuple(flag for flag in flag_words.split() if flag in ENTRY_FLAGS)
        if not url and not flags:
            flags = ("no-article", "no-link")
        is_article = "no-article" not in flags
        article = self._canonical(url, self._site(site).article) if is_article else ""
        return Entry(0, title, url, article, flags)

    def place(self, recorder: Recorder, rows: ImportRows, reading: ListReading) -> tuple[int, bool]:
        """The second for an observation of the file, and whether the store has it there already.

        That is its own second; but what a visit of this machine found then is never added to,
        nor its empty readings replaced: then it is the next second that is free. Raises
        ImportRefused where the store has other entries for its own second.
        """
        line, observed, import_rows = rows
        site, list_id = reading.ranking_list.site, reading.ranking_list.id
        second = observed
        while stored := recorder.stored(site, second):
            shape = stored.get(list_id)
            if shape and shape.result == "ok":
                if self._shows(shape, second, reading):
                    return second, True
                if second == observed:
                    raise ImportRefused(
                        f"line {line}: {import_rows[0].site} {import_rows[0].list} is stored already for that "
                        "time, with other entries; nothing was imported"
                    )
            elif not recorder.made_here(site, second):
                break
            second += 1
        return second, False

    def _shows(self, shape: ListShape, observed: int, reading: ListReading) -> bool:
        stored = changes.rows_at(self._db, shape.list, observed, shape.items)
        return [row.shown[:2] for row in stored] == [as_shown(e)[:2] for e in reading.entries]
