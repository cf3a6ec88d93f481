"""`tracker status`: is everything being recorded; for people and for monitors."""

import os
import sqlite3
from collections.abc import Iterator

import click

from cli import __version__
from cli.terminal import options, times
from cli.terminal.options import Settings
from cli.terminal.output import Column, Form, Row, show
from cli.terminal.times import Moment
from scrapers.errors import TrackerError
from store.db.connect import reading
from store.history.observations import offset_at
from store.history.sites import one_site, sites
from store.queries.status import SiteStatus, growth, status

STALE = 7
"""Exit status when a site is stale beyond the limit."""

COLUMNS = (
    Column("site", "site"),
    Column("state", "state"),
    Column("lists", "lists"),
    Column("", "last success"),
    Column("last_success", kind="time"),
    Column("age", kind="number"),
    Column("", "every", right=True),
    Column("every", kind="number"),
    Column("limit", kind="number"),
    Column("gaps_7d", "gaps 7 d", kind="number"),
    Column("", "last failure", kind="note"),
    Column("failing", kind="flag"),
    Column("code"),
    Column("failures", kind="number"),
    Column("failed_since", kind="time"),
    Column("last_failure", kind="time"),
)


@options.command("status")
@options.option("--max-age", metavar="SPAN", help="Exit 7 if a site is older: 30m, 2h, or auto.")
@options.form()
def command(settings: Settings, *, max_age: str | None, form: Form) -> int:
    """Show how each site is doing, and exit 7 if one is stale beyond a limit.

    Examples:
      tracker status                   a line for each site, and what to do next
      tracker status --max-age auto    for a monitor: each site's own limit, 2.5 x its schedule
      tracker status --max-age 90m
      tracker status --json
    """
    now = times.now()
    with reading(settings.store) as db:
        chosen = [one_site(db, settings.site)] if settings.site else sites(db)
        found = [status(db, site, now) for site in chosen]
        if not found:
            raise TrackerError("no site was fetched yet; begin with  tracker fetch")
        limits = [_limit(item, max_age) for item in found]
        late = [item for item, limit in zip(found, limits, strict=True) if _age(item, now) > limit]
        if max_age and form.kind == "people":
            _say_for_monitor(db, found, late, limits, now)
        else:
            rows = [_row(db, item, limit, now) for item, limit in zip(found, limits, strict=True)]
            show(form, COLUMNS, rows, captions=list(_footer(db, settings, found, now)))
    return STALE if late and max_age else 0


def _limit(item: SiteStatus, max_age: str | None) -> int:
    return item.patience if max_age in {None, "auto"} else times.parse_span(max_age or "")


def _age(item: SiteStatus, now: int) -> float:
    return float("inf") if item.success is None else now - item.success


def _say_for_monitor(
    db: sqlite3.Connection,
    found: list[SiteStatus],
    late: list[SiteStatus],
    limits: list[int],
    now: int,
) -> None:
    """One line for each stale site, or one line that all is well."""
    if not late:
        oldest = max(found, key=lambda item: _age(item, now))
        many = f"{len(found)} site{'s' * (len(found) > 1)}"
        click.echo(f"OK {many}, oldest {times.span(int(_age(oldest, now)))} ({oldest.site.name})")
        return
    for item, limit in zip(found, limits, strict=True):
        if item in late:
            click.echo(_stale(db, item, limit, now, f"{len(late)} of {len(found)} sites"))


def _stale(db: sqlite3.Connection, item: SiteStatus, limit: int, now: int, share: str) -> str:
    age = "never recorded" if item.success is None else times.span(now - item.success)
    why = "no fetch was run"
    if item.failing and item.failure:
        since = times.brief(_at(db, item, item.failure.since), now=now)
        many = f"{item.failure.times} time{'s' * (item.failure.times > 1)}"
        why = f"{item.failure.code} {many} since {since}"
    return f"STALE {item.site.name}: {age} (limit {times.span(limit)}), {why}; {share}"


def _at(db: sqlite3.Connection, item: SiteStatus, time: int) -> Moment:
    return Moment(time, offset_at(db, item.site.id, time), item.site.zone)


def _row(db: sqlite3.Connection, item: SiteStatus, limit: int, now: int) -> Row:
    failure = item.failure
    return (
        item.site.name, "STALE" if _age(item, now) > limit else "OK", " ".join(item.lists),
        times.age(now - item.success) if item.success is not None else "never",
        None if item.success is None else _at(db, item, item.success),
        None if item.success is None else now - item.success,
        times.span(item.every), item.every, limit, item.gaps, _last_failure(db, item),
        item.failing, failure.code if failure else None, failure.times if failure else 0,
        _at(db, item, failure.since) if failure else None,
        _at(db, item, failure.last) if failure else None,
    )  # fmt: skip


def _last_failure(db: sqlite3.Connection, item: SiteStatus) -> str | None:
    if item.failure is None:
        return None
    state = "failing" if item.failing else "recovered"
    when = times.brief(_at(db, item, item.failure.last), now=times.now())
    many = f"{item.failure.times} time{'s' * (item.failure.times > 1)}"
    return f"{when} {item.failure.code}, {many}, {state}"


def _footer(
    db: sqlite3.Connection, settings: Settings, found: list[SiteStatus], now: int
) -> Iterator[str]:
    """Where the store is, how it grows, and the next command to type."""
    size = os.path.getsize(settings.store)
    grown = growth(db, size, now)
    more = f", +{grown / 1e6:.1f} MB a month" if grown is not None else ""
    yield f"store {size / 1e6:.1f} MB{more} · version {__version__}"
    yield settings.store
    yield f"next:  {_following(found)}"


def _following(found: list[SiteStatus]) -> str:
    """The next command to type."""
    if worst := next((item for item in found if item.failing), None):
        return f"tracker log --site {worst.site.name}"
    return "tracker top" if any(item.success is not None for item in found) else "tracker fetch"
