"""How each site is doing, for the morning screen: a sentence, and a command where it is in trouble."""

from typing import NamedTuple

from cli.commands.morning.screen import Line, Screen
from cli.terminal.context import moment_at
from cli.terminal.options import Settings
from scrapers import REFUSED, kind_of
from store import Morning, SiteRow, SiteStatus

MOST = 4
"""Troubles that are told; the others are counted."""

STATES = {
    "OK": "OK",
    "changed": "page changed, not read",
    "failed": "fetch failed",
    "silent": "STALE",
}


class Health(NamedTuple):
    """One site's state: OK, changed, failed or silent; `share` is what was measured in 7 days."""

    status: SiteStatus
    state: str
    share: int | None
    gaps: int

    @property
    def site(self) -> SiteRow:
        """The site."""
        return self.status.site

    def sentence(self, screen: Screen, site: SiteRow) -> str:
        """Return its state, when it was last seen, and how much of seven days was measured."""
        words = screen.words
        state = words.text(STATES[self.state])
        if self.status.success is None:
            return words.text("{state}, nothing was recorded yet", state=state)
        last = words.near(moment_at(screen.store, site, self.status.success), screen.now)
        text = words.text("{state}, last visit {last}", state=state, last=last)
        if self.share is None:
            return words.text("{health} · only one observation so far", health=text)
        gaps = words.count(self.gaps, "{n} gap", "{n} gaps") if self.gaps else words.text("no gap")
        return words.text(
            "{health} · 7 days: {share} % measured, {gaps}",
            health=text,
            share=self.share,
            gaps=gaps,
        )


def health(status: SiteStatus, now: int, lists: list[Morning]) -> Health:
    """The health of a site, measured by its first list."""
    state = "OK"
    if status.failing and status.failure:
        state = "changed" if kind_of(status.failure.code) == REFUSED else "failed"
    elif status.success is None or now - status.success > status.patience:
        state = "silent"
    measured, missing = (lists[0].measured, lists[0].missing) if lists else (0, 0)
    whole = measured + missing
    share = 100 * measured // whole if whole else None
    return Health(status, state, share, len(lists[0].gaps) if lists else 0)


def troubles(screen: Screen, settings: Settings, all_health: list[Health]) -> list[Line]:
    """Two lines for each trouble: what happened, and the command to type.

    Sites that nobody fetched are one trouble with one remedy.
    """
    silent = [site_health for site_health in all_health if site_health.state == "silent"]
    bad = [site_health for site_health in all_health if site_health.state in {"changed", "failed"}]
    lines = _silent(screen, settings, silent) if silent else []
    lines += [
        line for site_health in bad[:MOST] for line in _trouble(screen, settings, site_health)
    ]
    if len(bad) > MOST:
        more = screen.words.text(
            "{n} more in trouble:  {command}", n=len(bad) - MOST, command=settings.line("status")
        )
        lines.append(screen.line(more))
    return lines


def _silent(screen: Screen, settings: Settings, silent: list[Health]) -> list[Line]:
    names = screen.words.join([site_health.site.name for site_health in silent])
    text = screen.words.text("STALE  {sites}: no fetch was run", sites=names)
    command = settings.line("fetch", config=True)
    return [screen.line(text, "bold red"), screen.command(command)]


def _trouble(screen: Screen, settings: Settings, site_health: Health) -> list[Line]:
    words, failure, name = screen.words, site_health.status.failure, site_health.site.name
    if failure is None:
        return []
    text = words.count(
        failure.times,
        "{what}  {site}: {code} since {since}, {n} time",
        "{what}  {site}: {code} since {since}, {n} times",
        what=words.trouble(failure.code),
        site=name,
        code=words.reasons(failure.codes),
        since=words.near(moment_at(screen.store, site_health.site, failure.since), screen.now),
    )
    elsewhere = settings._replace(site=None)
    command = (
        elsewhere.line(f"sites add --again {name}", config=True)
        if site_health.state == "changed"
        else elsewhere.line(f"log --site {name}")
    )
    return [screen.line(text, "bold red"), screen.command(command)]
