"""Decides which pages of an archive are taken in.

An archive holds whole sites. Only the home page of a site, or the addresses of its JSON, observe,
because every article page may show the lists, and a crawl of 500 pages is not 500 observations.
Our own archives say which page observed, and of a saved page its user says so. The other pages of
a site are kept until it is known whether they are pages of articles.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit, urlunsplit

from scrapers import HTML, Site, canonical, endpoints, path_of, same_site
from store import Archive, Capture, Head, Other, PayloadProblem, without_login

LATEST = 3600
"""Seconds that a page may be later than now."""

OK, NOT_MODIFIED = 200, 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})

MOST_REDIRECTS = 20
"""Addresses to which home pages may lead, in one archive."""

NO_ARTICLE = "other page of the site"


class Chooser:
    """Decides which records of an archive are pages that observe, and of which site."""

    def __init__(self, sites: Mapping[str, Site], file: str, now: int) -> None:
        """`sites` by name are those that may have pages; `now` is in UTC seconds."""
        self.sites = sites
        self._file = file
        self._now = now
        self._homes: dict[str, tuple[Site, str]] = {
            canonical(address): (site, place)
            for site in sites.values()
            for place in places(site)
            for address in (place, *formerly(site, place))
        }
        self._most = len(self._homes) + MOST_REDIRECTS

    def capture_of(self, head: Head) -> Capture | str:
        """The page of a record, or why it is none."""
        self._follow(head)
        place = self._place(head)
        if isinstance(place, str):
            return place
        site, asked, kind = place
        if head.time > self._now + LATEST:
            return "in the future"
        note = head.note
        if head.status not in {OK, NOT_MODIFIED} and not note:
            return f"status {head.status}"
        observed, code = _number(note.get("observed")), note.get("code") or None
        return Capture(
            self._file, head.record, site.name, asked, head.address,
            head.time, head.status, head.content_type,
            wire=_number(note.get("bytes")) or 0,
            milliseconds=_number(note.get("milliseconds")) or 0, code=code,
            detail=note.get("detail", ""), observed=observed,
            reads=not note or observed is not None, kind=kind,
        )  # fmt: skip

    def _place(self, head: Head) -> tuple[Site, str, str] | str:
        """The site of a record, what was asked for, and its kind; or why it is of none."""
        note = head.note
        if note:
            noted_site = self.sites.get(note.get("site", ""))
            kind = "article" if note.get("kind") == "article" else "ranking"
            return (
                (noted_site, without_login(note.get("asked", "")) or head.address, kind)
                if noted_site
                else "other site"
            )
        if home := self._homes.get(canonical(head.address)):
            site, place = home
            return site, head.address if same_site(head.address, place) else place, "ranking"
        owner = next((site for site in self.sites.values() if is_of(site, head.address)), None)
        if owner is None:
            return "other host"
        return (owner, head.address, "article") if _is_page(head) else NO_ARTICLE

    def _follow(self, head: Head) -> None:
        """Note where a home page leads: that page observes in its place, unless it is an article's."""
        home = self._homes.get(canonical(head.address))
        if head.status not in REDIRECTS or not home or len(self._homes) >= self._most:
            return
        try:
            address = urljoin(head.address, head.location)
        except ValueError:
            return
        if is_of(home[0], address) and not is_article(home[0], address):
            self._homes.setdefault(canonical(address), home)


def places(site: Site) -> list[str]:
    """The addresses whose pages observe: of the JSON, else the home page and named addresses."""
    ends = [address for reader in site.readers for address in endpoints(reader) if address]
    if ends:
        return ends
    addresses = [place for place in site.rankings_on if "://" in place]
    return [site.home, *addresses] if site.home else addresses


def formerly(site: Site, place: str) -> Iterator[str]:
    """An address of the site on the hosts that it had before."""
    for host in site.formerly:
        yield urlunsplit(urlsplit(place)._replace(netloc=host))


def is_of(site: Site, address: str) -> bool:
    """Whether an address is one of the site, or of a host that it had before."""
    return any(same_site(address, home) for home in (site.home, *formerly(site, site.home)))


def is_article(site: Site, address: str) -> bool:
    """Whether the site's pattern says that an article is there."""
    return site.article is not None and re.search(site.article, path_of(address)) is not None


def _is_page(head: Head) -> bool:
    """Whether a record may be an article's page."""
    kind = (head.content_type or HTML[0]).partition(";")[0].strip().lower()
    return head.status in {OK, NOT_MODIFIED} and kind in HTML


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def gather(archive: Archive, chooser: Chooser, records: Iterable[Head | Other]) -> Counter[str]:
    """Keep the pages of a file until they are read; counts the other records by reason."""
    left_out: Counter[str] = Counter()
    for record in records:
        if isinstance(record, Other):
            left_out[record.reason] += 1
        elif reason := _keep(archive, chooser, _without_logins(record)):
            left_out[reason] += 1
    return left_out


def _without_logins(head: Head) -> Head:
    """The record without the passwords that its addresses may hold: none is to be stored."""
    number, address, time = head.repeats
    return head._replace(
        address=without_login(head.address),
        location=without_login(head.location),
        repeats=(number, address and without_login(address), time),
    )


def _keep(archive: Archive, chooser: Chooser, head: Head) -> str | None:
    """Keep the page of a record; the reason if that is not to be."""
    capture = chooser.capture_of(head)
    if isinstance(capture, str):
        return capture
    if archive.has(capture):
        return "twice"
    if head.kind == "revisit":
        return None if archive.repeat(capture, head) else "repeats a page that is not here"
    return _body_kept(archive, chooser, head, capture)


def _body_kept(archive: Archive, chooser: Chooser, head: Head, capture: Capture) -> str | None:
    try:
        body, wire = head.body()
    except PayloadProblem as problem:
        return str(problem)
    if not body:
        return "empty"
    capture = capture._replace(wire=capture.wire or wire)
    archive.keep(chooser.sites[capture.site], capture, body, head.digest)
    return None
