"""`tracker chart`: ranks over time, in letters."""

from collections.abc import Iterator
from typing import NamedTuple

import click

from cli.commands.chart.grid import LETTERS, grid, rank_at
from cli.terminal import options
from cli.terminal.axis import MARGIN, axis, step_for
from cli.terminal.columns import Column
from cli.terminal.context import View, looking
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.process import columns
from cli.terminal.times import check_period, parse_span
from scrapers import TrackerError
from store import Leader, RankLines

SHOWN = 20
"""Articles with a letter, if no other number is asked for."""


FEW = 10
"""Ranks that have a row in any case."""


class Row(NamedTuple):
    """An article with its letter, and its rank in the newest observation of the period."""

    letter: str
    now: int | None
    leader: Leader


@options.command("chart")
@options.option("--window", "-w", metavar="LIST", help="day, week, month, 24h, 1w, a label …")
@options.option("--since", metavar="TIME", help="From then on [7d before the newest].")
@options.option("--until", metavar="TIME", help="Up to then, instead of now.")
@options.option(
    "--limit", metavar="N", type=click.IntRange(1, len(LETTERS)), default=SHOWN, show_default=True,
    help="Articles with a letter.",
)  # fmt: skip
@options.option("--ascii", "ascii_", is_flag=True, help="Only ASCII signs.")
@options.lang()
def command(
    settings: Settings,
    *,
    window: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    ascii_: bool,
) -> None:
    """Draw ranks over time, in letters: a row for each rank, a letter for each article.

    Examples:
      tracker chart                           the day's list, seven days
      tracker chart --window week --since 30d
      tracker chart --since 2026-01-24 --until 2026-01-26 --limit 5

    Where an article's letter is missing it was off the list; ? was not measured.
    """
    with looking(settings, window) as view:
        lines = _lines(view, since, until)
        rows = _rows(view, lines, limit)
        show(
            Form(ascii=ascii_),
            COLUMNS,
            rows,
            heading=_drawing(view, lines, rows),
            captions=_captions(view, lines, len(rows)),
            words=view.words,
        )


COLUMNS: tuple[Column[Row], ...] = (
    Column("", lambda row: row.letter, " "),
    Column("", lambda row: row.now, "now", "number"),
    Column("", lambda row: row.leader.chart.peak, "peak", "number"),
    Column("", lambda row: row.leader.title, "title", "title", link=lambda row: row.leader.url),
)


def _lines(view: View, since: str | None, until: str | None) -> RankLines:
    end = min(view.time(until, "end") if until else view.now, view.now)
    newest = view.store.history.newest(view.ranking_list, end)
    last = newest.observed if newest else end
    start = view.time(since, "start") if since else last - parse_span("7d")
    check_period(start, end, since, until)
    lines = view.store.rank_lines(view.ranking_list, start, end + 1)
    if lines is None:
        raise TrackerError(
            f"nothing was measured of {view.ranking_list.name} then; see  tracker log"
        )
    return lines


def _rows(view: View, lines: RankLines, limit: int) -> list[Row]:
    """The articles on the newest list by rank, then the others by their time on it; lettered."""
    leaders = view.store.leaders(
        view.ranking_list, lines.first, lines.last + 1, limit=len(lines.lines)
    ).rows
    ranked = [(rank_at(lines.lines[row.article], lines.last), row) for row in leaders]
    ranked.sort(key=lambda pair: pair[0] or lines.depth + 1)
    return [Row(letter, *pair) for letter, pair in zip(LETTERS, ranked[:limit], strict=False)]


def _drawing(view: View, lines: RankLines, rows: list[Row]) -> Iterator[str]:
    """The heading, the grid with its ranks, and the axis."""
    room = columns() - MARGIN
    step = step_for(lines.last - lines.first, room)
    first = view.moment(lines.first)
    since = first.seconds - (first.seconds + first.offset * 60) % step
    width = (lines.last - since) // step + 1
    words = view.words
    yield words.text(
        "{label} ({list}) from {since} to {until}, one column = {step}",
        label=view.ranking_list.label,
        list=view.ranking_list.name,
        since=words.brief(first, now=view.now),
        until=words.brief(view.moment(lines.last), now=view.now),
        step=words.span(step),
    )
    letters = {row.leader.article: row.letter for row in rows}
    drawn = list(enumerate(grid(lines, letters, since, step, width), 1))
    while len(drawn) > FEW and not any(letter in drawn[-1][1] for letter in letters.values()):
        drawn.pop()  # of a deep list, the ranks that no article with a letter ever had
    for rank, row in drawn:
        yield f"{rank:>4} {row}".rstrip()
    yield axis([words.day(view.moment(since + step * n)) for n in range(width)])
    yield ""


def _captions(view: View, lines: RankLines, lettered: int) -> Iterator[str]:
    words = view.words
    if others := len(lines.lines) - lettered:
        yield words.count(
            others,
            "{n} other article has no letter; --limit, at most {most}",
            "{n} other articles have no letter; --limit, at most {most}",
            most=len(LETTERS),
        )
    for gap in lines.gaps:
        yield words.text(
            "? not measured from {begun} to {ended}: {cause}",
            begun=words.brief(view.moment(gap.begun), now=view.now),
            ended=words.brief(view.moment(gap.ended), now=view.now),
            cause=words.cause(gap.cause),
        )
