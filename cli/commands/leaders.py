"""`tracker leaders`: the chart of a period."""

import click

from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import View, looking
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from store import LEADER_ORDERS, Leader, Leaders, NotFound


@options.command("leaders")
@options.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@options.option("--since", metavar="TIME", help="From then on, instead of from the beginning.")
@options.option("--until", metavar="TIME", help="Up to then, instead of now.")
@options.option(
    "--by", type=click.Choice(list(LEADER_ORDERS)), default="hours", show_default=True,
    help="What the chart is ordered by.",
)  # fmt: skip
@options.option(
    "--limit", metavar="N", type=options.LIMIT, default=20, show_default=True, help="Rows."
)
@options.lang()
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
      tracker leaders                          everything recorded, the day's list
      tracker leaders --window month --since 2026 --until 2026
      tracker leaders --by peak --since 7d
      tracker leaders --csv > chart.csv

    Hours count only while they were measured; ≥ says that an article was on the list already
    when measuring began.
    """
    with looking(settings, window) as view:
        start = view.time(since, "start") if since else None
        end = min(view.time(until, "end") if until else view.now, view.now) + 1
        times.check_period(start or 0, end - 1, since, until)
        leaders = view.store.leaders(view.ranking_list, start, end, by, limit)
        if not (leaders.recorded or leaders.rows):
            name = view.ranking_list.name
            raise NotFound(f"nothing was recorded of {name} in that time; see  tracker log")
        words = view.words
        captions = [
            words.text("ordered by {order}", order=words.text(LEADER_ORDERS[by][0])),
            words.text(
                "hours count only while measured · ≥ at least: its beginning was not measured"
            ),
        ]
        show(
            form,
            _columns(view, leaders),
            leaders.rows,
            heading=_heading(view, leaders),
            captions=captions,
            words=words,
        )


def _columns(view: View, leaders: Leaders) -> list[Column[Leader]]:
    words = view.words
    return [
        Column("site", lambda _: view.site.name),
        Column("list", lambda _: view.ranking_list.name),
        Column("window", lambda _: view.ranking_list.window),
        Column("position", lambda row: row.position, "#", "number"),
        Column("title", lambda row: row.title, "title", "title", link=lambda row: row.url),
        Column("url", lambda row: row.url),
        Column("article", lambda row: row.article, kind="number"),
        Column(
            "",
            lambda row: words.short(row.chart.seconds, at_least=row.chart.at_least),
            "on list",
            right=True,
        ),
        Column("hours", lambda row: times.hours(row.chart.seconds), kind="number"),
        Column("hours_at_least", lambda row: row.chart.at_least, kind="flag"),
        Column(
            "",
            lambda row: words.short(row.chart.top1) if row.chart.peak == 1 else None,
            "at #1",
            right=True,
            spare=1,
        ),
        Column("hours_at_1", lambda row: times.hours(row.chart.top1), kind="number"),
        Column("peak", lambda row: row.chart.peak, "peak", "number"),
        Column(
            "",
            lambda row: times.date(view.moment(row.chart.peak_at)),
            "peak at",
            right=True,
            spare=4,
        ),
        Column("peak_at", lambda row: view.moment(row.chart.peak_at), kind="time"),
        Column("entries", lambda row: row.chart.entries, "entries", "number", spare=3),
        Column("hours_longest", lambda row: times.hours(row.chart.longest), kind="number"),
        Column("first_seen", lambda row: view.moment(row.chart.first_seen), kind="time"),
        Column("last_seen", lambda row: view.moment(row.last_seen), kind="time"),
        Column("now", lambda row: row.now, "now", "number", spare=2),
        Column("since", lambda _: view.moment(leaders.since), kind="time"),
        Column("until", lambda _: view.moment(leaders.until - 1), kind="time"),
        Column("hours_measured", lambda _: times.hours(leaders.measured), kind="number"),
        Column("gaps", lambda _: len(leaders.gaps), kind="number"),
        Column("hours_recorded", lambda _: times.hours(leaders.recorded), kind="number"),
    ]


def _heading(view: View, leaders: Leaders) -> list[str]:
    """The lines above the chart: its list and period, and how much of that was measured."""
    total = leaders.recorded
    words = view.words
    start, end = (words.date(view.moment(t)) for t in (leaders.since, leaders.until - 1))
    share = [f"{1000 * leaders.measured // total / 10 if total else 0:.1f} %"]
    if leaders.gaps:
        share.append(words.count(len(leaders.gaps), "{n} gap", "{n} gaps"))
        longest = words.span(max(end - start for start, end in leaders.gaps))
        share.append(words.text("longest {span}", span=longest))
    measured = words.text(
        "measured {measured} of {total} h ({share})",
        measured=f"{leaders.measured // 3600:,}",
        total=f"{total // 3600:,}",
        share=words.join(share),
    )
    name = f"{view.site.label} · {view.ranking_list.label} ({view.ranking_list.name})"
    period = words.text("{start} to {end}", start=start, end=end)
    return [f"{name} · {period}", measured, ""]
