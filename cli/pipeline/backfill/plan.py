"""Decides which captures of a site are wanted: of each step of time the one that is nearest.

Only the addresses whose pages observe are listed: the home page, also on the hosts that the site
had before, and the others that its entry names.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from cli.pipeline.archives.choose import formerly, places
from cli.pipeline.backfill.ask import Asker, Stopped
from scrapers import (
    Answer,
    Listed,
    Listing,
    NoListing,
    Site,
    TrackerError,
    WebArchive,
    listing_address,
    parsed_listing,
    thinned,
)
from store import Captured

PAGES = 200
"""Pages of the listing of one address, at most."""


class Wish(NamedTuple):
    """What a user asks for: the first and the last second, and the seconds of a step."""

    since: int
    until: int
    every: int


class PlannedCapture(NamedTuple):
    """A capture that is wanted.

    `place` is the address of the site that it is of, `record` its own address in the archive.
    `stored` captures are in the store; `same` ones have the body of the one before at that place.
    """

    place: str
    listed: Listed
    record: str
    stored: bool = False
    same: bool = False


class Plan(NamedTuple):
    """How many captures were listed, and those that are wanted, the oldest first."""

    listed: int
    captures: list[PlannedCapture]

    @property
    def stored(self) -> int:
        """How many of them the store has."""
        return sum(capture.stored for capture in self.captures)

    @property
    def repeated(self) -> int:
        """How many have the body of the one before, and need not be asked for."""
        return sum(capture.same for capture in self.captures)

    @property
    def asking(self) -> list[PlannedCapture]:
        """Those for which the archive must be asked."""
        return [capture for capture in self.captures if not (capture.stored or capture.same)]


def plan(asker: Asker, site: Site, wish: Wish, stored: Iterable[Captured]) -> Plan:
    """List the captures of a site and choose. Raises Stopped, and TrackerError for no listing."""
    records, times = set(), set()
    for known in stored:
        records.add(known.record)
        times.add((known.asked, known.time))
    listed = 0
    planned: list[PlannedCapture] = []
    for place in places(site):
        captures = _captures(asker, [place, *formerly(site, place)], wish)
        listed += len(captures)
        digest = ""
        for capture in thinned(captures, wish.since, wish.until, wish.every):
            record = asker.archive.capture(capture.time, capture.url)
            is_stored = record in records or (place, capture.time) in times
            same = not is_stored and capture.digest != "" and capture.digest == digest
            planned.append(PlannedCapture(place, capture, record, is_stored, same))
            digest = capture.digest
    planned.sort(key=lambda capture: capture.listed.time)
    return Plan(listed, planned)


def _captures(asker: Asker, urls: Sequence[str], wish: Wish) -> list[Listed]:
    """The captures of some addresses in the order of time, one a second."""
    by_time: dict[int, Listed] = {}
    for capture in chain.from_iterable(_listed(asker, url, wish) for url in urls):
        by_time.setdefault(capture.time, capture)
    return [by_time[time] for time in sorted(by_time)]


def _listed(asker: Asker, url: str, wish: Wish) -> Iterator[Listed]:
    """The captures of one address, page by page of the listing.

    A server that gives no key of the next page is asked again from the last capture on.
    """
    since, key = wish.since, ""
    for _ in range(PAGES):
        address = listing_address(asker.archive, url, (since, wish.until), wish.every, key)
        answer = asker.ask(address)
        if answer.gone or answer.code == "no-content":  # how some say that there is none
            return
        page = _parsed(asker.archive, answer)
        yield from page.captures
        last = page.captures[-1].time if page.captures else since
        if page.key and page.key != key:
            key = page.key
        elif not page.key and page.is_full and last > since:
            since = last
        else:
            return


def _parsed(archive: WebArchive, answer: Answer) -> Listing:
    if answer.code:
        raise Stopped(f"{archive.listing} gave no listing ({answer.code}: {answer.detail})")
    try:
        return parsed_listing(answer.body)
    except NoListing as problem:
        raise TrackerError(f"{archive.listing}: {problem}; is it a CDX server?") from None
