"""Three sites or more on the morning screen: one line a site."""

from cli.commands.morning.screen import Line, Screen
from cli.terminal.context import moment_at
from cli.terminal.folding import padded, width
from cli.terminal.output import move_style
from cli.terminal.tables import Cell
from store import Morning, SiteRow

NAME = 14
"""Columns of a name at most."""


def table(screen: Screen, sites: list[tuple[SiteRow, list[Morning]]], room: int) -> list[Line]:
    """One line a site that has a list, in at most `room` lines with the headings."""
    words = screen.words
    rows = [_cells(screen, site, lists[0]) for site, lists in sites if lists]
    if not rows:
        return []
    more = len(rows) - (room - 1)
    if more > 0:
        rows = rows[: room - 2]
    heads = [words.text(text) for text in ("site", "list", "vs", "in", "out")]
    sizes = [
        max(width(text) for text in texts)
        for texts in zip(heads, *(row[0] for row in rows), strict=True)
    ]
    lines = [_line(screen, heads, sizes, (words.text("#1"), "", ""), "", style="bold")]
    lines += [_line(screen, texts, sizes, first, status) for texts, first, status in rows]
    if more > 0:
        lines.append(screen.line(words.text("{n} more sites", n=more + 1)))
    return lines


def _cells(
    screen: Screen, site: SiteRow, morning: Morning
) -> tuple[list[str], tuple[str, str, str], str]:
    """The texts of a site's line, its number one as (move, title, address), and the status of that."""
    words, movers = screen.words, morning.movers
    base = movers.base and words.near(
        moment_at(screen.store, site, movers.base.observed), screen.now
    )
    counts = [
        str(sum(row.status in statuses for row in movers.rows)) if movers.base else "?"
        for statuses in (("new", "re"), ("out",))
    ]
    mover = next((row for row in movers.rows if row.now == 1), None)
    status, change = (mover.status, mover.change) if mover else ("unknown", None)
    first = (morning.first.title, morning.first.url) if morning.first else ("", "")
    texts = [
        screen.cut(screen.fit.shown(site.name), NAME),
        screen.cut(screen.fit.shown(morning.ranking_list.label), NAME),
        base or "-",
        *counts,
    ]
    return texts, (words.move(status, change), *first), status


def _line(
    screen: Screen,
    texts: list[str],
    sizes: list[int],
    first: tuple[str, str, str],
    status: str,
    style: str = "",
) -> Line:
    """One line: names to the left, numbers to the right, then the number one."""
    move, title, address = first
    sides = (1, 1, 1, -1, -1)
    lead = "  ".join(
        padded(text, size * side) for text, size, side in zip(texts, sizes, sides, strict=True)
    )
    signs = screen.fit.own(move)
    room = max(1, screen.room - width(lead) - 2 - max(4, width(signs)) - 1)
    return [
        Cell(f"{lead}  {' ' * max(0, 4 - width(signs))}", style=style),
        Cell(signs, style=style or move_style(status)),
        Cell(" "),
        Cell(screen.cut(screen.fit.shown(title), room), address),
    ]
