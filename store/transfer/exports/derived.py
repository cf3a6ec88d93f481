"""Exports of what is derived: stays, events, gaps, joins."""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise

from store.history import observations
from store.history.derived.stay_table import overlapping
from store.history.observations import offset_at
from store.history.sites import ListRow, SiteRow
from store.queries.articles.titles import shown_title
from store.queries.events import events as event_query
from store.queries.events.edges import came, left
from store.queries.events.filter import Filter
from store.queries.visits.gap_cause import cause
from store.transfer.exports.timeline import Scope
from store.transfer.exports.types import EventRow, GapRow, JoinRow, StayRow, Time

SPAN = 30 * 86_400
"""Seconds of events that are held in memory at once."""

TOP = (3,)
"""The first so many ranks whose crossing is exported as an event."""


def _scoped(db: sqlite3.Connection, scope: Scope) -> list[tuple[SiteRow, ListRow]]:
    """The lists in scope, each with its site."""
    return [
        (site, ranking_list)
        for site in scope.sites(db)
        for ranking_list in scope.lists(db, site.id)
    ]


def stays(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[StayRow]:
    """One row for each stay that shares time with the scope, whole."""
    del every
    for site, ranking_list in _scoped(db, scope):
        yield from _stays(db, site, ranking_list, scope)


def _stays(
    db: sqlite3.Connection, site: SiteRow, ranking_list: ListRow, scope: Scope
) -> Iterator[StayRow]:
    newest = observations.newest(db, ranking_list)
    last = newest.observed if newest else 0
    at = _Times(db, site)
    for stay, url in overlapping(db, ranking_list.id, (scope.since, scope.until), last):
        stop = last if stay.ended is None else stay.ended
        top = stay.top1 + (stop - stay.top1_since if stay.top1_since is not None else 0)
        begin, end = came(db, ranking_list, stay), left(db, ranking_list, stay)
        first = observations.newest(db, ranking_list, stay.begun)
        yield StayRow(
            site.name, ranking_list.name, ranking_list.window, first.label if first else ranking_list.label, stay.article, url,
            shown_title(db, stay.article), at(stay.begun), at.known(stay.ended),
            stay.entered, stay.left, stop - stay.begun, stay.peak, at(stay.peak_at), top,
            at.known(begin.after), at(stay.begun), at.known(end.after), at.known(end.by),
        )  # fmt: skip


def events(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[EventRow]:
    """One row for each event whose `by` is in scope, in order of time."""
    del every
    scoped = _scoped(db, scope)
    at = {site.name: _Times(db, site) for site, _ in scoped}
    lists = [ranking_list for _, ranking_list in scoped]
    begins = [observations.history_begins(db, ranking_list) for ranking_list in lists]
    newest = observations.newest_time(db, lists)
    since = max(scope.since, min((time for time in begins if time is not None), default=0))
    until = min(scope.until, 0 if newest is None else newest + 1)
    keep = Filter(db, scope.choice)
    for begin, end in pairwise([*range(since, until, SPAN), until]):
        for e in event_query.events(db, lists, begin, end, TOP):
            if not keep(e.article, e.title):
                continue
            time = at[e.site]
            yield EventRow(
                e.site, e.list, e.kind, time(e.after), time(e.by), e.article_url, e.title,
                e.rank, e.previous, e.source, e.cause,
            )  # fmt: skip


def gaps(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[GapRow]:
    """One row for each gap of each list that shares time with the scope."""
    del every
    for site, ranking_list in _scoped(db, scope):
        at = _Times(db, site)
        for begun, ended in observations.gaps(db, ranking_list, scope.since, scope.until):
            gap_cause = cause(db, site.id, begun, ended)
            yield GapRow(site.name, ranking_list.name, at(begun), at(ended), gap_cause)


def joins(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[JoinRow]:
    """One row for each join of two articles in scope, in order of time; also those undone."""
    del every
    sql = (
        "SELECT a.url, b.url, j.time, j.evidence, j.undone FROM joining j "
        "JOIN article a ON a.id = j.article JOIN article b ON b.id = j.joined "
        "WHERE a.site = ? AND j.time >= ? AND j.time < ? ORDER BY j.time, j.id"
    )
    for site in scope.sites(db):
        at = _Times(db, site)
        rows = db.execute(sql, (site.id, scope.since, scope.until)).fetchall()
        for url, article_url, time, evidence, undone in rows:
            yield JoinRow(site.name, url, article_url, at(time), evidence, at.known(undone))


class _Times:
    """Gives a site's times the offset from UTC that the site had then."""

    def __init__(self, db: sqlite3.Connection, site: SiteRow) -> None:
        self._db = db
        self._site = site.id
        self._last = Time(-1, 0)

    def __call__(self, seconds: int) -> Time:
        if seconds != self._last.seconds:
            self._last = Time(seconds, offset_at(self._db, self._site, seconds))
        return self._last

    def known(self, seconds: int | None) -> Time | None:
        """The same, or None for no time."""
        return None if seconds is None else self(seconds)
