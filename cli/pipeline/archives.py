"""Takes pages that others fetched into the store: from a WARC file, or saved one by one.

An archive holds whole sites. Only the home page of a site, or the addresses of its JSON, observe,
because every article page may show the lists, and a crawl of 500 pages is not 500 observations.
Our own archives say which page observed, and of a saved page its user says so.

The pages are read in the order of time, as a fetch would have read them then.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from cli.pipeline.acceptance import judge
from cli.pipeline.likeness import is_in_doubt, told_apart
from cli.pipeline.local_time import local_zone, zone_names
from cli.pipeline.rankings import RECORDED, commit
from cli.pipeline.task import Result
from scrapers import Face, Problem, Readers, Site, TrackerError, canonical, endpoints, same_site
from store import Archive, Capture, Head, Other, PayloadProblem, RankingVisit

LATEST = 3600
"""Seconds that a page may be later than now."""

OK, NOT_MODIFIED = 200, 304


class Read(NamedTuple):
    """What became of the pages: how many were read, and of how many not, by reason."""

    recorded: int
    refused: Counter[str]


class Chooser:
    """Decides which records of an archive are pages that observe, and of which site."""

    def __init__(self, sites: Mapping[str, Site], file: str, now: int) -> None:
        """`sites` by name are those that may have pages; `now` is in UTC seconds."""
        self.sites = sites
        self._file = file
        self._now = now
        self._homes: dict[str, Site] = {
            canonical(address): site for site in sites.values() for address in places(site)
        }

    def chosen(self, head: Head) -> Capture | str:
        """The page of a record, or why it is none."""
        site = self._site(head)
        if isinstance(site, str):
            return site
        note = head.note
        if note.get("kind") == "article":
            return "article page"
        if head.time > self._now + LATEST:
            return "in the future"
        if head.status not in {OK, NOT_MODIFIED} and not note:
            return f"status {head.status}"
        observed, code = _number(note.get("observed")), note.get("code") or None
        return Capture(
            self._file, head.record, site.name, note.get("asked") or head.address, head.address,
            head.time, head.status, head.content_type,
            wire=_number(note.get("bytes")) or 0,
            milliseconds=_number(note.get("milliseconds")) or 0, code=code,
            detail=note.get("detail", ""), observed=observed,
            reads=not note or observed is not None,
        )  # fmt: skip

    def _site(self, head: Head) -> Site | str:
        """The site that a record is a page of, or why it is of none."""
        if head.note:
            named: Site | None = self.sites.get(head.note.get("site", ""))
            return named or "other site"
        found: Site | None = self._homes.get(canonical(head.address))
        if found:
            return found
        of_site = any(same_site(head.address, site.home) for site in self.sites.values())
        return "other page of the site" if of_site else "other host"


def places(site: Site) -> list[str]:
    """The addresses whose pages observe: of the JSON, else the home page and named addresses."""
    ends = [address for reader in site.readers for address in endpoints(reader) if address]
    if ends:
        return ends
    named = [place for place in site.rankings_on if "://" in place]
    return [site.home, *named] if site.home else named


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def gather(archive: Archive, chooser: Chooser, records: Iterable[Head | Other]) -> Counter[str]:
    """Keep the pages of a file until they are read; counts the other records by reason."""
    left_out: Counter[str] = Counter()
    for record in records:
        reason = record.reason if isinstance(record, Other) else _kept(archive, chooser, record)
        if reason:
            left_out[reason] += 1
    return left_out


def _kept(archive: Archive, chooser: Chooser, head: Head) -> str | None:
    """Keep the page of a record; the reason if that is not to be."""
    capture = chooser.chosen(head)
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


def replay(
    archive: Archive,
    sites: Mapping[str, Site],
    every: Mapping[str, int | None],
    readers: Readers,
    tell: Callable[[int], None] = lambda _done: None,
) -> Read:
    """Read the pages of an archive and record them in its own store, the oldest first.

    `every` are the schedules of the sites, and `tell` is told how many pages are read.
    """
    replayer = Replayer(archive, [sites[name] for name in archive.sites()], every, readers)
    for done, (capture, body) in enumerate(archive.captures(), 1):
        replayer.read(capture, body)
        tell(done)
    return Read(replayer.recorded, replayer.refused)


class Replayer:
    """Reads pages of an archive one by one, in the order of time."""

    def __init__(
        self,
        archive: Archive,
        sites: Iterable[Site],
        every: Mapping[str, int | None],
        readers: Readers,
    ) -> None:
        """`sites` are those that the archive knows; `every` are their schedules."""
        self._archive, self._store, self._readers = archive, archive.store, readers
        self._sites = {site.name: site for site in sites}
        self._faces: dict[str, Face] = {}
        self.recorded = 0
        self.refused: Counter[str] = Counter()
        noted = [
            (site, zone_names(site.timezone, 0), every.get(name))
            for name, site in self._sites.items()
        ]
        self._rows = self._store.visits.begin(noted, None, ())

    def read(self, capture: Capture, body: bytes) -> None:
        """Record one page, as it was or as it is read now."""
        self._read(capture, body)
        self._archive.note(capture)

    def _read(self, capture: Capture, body: bytes) -> None:
        site, row = self._sites[capture.site], self._rows[capture.site]
        answer = capture.answer(body)
        if not capture.reads or capture.code:
            visit = RankingVisit(answer, (capture.code, capture.detail))
            self._store.visits.record(row, visit, lambda t: local_zone(site.timezone, t)[0])
            return
        read = self._readers.read(answer.page, site)
        if isinstance(read, Problem) and read.code == "parse-setup":
            raise TrackerError(read.text)
        result = Result(answer, None, read) if isinstance(read, Problem) else Result(answer, read)
        reading = result.reading
        empty = reading is not None and reading.widget == "empty"
        verdict = judge(result, widget_seen=empty, last=True)
        if reading and is_in_doubt(verdict, reading):
            face, known = self._faces.get(capture.asked), bool(self._store.lists(row))
            verdict = told_apart(verdict, reading.face, face, known=known)
        outcome = commit(self._store, site, row, result, verdict, observed=capture.observed)
        if outcome.found:
            self.recorded += 1
            if reading:
                self._faces[capture.asked] = reading.face
        elif outcome.verdict != RECORDED:
            self.refused[outcome.code or "layout"] += 1
