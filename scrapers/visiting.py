"""How a site is visited: what a user decides and no page shows."""

from typing import NamedTuple

SILENCE = 15.0
"""Seconds without a byte after which a server is given up, unless its site says otherwise."""


class Visiting(NamedTuple):
    """The settings of the visits to a site.

    `follow` says whether fetch visits it unasked. `delay` is seconds between requests, `deadline`
    seconds for the ranking pages of a run, `every` the schedule in seconds if it is not to be
    learnt. `contact` stands in the User-Agent; `ping` is the address of a dead-man's switch.
    `patience` is the longest silence of the server in seconds; without it, an eighth of `deadline`.
    `proxy` and `ca` take the place of what the machine says; `headers`, `auth` (the name of a
    variable, `env:NAME`) and `cookies` are what the site needs beside a plain request. With
    `render` its ranking pages are drawn by a browser, which may then ask for scripts and data of
    the site and of `render_hosts`.
    """

    follow: bool = True
    allow_private: bool = False
    delay: float = 3.0
    deadline: float = 120.0
    every: int | None = None
    robots: bool = True
    contact: str | None = None
    ping: str | None = None
    patience: float | None = None
    proxy: str | None = None
    ca: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    auth: str | None = None
    cookies: bool = False
    render: bool = False
    render_hosts: tuple[str, ...] = ()

    @property
    def silence(self) -> float:
        """The longest silence in seconds; it grows with `deadline`, since both are for slow sites."""
        return self.patience or max(SILENCE, self.deadline / 8)
