"""The one door to the network: a visit to an address, with manners, ending in an `Answer`.

A visit never raises for what the network or the server does: whatever happens becomes an Answer
with a reason code (docs/reasons.md). It asks robots.txt first, waits for the host's turn, takes
redirects step by step with every step judged like a first address, tries again where that is
worth it, and ends at its deadline. No cookies, no credentials, no proxies, and nothing from the
environment: all that two requests share is the user agent.

Requests are made by httpx (`client`) over the guarded transport (`transport`). Both are loaded
with the first Door and not with this module: httpx is slow to load, and the process that reads
pages is forked before (`isolate`) and gets ready meanwhile.
"""

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from scrapers.errors import ConfigError
from scrapers.http.address_guard import Fault, Target, redirected, target
from scrapers.http.connect import Resolver, system_resolver, trusted
from scrapers.http.exchange import Exchange
from scrapers.http.limits import BODY_CAP, Deadline
from scrapers.http.politeness import Manners, retry_after
from scrapers.http.robots import LONGEST as ROBOTS_CAP
from scrapers.http.robots import Rules, rules
from scrapers.http.status import PAGES, REDIRECTS, asks_for_rest, backoff, judge, location, retries
from scrapers.model import Answer

if TYPE_CHECKING:
    import ssl

    import httpx

HTML = ("text/html", "application/xhtml+xml")
"""Media types of pages."""

JSON = ("application/json", "text/json")
"""Media types of what a script asks for."""

HOPS = 5
"""Redirects that one visit follows at most."""

ERROR_PAGE_CAP = 2**20
"""Bytes that are kept of a page that comes with an error status."""

_BOMBS = frozenset({"wire-cap", "body-cap"})  # nobody wants what came of these


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
    deadline: Deadline


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
    the context for https; `transport`, any of httpx's that streams its answers, takes the place
    of both and of everything that guards the network.
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
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        from scrapers.http.transport import Guarded

        self._manners = manners
        self._user_agent = user_agent
        self._delay = delay
        self._robots = robots
        self._transport = transport or Guarded(resolver, tls, private=allow_private)
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
        errand = _Errand(kinds, BODY_CAP, validators, Deadline(deadline))
        trip = _Trip(address, self._manners.now())
        try:
            self._travel(trip, target(address), errand, obey=self._robots)
            judge(trip.exchange, kinds, conditional=any(validators))
        except Fault as fault:
            return trip.answer(fault)
        return trip.answer(None)

    def _travel(self, trip: "_Trip", goal: Target, errand: _Errand, *, obey: bool) -> None:
        """Go to an address and on through its redirects."""
        seen = {goal.url}
        self._ask(trip, goal, errand, obey=obey)
        while trip.exchange.status in REDIRECTS:
            goal = redirected(goal, location(trip.exchange))
            if goal.url in seen or len(seen) > HOPS:
                raise Fault("redirect-loop", f"{len(seen)} redirects, the last to {goal.url[:200]}")
            seen.add(goal.url)
            self._ask(trip, goal, errand, obey=obey)

    def _ask(self, trip: "_Trip", goal: Target, errand: _Errand, *, obey: bool) -> None:
        """Ask for one address, again where that is worth it and the time allows."""
        crawl_delay = self._obey(trip, goal, errand) if obey else 0.0
        outcome = self._try(trip, goal, errand, crawl_delay)
        tries = 1
        while tries <= retries(trip.exchange, outcome):
            last = trip.exchange
            if not self._manners.wait(backoff(tries), errand.deadline.at):
                break
            later = self._try(trip, goal, errand, crawl_delay)
            if trip.exchange is last:  # no time for another request: the last outcome holds
                break
            outcome, tries = later, tries + 1
        if outcome:
            raise outcome

    def _try(
        self, trip: "_Trip", goal: Target, errand: _Errand, crawl_delay: float
    ) -> Fault | None:
        manners, host = self._manners, goal.authority
        try:
            with manners.turn(host, self._delay, crawl_delay, errand.deadline.at) as turn:
                exchange = trip.start(goal, manners.now(), errand.deadline)
                self._exchange(exchange, goal, errand)
                turn.well = (exchange.status or 0) < 400
                if asks_for_rest(exchange):
                    manners.hold(host, retry_after(exchange.header("retry-after"), manners.now()))
        except Fault as fault:
            return fault
        return None

    def _exchange(self, exchange: Exchange, goal: Target, errand: _Errand) -> None:
        from scrapers.client import get

        headers = self._headers(goal, errand)
        with get(self._transport, exchange, goal, headers) as pieces:
            if exchange.status in PAGES:
                exchange.read(pieces, errand.cap)
            elif (exchange.status or 0) >= 400:
                with suppress(Fault):  # the status says enough; its page is an extra
                    exchange.read(pieces, min(errand.cap, ERROR_PAGE_CAP))

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
        # A validator is what the site once sent, so it may hold anything.
        return [
            (name, value)
            for name, value in headers
            if value.isascii() and value.isprintable() and value
        ]

    def _obey(self, trip: "_Trip", goal: Target, errand: _Errand) -> float:
        """Raise `Fault` (robots) if the site does not want this visit; else its Crawl-delay."""
        place = goal._replace(path="/robots.txt")
        if place.url not in self._rules:
            self._rules[place.url] = self._read_rules(trip, place, errand.deadline)
        found = self._rules[place.url]
        if refusal := found.refuses(goal.url):
            raise Fault("robots", refusal)
        return found.crawl_delay()

    def _read_rules(self, trip: "_Trip", place: Target, deadline: Deadline) -> Rules:
        errand = _Errand((), ROBOTS_CAP, NOTHING_AT_HAND, deadline)
        aside = _Trip(place.url, self._manners.now())
        try:
            self._travel(aside, place, errand, obey=False)
        except Fault as fault:
            if fault.code not in _BOMBS:
                trip.end_at(aside)
                raise Fault(fault.code, f"robots.txt: {fault.detail}") from None
        exchange = aside.exchange
        return rules(self._user_agent.partition("/")[0], exchange.status or 0, exchange.body)


class _Trip:
    """What is known of a visit so far; it becomes the Answer wherever the visit ends."""

    def __init__(self, asked: str, now: int) -> None:
        self.asked = asked
        self.answered = asked
        self.time = now
        self.exchange = Exchange(Deadline(0))
        self.began = time.monotonic()

    def start(self, goal: Target, now: int, deadline: Deadline) -> Exchange:
        """A request is being sent."""
        self.answered = goal.url
        self.time = now
        self.exchange = Exchange(deadline)
        self.began = time.monotonic()
        return self.exchange

    def end_at(self, aside: "_Trip") -> None:
        """The visit ends at robots.txt: what came of that is what came of the visit."""
        self.answered, self.time, self.exchange = aside.answered, aside.time, aside.exchange
        self.began = aside.began

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
            seconds=(exchange.ended or time.monotonic()) - self.began,
        )
