"""The HTTP client: a visit to an address, done politely, which ends in an `Answer`.

A visit never raises for what the network or the server does: whatever happens becomes an Answer
with a reason code (docs/reasons.md). It asks robots.txt first, waits for the host's turn, takes
redirects step by step with every step judged like a first address, tries again where that is
worth it, and ends at its deadline. No cookies, no credentials, no proxies, and nothing from the
environment: all that two requests share is the user agent.

Requests are made by httpx (`send`) over the guarded transport (`transport`). Both are loaded
with the first Client and not with this module: httpx is slow to load, and the process that reads
pages is forked before (`scrapers.sandbox`) and gets ready meanwhile.
"""

import logging
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self

from scrapers.errors import ConfigError
from scrapers.http.address_guard import Fault, Target, parse_target, redirected
from scrapers.http.connect import Resolver, system_resolver, trusted
from scrapers.http.exchange import Exchange
from scrapers.http.limits import BODY_CAP, Deadline
from scrapers.http.politeness import Politeness, retry_after
from scrapers.http.robots import LONGEST as ROBOTS_CAP
from scrapers.http.robots import Rules, rules
from scrapers.http.status import (
    PAGES,
    REDIRECTS,
    asks_for_rest,
    backoff,
    check_answer,
    location,
    retries,
)
from scrapers.model import Answer, Visiting

if TYPE_CHECKING:
    import ssl

    import httpx

_log = logging.getLogger(__name__)

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


class _Options(NamedTuple):
    """What holds for all requests of a visit.

    `kinds` are the media types asked for (none: any), `cap` is the size of the longest body in
    bytes, `validators` name the version at hand.
    """

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


