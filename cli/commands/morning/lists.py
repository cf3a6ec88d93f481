"""The lists of one or two sites on the morning screen: the number one and what moved most."""

from collections import Counter

from cli.commands.morning.screen import Line, Screen
from cli.terminal.context import moment_at
from cli.terminal.times import DAY, HOUR
from store import Morning, Mover, SiteRow

MOST = 3
"""Rows below the number one."""

CLIMB = 3
"""So many ranks gained are told."""

COUNTED = ("new", "re", "out")
"""The statuses that a heading counts, and that a row tells."""


def list_lines(screen: Screen, sites: list[tuple[SiteRow, list[Morning]]], room: int) -> list[Line]:
    """The sites' lists in at most `room` lines; what has no room is named."""
    shown = [(site, lists) for site, lists in sites if lists]
    number = sum(len(lists) for _, lists in shown)
    if not number:
        return []
    rows = min(1 + MOST, (room - 2 * len(shown)) // number - 1)
    if rows < 1:
        return _headings(screen, shown, room)
    lines: list[Line] = []
    for site, lists in shown:
        lines += [screen.line(), screen.line(site.label, "bold")]
        for morning in lists:
            lines += [
                screen.line(_heading(screen, site, morning)),
                *_rows(screen, site, morning)[:rows],
            ]
    return lines


def _headings(screen: Screen, sites: list[tuple[SiteRow, list[Morning]]], room: int) -> list[Line]:
    """Only the headings, where there are too many lists for more."""
    lines = [
        screen.line(f"{site.name} {_heading(screen, site, morning)}")
        for site, lists in sites
        for morning in lists
    ]
    if len(lines) <= room:
        return lines
    more = screen.words.text("{n} more lists:  tracker top --window NAME", n=len(lines) - room + 1)
    return [*lines[: room - 1], screen.line(more)]


def _heading(screen: Screen, site: SiteRow, morning: Morning) -> str:
    words, movers = screen.words, morning.movers
    name = words.list_name(morning.ranking_list.name, morning.ranking_list.label)
    if movers.base is None:
        return words.text("{list}  nothing to compare with yet", list=name)
    apart = movers.now.observed - movers.base.observed
    base = words.near(moment_at(screen.store, site, movers.base.observed), screen.now)
    if movers.gaps:
        versus = words.text("vs {base} ({span}, gap between)", base=base, span=words.span(apart))
    elif abs(apart - DAY) <= HOUR:
        versus = words.text("vs {base} (24 h)", base=base)
    else:
        versus = words.text("vs {base} ({span})", base=base, span=words.span(apart))
    return words.text(
        "{list}  {versus}: {counts}", list=name, versus=versus, counts=_counts(screen, morning)
    )


def _counts(screen: Screen, morning: Morning) -> str:
    words = screen.words
    counts = Counter(row.status for row in morning.movers.rows)
    parts = words.counted(counts, COUNTED)
    if not counts["new"] + counts["re"] + counts["out"]:
        parts = [words.text("none in, none out")]
    if any(row.now == 1 and row.was != 1 for row in morning.movers.rows):
        parts.insert(0, words.text("new #1"))
    return words.join(parts)


def _rows(screen: Screen, site: SiteRow, morning: Morning) -> list[Line]:
    """The number one, then those of the most telling moves that stand highest."""
    movers = morning.movers.rows
    first = next((row for row in movers if row.now == 1), None)
    telling = sorted((row for row in movers if _is_telling(row)), key=_height)[:MOST]
    telling.sort(key=lambda row: (row.now is None, row.now or row.was or 0))
    lines = [_first(screen, site, morning, first)] if morning.first else []
    return [*lines, *(_telling(screen, site, row) for row in telling)]


def _is_telling(row: Mover) -> bool:
    if row.now == 1:
        return False
    return row.status in COUNTED or (row.status == "up" and (row.change or 0) >= CLIMB)


def _height(row: Mover) -> int:
    return min(row.now or 99, row.was or 99)


def _first(screen: Screen, site: SiteRow, morning: Morning, mover: Mover | None) -> Line:
    words = screen.words
    status, change = (mover.status, mover.change) if mover else ("unknown", None)
    since = words.near(moment_at(screen.store, site, morning.first_since), screen.now)
    changed = mover is not None and mover.was != 1
    if mover is None:
        note = ""
    elif changed and not morning.first_at_least:
        note = words.text("#1 since {since}", since=since)
    elif changed:
        note = words.text("#1 since before {since}", since=since)
    else:
        seconds = morning.movers.now.observed - morning.first_since
        note = words.text(
            "#1 for {span}", span=words.short(seconds, at_least=morning.first_at_least)
        )
    row = morning.first
    title = (row.title, row.url) if row else ("", "")
    return screen.row("1", words.move(status, change), status, title, note)


def _telling(screen: Screen, site: SiteRow, row: Mover) -> Line:
    words = screen.words
    title = (row.row.title, row.row.url)

    def at(time: int) -> str:
        return words.near(moment_at(screen.store, site, time), screen.now)

    if row.status == "out":
        left_at = row.left.by if row.left and row.left.exact else None
        note = words.text("out during a gap")
        if left_at is not None:
            note = words.text("out {time}", time=at(left_at))
        was = words.text("was {n}", n=row.was)
        return screen.row(words.move("out"), was, "out", title, note)
    if row.status == "up":
        note = words.text("from {n}", n=row.was)
    elif row.came.by is None or not row.came.exact:
        note = words.text("in during a gap")
    else:
        when = at(row.came.by)
        note = words.text("in {time}" if row.status == "new" else "back {time}", time=when)
    return screen.row(str(row.now), words.move(row.status, row.change), row.status, title, note)
