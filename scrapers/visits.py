"""How the pages that may show lists are visited: plainly, or drawn by a browser.

Both ways look the same from outside: an address goes in, an `Answer` comes out. The browser's
modules are loaded only for a site whose entry asks for it.
"""

from collections.abc import Collection
from typing import Protocol

from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
from scrapers.http.request import NOTHING_AT_HAND, Validators
from scrapers.http.status import HTML
from scrapers.model import Answer
from scrapers.visiting import Visiting


class Visit(Protocol):
    """Fetches an address; `Client.visit` says what the arguments mean."""

    def __call__(
        self,
        address: str,
        *,
        deadline: float,
        validators: Validators = NOTHING_AT_HAND,
        kinds: Collection[str] = HTML,
        at_once: bool = False,
    ) -> Answer:
        """What came of it."""


def ranking_visit(
    client: Client, visiting: Visiting, politeness: Politeness, version: str
) -> Visit:
    """The way in which a site's ranking pages are visited; `client` is the site's."""
    if not visiting.render:
        return client.visit
    from scrapers.browser.rendering import Rendering

    bare = visiting._replace(allow_private=False, headers=(), auth=None, cookies=False)
    abroad = Client.of(bare, politeness, version)
    return Rendering(client, abroad, visiting.render_hosts, politeness.now).visit


def browser_trial() -> tuple[str, str]:
    """How the browser drew a page of ours, or else why it did not."""
    from scrapers.browser.rendering import trial

    return trial()
