"""`tracker log`: what became of every visit, and where nothing was measured."""

import sqlite3
from collections.abc import Iterator
from itertools import islice, takewhile

from cli.terminal import options, times
from cli.terminal.context import zone_of
from cli.terminal.options import Settings
from cli.terminal.output import Column, Form, Row, show
from cli.terminal.times import Moment
from store.db.connect import reading
from store.history.observations import offset_at
from store.history.sites import SiteRow, one_site, sites
from store.queries.log import Line, log

COLUMNS = (
    Column("", "when"),
    Column("site", "site"),
    Column("", "what", kind="note"),
    Column("first", kind="time"),
    Column("last", kind="time"),
    Column("times", kind="number"),
    Column("result"),
    Column("code"),
    Column("detail"),
    Column("lists"),
    Column("articles", kind="number"),
    Column("seconds", kind="number"),
    Column("address"),
)


@options.command("log")
@options.option("--refused", is_flag=True, help="Only refused pages, one line each.")
@options.option("--since", metavar="TIME", help="From then on.")
@options.option(
    "--limit", metavar="N", type=options.LIMIT, default=30, show_default=True, help="Lines."
)
@options.form()
def command(
    settings: Settings, *, refused: bool, since: str | None, limit: int, form: Form
) -> None:
    """Show what became of every visit, and every gap with its cause, newest first.

    Examples:
      tracker log                  the last 30 lines; alike ones in a row are one
      tracker log --since 7d --limit 1000
      tracker log --refused        pages that were kept but not recorded, and why
      tracker log --json           for a script
    """
    with reading(settings.store) as db:
        chosen = [one_site(db, settings.site)] if settings.site else sites(db)
        lines = log(db, chosen, refused=refused)
        if since and chosen:
            start = times.parse_time(since, times.now(), zone_of(db, chosen[0].id))
            lines = takewhile(lambda line: line.last >= start, lines)
        by_name = {site.name: site for site in chosen}
        told = list(islice(lines, limit + 1))
        rows = [_row(line, _places(db, by_name[line.site], line)) for line in told[:limit]]
        more = ["Older lines:  --limit, --since"] if len(told) > limit else []
        nothing = "No page was refused" if refused else "Nothing happened"
        none = f"{nothing} since then." if since else f"{nothing} yet."
        show(form, COLUMNS, rows, captions=more if rows else [none])


def _places(db: sqlite3.Connection, site: SiteRow, line: Line) -> tuple[Moment, Moment]:
    """The line's two times as they were at the site."""
    first, last = (
        Moment(time, offset_at(db, site.id, time), site.zone) for time in (line.first, line.last)
    )
    return first, last


def _row(line: Line, at: tuple[Moment, Moment]) -> Row:
    first, last = at
    begun, ended = (times.brief(moment, now=times.now()) for moment in at)
    gap = line.result == "gap"
    return [
        f"{begun} - {ended}" if gap else ended,
        line.site, _what(line, begun), first, last, line.times, line.result,
        None if gap else line.code, line.detail,
        " ".join(name if gap else f"{name}:{items}" for name, items in line.lists),
        line.articles, round(line.seconds, 3), line.address,
    ]  # fmt: skip


def _what(line: Line, begun: str) -> str:
    """The line in words."""
    if line.result == "gap":
        names = ", ".join(name for name, _ in line.lists)
        return f"GAP {times.span(int(line.seconds))}: {line.detail} ({names})"
    row = f" {line.times} times in a row since {begun}" if line.times > 1 else ""
    if line.result in {"ok", "part"}:
        parts = [f"{line.result}{row}: {', '.join(_lists(line))}"]
        if line.result == "part":
            parts.append(line.detail)
        if line.articles:
            parts.append(f"{line.articles} article{'s' if line.articles > 1 else ''}")
        return "; ".join(parts)
    return f"{line.result}{row}: {line.code}: {line.detail}  {line.address}"


def _lists(line: Line) -> Iterator[str]:
    """Lists with their numbers of entries; those with the same number share it."""
    numbers = {items for _, items in line.lists}
    if len(numbers) == 1 and len(line.lists) > 1:
        yield f"{', '.join(name for name, _ in line.lists)} {numbers.pop()} each"
        return
    yield from (f"{name} {items}" for name, items in line.lists)
