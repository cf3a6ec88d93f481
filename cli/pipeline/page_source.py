"""Gets a page to inspect: from a file, from standard input, or with a visit to its address."""

import sys
import time
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urljoin

from cli.exit import Exit, by_reason
from cli.terminal import errors
from cli.terminal.times import now
from scrapers import Page, Problem, Readers, Reading, Site, TrackerError, Visiting

LARGEST = 16 * 2**20
"""Bytes of the longest page that is read; the network's cap is the same."""


class Source(NamedTuple):
    """A page, or the problem because of which there is none.

    `crawl_delay` is the Crawl-delay of the site's robots.txt in seconds. `moved` is the address on
    another host to which the site redirects, or "". `drawn` says how a browser drew the page, or "".
    """

    page: Page
    problem: Problem | None = None
    crawl_delay: float = 0.0
    moved: str = ""
    drawn: str = ""

    def read(self, readers: Readers, site: Site | None) -> Reading | Problem:
        """Read the page as one of `site`, with selectors; or the problem that prevents it."""
        return self.problem or readers.read(self.page, site, selectors=True)


def from_file(path: str, url: str) -> Source:
    """The page in a file, or on standard input if the path is `-`; `url` is its address."""
    try:
        if path == "-":
            body = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(path, "rb") as file:
                body = file.read(LARGEST + 1)
    except OSError as error:
        raise TrackerError(f"cannot read {path}: {error.strerror}") from None
    if len(body) > LARGEST:
        problem = Problem("body-cap", f"the page has more than {LARGEST >> 20} MiB")
        return Source(Page(url, b"", now()), problem)
    return Source(Page(url, body, now()))


def visited(
    address: str, visiting: Visiting, kinds: Collection[str] = (), addresses: Collection[str] = ()
) -> Source:
    """Visit the page at an address as a fetch would; accepts the media types `kinds`, or HTML.

    `addresses` are the addresses that the site's entry names.
    """
    from cli import __version__
    from scrapers import HTML, Client, Politeness, ranking_visit

    politeness = Politeness([], now)
    client = Client.of(visiting, politeness, __version__, addresses)
    visit = ranking_visit(client, visiting, politeness, __version__)
    deadline = time.monotonic() + visiting.deadline
    answer = visit(address, deadline=deadline, kinds=kinds or HTML, at_once=True)
    problem = Problem(answer.code, answer.detail) if answer.code else None
    moved = answer.code == "redirect-host" and urljoin(
        answer.answered, answer.header("location") or "/"
    )
    drawn = "" if problem else answer.detail
    return Source(answer.page, problem, client.crawl_delay(), moved or "", drawn)


def failed(address: str, problem: Problem) -> Exit:
    """Print why a page could not be read; returns the exit status."""
    errors.say(f"tracker: {address}: {problem.code}: {problem.text}")
    return by_reason(problem.code)
