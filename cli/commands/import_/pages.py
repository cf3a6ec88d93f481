"""The part of `tracker import` that takes in pages: WARC files, and pages saved one by one."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from cli.commands.import_.known import Known, known_articles, known_sites
from cli.commands.import_.wish import Wish
from cli.exit import Exit, by_reason
from cli.pipeline.archives.choose import LATEST, Chooser, gather
from cli.pipeline.archives.replay import ReadCounts, replay
from cli.pipeline.local_time import local_zone
from cli.pipeline.page_source import from_file
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.progress import Progress, progress
from cli.terminal.times import FULL, now, parse_time
from scrapers import Readers, Site, site_of
from store import (
    Archive,
    Capture,
    CutArchive,
    Head,
    ImportRefused,
    Merged,
    Merging,
    Other,
    open_archive,
    read_warc,
    without_login,
)


def import_warc(settings: Settings, file: str, source: IO[bytes], wish: Wish) -> int:
    """Take in the pages of a WARC file; returns the exit status."""
    known = known_sites(settings)
    with _opened(known) as (readers, archive):
        chooser = Chooser(known.sites, file, now())
        left_out, cut = _gathered(settings, archive, chooser, source)
        counts = _read(settings, archive, known, readers)
        left_out += counts.left_out
        if not counts.visits:
            raise ImportRefused(f"{file}: no page to take in{_reasons(left_out, cut)}")
        merged = _merged(settings, file, archive, wish)
    counts = counts._replace(left_out=left_out)
    say_imported(file, counts, merged, dry_run=wish.dry_run)
    if cut:
        say(f"tracker: {file}: {_cut(cut)}; what stands before was taken in")
        return Exit.PARTIAL
    return Exit.DONE


def import_saved(
    settings: Settings, name: str, pages: Iterable[tuple[str, str, str]], wish: Wish
) -> int:
    """Take in saved pages, each a file with its address and time; returns the exit status.

    `name` is what the list of imports calls them.
    """
    known = known_sites(settings)
    with _opened(known) as (readers, archive):
        for file, url, at in pages:
            _keep_saved(archive, known.sites, (file, url, at), settings.site)
        if not archive.sites():
            raise ImportRefused(f"{name}: no page to take in")
        counts = _read(settings, archive, known, readers)
        merged = _merged(settings, name, archive, wish)
    say_imported(name, counts, merged, dry_run=wish.dry_run)
    if not counts.refused:
        return Exit.DONE
    return Exit.PARTIAL if counts.recorded else by_reason(next(iter(counts.refused)))


def listed(name: str, source: IO[bytes]) -> Iterator[tuple[str, str, str]]:
    """The pages of a tab-separated list: file, address, time; files are seen from its folder."""
    folder = "" if name == "-" else os.path.dirname(name)
    for number, line in enumerate(source, 1):
        text = line[: 2**16].decode("utf-8", "replace").rstrip("\r\n")
        cells = text.split("\t")
        if not text.strip() or text.startswith("#") or cells[:2] == ["file", "url"]:
            continue
        if len(cells) != 3:
            raise ImportRefused(f"{name}:{number}: not file, address and time with tabs between")
        yield os.path.join(folder, cells[0]), cells[1], cells[2]


@contextmanager
def _opened(known: Known) -> Iterator[tuple[Readers, Archive]]:
    """What reads pages, which must be made first, and the archive that takes them."""
    with Readers() as readers, open_archive(known.lists) as archive:
        yield readers, archive


def _gathered(
    settings: Settings, archive: Archive, chooser: Chooser, source: IO[bytes]
) -> tuple[Counter[str], CutArchive | None]:
    """Keep the pages of a file; counts what was left out, and says where the file is cut."""
    cut: list[CutArchive] = []

    def records(on_progress: Progress) -> Iterator[Head | Other]:
        here = source.tell()
        size = source.seek(0, os.SEEK_END)
        source.seek(here)
        try:
            for record in read_warc(source):
                on_progress(source.tell() >> 10, size >> 10)
                yield record
        except CutArchive as problem:
            cut.append(problem)

    with progress("kB read", shown=settings.verbosity >= 0) as on_progress:
        left_out = gather(archive, chooser, records(on_progress))
    return left_out, cut[0] if cut else None


def _read(settings: Settings, archive: Archive, known: Known, readers: Readers) -> ReadCounts:
    """Read what was kept."""
    articles = known_articles(settings)
    with progress("pages read", shown=settings.verbosity >= 0) as on_progress:
        return replay(archive, known.sites, known.every, readers, articles, on_progress)


def _merged(settings: Settings, name: str, archive: Archive, wish: Wish) -> Merged:
    """Merge what was read into the store."""
    merging = Merging(name, now(), wish.lists, wish.skip)
    return archive.merge(settings.store, merging, dry_run=wish.dry_run)


def _keep_saved(
    archive: Archive, sites: dict[str, Site], page: tuple[str, str, str], named: str | None
) -> None:
    """Keep one saved page. It observes whatever its address is, as its user chose it."""
    file, url, at = page[0], without_login(page[1]), page[2]
    if not re.match("https?://[^/]", url) or not url.isprintable():
        raise ImportRefused(f"{file}: not an http or https address: {url[:200]}")
    site = sites[next(iter(sites))] if named else site_of(url, sites)
    if site is None:
        raise ImportRefused(
            f"{file}: no known site is at {url[:200]}; name one with --site, or add it:  "
            "tracker sites add"
        )
    time = _time(file, at, lambda seconds: local_zone(site.timezone, seconds)[0])
    source = from_file(file, url)
    if source.problem:
        raise ImportRefused(f"{file}: {source.problem.text}")
    body = source.page.body
    if not body:
        raise ImportRefused(f"{file}: an empty file")
    capture = Capture(file, "", site.name, url, url, time, wire=len(body))
    if archive.has(capture):
        raise ImportRefused(f"{file}: a second page of {url} at {at}")
    archive.keep(site, capture, body)


def _time(file: str, at: str, zone: Callable[[int], int]) -> int:
    """The moment at which a page was saved, which is never a whole day."""
    moment = now()
    word = at.strip()
    if word != "now" and not re.fullmatch(FULL, word):
        raise ImportRefused(f"{file}: not a moment: {at[:80]!r}; such as 2026-01-10T07:03+09:00")
    time = parse_time(word, moment, zone)
    if time > moment + LATEST or time < 0:
        raise ImportRefused(
            f"{file}: {at} is in the future" if time > 0 else f"{file}: {at} is too long ago"
        )
    return time


def say_imported(file: str, counts: ReadCounts, merged: Merged, *, dry_run: bool) -> None:
    """Say what became of pages: of those that were read, and of those left out, by reason."""
    would = "would be " if dry_run else ""
    pages = counted(counts.pages, "page")
    pages += f" and {counted(counts.articles, 'article page')}" if counts.articles else ""
    known = f", {merged.known:,} known" if merged.known else ""
    passed = f", {counted(merged.skipped, 'conflict')} passed over" if merged.skipped else ""
    say(
        f"{file}: {pages} read, {counted(merged.observations, 'observation')} and "
        f"{counted(merged.visits, 'visit')} {would}imported{known}{passed}"
    )
    if refused := counts.refused + counts.unread:
        say(f"  refused: {_counts(refused)}")
    if counts.left_out:
        say(f"  left out: {_counts(counts.left_out)}")


def _counts(reasons: Counter[str]) -> str:
    return ", ".join(f"{number:,} {reason}" for reason, number in reasons.most_common())


def _reasons(left_out: Counter[str], cut: CutArchive | None) -> str:
    parts = [f"left out: {_counts(left_out)}"] if left_out else []
    parts += [_cut(cut)] if cut else []
    return "".join(f"; {part}" for part in parts)


def _cut(cut: CutArchive) -> str:
    return f"damaged after {counted(cut.records, 'record')} ({cut.reason})"
