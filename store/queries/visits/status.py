"""The status of each site: its last success, its schedule, and its newest failures."""

import sqlite3
from itertools import pairwise
from typing import NamedTuple

from store.history import observations
from store.history.schedule import DAY, MEMORY, learnt, limit
from store.history.sites import ListRow, SiteRow, is_applied, lists
from store.pages.by_visit import codes, failed_visits

WEEK = 7 * DAY


class Failure(NamedTuple):
    """The newest failures in a row: reason codes, the newest first; when, in UTC s; how many."""

    codes: tuple[str, ...]
    since: int
    last: int
    times: int

    @property
    def code(self) -> str:
        """The reason code of the newest."""
        return self.codes[0]


class SiteStatus(NamedTuple):
    """One site. `success` is the time of its newest observation in UTC seconds.

    Where anything was fetched here, that is the newest that was. `every` is the schedule and
    `patience` the silence after which a gap begins, both in seconds. `failure` goes on if the site is
    `failing`. `to_rebuild` says that the site's entry tells articles apart otherwise
    than the past was derived.
    """

    site: SiteRow
    lists: list[str]
    success: int | None
    every: int
    patience: int
    gaps: int
    failure: Failure | None
    failing: bool
    to_rebuild: bool = False


def status(db: sqlite3.Connection, site: SiteRow, now: int) -> SiteStatus:
    """The status of one site; gaps are those that end in the last 7 days."""
    site_lists = lists(db, site.id)
    measured = [
        (o, ranking_list) for ranking_list in site_lists if (o := _newest(db, ranking_list, now))
    ]
    newest, freshest = max(measured, key=lambda pair: pair[0].observed, default=(None, None))
    times = (
        [o.observed for o in observations.before(db, freshest, newest.observed + 1, MEMORY + 1)]
        if freshest and newest
        else []
    )
    intervals = [after - before for before, after in pairwise(times)]
    gaps = {
        gap
        for ranking_list in site_lists
        for gap in observations.gaps(db, ranking_list, now - WEEK)
    }
    failure = _failure(db, site.id)
    return SiteStatus(
        site,
        [ranking_list.name for ranking_list in site_lists],
        newest.observed if newest else None,
        learnt(intervals, site.every),
        int(limit(intervals, site.every)),
        len(gaps),
        failure,
        failing=failure is not None and _goes_on(db, site.id, failure, newest),
        to_rebuild=not is_applied(db, site.id),
    )


def _newest(
    db: sqlite3.Connection, ranking_list: ListRow, now: int
) -> observations.Observation | None:
    """A list's newest observation of this machine's own, else what others observed by now."""
    return observations.newest_own(db, ranking_list) or observations.newest(db, ranking_list, now)


def _failure(db: sqlite3.Connection, site: int) -> Failure | None:
    """The newest run of failed ranking attempts."""
    newest = db.execute(
        "SELECT max(time) FROM attempt WHERE site = ? AND NOT of_article AND code IS NOT NULL",
        (site,),
    ).fetchone()[0]
    if newest is None:
        return None
    (success,) = db.execute(
        "SELECT coalesce(max(observed), -1) FROM snapshot WHERE site = ? AND observed < ? "
        "AND attempt IS NOT NULL",
        (site, newest),
    ).fetchone()
    failed = failed_visits(db, site, success, newest)
    return Failure(codes(failed), failed[0][0].time, newest, len(failed))


def _goes_on(
    db: sqlite3.Connection,
    site: int,
    failure: Failure,
    newest: observations.Observation | None,
) -> bool:
    """Whether no visit succeeded after the failure.

    The visit that came later has the greater number, also where a clock was ahead in between.
    """
    if newest is None or failure.last <= newest.observed:
        return newest is None
    sql = "SELECT max(id) FROM attempt WHERE site = ? AND time = ? AND code IS NOT NULL"
    number: int = db.execute(sql, (site, failure.last)).fetchone()[0]
    return newest.attempt is None or newest.attempt < number


def growth(db: sqlite3.Connection, size: int, now: int) -> int | None:
    """The growth of the store in bytes per 30 days; None if it is too young for an estimate."""
    sql = "SELECT min((SELECT min(time) FROM attempt WHERE site = site.id)) FROM site"
    first: int | None = db.execute(sql).fetchone()[0]
    if first is None or now - first < 2 * DAY:
        return None
    return size * 30 * DAY // (now - first)
