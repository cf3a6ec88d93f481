"""Pings: a dead-man's switch that is told of every run, in the manner of healthchecks.

The address is called with `/start` when a run begins, as it is when all is well, and with
`/<exit status>` (which such services take for a failure) when it is not. So silence is an alarm
too: a cron that stopped altogether is noticed by the service.

A ping never changes what becomes of a run. It takes at most `PATIENCE` seconds, goes through
the same guarded client as every visit, and its address is a secret: messages name only where it
was written down.
"""

import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from cli import __version__
from cli.exit import by_signal
from cli.terminal.errors import say
from cli.terminal.times import now
from scrapers import Client, Politeness, TrackerError, Visiting, user_agent

PATIENCE = 5
"""Seconds that one ping may take."""

RUN = "--ping"
"""The name of the whole run's ping; a site's is its own name."""


class Place(NamedTuple):
    """Where to call: what people know it by, the secret address, and how it is reached."""

    name: str
    address: str
    private: bool
    proxy: str | None = None
    ca: str | None = None


class Pings:
    """The pings of one run, each to be told once how it ended."""

    def __init__(self, places: Sequence[Place], *, quiet: bool) -> None:
        self._open = {place.name: place for place in places}
        self._quiet = quiet

    def start(self) -> None:
        """The run begins."""
        for place in self._open.values():
            self._call(place, "start")

    def end(self, statuses: Mapping[str, int]) -> None:
        """These parts of the run ended, each with an exit status."""
        for name, status in statuses.items():
            if place := self._open.pop(name, None):
                self._call(place, str(status) if status else "")

    def fail(self, status: int) -> None:
        """The run ended early: whoever was not told yet is told so."""
        self.end(dict.fromkeys(list(self._open), status))

    def _call(self, place: Place, word: str) -> None:
        # Politeness of its own: the ping at the end must not wait for the one at the start.
        client = Client(
            Politeness((), now),
            user_agent=user_agent(__version__),
            allow_private=place.private,
            delay=0,
            robots=False,
            secret=True,
            proxy=place.proxy,
            ca=place.ca,
        )
        deadline = time.monotonic() + PATIENCE
        answer = client.visit(extended(place.address, word), deadline=deadline, kinds=())
        if answer.code not in (None, "no-content") and not self._quiet:
            say(
                f"tracker: ping of {place.name} failed ({answer.code}); the run goes on all the same"
            )


def extended(address: str, word: str) -> str:
    """The address with a word at the end of its path, before its query."""
    path, mark, query = address.partition("?")
    return f"{path.rstrip('/')}/{word}{mark}{query}" if word else address


@contextmanager
def pinging(sites: Mapping[str, Visiting], address: str | None, verbosity: int) -> Iterator[Pings]:
    """Tell the run's and its sites' pings that it begins, and that it failed if it does.

    The run's own ping may go to a private address if any of its sites may.
    """
    places = [
        Place(name, v.ping, v.allow_private, v.proxy, v.ca) for name, v in sites.items() if v.ping
    ]
    if address:
        places.append(
            Place(RUN, address, any(visiting.allow_private for visiting in sites.values()))
        )
    pings = Pings(places, quiet=verbosity < 0)
    pings.start()
    try:
        yield pings
    except BaseException as error:
        pings.fail(_status(error))
        raise


def _status(error: BaseException) -> int:
    """The exit status that an error will end the run with."""
    if isinstance(error, TrackerError):
        return error.exit_status
    if isinstance(error, KeyboardInterrupt):
        return by_signal(getattr(error, "number", signal.SIGINT))
    return 1