class Client:
    """Visits pages of one site, for one run and one thread at a time.

    `delay` is in seconds; `allow_private` lets the site be on loopback or in a private network;
    `robots` False leaves robots.txt unread; `secret` says that whoever knows the addresses can
    use them, so the log names their hosts alone. `resolver` gives the IP addresses of a host, `tls`
    the context for https; `transport`, any of httpx's that streams its answers, takes the place
    of both and of everything that guards the network.
    """

    def __init__(  # noqa: PLR0913 - the settings of a site, all by name
        self,
        politeness: Politeness,
        *,
        user_agent: str,
        allow_private: bool = False,
        delay: float = 3.0,
        robots: bool = True,
        secret: bool = False,
        resolver: Resolver = system_resolver,
        tls: "Callable[[], ssl.SSLContext]" = trusted,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        from scrapers.http.transport import GuardedTransport

        self._politeness = politeness
        self._user_agent = user_agent
        self._delay = delay
        self._robots = robots
        self._secret = secret
        self._transport = transport or GuardedTransport(resolver, tls, private=allow_private)
        self._rules: dict[str, Rules] = {}

    @classmethod
    def of(cls, visiting: Visiting, politeness: Politeness, version: str) -> Self:
        """A client that visits as the configuration says; `version` is the program's."""
        return cls(
            politeness,
            user_agent=user_agent(version, visiting.contact),
            allow_private=visiting.allow_private,
            delay=visiting.delay,
            robots=visiting.robots,
        )

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
        options = _Options(kinds, BODY_CAP, validators, Deadline(deadline))
        state = _VisitState(address, self._politeness.now())
        try:
            self._follow(state, parse_target(address), options, obey=self._robots)
            check_answer(state.exchange, kinds, conditional=any(validators))
        except Fault as fault:
            return state.answer(fault)
        return state.answer(None)

    def _follow(
        self, state: "_VisitState", target: Target, options: _Options, *, obey: bool
    ) -> None:
        """Request an address and follow its redirects."""
        seen = {target.url}
        self._request(state, target, options, obey=obey)
        while state.exchange.status in REDIRECTS:
            target = redirected(target, location(state.exchange))
            if target.url in seen or len(seen) > HOPS:
                raise Fault(
                    "redirect-loop", f"{len(seen)} redirects, the last to {target.url[:200]}"
                )
            seen.add(target.url)
            _log.debug("HTTP %s redirects to %s", state.exchange.status, self._shown(target))
            self._request(state, target, options, obey=obey)

    def _request(
        self, state: "_VisitState", target: Target, options: _Options, *, obey: bool
    ) -> None:
        """Request one address, again where that is worth it and the time allows."""
        crawl_delay = self._check_robots(state, target, options) if obey else 0.0
        outcome = self._attempt(state, target, options, crawl_delay)
        tries = 1
        while tries <= retries(state.exchange, outcome):
            last, pause = state.exchange, backoff(tries)
            if not self._politeness.wait(pause, options.deadline.at):
                break
            _log.debug("%s: try %d after %.1f s", self._shown(target), tries + 1, pause)
            retried = self._attempt(state, target, options, crawl_delay)
            if state.exchange is last:  # no time for another request: the last outcome holds
                break
            outcome, tries = retried, tries + 1
        if outcome:
            raise outcome

    def _attempt(
        self, state: "_VisitState", target: Target, options: _Options, crawl_delay: float
    ) -> Fault | None:
        politeness, host = self._politeness, target.authority
        try:
            with politeness.turn(host, self._delay, crawl_delay, options.deadline.at) as turn:
                _log.debug("GET %s%s", self._shown(target), " if changed" * any(options.validators))
                exchange = state.start(target, politeness.now(), options.deadline)
                self._exchange(exchange, target, options)
                _log.debug(
                    "%s: HTTP %s, %d bytes", self._shown(target), exchange.status, exchange.wire
                )
                turn.well = (exchange.status or 0) < 400
                if asks_for_rest(exchange):
                    politeness.hold(
                        host, retry_after(exchange.header("retry-after"), politeness.now())
                    )
        except Fault as fault:
            _log.debug("%s: %s", self._shown(target), fault.code if self._secret else fault)
            return fault
        return None

    def _shown(self, target: Target) -> str:
        """An address as the log names it."""
        return target.authority if self._secret else target.url

    def _exchange(self, exchange: Exchange, target: Target, options: _Options) -> None:
        from scrapers.http.send import get

        headers = self._headers(target, options)
        with get(self._transport, exchange, target, headers) as pieces:
            if exchange.status in PAGES:
                exchange.read(pieces, options.cap)
            elif (exchange.status or 0) >= 400:
                with suppress(Fault):  # the status says enough; its page is an extra
                    exchange.read(pieces, min(options.cap, ERROR_PAGE_CAP))

    def _headers(self, target: Target, options: _Options) -> list[tuple[str, str]]:
        headers = [
            ("Host", target.authority),
            ("User-Agent", self._user_agent),
            ("Accept", ", ".join(options.kinds) or "*/*"),
            ("Accept-Encoding", "gzip"),
            ("If-None-Match", options.validators.etag),
            ("If-Modified-Since", options.validators.last_modified),
            ("Connection", "close"),
        ]
        # A validator is what the site once sent, so it may hold anything.
        return [
            (name, value)
            for name, value in headers
            if value.isascii() and value.isprintable() and value
        ]

    def _check_robots(self, state: "_VisitState", target: Target, options: _Options) -> float:
        """Raise `Fault` (robots) if the site does not want this visit; else its Crawl-delay."""
        file = target.sibling("/robots.txt")
        if file.url not in self._rules:
            self._rules[file.url] = self._fetch_rules(state, file, options.deadline)
        site_rules = self._rules[file.url]
        if refusal := site_rules.refuses(target.url):
            raise Fault("robots", refusal)
        return site_rules.crawl_delay()

    def _fetch_rules(self, state: "_VisitState", file: Target, deadline: Deadline) -> Rules:
        options = _Options((), ROBOTS_CAP, NOTHING_AT_HAND, deadline)
        aside = _VisitState(file.url, self._politeness.now())
        try:
            self._follow(aside, file, options, obey=False)
        except Fault as fault:
            if fault.code not in _BOMBS:
                state.end_at(aside)
                raise Fault(fault.code, f"robots.txt: {fault.detail}") from None
        exchange = aside.exchange
        return rules(self._user_agent.partition("/")[0], exchange.status or 0, exchange.body)


class _VisitState:
    """What is known of a visit so far; it becomes the Answer wherever the visit ends."""

    def __init__(self, asked: str, now: int) -> None:
        self.asked = asked
        self.answered = asked
        self.time = now
        self.exchange = Exchange(Deadline(0))
        self.began = time.monotonic()

    def start(self, target: Target, now: int, deadline: Deadline) -> Exchange:
        """A request is being sent."""
        self.answered = target.url
        self.time = now
        self.exchange = Exchange(deadline)
        self.began = time.monotonic()
        return self.exchange

    def end_at(self, aside: "_VisitState") -> None:
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
