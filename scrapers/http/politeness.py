"""Politeness towards a host: one request at a time, a pause between two, and Retry-After kept.

The pause is the longest of the site's `delay`, five times the host's last latency and the
Crawl-delay of its robots.txt, so a host that struggles is asked less. A failure never shortens
it: after one, the latency counts for no less than before.

What must outlast a run is a `HostState`, plain data that the store keeps. Within a run pauses
are measured on the monotonic clock; only what crosses runs (`not_before`, `asked`) is in wall
time, and is never believed beyond `LONGEST_HOLD`, since a clock may have been wrong.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import inf
from threading import Event, Lock
from typing import NamedTuple

from scrapers.http.address_guard import Fault

_log = logging.getLogger(__name__)

LONGEST_HOLD = 86_400
"""Seconds that a Retry-After is obeyed for at most; it is asked again then."""

DEFAULT_HOLD = 300
"""Seconds that a host is left alone whose Retry-After cannot be read."""

LATENCIES = 5
"""The pause between two requests is at least this many latencies."""

_SECONDS = re.compile(r"[+-]?[0-9]{1,4000}", re.ASCII)


class HostState(NamedTuple):
    """What is remembered of a host between runs. Times are UTC seconds, 0 for never.

    `host` is a host name, with its port where that is unusual. `not_before`: no request until
    then. `asked`: the end of the last request. `latency`: how long that took, in seconds.
    `no_rules`: since when the server fails to give its robots.txt.
    """

    host: str
    not_before: int = 0
    asked: int = 0
    latency: float = 0.0
    no_rules: int = 0


def retry_after(value: str | None, now: int) -> int:
    """The UTC second before which nothing may be asked, from a Retry-After header.

    Seconds and dates are held within 0 and `LONGEST_HOLD` from `now`; anything else, like a
    missing header, means `DEFAULT_HOLD`.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        seconds = int(text)
    else:
        date = http_date(text)
        seconds = DEFAULT_HOLD if date is None else date - now
    return now + max(0, min(seconds, LONGEST_HOLD))


def pause(delay: float, latency: float, crawl_delay: float, latencies: float = LATENCIES) -> float:
    """Seconds between the end of one request and the start of the next to the same host."""
    return max(delay, latencies * latency, crawl_delay)


def http_date(text: str) -> int | None:
    """The UTC second of a date as headers have it; None if it is none. A date without a zone is UTC."""
    try:
        date = parsedate_to_datetime(text) if text.isascii() else None
    except (ValueError, OverflowError, TypeError, IndexError):  # whatever a server may send
        return None
    if date is None:
        return None
    return int((date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp())


class Turn:
    """A turn to ask a host. Who takes it says whether it went `well`, and whether it `reached` it."""

    def __init__(self) -> None:
        self.well = False
        self.reached = True


class _Host:
    """One host during a run."""

    def __init__(self, state: HostState) -> None:
        self.state = state
        self.turn = Lock()
        self.ended: float | None = None  # monotonic end of the last request of this run


class Politeness:
    """Keeps a run polite; one instance is shared by all clients, in any threads.

    `now` gives UTC seconds; `clock` (monotonic seconds) and `sleep` (returns True when it was
    cut short) are there for tests.
    """

    def __init__(
        self,
        states: Iterable[HostState],
        now: Callable[[], int],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], bool] | None = None,
    ) -> None:
        self.now = now
        self.clock = clock
        self._stopped = Event()
        self._sleep = sleep or self._stopped.wait
        self._lock = Lock()
        self._hosts = {state.host: _Host(state) for state in states}

    def states(self) -> list[HostState]:
        """What the next run must know, by host."""
        with self._lock:
            return sorted(host.state for host in self._hosts.values())

    def stop(self) -> None:
        """End all waiting and begin no request, now and later: each ends as `interrupted`."""
        self._stopped.set()

    def hold(self, host: str, not_before: int) -> None:
        """Ask nothing of a host before a UTC second."""
        _log.debug("%s asks to be left alone for %d s", host, not_before - self.now())
        entry = self._host(host)
        entry.state = entry.state._replace(not_before=max(entry.state.not_before, not_before))

    def rules_fail(self, host: str, *, fail: bool) -> int:
        """Note whether a host fails to give its robots.txt; since when it does, 0 if it does not."""
        entry = self._host(host)
        since = (entry.state.no_rules or self.now()) if fail else 0
        entry.state = entry.state._replace(no_rules=since)
        return since

    @contextmanager
    def turn(
        self,
        host: str,
        delay: float,
        crawl_delay: float,
        deadline: float,
        latencies: float = LATENCIES,
    ) -> Iterator[Turn]:
        """One request to a host: waits for its turn, and measures what runs within.

        Raises `Fault`: `retry-after` while the host is to be left alone, `deadline` at once
        when the pause would end after it, `interrupted` after `stop`.
        """
        entry = self._host(host)
        if not entry.turn.acquire(timeout=max(0.0, deadline - self.clock())):
            raise Fault("deadline", f"the time was used up by other requests to {host}")
        try:
            self._check_hold(entry)
            seconds = pause(delay, entry.state.latency, crawl_delay, latencies)
            why = " (Crawl-delay of its robots.txt)" if seconds == crawl_delay else ""
            self._pause(entry, seconds, why, deadline)
            if self._stopped.is_set():
                raise Fault("interrupted", "stopped before the request")
            with self._measured(entry) as turn:
                yield turn
        finally:
            entry.turn.release()

    def wait(self, seconds: float, deadline: float) -> bool:
        """Sleep unless that would pass the deadline; whether the time was slept."""
        if self.clock() + seconds >= deadline:
            return False
        if seconds > 0 and self._sleep(seconds):
            raise Fault("interrupted", "stopped while waiting")
        return True

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host(HostState(host)))

    def _check_hold(self, entry: _Host) -> None:
        left = entry.state.not_before - self.now()
        if 0 < left <= LONGEST_HOLD:
            raise Fault(
                "retry-after", f"{entry.state.host} asked to be left alone for {left} s more"
            )

    def _pause(self, entry: _Host, seconds: float, why: str, deadline: float) -> None:
        left = seconds - self._since(entry)
        if left > 0:
            _log.debug("%.1f s until the next request to %s", left, entry.state.host)
        if left > 0 and not self.wait(left, deadline):
            raise Fault(
                "deadline",
                f"{seconds:.3g} s lie between two requests to {entry.state.host}{why}, "
                "more than is left of the deadline; a longer deadline lets it pass",
            )

    def _since(self, entry: _Host) -> float:
        """Seconds since the last request to the host, in this run or an earlier one."""
        if entry.ended is not None:
            return self.clock() - entry.ended
        if not entry.state.asked:
            return inf
        return max(0, self.now() - entry.state.asked - 1)  # both are cut to whole seconds

    @contextmanager
    def _measured(self, entry: _Host) -> Iterator[Turn]:
        turn = Turn()
        began = self.clock()
        try:
            yield turn
        finally:
            if turn.reached:
                self._note(entry, began, turn)

    def _note(self, entry: _Host, began: float, turn: Turn) -> None:
        entry.ended = self.clock()
        latency = entry.ended - began
        if not turn.well:
            latency = max(latency, entry.state.latency)
        entry.state = entry.state._replace(asked=self.now(), latency=latency)
