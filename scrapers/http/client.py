"""The HTTP client: a visit to an address, done politely, which ends in an `Answer`.

A visit never raises for what the network or the server does: whatever happens becomes an Answer
with a reason code (docs/reasons.md). It asks robots.txt first, waits for the host's turn, takes
redirects step by step with every step judged like a first address, tries again where that is
worth it, and ends at its deadline. Cookies, credentials and headers of its own a site gets only
where its entry says so; proxies and certificate authorities are those of the machine
(`proxy`, `authorities`) or of the entry.

Requests are made by httpx (`send`) over the guarded transport (`transport`). Both are loaded
with the first Client and not with this module: httpx is slow to load, and the process that reads
pages is forked before (`scrapers.sandbox`) and gets ready meanwhile.
"""

import copy
import logging
import os
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from scrapers.http.address_guard import Fault, Target, parse_target, redirected
from scrapers.http.authorities import authorities, context
from scrapers.http.connect import Resolver, system_resolver
from scrapers.http.exchange import Exchange
from scrapers.http.limits import BODY_CAP, Deadline
from scrapers.http.own_headers import OwnHeaders, from_environment
from scrapers.http.politeness import LATENCIES, Politeness, retry_after
from scrapers.http.proxy import Proxies
from scrapers.http.request import (
    NOTHING_AT_HAND,
    Options,
    Validators,
    request_headers,
)
from scrapers.http.request import user_agent as agent_of
from scrapers.http.robots_files import RobotsFiles
from scrapers.http.status import (
    CHALLENGE,
    HTML,
    PAGES,
    REDIRECTS,
    asks_for_rest,
    backoff,
    check_answer,
    location,
    retries,
)
from scrapers.http.visit_state import VisitState
from scrapers.model import Answer
from scrapers.visiting import Visiting

if TYPE_CHECKING:
    import ssl

    import httpx

_log = logging.getLogger(__name__)

HOPS = 5
"""Redirects that one visit follows at most."""

ERROR_PAGE_CAP = 2**20
"""Bytes that are kept of a page that comes with an error status."""

NO_HEADERS = OwnHeaders()


