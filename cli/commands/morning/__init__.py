"""The morning screen, which `tracker` alone shows: what is new, how it goes, what to type next.

It fits 24 lines of 80 columns. This is the only place where titles are cut. One or two sites are
told list by list; more sites get one line each.
"""

import sys
from typing import NamedTuple

from cli.commands.morning.health import Health, health, troubles
from cli.commands.morning.lists import list_lines
from cli.commands.morning.screen import Line, Screen
from cli.commands.morning.table import table
from cli.terminal import process, times
from cli.terminal.context import moment_at, reading
from cli.terminal.folding import padded, width
from cli.terminal.options import Settings
from cli.terminal.output import Fit, Form, show_lines
from store import Morning, SiteRow

LINES, COLUMNS = 24, 80
FEW = 2
"""So many sites are told list by list."""


class _Site(NamedTuple):
    """A site with its health and its lists."""

    row: SiteRow
    health: Health
    lists: list[Morning]


def show_morning(settings: Settings) -> None:
    """Show the morning screen of all sites, or of the one that `--site` names."""
    room = min(COLUMNS, process.columns())
    with reading(settings) as store:
        words = settings.words(store.lang)
        fit = Fit(sys.stdout, Form(), words)
        screen = Screen(store, words, fit, times.now(), room)
        sites = [_site(screen, site) for site in store.sites(settings.site)]
        show_lines([*_lines(screen, settings, sites)])


def _site(screen: Screen, site: SiteRow) -> _Site:
    store, now = screen.store, screen.now
    lists = [
        morning
        for ranking_list in store.lists(site)
        if (morning := store.morning(ranking_list, now))
    ]
    return _Site(site, health(store.status(site, now), now, lists), lists)


def _lines(screen: Screen, settings: Settings, sites: list[_Site]) -> list[Line]:
    """All lines: health, the lists, the troubles with a command each, and what to go on with."""
    all_health = [site.health for site in sites]
    trouble = troubles(screen, settings, all_health)
    last = _going_on(screen, settings, sites)
    if len(sites) <= FEW:
        top = [] if not sites else [_health_line(screen, sites)]
        ending = [screen.line(), *last] if last else []
        room = LINES - len(top) - len(trouble) - len(ending)
        return [
            *top,
            *list_lines(screen, [(s.row, s.lists) for s in sites], room),
            *trouble,
            *ending,
        ]
    top = [_many_line(screen, all_health)]
    room = LINES - len(top) - len(trouble) - len(last)
    return [*top, *table(screen, [(s.row, s.lists) for s in sites], room), *trouble, *last]


def _now(screen: Screen, site: SiteRow) -> str:
    moment = moment_at(screen.store, site, screen.now)
    text = screen.words.brief(moment, weekday=True)
    return f"{text} {moment.zone}".rstrip() if screen.words.language == "en" else text


def _health_line(screen: Screen, sites: list[_Site]) -> Line:
    """The time and how each of one or two sites is doing."""
    words = screen.words
    parts = [_now(screen, sites[0].row)]
    for site in sites:
        name = f"{site.row.name}: " if len(sites) > 1 else ""
        parts.append(name + site.health.sentence(screen, site.row))
    return screen.line(words.text("{a} · {b}", a=parts[0], b=" · ".join(parts[1:])))


def _many_line(screen: Screen, all_health: list[Health]) -> Line:
    words = screen.words
    counts = [
        (sum(h.state == state for h in all_health), text)
        for state, text in (
            ("OK", "{n} well"),
            ("changed", "{n} page changed"),
            ("failed", "{n} failed"),
            ("silent", "{n} silent"),
        )
    ]
    states = words.join([words.text(text, n=n) for n, text in counts if n])
    return screen.line(
        words.text(
            "{now} · {n} sites: {states}",
            now=_now(screen, all_health[0].site),
            n=len(all_health),
            states=states,
        )
    )


def _going_on(screen: Screen, settings: Settings, sites: list[_Site]) -> list[Line]:
    """Commands to go on with, which work with what is stored."""
    if not any(site.lists for site in sites):
        commands = [("fetch", "try again")]
    elif len(sites) > FEW:
        commands = [("top --all --limit 3", "the first three of every site")]
    else:
        if len(sites) > 1:
            settings = settings._replace(site=next(s.row.name for s in sites if s.lists))
        commands = [
            ("movers", "all that moved since yesterday"),
            ("report -o today.html", "the same to look at and to send"),
        ]
    lines = [settings.line(command, config=command == "fetch") for command, _ in commands]
    meanings = [screen.words.text(text) for _, text in commands]
    wide = max(map(width, lines))
    if wide + max(map(width, meanings)) + 4 > screen.room:
        return [screen.command(line) for line in lines]
    return [
        screen.command(f"{padded(line, wide)}  {meaning}")
        for line, meaning in zip(lines, meanings, strict=True)
    ]
