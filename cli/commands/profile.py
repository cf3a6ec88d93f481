"""`tracker profile`: what kind of list this is."""

from typing import NamedTuple

import click

from cli.terminal import options, times
from cli.terminal.columns import Column
from cli.terminal.context import View, looking
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.times import DAY
from cli.words import Words
from store import PLACEMENT, ListRow, NotFound, PlacementProfile, Profile

DAYS = 30
"""The days before the newest observation that are looked at, if nothing else is asked for."""


class Period(NamedTuple):
    """The time that is looked at, in UTC seconds: from `since`, up to but without `until`."""

    since: int
    until: int


@options.command("profile")
@options.option("--window", "-w", metavar="LIST", help="Only this list, else all of the site.")
@options.option("--since", metavar="TIME", help="From then on [30 days before the newest].")
@options.option("--until", metavar="TIME", help="Up to then, instead of now.")
@options.option("--hours", "hourly", is_flag=True, help="A row for each hour of the site's day.")
@options.option("--placement", is_flag=True, help="What the page offered beside what was read.")
@options.lang()
@options.form()
def command(
    settings: Settings,
    *,
    window: str | None,
    since: str | None,
    until: str | None,
    hourly: bool,
    placement: bool,
    form: Form,
) -> None:
    """Show what kind of list this is: how often it changes, how young and lasting its articles are.

    Examples:
      tracker profile                          all lists of the site, 30 days
      tracker profile --hours --window day     at which hours it changes
      tracker profile --since 2026 --csv
      tracker profile --placement              editors' order beside readers'

    So it can be checked whether "24 hours" are 24 hours. Only what was measured counts, and each
    figure says of how many it is.
    """
    with looking(settings, window) as view:
        period = _period(view, since, until)
        if placement:
            if hourly or (window and view.ranking_list.is_placement):
                raise click.UsageError("--placement is about a list of readers, and all hours")
            _show_placement(
                view, period, [view.ranking_list] if window else view.store.lists(view.site), form
            )
            return
        lists = [view.ranking_list] if window or hourly else view.store.lists(view.site)
        rows = [
            row
            for ranking_list in lists
            for row in view.store.profile(ranking_list, *period, hourly=hourly)
        ]
        show(
            form,
            _columns(view, period, hourly=hourly),
            rows,
            heading=_heading(view, period, rows),
            captions=_captions(view.words),
            words=view.words,
        )


def _show_placement(view: View, period: Period, lists: list[ListRow], form: Form) -> None:
    """Show what the page offered beside what each list had."""
    words = view.words
    try:
        placement = view.store.one_list(view.site, PLACEMENT)
    except NotFound as problem:
        raise NotFound(
            f"no placement of {view.site.name} was recorded; say  tracker sites set "
            f"{view.site.name} placement=true  and, for the past, tracker reread"
        ) from problem
    rows = [
        view.store.placement_profile(ranking_list, placement, *period) for ranking_list in lists
    ]
    dates = words.text(
        "{start} to {end}",
        start=words.date(view.moment(period.since)),
        end=words.date(view.moment(period.until - 1)),
    )
    show(
        form,
        _placement_columns(view, period),
        rows,
        heading=[f"{view.site.label} · {dates}", ""],
        captions=_placement_captions(words),
        words=words,
    )


def _placement_captions(words: Words) -> list[str]:
    return [
        words.text(
            "compared: of the list's observations, those with the page's own order beside them"
        ),
        words.text("same order: of any two articles on both, how often page and list agree"),
        words.text(
            "until ranked: from the first offer to the first rank, the median; in brackets, of how many it is known"
        ),
    ]


def _placement_columns(view: View, period: Period) -> list[Column[PlacementProfile]]:
    words = view.words

    def wait(row: PlacementProfile) -> str | None:
        return _median(words, row.wait, row.waits, row.both)

    return [
        Column("site", lambda _: view.site.name),
        Column("list", lambda row: row.ranking_list.name),
        Column("", lambda row: row.ranking_list.label, "list"),
        Column("window", lambda row: row.ranking_list.window),
        Column("observations", lambda row: row.observations, kind="number"),
        Column("compared", lambda row: row.compared, kind="number"),
        Column("", lambda row: _share(row.compared, row.observations), "compared", right=True),
        Column("offered", lambda row: row.offered, "offered", "number"),
        Column("listed", lambda row: row.listed, "listed", "number"),
        Column("both", lambda row: row.both, kind="number"),
        Column("not_listed", lambda row: row.not_listed, "unlisted", "number"),
        Column("not_offered", lambda row: row.not_offered, "unoffered", "number"),
        Column("pairs", lambda row: row.pairs, kind="number"),
        Column("agreed", lambda row: row.agreed, kind="number"),
        Column("", lambda row: _share(row.agreed, row.pairs), "same order", right=True),
        Column("waits", lambda row: row.waits, kind="number"),
        Column("", wait, "until ranked", right=True),
        Column("hours_wait", lambda row: _hours(row.wait), kind="number"),
        Column("since", lambda _: view.moment(period.since), kind="time"),
        Column("until", lambda _: view.moment(period.until - 1), kind="time"),
    ]


