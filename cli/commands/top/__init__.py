"""`tracker top`: the latest list, and against which time it moved."""

from collections.abc import Iterator
from itertools import chain

from cli.commands.top.columns import Line, columns, signs
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
        from cli.commands.top.every_site import Asked, show_all

        show_all(settings, form, Asked(window, vs, at, tolerance, limit))
        return
    with looking(settings, window) as view:
        until = view.time(at, "end") if at else view.now
        span = times.parse_span(tolerance) if tolerance else None
        versus = view.versus(vs)
        found = view.store.top(view.ranking_list, until, versus, span)
        show(
            form,
            columns(view.words, view.now, [found], several=False),
            [Line(found, row) for row in found.rows[:limit]],
            heading=_heading(view, found, until if at else None),
            captions=chain(
                _outs(view.words, found.departures), _captions(view, found, versus, form)
            ),
            words=view.words,
        )


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
        label=found.ranking_list.label,
        list=found.ranking_list.name,
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
        from cli.terminal.no_baseline import lines

        window = (
            f" --window {found.ranking_list.name}" if found.ranking_list.window != "day" else ""
        )
        lead = view.words.text("? no arrow")
        command = f"{view.settings.line(f'top{window}')} --vs"
        yield from lines(view, lead, command, found.now, versus)
    else:
        yield view.words.text("move: {since}", since=_since(view, found, versus))
    yield from signs(view.words, [found], form)
