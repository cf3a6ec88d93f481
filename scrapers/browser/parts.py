"""The parts of a page that its scripts ask for, fetched by our own client or refused."""

import logging

import httpx

from scrapers.browser.channel import LARGEST, Message, Reply
from scrapers.browser.gate import Budget, Gate
from scrapers.http.client import Client
from scrapers.http.status import HTML
from scrapers.model import Answer

_log = logging.getLogger(__name__)

NO_STYLES = Reply(200, (("content-type", "text/css"),))
"""What comes instead of a style sheet: nothing, but there are scripts that wait for it."""

_SEEN = frozenset({"content-type", "content-security-policy", "access-control-allow-origin"})
"""Headers of an answer that the browser gets to see; none of them makes it ask for more."""

_ANSWERED = frozenset({200, 203, 204})


class Counted(httpx.BaseTransport):
    """A transport that makes no more requests than the budget has."""

    def __init__(self, budget: Budget, inner: httpx.BaseTransport) -> None:
        self._budget = budget
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request if there may be one more."""
        self._budget.spend()
        return self._inner.handle_request(request)


class Parts:
    """Answers what one page asks for, until `end`, an instant of the monotonic clock."""

    def __init__(
        self,
        gate: Gate,
        budget: Budget,
        home: Client,
        abroad: Client,
        end: float,
        *,
        at_once: bool = False,
    ) -> None:
        self.gate = gate
        self.budget = budget
        self._home = home
        self._abroad = abroad
        self._end = end
        self._at_once = at_once

    def reply(self, message: Message) -> tuple[Reply, bytes]:
        """What the browser is told: an answer of the server's, or a refusal."""
        target = self.gate.admitted(message)
        if target is None:
            return (NO_STYLES if message.kind == "stylesheet" else Reply()), b""
        client = self._home if self.gate.is_home(target) else self._abroad
        kinds = HTML if message.kind == "document" else ()
        answer = client.visit(target.url, deadline=self._end, kinds=kinds, at_once=self._at_once)
        self.budget.bytes += answer.wire
        if answer.code if message.kind == "document" else not _is_whole(answer):
            self.gate.refused[answer.code or "odd answer"] += 1
            _log.debug("not given to the page: %s: %s", target.url, answer.detail)
            return Reply(), b""
        seen = tuple((name, value) for name, value in answer.headers if name in _SEEN)
        return Reply(answer.status or 0, seen), answer.body


def _is_whole(answer: Answer) -> bool:
    """Whether the server has answered, be it with an error; a redirect is never passed on."""
    status = answer.status or 0
    fits = len(answer.body) <= LARGEST
    if status >= 400:
        return fits and (answer.code or "").startswith("status-")
    return fits and status in _ANSWERED and answer.code in {None, "no-content"}
