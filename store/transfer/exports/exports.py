"""Exports the stored history as typed rows, for spreadsheets and notebooks.

Rows have times in UTC seconds and the site's UTC offset. The writer of a file decides its columns
and its format of times.
"""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from store.history import observations
from store.history.observations import offset_at
from store.history.sites import SiteRow
from store.pages.by_visit import failed_visits
from store.queries.articles.titles import titles_of
from store.transfer.exports.derived import events, gaps, joins, stays
from store.transfer.exports.panel import panel
from store.transfer.exports.ranking_rows import rankings
from store.transfer.exports.timeline import ListMoment, Scope, moments
from store.transfer.exports.types import (
    ArticleRow,
    AttemptRow,
    ObservationRow,
    Time,
    TitleRow,
)


def observed(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[ObservationRow]:
    """One row for each list of each visit, even if the list was not measured."""
    del every  # thinned observations could no longer say what was measured
    import heapq

    merged = heapq.merge(_readings(db, scope), _failures(db, scope), key=lambda row: row[0])
    yield from (row for _, row in merged)


Keyed = tuple[tuple[int, str, str], ObservationRow]


def _readings(db: sqlite3.Connection, scope: Scope) -> Iterator[Keyed]:
    until = _Validity(db)
    for m in moments(db, scope):
        ok = m.shape.result == "ok"
        row = ObservationRow(
            Time(m.observed, m.utc_offset), m.site.name, m.ranking_list.name, m.ranking_list.window, m.shape.label,
            m.shape.items, m.shape.result, m.shape.flags, m.shape.source, m.shape.gap,
            until.of(m) if ok else None,
        )  # fmt: skip
        yield (m.observed, m.site.name, m.ranking_list.name), row


class _Validity:
    """The end of an observation's validity: the next observation, or its own time before a gap."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of(self, moment: ListMoment) -> Time | None:
        later = observations.following(self._db, moment.ranking_list, moment.observed)
        if later is None:
            return None
        if later.gap:
            return Time(moment.observed, moment.utc_offset)
        return Time(later.observed, later.utc_offset)


def _failures(db: sqlite3.Connection, scope: Scope) -> Iterator[Keyed]:
    """Failed and refused visits: a row for each list that was known by then."""
    rows = [row for site in scope.sites(db) for row in _failed(db, site, scope)]
    yield from sorted(rows, key=lambda row: row[0])


def _failed(db: sqlite3.Connection, site: SiteRow, scope: Scope) -> Iterator[Keyed]:
    site_lists = scope.lists(db, site.id)
    for visit in failed_visits(db, site.id, scope.since - 1, scope.until - 1):
        time, code = visit[0].time, visit[-1].code
        offset = offset_at(db, site.id, time)
        for ranking_list in site_lists:
            if last := observations.newest(db, ranking_list, time):
                row = ObservationRow(
                    Time(time, offset), site.name, ranking_list.name, ranking_list.window, last.label, 0, code, "",
                    "fetch", gap_before=False, valid_until=None,
                )  # fmt: skip
                yield (time, site.name, ranking_list.name), row


def articles(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[ArticleRow]:
    """One row for each article known."""
    del every
    sql = (
        "SELECT v.site, v.article, v.url, v.title, v.category, v.section, v.published, "
        "v.modified, v.authors, v.lang, v.lead, v.body, a.first_seen, a.fetched, a.gone "
        "FROM articles v JOIN article a ON a.id = v.article "
        "WHERE v.site = ? AND a.first_seen >= ? AND a.first_seen < ? AND a.id > ? "
        "ORDER BY a.id LIMIT 500"
    )
    for site in scope.sites(db):
        offset = offset_at(db, site.id, 2**62)
        for row in _by_id(db, sql, (site.name, scope.since, scope.until), 1):
            *texts, first_seen, fetched, gone = row
            times = [None if t is None else Time(t, offset) for t in (fetched, gone)]
            yield ArticleRow._make((*texts, Time(first_seen, offset), *times))


def attempts(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[AttemptRow]:
    """One row for each visit to a page, whatever became of it."""
    del every
    sql = (
        "SELECT t.time, v.site, v.kind, v.asked, v.answered, v.status, v.code, v.detail, "
        "v.bytes, v.seconds, v.page, v.source, v.attempt "
        "FROM attempt t JOIN attempts v ON v.attempt = t.id "
        "WHERE t.site = ? AND t.time >= ? AND t.time < ? AND t.id > ? ORDER BY t.id LIMIT 500"
    )
    for site in scope.sites(db):
        offset = offset_at(db, site.id, 2**62)
        for time, *values in _by_id(db, sql, (site.id, scope.since, scope.until), 12):
            yield AttemptRow(Time(time, offset), *values)


def _by_id(
    db: sqlite3.Connection, sql: str, values: tuple[object, ...], column: int
) -> Iterator[tuple[Any, ...]]:
    """All rows of a query that gives some behind an id, its last value; `column` has the ids."""
    last = 0
    while rows := db.execute(sql, (*values, last)).fetchall():
        yield from rows
        last = rows[-1][column]


def titles(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[TitleRow]:
    """One row for each wording that a place showed, again where it came back to one."""
    del every
    for site in scope.sites(db):
        places = scope.lists(db, site.id)
        offset = offset_at(db, site.id, 2**62)
        sql = "SELECT id, url FROM article WHERE site = ? AND joined IS NULL AND first_seen < ?"
        rows = [
            (title.first_seen, article, title, url)
            for article, url in db.execute(sql, (site.id, scope.until)).fetchall()
            for title in titles_of(db, places, article)
            if scope.since <= title.first_seen < scope.until
        ]
        for first_seen, article, title, url in sorted(rows, key=lambda row: row[:2]):
            until = None if title.until is None else Time(title.until, offset)
            yield TitleRow(
                site.name, article, url, title.title, Time(first_seen, offset),
                "list" if title.list else "page", title.list, until,
            )  # fmt: skip


KINDS: dict[str, Callable[[sqlite3.Connection, Scope, int | None], Iterator[NamedTuple]]] = {
    "rankings": rankings,
    "observations": observed,
    "panel": panel,
    "articles": articles,
    "attempts": attempts,
    "titles": titles,
    "stays": stays,
    "events": events,
    "gaps": gaps,
    "joins": joins,
}
"""What `export` can be asked for, with its rows."""
