"""`tracker top`: the latest list, and against which time it moved."""

from collections.abc import Iterator
from itertools import chain

from cli.commands.top.columns import Line, columns
from cli.terminal import options, times
from cli.terminal.context import View, looking
from cli.terminal.folding import width
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.words import Words
from store import Departure, Top, Versus


@options.command("top")
@options.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@options.option(
    "--vs", metavar="TIME", help="Compare with then, and nothing else [24h, or what comes near]."
)
@options.option("--at", metavar="TIME", help="The world as measured by then.")
@options.option("--tolerance", metavar="SPAN", help="How far from --vs a baseline may lie.")
@options.option("--limit", metavar="N", type=options.LIMIT, help="Only the first N ranks.")
@options.option("--all", "all_sites", is_flag=True, help="A list of every site, in one table.")
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
    all_sites: bool,
    form: Form,
) -> None:
    """Show the latest list: what is read now, and how it moved since.

    Examples:
      tracker top                      the last 24 hours against the day before
      tracker top --window week        the week's list; also 1w, 1週間
      tracker top --vs previous        against the observation before
      tracker top --at 2026-01-29      as it was known at the end of that day
      tracker top --all --limit 3      the first three of every site
      tracker top --json               for a script; also --csv --tsv --nl --excel

    Moves: ↑4 ↓2 ranks gained or lost, = the same, new, re (it was here before), ? not measured.
    """
    if all_sites:
        from cli.commands.top.every_site import TopOptions, show_all

        show_all(settings, form, TopOptions(window, vs, at, tolerance, limit))
        return
    with looking(settings, window) as view:
        until = view.time(at, "end") if at else view.now
        span = times.parse_span(tolerance) if tolerance else None
        versus = view.versus(vs)
        top = view.store.top(view.ranking_list, until, versus, span)
        show(
            form,
            columns(view.words, view.now, [top], form, several=False),
            [Line(top, row) for row in top.rows[:limit]],
            heading=_heading(view, top, until if at else None),
            captions=chain(_outs(view.words, top.departures), _captions(view, top, versus)),
            words=view.words,
        )


def _heading(view: View, top: Top, at: int | None) -> str:
    """Which list of which site, when it was seen, and what has failed since."""
    words = view.words
    if at is None:
        age = words.age(view.now - top.now.observed)
    else:
        before = words.span(at - top.now.observed)
        age = words.text("{span} before the time asked for", span=before)
    text = words.text(
        "{site} · {label} ({list}) · seen {seen}, {age}",
        site=top.site.label,
        label=top.ranking_list.label,
        list=top.ranking_list.name,
        seen=words.stamp(view.moment(top.now.observed)),
        age=age,
    )
    if not top.failing:
        return text
    return text + words.count(
        top.failing.times,
        ": OLD, {what} since {since} ({code}, {n} time)",
        ": OLD, {what} since {since} ({code}, {n} times)",
        what=words.trouble(top.failing.code),
        since=words.brief(view.moment(top.failing.since)),
        code=words.reasons(top.failing.codes),
    )


def _outs(words: Words, departures: list[Departure]) -> Iterator[str]:
    """The articles that left since the baseline, and those that may have left."""
    for status, text in (("out", "out since then:"), ("unknown", "not measured now:")):
        lead = words.text(text)
        for departure in departures:
            if departure.status == status:
                was = words.text("was {rank} {title}", rank=departure.rank, title=departure.title)
                yield f"{lead}\t{was}"
                lead = " " * width(lead)


def _since(view: View, top: Top, versus: Versus) -> str:
    """The time of the baseline, and the reason if it is not the one that was asked for."""
    words = view.words
    base = top.base.observed if top.base else top.begins
    apart = words.span(top.now.observed - base)
    since = words.brief(view.moment(base), weekday=True)
    if versus.kind == "usual" and abs(top.now.observed - base - times.DAY) > times.DAY // 4:
        if base == top.begins and top.now.observed - base < times.DAY:
            return words.text("since recording began, {apart} before", apart=apart)
        return words.text(
            "since {since}, {apart} before; not measured around a day before",
            since=since,
            apart=apart,
        )
    begins = words.brief(view.moment(top.begins), now=view.now)
    return words.text(
        "since {since} ({apart} before); history begins {begins}",
        since=since,
        apart=apart,
        begins=begins,
    )


def _captions(view: View, top: Top, versus: Versus) -> Iterator[str]:
    if top.base is None:
        from cli.terminal.no_baseline import lines

        window = f" --window {top.ranking_list.name}" if top.ranking_list.window != "day" else ""
        lead = view.words.text("? no arrow")
        command = f"{view.settings.line(f'top{window}')} --vs"
        yield from lines(view, lead, command, top.now, versus)
    else:
        yield view.words.text("move: {since}", since=_since(view, top, versus))
