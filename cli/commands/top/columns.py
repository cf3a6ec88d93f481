"""The columns of `tracker top`, of one list or of a list of each site."""

from collections.abc import Callable
from typing import NamedTuple

from cli.terminal import times
from cli.terminal.columns import Column
from cli.terminal.output import Form, draws, move_style
from cli.terminal.publication import day_of
from cli.terminal.times import Moment
from cli.words import Words
from store import ListRow, Observation, Top, TopRow

DIGITS = "7 days: rank at this hour on each day, . off the list, ? not measured, 0 = 10, + beyond"
DRAWN = "7 days: rank at this hour, █ first to ▁ tenth, . off the list, ? not measured"


class Line(NamedTuple):
    """One row of a list, with the list that it belongs to."""

    top: Top
    row: TopRow


def columns(
    words: Words, now: int, tops: list[Top], form: Form, *, several: bool
) -> list[Column[Line]]:
    """The columns of some lists. Several lists also say which each is, when seen, and against when."""
    young = all(is_young(top) for top in tops)
    others = [] if several else tops[0].others
    return [
        *_of_the_list(words, now, several=several),
        *_of_the_row(words),
        *(
            Column("", _rank_on(ranking_list), ranking_list.name, right=True, spare=3)
            for ranking_list in others
        ),
        *_of_the_history(words, now, DRAWN if draws(form) else DIGITS, young=young),
        Column("flags", lambda line: f"{line.top.now.flags} {line.row.row.flags}".strip()),
        Column("observed", lambda line: _moment(line.top.now), kind="time"),
        Column("baseline", lambda line: _moment(line.top.base), kind="time"),
    ]


def _of_the_list(words: Words, now: int, *, several: bool) -> list[Column[Line]]:
    def heading(text: str) -> str:
        return text if several else ""

    return [
        Column("site", lambda line: line.top.site.name, heading("site")),
        Column("list", lambda line: line.top.ranking_list.name, heading("list"), spare=3),
        Column("window", lambda line: line.top.ranking_list.window),
        Column("label", lambda line: line.top.ranking_list.label),
        Column("", lambda line: words.age(now - line.top.now.observed), heading("seen"), spare=2),
        Column("", lambda line: _baseline(words, line.top), heading("vs"), spare=1),
    ]


def _of_the_row(words: Words) -> list[Column[Line]]:
    return [
        Column("rank", lambda line: line.row.row.rank, "#", "number"),
        Column(
            "",
            lambda line: words.move(line.row.move.status, line.row.move.change),
            "move",
            right=True,
            style=lambda line: move_style(line.row.move.status),
        ),
        Column("status", lambda line: line.row.move.status),
        Column("change", lambda line: line.row.move.change, kind="number"),
        Column(
            "title",
            lambda line: line.row.row.title,
            "title",
            "title",
            lambda line: line.row.row.url,
        ),
        Column("url", lambda line: line.row.row.url),
        Column("article", lambda line: line.row.row.article, kind="number"),
        Column("previous", lambda line: line.row.move.previous, kind="number"),
    ]


def _of_the_history(words: Words, now: int, days: str, *, young: bool) -> list[Column[Line]]:
    def heading(text: str) -> str:
        return "" if young else text

    return [
        Column("peak", lambda line: line.row.peak, heading("peak"), "number", spare=1),
        Column(
            "",
            lambda line: _time_on(words, line.row),
            heading("on list"),
            right=True,
            spare=2,
            legend=words.text("≥ at least: its beginning was not measured"),
        ),
        Column("hours", lambda line: _hours(line.row), kind="number"),
        Column("hours_at_least", lambda line: _at_least(line.row), kind="flag"),
        Column("others", _others),
        Column(
            "",
            lambda line: line.row.week or None,
            heading("7 days"),
            "ranks",
            spare=4,
            legend=words.text(days),
        ),
        Column("days", lambda line: line.row.week, kind="code"),
        Column("", lambda line: _published(now, line), "published" if young else "", spare=4),
        Column("published", lambda line: line.row.published, kind="date"),
    ]


def is_young(top: Top) -> bool:
    """Whether the history is too short for peak, time on the list and days to be useful."""
    return top.now.observed - top.begins < times.DAY


def _moment(observation: Observation | None) -> Moment | None:
    return Moment(observation.observed, observation.utc_offset) if observation else None


def _baseline(words: Words, top: Top) -> str | None:
    moment = _moment(top.base)
    return words.near(moment, top.now.observed) if moment else None


def _rank_on(ranking_list: ListRow) -> Callable[[Line], object]:
    """A getter of the rank on another list: a number, - if it is not on it, ? if not measured."""
    return lambda line: (
        (line.row.others[ranking_list.id] or "-") if ranking_list.id in line.row.others else "?"
    )


def _others(line: Line) -> str:
    return " ".join(
        f"{ranking_list.name}:{_rank_on(ranking_list)(line)}" for ranking_list in line.top.others
    )


def _time_on(words: Words, row: TopRow) -> str | None:
    return None if row.seconds is None else words.short(row.seconds, at_least=row.at_least)


def _hours(row: TopRow) -> float | None:
    return None if row.seconds is None else times.hours(row.seconds)


def _at_least(row: TopRow) -> bool | None:
    return None if row.seconds is None else row.at_least


def _published(now: int, line: Line) -> str | None:
    """The date of publication, without the year if it is the present year."""
    offset = line.top.now.utc_offset
    date = day_of(line.row.published or "", line.row.row.url, lambda _: offset)
    return date.removeprefix(f"{times.local_time(now, 0).year}-") or None
