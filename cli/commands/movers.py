"""`tracker movers`: what came, went, climbed and fell between two times."""

from collections import Counter
from collections.abc import Iterator

import click

from cli import options, times
from cli.look import View, looking
from cli.options import Settings
from cli.output import Column, Form, Row, show
from cli.tables import move
from cli.times import Moment
from store.exports import hours
from store.movers import Mover, Movers, movers

COLUMNS = (
    Column("site"),
    Column("list"),
    Column("window"),
    Column("", "move", right=True),
    Column("status"),
    Column("change", kind="number"),
    Column("rank", "now", kind="number"),
    Column("previous", "was", kind="number"),
    Column("title", "title", kind="title", link="url"),
    Column("", " "),
    Column("url"),
    Column("article", kind="number"),
    Column("peak", kind="number"),
    Column("hours", kind="number"),
    Column("hours_at_least", kind="flag"),
    Column("since", kind="time"),
    Column("until", kind="time"),
    Column("observed", kind="time"),
    Column("baseline", kind="time"),
)
WORDS = {"re": "back", "unknown": "not measured", "visit": "came and went"}
SMALL = frozenset({"up", "down", "same"})
"""Statuses that --min applies to."""


@options.command("movers")
@click.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@click.option(
    "--vs", "--since", "vs", metavar="TIME", default="24h", show_default=True, help="From then on."
)
@click.option("--until", metavar="TIME", help="Up to then, instead of now.")
@click.option(
    "--min", "least", metavar="N", type=click.IntRange(0), default=1, show_default=True,
    help="Only climbers and fallers by at least N ranks; 0 shows those that stayed too.",
)  # fmt: skip
@click.option("--tolerance", metavar="SPAN", help="How far from --since the baseline may lie.")
@options.form()
def command(
    settings: Settings,
    *,
    window: str | None,
    vs: str,
    until: str | None,
    least: int,
    tolerance: str | None,
    form: Form,
) -> None:
    """Show what came, went, climbed and fell between two times.

    Examples:
      tracker movers                           the last 24 hours
      tracker movers --since 22:00             what happened last night
      tracker movers --window week --since 7d
      tracker movers --since 2026-01-01 --until 2026-01-31
      tracker movers --min 3 --csv

    A visit is an article that was on the list in between and at neither end.
    """
    with looking(settings, window) as view:
        end = view.time(until, "end") if until else view.now
        span = times.parse_span(tolerance) if tolerance else None
        found = movers(view.db, view.of, end, view.versus(vs, end), span)
        shown = [row for row in found.rows if _is_large(row, least)]
        rows = [_row(view, found, row) for row in shown]
        show(form, COLUMNS, rows, heading=_heading(view, found), captions=_captions(found, shown))


def _is_large(row: Mover, least: int) -> bool:
    return row.status not in SMALL or abs(row.change or 0) >= least


def _row(view: View, found: Movers, row: Mover) -> Row:
    base = found.base
    return (
        view.site.name, view.of.name, view.of.window, move(row.status, row.change), row.status,
        row.change, row.now, row.was, row.row.title, _remark(view, row), row.row.url,
        row.row.article, row.peak, hours(row.seconds), row.at_least,
        view.moment(row.since), view.moment(row.until) if row.until else None,
        Moment(found.now.observed, found.now.utc_offset),
        Moment(base.observed, base.utc_offset) if base else None,
    )  # fmt: skip


def _remark(view: View, row: Mover) -> str:
    """What is worth saying beside the title."""

    def at(time: int) -> str:
        return times.brief(view.moment(time))

    if row.status == "new":
        return f"in at {at(row.since)}"
    if row.status == "re" and row.last_here:
        return f"last here {at(row.last_here)}, peak {row.peak}"
    if row.status == "out" and row.until:
        least = "≥" if row.at_least else ""
        return f"left {at(row.until)}, peak {row.peak}, {least}{times.short(row.seconds)}"
    if row.status == "visit" and row.until:
        return f"{at(row.since)} to {at(row.until)}, best {row.peak}"
    return ""


def _heading(view: View, found: Movers) -> str:
    name = f"{view.site.label} · {view.of.label} ({view.of.name})"
    if found.base is None:
        return f"{name} · {times.stamp(view.moment(found.now.observed))}"
    start, end = (view.moment(o.observed) for o in (found.base, found.now))
    lasted = times.span(found.now.observed - found.base.observed)
    gaps = f"{found.gaps} gap{'s' if found.gaps > 1 else ''}" if found.gaps else "no gap"
    return (
        f"{name} · {times.brief(start, weekday=True)} -> {times.brief(end, weekday=True)} "
        f"{end.zone} ({lasted}, {found.observed} observations, {gaps})"
    )


NOTHING = (
    "Nothing to compare with: no observation lies near enough to the time asked for. "
    "See  tracker log,  or name another time with --since"
)


def _captions(found: Movers, shown: list[Mover]) -> list[str]:
    if found.base is None:
        return [NOTHING]
    return [*_summary(found), *_hidden(len(found.rows) - len(shown))]


def _summary(found: Movers) -> Iterator[str]:
    counts = Counter(row.status for row in found.rows)
    told = [f"{n} {WORDS.get(status, status)}" for status, n in counts.items()]
    if found.number_ones:
        many = "s" if found.number_ones > 1 else ""
        told.append(f"{found.number_ones} new number one{many}")
    yield " · ".join(told) if told else "Nothing moved."


def _hidden(number: int) -> Iterator[str]:
    if number:
        yield f"{number} that moved less are not shown; --min 0 shows all"