def _period(view: View, since: str | None, until: str | None) -> Period:
    end = min(view.time(until, "end") if until else view.now, view.now) + 1
    newest = view.store.history.newest_time(view.store.lists(view.site), end)
    if newest is None:
        raise NotFound(f"nothing was recorded of {view.site.name} by then; see  tracker log")
    start = view.time(since, "start") if since else newest - DAYS * DAY
    times.check_period(start, end - 1, since, until)
    return Period(start, end)


def _columns(view: View, period: Period, *, hourly: bool) -> list[Column[Profile]]:
    words = view.words
    return [
        Column("site", lambda _: view.site.name),
        Column("list", lambda row: row.ranking_list.name),
        Column("", lambda row: row.ranking_list.label, "" if hourly else "list", "title"),
        Column("window", lambda row: row.ranking_list.window),
        Column("hour", lambda row: row.hour, "hour" if hourly else "", "number"),
        Column("observations", lambda row: row.observations, "observed", "number", spare=3),
        Column("compared", lambda row: row.compared, kind="number"),
        Column("changed", lambda row: row.changed, kind="number"),
        Column("", lambda row: _share(row.changed, row.compared), "changed", right=True),
        Column("", lambda row: _span(words, row.between), "interval", right=True, spare=1),
        Column("hours_between", lambda row: _hours(row.between), kind="number"),
        Column("entries", lambda row: row.entries, kind="number"),
        Column("", lambda row: _number(row.entries_a_day), "entries a day", right=True, spare=4),
        Column("entries_a_day", lambda row: _rounded(row.entries_a_day), kind="number"),
        Column("stays", lambda row: row.stays, kind="number"),
        Column(
            "", lambda row: _median(words, row.stay, row.stays, row.entries), "stay", right=True
        ),
        Column("hours_stay", lambda row: _hours(row.stay), kind="number"),
        Column("first_entries", lambda row: row.first_entries, kind="number"),
        Column("ages", lambda row: row.ages, kind="number"),
        Column(
            "",
            lambda row: _median(words, row.age, row.ages, row.first_entries),
            "age",
            right=True,
            spare=2,
        ),
        Column("hours_age", lambda row: _hours(row.age), kind="number"),
        Column("since", lambda _: view.moment(period.since), kind="time"),
        Column("until", lambda _: view.moment(period.until - 1), kind="time"),
        Column("hours_measured", lambda row: times.hours(row.measured), kind="number"),
    ]


def _heading(view: View, period: Period, rows: list[Profile]) -> list[str]:
    words = view.words
    name = view.site.label
    if rows[0].hour is not None:
        name = f"{name} · {view.ranking_list.label} ({view.ranking_list.name})"
    dates = words.text(
        "{start} to {end}, measured {hours} h",
        start=words.date(view.moment(period.since)),
        end=words.date(view.moment(period.until - 1)),
        hours=f"{max(row.measured for row in rows) // 3600:,}",
    )
    return [f"{name} · {dates}", ""]


def _captions(words: Words) -> list[str]:
    return [
        words.text("changed: of the observations that have a neighbour before them"),
        words.text("interval: from one change to the next"),
        words.text("interval, stay, age: the median; in brackets, of how many it is known"),
        words.text("age: from publication to the first entry on the list"),
    ]


def _share(part: int, whole: int) -> str | None:
    return f"{100 * part / whole:.0f} %" if whole else None


def _median(words: Words, span: float | None, known: int, total: int) -> str | None:
    median = _span(words, span)
    return median and words.text("{span} ({n}/{total})", span=median, n=known, total=total)


def _span(words: Words, seconds: float | None) -> str | None:
    return None if seconds is None else words.short(int(seconds))


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else times.hours(int(seconds))


def _number(number: float | None) -> str | None:
    return None if number is None else f"{number:.1f}"


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
