"""`tracker movers`: what came, went, climbed and fell between two times."""

from collections import Counter
from collections.abc import Iterator

import click

from cli.terminal import between, options, selection, times
from cli.terminal.between import Say
from cli.terminal.columns import Column
from cli.terminal.context import View, looking
from cli.terminal.options import Settings
from cli.terminal.output import Form, move_style, show
from cli.terminal.times import Moment, TimeError
from cli.words import Words
from store import MOVER_STATUSES, Choice, Mover, Movers, Versus

SMALL = frozenset({"up", "down", "same"})
"""Statuses that --min applies to."""


@options.command("movers")
@options.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@options.option(
    "--vs", "--since", "vs", metavar="TIME", help="From then on [24h, or what comes near]."
)
@options.option("--until", metavar="TIME", help="Up to then, instead of now.")
@options.option(
    "--min", "least", metavar="N", type=click.IntRange(0), default=1, show_default=True,
    help="Only climbers and fallers by at least N ranks; 0 shows those that stayed too.",
)  # fmt: skip
@options.option("--tolerance", metavar="SPAN", help="How far from --since the baseline may lie.")
@selection.articles()
@options.lang()
@options.form()
def command(
    settings: Settings,
    *,
    window: str | None,
    vs: str | None,
    until: str | None,
    least: int,
    tolerance: str | None,
    choice: Choice,
    form: Form,
) -> None:
    """Show what came, went, climbed and fell between two times.

    Examples:
      tracker movers                           the last 24 hours
      tracker movers --since 22:00             what happened last night
      tracker movers --window week --since 7d
      tracker movers --since 2026-01-01 --until 2026-01-31
      tracker movers --min 3 --csv
      tracker movers --match '海自 -人事'        titles with one but not the other

    An article that was on the list in between and at neither end came and went.
    An id leads on:  tracker article 22
    """
    with looking(settings, window, choice) as view:
        end = view.time(until, "end") if until else view.now
        versus = view.versus(vs, end)
        if versus.kind == "time" and versus.seconds > end:
            raise TimeError(f"nothing lies between: {vs} is later than {until or 'now'}")
        span = times.parse_span(tolerance) if tolerance else None
        movers = view.store.movers(view.ranking_list, end, versus, span)
        if choice != Choice():  # whoever was number one need not be among the chosen
            keep = view.store.filter(choice)
            rows = tuple(row for row in movers.rows if keep(row.row.article, row.row.title))
            movers = movers._replace(rows=rows, number_ones=0)
        shown = [row for row in movers.rows if _is_large(row, least)]
        show(
            form,
            _columns(view, movers),
            shown,
            heading=_heading(view, movers),
            captions=_captions(view, movers, versus, len(movers.rows) - len(shown), least),
            words=view.words,
        )


def _is_large(row: Mover, least: int) -> bool:
    return row.status not in SMALL or abs(row.change or 0) >= least


def _columns(view: View, movers: Movers) -> list[Column[Mover]]:
    base = movers.base
    now = Moment(movers.now.observed, movers.now.utc_offset)
    then = Moment(base.observed, base.utc_offset) if base else None
    return [
        Column("site", lambda _: view.site.name),
        Column("list", lambda _: view.ranking_list.name),
        Column("window", lambda _: view.ranking_list.window),
        Column(
            "",
            lambda row: _move(view.words, row),
            "move",
            right=True,
            style=lambda row: move_style(row.status),
        ),
        Column("status", lambda row: row.status),
        Column("change", lambda row: row.change, kind="number"),
        Column("rank", lambda row: row.now, "now", "number"),
        Column("previous", lambda row: row.was, "was", "number", spare=1),
        Column("", lambda row: row.row.article, "id", "number", spare=3),
        Column("title", lambda row: row.row.title, "title", "title", link=lambda row: row.row.url),
        Column("", lambda row: _remark(view, movers, row), " ", "note", spare=2),
        Column("url", lambda row: row.row.url),
        Column("article", lambda row: row.row.article, kind="number"),
        Column("peak", lambda row: row.peak, kind="number"),
        Column("hours", lambda row: times.hours(row.seconds), kind="number"),
        Column("hours_at_least", lambda row: row.at_least, kind="flag"),
        Column("since", lambda row: _at(view, row.came.by), kind="time"),
        Column("until", lambda row: _at(view, row.left and row.left.by), kind="time"),
        Column("observed", lambda _: now, kind="time"),
        Column("baseline", lambda _: then, kind="time"),
        Column("last_off", lambda row: _at(view, row.came.after), kind="time"),
        Column("last_on", lambda row: _at(view, row.left and row.left.after), kind="time"),
        Column("first_after", lambda row: _at(view, row.led and row.led.after), kind="time"),
        Column("first_by", lambda row: _at(view, row.led and row.led.by), kind="time"),
    ]


