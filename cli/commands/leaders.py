"""`tracker leaders`: the chart of a period."""

import click

from cli.terminal import options, times
from cli.terminal.context import View, looking
from cli.terminal.options import Settings
from cli.terminal.output import Column, Form, Row, show
from cli.terminal.times import TimeError
from store.queries.leaders import ORDERS, Leader, Leaders, leaders
from store.transfer.types import hours

COLUMNS = (
    Column("site"),
    Column("list"),
    Column("window"),
    Column("position", "#", kind="number"),
    Column("title", "title", kind="title", link="url"),
    Column("url"),
    Column("article", kind="number"),
    Column("", "on list", right=True),
    Column("hours", kind="number"),
    Column("hours_at_least", kind="flag"),
    Column("", "at #1", right=True),
    Column("hours_at_1", kind="number"),
    Column("peak", "peak", kind="number"),
    Column("", "peak at", right=True),
    Column("peak_at", kind="time"),
    Column("entries", "entries", kind="number"),
    Column("hours_longest", kind="number"),
    Column("first_seen", kind="time"),
    Column("last_seen", kind="time"),
    Column("now", "now", kind="number"),
    Column("since", kind="time"),
    Column("until", kind="time"),
    Column("hours_measured", kind="number"),
    Column("gaps", kind="number"),
)


@options.command("leaders")
@options.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@options.option("--since", metavar="TIME", help="From then on, instead of from the beginning.")
@options.option("--until", metavar="TIME", help="Up to then, instead of now.")
@options.option(
    "--by", type=click.Choice(list(ORDERS)), default="hours", show_default=True,
    help="What the chart is ordered by.",
)  # fmt: skip
@options.option(
    "--limit", metavar="N", type=options.LIMIT, default=20, show_default=True, help="Rows."
)
@options.form()
def command(
    settings: Settings,
    *,
    window: str | None,
    since: str | None,
    until: str | None,
    by: str,
    limit: int,
    form: Form,
) -> None:
    """Show the chart of a period: longest on the list, longest at #1, highest, most often.

    Examples:
      tracker leaders                                 everything recorded, the day's list
      tracker leaders --window month --since 2026 --until 2026
      tracker leaders --by peak --since 7d
      tracker leaders --csv > chart.csv

    Hours count only while they were measured; ≥ says that an article was on the list already
    when measuring began.
    """
    with looking(settings, window) as view:
        start = view.time(since, "start") if since else None
        end = min(view.time(until, "end") if until else view.now, view.now) + 1
        if start is not None and start >= end:
            raise TimeError(f"no time lies between {since} and {until or 'now'}")
        found = leaders(view.db, view.of, start, end, by, limit)
        rows = [_row(view, found, place, row) for place, row in enumerate(found.rows, 1)]
        captions = [
            f"ordered by {ORDERS[by][0]}",
            "hours count only while measured · ≥ at least: its beginning was not measured",
        ]
        show(form, COLUMNS, rows, heading=_heading(view, found), captions=captions)


def _row(view: View, found: Leaders, place: int, row: Leader) -> Row:
    chart = row.chart
    least = "≥" if chart.at_least else ""
    peak_at = view.moment(chart.peak_at)
    return (
        view.site.name, view.of.name, view.of.window, place, row.title, row.url, row.article,
        f"{least}{times.short(chart.seconds)}", hours(chart.seconds), chart.at_least,
        times.short(chart.top1) if chart.top1 else None, hours(chart.top1), chart.peak, times.date(peak_at), peak_at,
        chart.entries, hours(chart.longest), view.moment(chart.first_seen),
        view.moment(row.last_seen), row.now, view.moment(found.since),
        view.moment(found.until - 1), hours(found.measured), len(found.gaps),
    )  # fmt: skip


def _heading(view: View, found: Leaders) -> list[str]:
    """What the chart is of, and how much of its period was measured."""
    total = found.until - found.since
    start, end = (times.date(view.moment(t)) for t in (found.since, found.until - 1))
    share = (
        f"measured {found.measured // 3600:,} of {total // 3600:,} h "
        f"({100 * found.measured / total:.1f} %"
    )
    if found.gaps:
        longest = times.span(max(end - start for start, end in found.gaps))
        share += f", {len(found.gaps)} gap{'s' * (len(found.gaps) > 1)}, longest {longest}"
    name = f"{view.site.label} · {view.of.label} ({view.of.name}) · {start} to {end}"
    return [name, f"{share})", ""]
