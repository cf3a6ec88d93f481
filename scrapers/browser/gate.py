"""Which requests of a page in the browser are made at all: decisions, without a network.

A page may ask its own site for scripts and for data. Everything else is refused: what only looks
(images, fonts, media, frames), what is sent rather than asked for, other hosts that the site's
entry does not name, and what comes after the budget is used up.
"""

from collections import Counter
from collections.abc import Collection

from scrapers.address import canonical, host_of, same_site
from scrapers.browser.channel import Message
from scrapers.http.address_guard import Fault, Target, parse_target

MOST_REQUESTS = 40
"""Requests that one page may cause, robots.txt files and redirects among them."""

MOST_BYTES = 32 * 2**20
"""Bytes that may be received for one page."""

MOST_DOCUMENTS = 5
"""Documents that a page may lead on to, one after another."""

ASKED_FOR = frozenset({"document", "script", "xhr", "fetch"})
"""What the browser may ask for, in the words of Playwright."""

_SHOWN = 5
_LONGEST = 60


class Budget:
    """What a page may still use of the network, and what it has used."""

    def __init__(self, requests: int = MOST_REQUESTS, size: int = MOST_BYTES) -> None:
        self._requests, self._bytes = requests, size
        self.requests = 0
        self.bytes = 0

    @property
    def used_up(self) -> bool:
        """Whether no further request may be made."""
        return self.requests >= self._requests or self.bytes >= self._bytes

    def spend(self) -> None:
        """A request is about to be made; raise `Fault` if it may not."""
        if self.used_up:
            raise Fault("deadline", f"the page has made its {self._requests} requests")
        self.requests += 1


class Gate:
    """Decides about the requests of one page, and counts those that it refuses.

    `page` is the address that answered, `hosts` are those beside its own site that the entry names.
    """

    def __init__(self, page: str, hosts: Collection[str], budget: Budget) -> None:
        self.page = parse_target(page)
        self.refused: Counter[str] = Counter()
        self._hosts = frozenset(map(_edition_free, hosts))
        self._budget = budget
        self._documents = 0

    def admitted(self, message: Message) -> Target | None:
        """The target of a request that is to be made; None if it is refused."""
        try:
            target = parse_target(message.address)
        except Fault:
            target = None
        why = self._refusal(message, target)
        if why:
            self.refused[why[:_LONGEST]] += 1
            return None
        return target

    def is_home(self, target: Target) -> bool:
        """Whether a target is on the very server that the page came from, or its https."""
        schemes = {self.page.scheme, "https"}
        return target.authority == self.page.authority and target.scheme in schemes

    def summary(self) -> str:
        """What was refused, most frequent first."""
        shown = [f"{number} {why}" for why, number in self.refused.most_common(_SHOWN)]
        return ", ".join([*shown, *(["…"] if len(self.refused) > _SHOWN else [])])

    def _refusal(self, message: Message, target: Target | None) -> str:
        """Why a request is refused, as a word to count it under; "" if it is not."""
        if message.method != "GET":
            return message.method or "unknown"
        if message.kind not in ASKED_FOR:
            return message.kind or "unknown"
        if target is None:
            return "odd address"
        if message.kind == "document":
            return self._of_document(target, main=message.main)
        if not same_site(target.url, self.page.url) and not self._is_named(target):
            return target.authority
        return "over budget" if self._budget.used_up else ""

    def _is_named(self, target: Target) -> bool:
        return _edition_free(target.host) in self._hosts

    def _of_document(self, target: Target, *, main: bool) -> str:
        """As `_refusal`, for a document: the page may only be led on within its server."""
        if not main:
            return "frame"
        if not self.is_home(target):
            return f"way to {target.authority}"
        self._documents += 1
        return "document" if self._documents > MOST_DOCUMENTS or self._budget.used_up else ""


def _edition_free(host: str) -> str:
    """A host as the configuration has it, without `www.` and the like."""
    return host_of(canonical(f"https://{host}/"))
