"""The robots.txt files of the servers that a client visits: fetched once each, then obeyed.

A file that cannot be had ends the visit, because nobody knows what it forbids. Only a server that
fails to give it for 30 days counts as one without rules.
"""

from typing import Protocol

from scrapers.http.address_guard import Fault, Target, parse_target
from scrapers.http.limits import Deadline
from scrapers.http.politeness import Politeness
from scrapers.http.request import NOTHING_AT_HAND, Options
from scrapers.http.robots import LONGEST, PATIENCE, Rules, rules
from scrapers.http.visit_state import BOMBS, VisitState

SERVER_FAULTS = frozenset(
    {"reset", "timeout", "protocol", "headers", "truncated", "corrupt-body", "encoding-refused"}
)
"""Codes of faults that are the server's, and not the network's or ours."""


class Follow(Protocol):
    """Requests an address and follows its redirects; raises `Fault`."""

    def __call__(self, state: VisitState, target: Target, options: Options, *, obey: bool) -> None:
        """Fill the state with the answer; with `obey`, ask robots.txt first."""
        ...


class RobotsFiles:
    """The rules of each robots.txt, by its address."""

    def __init__(self, user_agent: str, politeness: Politeness) -> None:
        """The rules are those for the program named first in the User-Agent."""
        self._agent = user_agent.partition("/")[0]
        self._politeness = politeness
        self._rules: dict[str, Rules] = {}

    def crawl_delay(self) -> float:
        """The longest Crawl-delay of the files read so far, in seconds."""
        return max((site.crawl_delay() for site in self._rules.values()), default=0.0)

    def check(self, state: VisitState, target: Target, deadline: Deadline, follow: Follow) -> float:
        """The Crawl-delay for an address in seconds. Raises `Fault` (robots) if it is forbidden.

        `follow` fetches a file that is not known yet; `state` takes its end if that fails.
        """
        file = target.sibling("/robots.txt")
        if file.url not in self._rules:
            self._rules[file.url] = self._fetch(state, file, deadline, follow)
        site_rules = self._rules[file.url]
        if refusal := site_rules.refuses(target.url):
            raise Fault("robots", refusal)
        return site_rules.crawl_delay()

    def _fetch(self, state: VisitState, file: Target, deadline: Deadline, follow: Follow) -> Rules:
        options = Options((), LONGEST, NOTHING_AT_HAND, deadline, rules=True)
        visit = VisitState(file.url, self._politeness.now())
        try:
            follow(visit, file, options, obey=False)
        except Fault as fault:
            if fault.code == "redirect-loop" or self._given_up(
                file, fails=fault.code in SERVER_FAULTS
            ):
                return Rules(self._agent)
            if fault.code not in BOMBS:
                state.end_at(visit)
                raise _without_rules(file, parse_target(visit.answered), fault) from None
        exchange = visit.exchange
        if self._given_up(file, fails=(exchange.status or 0) >= 500):
            return Rules(self._agent)
        return rules(self._agent, exchange.status or 0, exchange.body)

    def _given_up(self, file: Target, *, fails: bool) -> bool:
        """Whether a server fails to give its robots.txt for so long that it counts as none."""
        since = self._politeness.rules_fail(file.authority, fail=fails)
        return bool(since) and self._politeness.now() - since > PATIENCE


def _without_rules(file: Target, answered: Target, fault: Fault) -> Fault:
    """The fault of a visit whose robots.txt could not be had; a host elsewhere is named."""
    if answered.host == file.host:
        return Fault(fault.code, f"robots.txt: {fault.detail}")
    home = answered.sibling("/").url
    why = f"robots.txt leads to another host ({fault.detail}); if it is your site, use {home}"
    return Fault("redirect-host", why)
