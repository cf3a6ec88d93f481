"""Pings: reports the start and end of every run to a dead man's switch, such as healthchecks.

The program requests the address with `/start` when a run begins, unchanged when the run succeeds,
and with `/<exit status>` when it fails, as such services expect. The service also raises an alarm
when no ping arrives, so it notices a cron job that no longer runs at all.

A ping never changes the result of a run. It takes at most `PATIENCE` seconds and uses the same
guarded client as every visit. Its address is a secret, so messages name only the setting or option
that contains it.
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
    """The target of a ping: a name for messages, the secret address, and how to visit it."""

    name: str
    address: str
    private: bool
    proxy: str | None = None
    ca: str | None = None


class Pings:
    """The pings of one run; each of them reports the end once."""

    def __init__(self, places: Sequence[Place], *, quiet: bool) -> None:
        self._open = {place.name: place for place in places}
        self._quiet = quiet

    def start(self) -> None:
        """Report that the run begins."""
        for place in self._open.values():
            self._call(place, "start")

    def end(self, statuses: Mapping[str, int]) -> None:
        """Report the end of these parts of the run, each with its exit status."""
        for name, status in statuses.items():
            if place := self._open.pop(name, None):
                self._call(place, str(status) if status else "")

    def fail(self, status: int) -> None:
        """Report that the run ended early, to every target that has no report of its end yet."""
        self.end(dict.fromkeys(list(self._open), status))

    def _call(self, place: Place, word: str) -> None:
        # Each ping has its own rate limit: the last one must not wait for the first one.
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
    """Report the start to the pings of the run and its sites, and an error if the block raises one.

    The run's own ping may use a private address if any of its sites may.
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