class Client:
    """Visits pages of one site, for one run and one thread at a time.

    `delay` is in seconds; `allow_private` lets the site be on loopback or in a private network;
    `robots` False leaves robots.txt unread; `secret` says that whoever knows the addresses can
    use them, so the log names their hosts alone. `patience` is the longest silence in seconds;
    `cookies` gives back, within a visit, what its redirects set; `headers` are the site's own;
    `proxy` and `ca` take the place of what the environment and the system say. `resolver` gives
    the IP addresses of a host, `tls` the context for https; `transport`, any of httpx's that
    streams its answers, takes the place of all that guards the network.
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
        patience: float | None = None,
        cookies: bool = False,
        headers: OwnHeaders = NO_HEADERS,
        proxy: str | None = None,
        ca: str | None = None,
        resolver: Resolver = system_resolver,
        tls: "Callable[[], ssl.SSLContext] | None" = None,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        from scrapers.http.transport import GuardedTransport

        self._politeness = politeness
        self.user_agent = user_agent
        self._delay = delay
        self._latencies: float = LATENCIES
        self._robots = robots
        self._secret = secret
        self._patience = patience
        self._cookies = cookies
        self._own_headers = headers
        self._ca = ca
        self._proxies = Proxies(from_environment(proxy, os.environ, "proxy") if proxy else None)
        self._transport: httpx.BaseTransport = transport or GuardedTransport(
            resolver, tls or self._trusted, self._proxies, private=allow_private
        )
        self._robots_files = RobotsFiles(user_agent, politeness)

    @classmethod
    def of(
        cls,
        visiting: Visiting,
        politeness: Politeness,
        version: str,
        addresses: Collection[str] = (),
    ) -> Self:
        """A client that visits as the configuration says; `version` is the program's.

        `addresses` are those that the site's entry names: its secrets go to their servers alone.
        Raises ConfigError when a secret is missing from the environment.
        """
        return cls(
            politeness,
            user_agent=agent_of(version, visiting.contact),
            allow_private=visiting.allow_private,
            delay=visiting.delay,
            robots=visiting.robots,
            patience=visiting.silence,
            cookies=visiting.cookies,
            headers=OwnHeaders(visiting.headers, visiting.auth, addresses),
            proxy=visiting.proxy,
            ca=visiting.ca,
        )

    def for_parts(self, wrap: "Callable[[httpx.BaseTransport], httpx.BaseTransport]") -> Self:
        """This client for what a page of the site asks for itself, over a transport that is wrapped.

        `delay` lies between two pages. Between the parts of one page lies one latency of the host,
        or its Crawl-delay.
        """
        parts = copy.copy(self)
        parts._delay, parts._latencies = 0.0, 1.0  # noqa: SLF001 - a copy of ours
        parts._transport = wrap(self._transport)  # noqa: SLF001 - as above
        return parts

    def route(self, address: str) -> str:
        """The way to an address in words: which proxy, which authorities; raise `Fault`."""
        target = parse_target(address)
        proxy = self._proxies.of(target)
        way = f"through proxy {proxy}, which resolves the name" if proxy else "directly"
        if target.scheme == "http":
            return way
        return f"{way}; authorities: {authorities(self._ca)}"

    def crawl_delay(self) -> float:
        """The longest Crawl-delay that the sites visited so far ask for, in seconds."""
        return self._robots_files.crawl_delay()

    def _trusted(self) -> "ssl.SSLContext":
        return context(authorities(self._ca))

    def visit(
        self,
        address: str,
        *,
        deadline: float,
        validators: Validators = NOTHING_AT_HAND,
        kinds: Collection[str] = HTML,
        at_once: bool = False,
        as_sent: bool = False,
    ) -> Answer:
        """Fetch an address; `deadline` is an instant of `time.monotonic`.

        `kinds` are the acceptable media types; none at all accepts any. With `validators` the
        answer may be a 304, without a code and without a body. `at_once` is for a single look at
        a person's wish: the site's Crawl-delay, which may be minutes, is not waited for. `as_sent`
        is for archives, which send bodies as they once came: packed in ways that nobody asked for.
        """
        limit = Deadline(deadline, self._patience)
        options = Options(kinds, BODY_CAP, validators, limit, at_once, as_sent=as_sent)
        state = VisitState(address, self._politeness.now())
        try:
            self._follow(state, parse_target(address), options, obey=self._robots)
            check_answer(state.exchange, kinds, conditional=any(validators))
        except Fault as fault:
            return state.answer(fault)
        return state.answer(None)

    def _follow(self, state: VisitState, target: Target, options: Options, *, obey: bool) -> None:
        """Request an address and follow its redirects."""
        seen = {(target.url, "")}
        self._request(state, target, options, obey=obey)
        while state.exchange.status in REDIRECTS:
            self._take_cookies(state, target)
            target = redirected(target, location(state.exchange), anywhere=options.rules)
            step = target.url, state.jar.header(target)
            if step in seen or len(seen) > HOPS:
                raise Fault("redirect-loop", self._loop(state, target, len(seen)))
            seen.add(step)
            _log.debug("HTTP %s redirects to %s", state.exchange.status, self._shown(target))
            self._request(state, target, options, obey=obey)

    def _take_cookies(self, state: VisitState, target: Target) -> None:
        """Keep what a redirect sets, to give it back on the rest of this visit's way."""
        if self._cookies:
            state.jar.take(state.exchange.headers, target)

    def _loop(self, state: VisitState, target: Target, redirects: int) -> str:
        why = f"{redirects} redirects, the last to {target.url[:200]}"
        if not self._cookies and state.exchange.header("set-cookie"):
            why += "; it sets a cookie, and cookies = true gives it back"
        return why

    def _request(self, state: VisitState, target: Target, options: Options, *, obey: bool) -> None:
        """Request one address, again where that is worth it and the time allows."""
        crawl_delay = 0.0
        if obey:
            crawl_delay = self._robots_files.check(state, target, options.deadline, self._follow)
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
        self, state: VisitState, target: Target, options: Options, crawl_delay: float
    ) -> Fault | None:
        politeness, host = self._politeness, target.authority
        crawl_delay = 0.0 if options.at_once else crawl_delay
        try:
            with politeness.turn(
                host, self._delay, crawl_delay, options.deadline.at, self._latencies
            ) as turn:
                _log.debug("GET %s%s", self._shown(target), " if changed" * any(options.validators))
                exchange = state.start(target, politeness.now(), options.deadline)
                try:
                    self._exchange(exchange, target, options, self._headers(state, target, options))
                except Fault as fault:
                    turn.reached = not fault.passing  # then the host has seen nothing of it
                    raise
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

    def _exchange(
        self,
        exchange: Exchange,
        target: Target,
        options: Options,
        headers: list[tuple[str, str]],
    ) -> None:
        from scrapers.http.send import send

        with send(self._transport, exchange, target, headers) as pieces:
            if exchange.status in PAGES or exchange.status == CHALLENGE:
                exchange.read(pieces, options.cap, as_sent=options.as_sent)
            elif (exchange.status or 0) >= 400:
                with suppress(Fault):  # the status says enough; its page is an extra
                    exchange.read(pieces, min(options.cap, ERROR_PAGE_CAP))

    def _headers(
        self, state: VisitState, target: Target, options: Options
    ) -> list[tuple[str, str]]:
        at_home = parse_target(state.asked).host == target.host
        own = self._own_headers.of(target) if at_home else []
        cookies = state.jar.header(target)
        return request_headers(options, self.user_agent, target.authority, cookies, own)
