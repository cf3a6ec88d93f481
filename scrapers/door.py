"""The one door to the network: a visit to an address, with manners, ending in an `Answer`.

A visit never raises for what the network or the server does: whatever happens becomes an Answer
with a reason code (docs/reasons.md). It asks robots.txt first, waits for the host's turn, takes
redirects step by step with every step judged like a first address, tries again where that is
worth it, and ends at its deadline. No cookies, no credentials, no proxies, and nothing from the
environment: all that two requests share is the user agent.

Only this module and what it calls (`dial`, `wire`) use sockets. Another HTTP client would take
the place of `wire.Exchange` and of nothing else.
"""

import os
import time
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from scrapers.dial import Resolver, dial, system_resolver, trusted
from scrapers.guard import Fault, Target, redirected, target
from scrapers.manners import Manners, retry_after
from scrapers.model import Answer, ConfigError
from scrapers.robots import LONGEST as ROBOTS_CAP
from scrapers.robots import Rules, rules
from scrapers.wire import BODY_CAP, Clock, Exchange

if TYPE_CHECKING:
    import ssl

HTML = ("text/html", "application/xhtml+xml")
"""Media types of pages."""

HOPS = 5
"""Redirects that one visit follows at most."""

ERROR_PAGE_CAP = 2**20
"""Bytes that are kept of a page that comes with an error status."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOLDS = frozenset({429, 503})
_PAGES = frozenset({200, 203})
_BOMBS = frozenset({"wire-cap", "body-cap"})  # nobody wants what came of these
_BACKOFF = 1.0


class Validators(NamedTuple):
    """What a page said of its version, to ask for it only if it has changed; "" for nothing."""

    etag: str = ""
    last_modified: str = ""


NOTHING_AT_HAND = Validators()


class _Errand(NamedTuple):
    """What a visit asks for: media types (none: any), the longest body, the version at hand."""

    kinds: Collection[str]
    cap: int
    validators: Validators
    clock: Clock


def user_agent(version: str, contact: str | None = None) -> str:
    """The name we go by, such as `tracker/0.1.0 (+https://example.org/me)`.

    Raises ConfigError when the contact cannot stand in a header.
    """
    if not contact:
        return f"tracker/{version}"
    if not (contact.isascii() and contact.isprintable()) or set("()\\") & set(contact):
        raise ConfigError(f"contact {contact!r}: write an address in plain ASCII, no brackets")
    return f"tracker/{version} (+{contact})"


class Door:
    """The way to one site, for one run and one thread at a time.

    `delay` is in seconds; `allow_private` lets the site be on loopback or in a private network;
    `robots` False leaves robots.txt unread. `resolver` gives the IP addresses of a host, `tls`
    the context for https.
    """

    def __init__(  # noqa: PLR0913 - the settings of a site, all by name
        self,
        manners: Manners,
        *,
        user_agent: str,
        allow_private: bool = False,
        delay: float = 3.0,
        robots: bool = True,
        resolver: Resolver = system_resolver,
        tls: "Callable[[], ssl.SSLContext]" = trusted,
    ) -> None:
        self._manners = manners
        self._user_agent = user_agent
        self._private = allow_private
        self._delay = delay
        self._robots = robots
        self._resolver = resolver
        self._tls = tls
        self._context: ssl.SSLContext | None = None
        self._rules: dict[str, Rules] = {}

    def visit(
        self,
        address: str,
        *,
        deadline: float,
        validators: Validators = NOTHING_AT_HAND,
        kinds: Collection[str] = HTML,
    ) -> Answer:
        """Fetch an address; `deadline` is an instant of `time.monotonic`.

        `kinds` are the acceptable media types; none at all accepts any. With `validators` the
        answer may be a 304, without a code and without a body.
        """
        errand = _Errand(kinds, BODY_CAP, validators, Clock(deadline))
        trip = _Trip(address, self._manners.now())
        try:
            self._travel(trip, target(address), errand, obey=self._robots)
            _judge(trip.exchange, errand)
        except Fault as fault:
            return trip.answer(fault)
        return trip.answer(None)

    def _travel(self, trip: "_Trip", goal: Target, errand: _Errand, *, obey: bool) -> None:
        """Go to an address and on through its redirects."""
        seen = {goal.url}
        self._ask(trip, goal, errand, obey=obey)
        while trip.exchange.status in _REDIRECTS:
            goal = redirected(goal, _location(trip.exchange))
            if goal.url in seen or len(seen) > HOPS:
                raise Fault("redirect-loop", f"{len(seen)} redirects, the last to {goal.url[:200]}")
            seen.add(goal.url)
            self._ask(trip, goal, errand, obey=obey)

    def _ask(self, trip: "_Trip", goal: Target, errand: _Errand, *, obey: bool) -> None:
        """Ask for one address, again where that is worth it and the time allows."""
        crawl_delay = self._obey(goal, errand) if obey else 0.0
        fault = self._try(trip, goal, errand, crawl_delay)
        tries = 1
        while tries <= _retries(trip.exchange, fault):
            last = trip.exchange
            if not self._manners.wait(_backoff(tries), errand.clock.deadline):
                break
            outcome = self._try(trip, goal, errand, crawl_delay)
            if trip.exchange is last:  # no time for another request: the last one's outcome holds
                break
            fault = outcome
            tries += 1
        if fault:
            raise fault

    def _try(
        self, trip: "_Trip", goal: Target, errand: _Errand, crawl_delay: float
    ) -> Fault | None:
        manners, clock = self._manners, errand.clock
        try:
            with manners.turn(goal.authority, self._delay, crawl_delay, clock.deadline) as turn:
                trip.start(goal, manners.now(), Exchange(clock))
                self._exchange(trip.exchange, goal, errand)
                turn.well = (trip.exchange.status or 0) < 400
        except Fault as fault:
            return fault
        if _held(trip.exchange):
            now = manners.now()
            manners.hold(goal.authority, retry_after(trip.exchange.header("retry-after"), now))
        return None

    def _exchange(self, exchange: Exchange, goal: Target, errand: _Errand) -> None:
        if goal.scheme == "https" and self._context is None:
            self._context = self._tls()
        with closing(
            dial(goal, errand.clock, self._resolver, self._context, private=self._private)
        ) as sock:
            exchange.head(sock, goal, self._headers(goal, errand))
            if exchange.status in _PAGES:
                exchange.read(errand.cap)
            elif (exchange.status or 0) >= 400:
                with suppress(Fault):  # the status says enough; its page is an extra
                    exchange.read(min(errand.cap, ERROR_PAGE_CAP))

    def _headers(self, goal: Target, errand: _Errand) -> list[tuple[str, str]]:
        headers = [
            ("Host", goal.authority),
            ("User-Agent", self._user_agent),
            ("Accept", ", ".join(errand.kinds) or "*/*"),
            ("Accept-Encoding", "gzip"),
            ("If-None-Match", errand.validators.etag),
            ("If-Modified-Since", errand.validators.last_modified),
            ("Connection", "close"),
        ]
        return [(name, value) for name, value in headers if value]

    def _obey(self, goal: Target, errand: _Errand) -> float:
        """Raise `Fault` (robots) if the site does not want this visit; else its Crawl-delay."""
        place = goal._replace(path="/robots.txt")
        if place.url not in self._rules:
            self._rules[place.url] = self._read_rules(place, errand.clock)
        found = self._rules[place.url]
        if refusal := found.refuses(goal.url):
            raise Fault("robots", refusal)
        return found.crawl_delay()

    def _read_rules(self, place: Target, clock: Clock) -> Rules:
        errand = _Errand((), ROBOTS_CAP, NOTHING_AT_HAND, clock)
        trip = _Trip(place.url, self._manners.now())
        try:
            self._travel(trip, place, errand, obey=False)
        except Fault as fault:
            if fault.code not in _BOMBS:
                raise Fault(fault.code, f"robots.txt: {fault.detail}") from None
        exchange = trip.exchange
        return rules(self._user_agent.partition("/")[0], exchange.status or 0, exchange.body)


class _Trip:
    """What is known of a visit so far; it becomes the Answer wherever the visit ends."""

    def __init__(self, asked: str, now: int) -> None:
        self.asked = asked
        self.answered = asked
        self.time = now
        self.exchange = Exchange(Clock(0))
        self._began = time.monotonic()

    def start(self, goal: Target, now: int, exchange: Exchange) -> None:
        """A request is being sent."""
        self.answered = goal.url
        self.time = now
        self.exchange = exchange
        self._began = time.monotonic()

    def answer(self, fault: Fault | None) -> Answer:
        """The Answer, with the reason that ended the visit."""
        exchange = self.exchange
        return Answer(
            asked=self.asked,
            answered=self.answered,
            time=self.time,
            status=exchange.status,
            code=fault.code if fault else None,
            detail=fault.detail if fault else "",
            headers=exchange.headers,
            body=b"" if fault and fault.code in _BOMBS else exchange.body,
            wire=exchange.wire,
            seconds=(exchange.ended or time.monotonic()) - self._began,
        )


def _judge(exchange: Exchange, errand: _Errand) -> None:
    """Raise `Fault` unless the answer is a page, or the 304 that was asked for."""
    status = exchange.status or 0
    if status == 304 and any(errand.validators):
        return
    if status >= 400:
        raise Fault(f"status-{status // 100}xx", _status(exchange))
    if status >= 300 and status != 304:
        raise Fault("protocol", f"HTTP {status} leads nowhere")
    if status not in _PAGES or not exchange.body:
        raise Fault("no-content", f"HTTP {status} without a page")
    kind = _media_type(exchange.header("content-type"))
    if kind and errand.kinds and kind not in errand.kinds:
        raise Fault("type", f"{kind[:100]} instead of {errand.kinds}")


def _status(exchange: Exchange) -> str:
    wait = exchange.header("retry-after") if exchange.status in _HOLDS else None
    return f"HTTP {exchange.status}" + (f", Retry-After {wait[:40]}" if wait else "")


def _media_type(value: str | None) -> str:
    return (value or "").partition(";")[0].partition(",")[0].strip().lower()


def _location(exchange: Exchange) -> str:
    """The Location header as text. It should be ASCII; some servers send bare UTF-8."""
    value = exchange.header("location")
    if not value:
        raise Fault("protocol", f"HTTP {exchange.status} without a location")
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _held(exchange: Exchange) -> bool:
    """Whether the answer asks to be left alone. A 503 says so only with a Retry-After."""
    return exchange.status == 429 or (
        exchange.status == 503 and exchange.header("retry-after") is not None
    )


def _retries(exchange: Exchange, fault: Fault | None) -> int:
    """How many more tries an outcome is worth."""
    if fault:
        return 1 if fault.code == "reset" and not exchange.wire else 0
    return 2 if (exchange.status or 0) >= 500 and not _held(exchange) else 0


def _backoff(tries: int) -> float:
    """Seconds before another try: doubling, and spread by half to either side."""
    return _BACKOFF * (1 << tries - 1) * (0.5 + os.urandom(1)[0] / 255)
