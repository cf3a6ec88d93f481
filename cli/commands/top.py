"""`tracker top`: the latest list, and against which time it moved."""

from collections.abc import Callable, Iterator
from itertools import chain

from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import View, looking
from cli.terminal.folding import width
from cli.terminal.options import Settings
from cli.terminal.output import Form, draws, move_style, show
from cli.terminal.times import Moment
from cli.words import Words
from store import Departure, ListRow, Top, TopRow, Versus

DIGITS = "7 days: rank at this hour on each day, . off the list, ? not measured, 0 = 10, + beyond"
DRAWN = "7 days: rank at this hour on each day, █ first, ▁ tenth or beyond, . off the list, ? not measured"


@options.command("top")
@options.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@options.option(
    "--vs", metavar="TIME", help="Compare with then, and nothing else [24h, or what comes near]."
)
@options.option("--at", metavar="TIME", help="The world as measured by then.")
@options.option("--tolerance", metavar="SPAN", help="How far from --vs a baseline may lie.")
@options.option("--limit", metavar="N", type=options.LIMIT, help="Only the first N ranks.")
@options.lang()
@options.form()
def command(
    settings: Settings,
    *,
    window: str | None,
    vs: str | None,
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
        found = view.store.top(view.of, until, versus, span)
        show(
            form,
            _columns(view, found),
            found.rows[:limit],
            heading=_heading(view, found, until if at else None),
            captions=chain(
                _outs(view.words, found.departures), _captions(view, found, versus, form)
            ),
            words=view.words,
        )


def _columns(view: View, found: Top) -> list[Column[TopRow]]:
    base = found.base
    now = Moment(found.now.observed, found.now.utc_offset)
    then = Moment(base.observed, base.utc_offset) if base else None
    young = _is_young(found)
    words = view.words
    return [
        Column("site", lambda _: found.site.name),
        Column("list", lambda _: found.of.name),
        Column("window", lambda _: found.of.window),
        Column("label", lambda _: found.of.label),
        Column("rank", lambda row: row.row.rank, "#", "number"),
        Column(
            "",
            lambda row: words.move(row.move.status, row.move.change),
            "move",
            right=True,
            style=lambda row: move_style(row.move.status),
        ),
        Column("status", lambda row: row.move.status),
        Column("change", lambda row: row.move.change, kind="number"),
        Column("title", lambda row: row.row.title, "title", "title", link=lambda row: row.row.url),
        Column("url", lambda row: row.row.url),
        Column("article", lambda row: row.row.article, kind="number"),
        Column("previous", lambda row: row.move.previous, kind="number"),
        *(Column("", _rank_on(of), of.name, right=True, spare=3) for of in found.others),
        Column("peak", lambda row: row.peak, "" if young else "peak", "number", spare=1),
        Column(
            "", lambda row: _time_on(words, row), "" if young else "on list", right=True, spare=2
        ),
        Column(
            "hours",
            lambda row: None if row.seconds is None else times.hours(row.seconds),
            kind="number",
        ),
        Column(
            "hours_at_least", lambda row: None if row.seconds is None else row.at_least, kind="flag"
        ),
        Column("others", lambda row: _others(found, row)),
        Column("", lambda row: row.week or None, "" if young else "7 days", "ranks", spare=4),
        Column("days", lambda row: row.week),
        Column("", lambda row: _published(view, row), "published" if young else "", spare=4),
        Column("published", lambda row: row.published),
        Column("flags", lambda row: f"{found.now.flags} {row.row.flags}".strip()),
        Column("observed", lambda _: now, kind="time"),
        Column("baseline", lambda _: then, kind="time"),
    ]


def _rank_on(of: ListRow) -> Callable[[TopRow], object]:
    """A getter of the rank on another list: a number, - if it is not on it, ? if not measured."""
    return lambda row: (row.others[of.id] or "-") if of.id in row.others else "?"


def _others(found: Top, row: TopRow) -> str:
    return " ".join(f"{of.name}:{_rank_on(of)(row)}" for of in found.others)


def _is_young(found: Top) -> bool:
    """Whether the history is too short for peak, time on the list and days to be useful."""
    return found.now.observed - found.begins < times.DAY


def _time_on(words: Words, row: TopRow) -> str | None:
    if row.seconds is None:
        return None
    return words.short(row.seconds, at_least=row.at_least)


def _published(view: View, row: TopRow) -> str | None:
    """The date of publication, without the year if it is the present year."""
    date = (row.published or "")[:10]
    this_year = f"{times.local_time(view.now, 0).year}-"
    return date.removeprefix(this_year) or None


def _heading(view: View, found: Top, at: int | None) -> str:
    """Which list of which site, when it was seen, and what has failed since."""
    words = view.words
    if at is None:
        age = words.age(view.now - found.now.observed)
    else:
        before = words.span(at - found.now.observed)
        age = words.text("{span} before the time asked for", span=before)
    text = words.text(
        "{site} · {label} ({list}) · seen {seen}, {age}",
        site=found.site.label,
        label=found.of.label,
        list=found.of.name,
        seen=words.stamp(view.moment(found.now.observed)),
        age=age,
    )
    if not found.failing:
        return text
    return text + words.count(
        found.failing.times,
        ": OLD, {what} since {since} ({code}, {n} time)",
        ": OLD, {what} since {since} ({code}, {n} times)",
        what=words.trouble(found.failing.code),
        since=words.brief(view.moment(found.failing.since)),
        code=words.reason(found.failing.code),
    )


def _outs(words: Words, departures: list[Departure]) -> Iterator[str]:
    """The articles that left since the baseline, and those that may have left."""
    for status, text in (("out", "out since then:"), ("unknown", "not measured now:")):
        lead = words.text(text)
        for gone in departures:
            if gone.status == status:
                was = words.text("was {rank} {title}", rank=gone.rank, title=gone.title)
                yield f"{lead}\t{was}"
                lead = " " * width(lead)


def _since(view: View, found: Top, versus: Versus) -> str:
    """The time of the baseline, and the reason if it is not the one that was asked for."""
    words = view.words
    base = found.base.observed if found.base else found.begins
    apart = words.span(found.now.observed - base)
    since = words.brief(view.moment(base), weekday=True)
    if versus.kind == "usual" and abs(found.now.observed - base - times.DAY) > times.DAY // 4:
        if base == found.begins and found.now.observed - base < times.DAY:
            return words.text("since recording began, {apart} before", apart=apart)
        return words.text(
            "since {since}, {apart} before; not measured around a day before",
            since=since,
            apart=apart,
        )
    begins = words.brief(view.moment(found.begins), now=view.now)
    return words.text(
        "since {since} ({apart} before); history begins {begins}",
        since=since,
        apart=apart,
        begins=begins,
    )


def _captions(view: View, found: Top, versus: Versus, form: Form) -> Iterator[str]:
    if found.base is None:
        from cli.commands.no_baseline import lines

        window = f" --window {found.of.name}" if found.of.window != "day" else ""
        lead = view.words.text("? no arrow")
        yield from lines(view, lead, f"tracker top{window} --vs", found.now, versus)
    else:
        yield view.words.text("move: {since}", since=_since(view, found, versus))
    if not _is_young(found):
        yield view.words.text(DRAWN if draws(form) else DIGITS)
        yield view.words.text("≥ at least: its beginning was not measured")
