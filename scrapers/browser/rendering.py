"""A visit that ends in the page as the site's scripts have drawn it.

The page is fetched by our own client like any other; the browser is given its bytes, and each
request that the page then makes is answered by our own client, with the guard of addresses,
robots.txt, the pace and the caps of every visit. What comes back in the end is an `Answer` like
any other, with the drawn document as its body.
"""

import threading
import time
from collections.abc import Callable, Collection
from functools import partial

from scrapers.browser import process
from scrapers.browser.drawing import drawn
from scrapers.browser.gate import Budget, Gate
from scrapers.browser.parts import Counted, Parts
from scrapers.http.address_guard import Fault
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
from scrapers.http.request import NOTHING_AT_HAND, Validators
from scrapers.http.status import HTML
from scrapers.model import Answer

MOST_SECONDS = 20.0
"""Seconds that drawing a page may take, from the start of the browser to its document."""

_one_browser = threading.Lock()


class Rendering:
    """Visits as a Client does, and has the pages that come drawn.

    `home` asks the site's own server; `abroad` asks other hosts of the site and `hosts`, without
    what the site's entry adds to requests, and never at a private address.
    """

    def __init__(
        self, home: Client, abroad: Client, hosts: Collection[str], now: Callable[[], int]
    ) -> None:
        self._home = home
        self._abroad = abroad
        self._hosts = hosts
        self._now = now

    def visit(
        self,
        address: str,
        *,
        deadline: float,
        validators: Validators = NOTHING_AT_HAND,  # noqa: ARG002 - a drawn page has none
        kinds: Collection[str] = HTML,
        at_once: bool = False,
    ) -> Answer:
        """Fetch an address as `Client.visit` does; what comes, if it is a page, is drawn."""
        if kinds == HTML and (missing := process.missing()):
            return Answer(address, address, self._now(), code="render", detail=missing)
        answer = self._home.visit(address, deadline=deadline, kinds=kinds, at_once=at_once)
        if answer.code or kinds != HTML:
            return answer
        try:
            return self._drawn(answer, deadline, at_once=at_once)
        except Fault as fault:  # the page as it came is kept
            return answer._replace(code=fault.code, detail=fault.detail)

    def _drawn(self, answer: Answer, deadline: float, *, at_once: bool) -> Answer:
        if not _one_browser.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise Fault("deadline", "other pages were being drawn until the time was used up")
        try:
            end = min(deadline, time.monotonic() + MOST_SECONDS)
            budget = Budget()
            gate = Gate(answer.answered, self._hosts, budget)
            home = self._home.for_parts(partial(Counted, budget))
            abroad = self._abroad.for_parts(partial(Counted, budget))
            parts = Parts(gate, budget, home, abroad, end, at_once=at_once)
            return drawn(answer, parts, end, self._home.user_agent)
        finally:
            _one_browser.release()


_TRIAL = "http://trial.invalid/", b"<script>document.write('drawn')</script>"


def trial() -> tuple[str, str]:
    """How a page of ours was drawn, or else why it was not."""
    if missing := process.missing():
        return "", missing
    address, page = _TRIAL
    answer = Answer(address, address, 0, status=200, body=page)
    client = Client(Politeness([], int), user_agent="tracker")
    end = time.monotonic() + MOST_SECONDS
    budget = Budget(requests=0)
    try:
        made = drawn(answer, Parts(Gate(address, (), budget), budget, client, client, end), end, "")
    except Fault as fault:
        return "", fault.detail
    if b"drawn</body>" not in made.body:
        return "", "its script did not run"
    note = "; without Chromium's sandbox, since this is root" if process.is_root() else ""
    return made.detail + note, ""
