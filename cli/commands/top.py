"""`tracker top`: the latest list, and against which time it moved."""

from collections.abc import Iterator

from cli.terminal import options, times
from cli.terminal.context import View, looking
from cli.terminal.options import Settings
from cli.terminal.output import Column, Form, Row, show
from cli.terminal.tables import move
from cli.terminal.times import Moment
from store.history.schedule import DAY
from store.queries.movement import Versus
from store.queries.top import Departure, Top, TopRow, top
from store.transfer.types import hours

MACHINE = (
    Column("site"),
    Column("list"),
    Column("window"),
    Column("label"),
    Column("rank", kind="number"),
    Column("status"),
    Column("change", kind="number"),
    Column("title"),
    Column("url"),
    Column("article", kind="number"),
    Column("previous", kind="number"),
    Column("peak", kind="number"),
    Column("hours", kind="number"),
    Column("hours_at_least", kind="flag"),
    Column("others"),
    Column("days"),
    Column("published"),
    Column("flags"),
    Column("observed", kind="time"),
    Column("baseline", kind="time"),
)


@options.command("top")
@options.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@options.option("--vs", metavar="TIME", default="24h", show_default=True, help="Compare with then.")
@options.option("--at", metavar="TIME", help="The world as measured by then.")
@options.option("--tolerance", metavar="SPAN", help="How far from --vs a baseline may lie.")
@options.option("--limit", metavar="N", type=options.LIMIT, help="Only the first N ranks.")
@options.form()
def command(
    settings: Settings,
    *,
    window: str | None,
    vs: str,
    at: str | None,
    tolerance: str | None,
    limit: int | None,
    form: Form,
) -> None:
    """Show the latest list: what is read now, and how it moved since.

    Examples:
      tracker top                      the last 24 hours against the day before
      tracker top --window week        the week's list; also 1w, 1週間
      tracker top --vs previous        against the observation before
      tracker top --at 2026-01-29      as it was known at the end of that day
      tracker top --json               for a script; also --csv --tsv --nl --excel

    Moves: ↑4 ↓2 ranks gained or lost, = the same, new, re (it was here before), ? not measured.
    """
    with looking(settings, window) as view:
        until = view.time(at, "end") if at else view.now
        span = times.parse_span(tolerance) if tolerance else None
        versus = view.versus(vs)
        found = top(view.db, view.site, view.of, until, versus, span)
        rows = found.rows[:limit]
        if form.kind != "people":
            show(form, MACHINE, [_machine(found, row) for row in rows])
            return
        show(
            form,
            _columns(found),
            [_row(view, found, row) for row in rows],
            heading=_heading(view, found, until),
            captions=[*_outs(found.departures), *_captions(view, found, versus)],
        )


def _machine(found: Top, row: TopRow) -> Row:
    base = found.base
    return (
        found.site.name, found.of.name, found.of.window, found.of.label, row.row.rank,
        row.move.status, row.move.change, row.row.title, row.row.url, row.row.article,
        row.move.previous, row.peak, None if row.seconds is None else hours(row.seconds),
        None if row.seconds is None else row.at_least, _others(found, row), row.week,
        row.published, f"{found.now.flags} {row.row.flags}".strip(),
        Moment(found.now.observed, found.now.utc_offset),
        Moment(base.observed, base.utc_offset) if base else None,
    )  # fmt: skip


def _others(found: Top, row: TopRow) -> str:
    return " ".join(f"{of.name}:{_other(row, of.id)}" for of in found.others)


def _other(row: TopRow, of: int) -> object:
    """The rank in another list: a number, - for measured and not on it, ? for not measured."""
    return row.others[of] or "-" if of in row.others else "?"


def _is_young(found: Top) -> bool:
    """Whether there is too little history for peak, time on list and days to say anything."""
    return found.base is None and found.now.observed - found.begins < DAY


def _columns(found: Top) -> list[Column]:
    beside = [Column("", of.name, right=True) for of in found.others]
    history = (
        [Column("", "published")]
        if _is_young(found)
        else [
            Column("", "peak", right=True),
            Column("", "on list", right=True),
            Column("", "7 days"),
        ]
    )
    return [
        Column("", "#", right=True),
        Column("", "move", right=True),
        Column("", "title", kind="title", link="url"),
        *beside,
        *history,
        Column("url"),
    ]


def _row(view: View, found: Top, row: TopRow) -> Row:
    history: list[object] = (
        [_published(view, row)] if _is_young(found) else [row.peak, _time_on(row), row.week or None]
    )
    return [
        row.row.rank,
        move(row.move.status, row.move.change),
        row.row.title,
        *(_other(row, of.id) for of in found.others),
        *history,
        row.row.url,
    ]


def _time_on(row: TopRow) -> str | None:
    if row.seconds is None:
        return None
    return f"{'≥' if row.at_least else ''}{times.short(row.seconds)}"


def _published(view: View, row: TopRow) -> str | None:
    """The date of publication; without the year where that is this year's."""
    date = (row.published or "")[:10]
    this_year = f"{times.local_time(view.now, 0).year}-"
    return date.removeprefix(this_year) or None


def _heading(view: View, found: Top, at: int) -> str:
    seen = times.stamp(view.moment(found.now.observed))
    text = f"{found.site.label} · {found.of.label} ({found.of.name}) · seen {seen}, "
    text += times.age(at - found.now.observed)
    if found.failing:
        since = times.brief(view.moment(found.failing.since))
        word = "time" if found.failing.times == 1 else "times"
        text += f": OLD, no good page since {since} ({found.failing.code}, {found.failing.times} {word})"
    return text


def _outs(departures: list[Departure]) -> Iterator[str]:
    """What left since the baseline, and what may have."""
    for status, words in (("out", "out since then:"), ("unknown", "not measured now:")):
        lead = words
        for gone in departures:
            if gone.status == status:
                yield f"{lead}\twas {gone.rank} {gone.title}"
                lead = " " * len(words)


def _captions(view: View, found: Top, versus: Versus) -> Iterator[str]:
    if found.base is None:
        from cli.commands.no_baseline import lines

        window = f" --window {found.of.name}" if found.of.window != "day" else ""
        yield from lines(view, "? no arrow", f"tracker top{window} --vs", found.now, versus)
    else:
        apart = times.span(found.now.observed - found.base.observed)
        since = times.brief(view.moment(found.base.observed), weekday=True)
        begins = times.brief(view.moment(found.begins), now=view.now)
        yield f"move: since {since} ({apart} before); history begins {begins}"
    if not _is_young(found):
        yield "7 days: rank at this hour on each day, . off the list, ? not measured, 0 = 10, + beyond"
        yield "≥ at least: its beginning was not measured"