def _at(view: View, time: int | None) -> Moment | None:
    return None if time is None else view.moment(time)


def _move(words: Words, row: Mover) -> str | None:
    """The move; an article that came and went has none, and its note says so."""
    return None if row.status == "visit" else words.move(row.status, row.change)


def _remark(view: View, movers: Movers, row: Mover) -> str:
    """The note next to the title; times on the day of the newest observation omit the day."""
    words = view.words
    today = times.date(Moment(movers.now.observed, movers.now.utc_offset))

    def at(time: int, *, full: bool = False) -> str:
        moment = view.moment(time)
        text = words.brief(moment, now=view.now)
        return text if full or times.date(moment) != today else text[-len("05:03") :]

    if row.status == "visit" and row.left:
        return _visit(words, row, at)
    if row.left:
        return words.text(
            "{left}, peak {peak}, {lasted}",
            left=between.left(words, at, row.left),
            peak=row.peak,
            lasted=words.short(row.seconds, at_least=row.at_least),
        )
    return words.join(list(_remarks(words, row, at)))


def _visit(words: Words, row: Mover, at: Say) -> str:
    """The note about an article that came and went."""
    if row.left and row.came.exact and row.left.exact:
        return words.text(
            "came and went, {since} to {until}, best {peak}",
            since=at(row.came.by or 0),
            until=at(row.left.by or 0),
            peak=row.peak,
        )
    return words.text(
        "{came}, {left}, best {peak}",
        came=between.came(words, at, row.came),
        left=between.left(words, at, row.left) if row.left else "",
        peak=row.peak,
    )


def _remarks(words: Words, row: Mover, at: Say) -> Iterator[str]:
    """The notes about an article that is on the list."""
    if row.status == "new":
        yield between.came(words, at, row.came)
    if row.status == "re" and row.last_here:
        yield words.text("last here {last}, peak {peak}", last=at(row.last_here), peak=row.peak)
    if row.led:
        yield between.led(words, at, row.led)


def _heading(view: View, movers: Movers) -> Iterator[str]:
    """The lines above the table: list, period, how much of it was measured, and totals."""
    words = view.words
    name = f"{view.site.label} · {view.ranking_list.label} ({view.ranking_list.name})"
    if movers.base is None:
        yield f"{name} · {words.stamp(view.moment(movers.now.observed))}"
        return
    ends = (view.moment(o.observed) for o in (movers.base, movers.now))
    start, end = (words.brief(moment, weekday=True, now=view.now) for moment in ends)
    yield f"{name} · {start} -> {end} {view.moment(movers.now.observed).zone}"
    yield words.count(
        movers.observed,
        "{lasted}, {n} observation, {gaps}",
        "{lasted}, {n} observations, {gaps}",
        lasted=words.span(movers.now.observed - movers.base.observed),
        gaps=words.count(movers.gaps, "{n} gap", "{n} gaps")
        if movers.gaps
        else words.text("no gap"),
    )
    yield _summary(words, movers)
    yield ""


def _summary(words: Words, movers: Movers) -> str:
    counts = Counter(row.status for row in movers.rows)
    parts = words.counted(counts, MOVER_STATUSES)
    if movers.number_ones:
        parts.append(words.count(movers.number_ones, "{n} new number one", "{n} new number ones"))
    return " · ".join(parts) or words.text("nothing moved")


def _captions(view: View, movers: Movers, versus: Versus, hidden: int, least: int) -> Iterator[str]:
    if movers.from_the_beginning:
        yield view.words.text("recording began then; what was before is not known")
    if movers.base is None:
        from cli.terminal.no_baseline import lines

        window = f" --window {view.ranking_list.name}" if view.ranking_list.window != "day" else ""
        command = f"{view.settings.line(f'movers{window}')} --since"
        lead = view.words.text("nothing to compare with")
        yield from lines(view, lead, command, movers.now, versus)
    if hidden:
        yield _hidden(view.words, hidden, least)


def _hidden(words: Words, number: int, least: int) -> str:
    """How many rows --min has left out, and why."""
    if least == 1:
        return words.count(
            number,
            "{n} that did not move is not shown; --min 0 shows all",
            "{n} that did not move are not shown; --min 0 shows all",
        )
    return words.count(
        number,
        "{n} that moved by fewer than {least} ranks is not shown; --min 0 shows all",
        "{n} that moved by fewer than {least} ranks are not shown; --min 0 shows all",
        least=least,
    )
