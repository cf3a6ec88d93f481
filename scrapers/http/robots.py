"""robots.txt: what a site allows robots to visit, and how fast.

Following RFC 9309: no such file (any 4xx but 429, or redirects without end) allows everything; a
server that cannot say (5xx, 429) allows nothing for now, until that has lasted 30 days; of a long
file the first 500 KiB count.
"""

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from protego import Protego

PATIENCE = 30 * 86_400
"""Seconds after which a robots.txt that never could be read counts as none."""

LONGEST = 500 * 2**10
"""Bytes of robots.txt that are read."""


class Rules(NamedTuple):
    """What one site's robots.txt says to one user agent.

    `refusal` is "" or why nothing at all may be visited.
    """

    agent: str
    file: "Protego | None" = None
    refusal: str = ""

    def refuses(self, address: str) -> str:
        """Why an address may not be visited, or ""."""
        if self.refusal or self.file is None:
            return self.refusal
        return "" if self.file.can_fetch(address, self.agent) else "robots.txt disallows it"

    def crawl_delay(self) -> float:
        """Seconds between two requests that the site asks for; 0 where it does not."""
        delay = self.file.crawl_delay(self.agent) if self.file else None
        return delay if delay is not None and isfinite(delay) and delay > 0 else 0.0


def rules(agent: str, status: int, body: bytes) -> Rules:
    """The rules that a server's answer to /robots.txt amounts to.

    `agent` is a user agent's name without its version, such as "tracker".
    """
    if status == 429 or status >= 500:
        return Rules(
            agent,
            refusal=f"robots.txt cannot be read: HTTP {status}; after 30 days of that it counts as none",
        )
    if status >= 400 or not body.strip():
        return Rules(agent)
    from protego import Protego  # a site without robots.txt need not pay for it

    return Rules(agent, Protego.parse(body[:LONGEST].decode("utf-8-sig", "replace")))
