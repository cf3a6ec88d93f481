"""What a kept page costs: bytes and milliseconds, for pages that hardly change from hour to hour.

    python benchmarks/pages.py            # pages of the made site, at three sizes
    python benchmarks/pages.py FILE...    # your own pages, in the order in which they were fetched

Each page is kept and read back; the figures are printed beside those of gzip. Times are CPU
milliseconds, the median of the pages that changed: "alone" for a process that keeps one page and has
to unpack its key first, "in a run" for one that keeps several pages of a site.
"""

import gzip
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from cli.commands.demo import pages as made
from cli.commands.demo.script import VISITS, state_at
from scrapers.model import Site
from store.db.connect import transaction, writing
from store.history.sites import ensure_site
from store.pages import archive

T = TypeVar("T")
HOUR = 3600
BULKS = (2_000, 20_000, 100_000)
"""Bytes that are added to a made page, as twice as many digits: small, usual and long pages."""


def of_the_made_site(size: int) -> Iterator[tuple[int, bytes]]:
    """The home page at every visit of the demo, with the bulk that real pages have."""
    bulk = random.Random(1).randbytes(size).hex()
    for visit in VISITS:
        home = made.page(state_at(visit), "/") or ""
        yield visit, home.replace("</body>", f"<script>'{bulk}'</script></body>").encode()


def of_files(names: list[str]) -> Iterator[tuple[int, bytes]]:
    """Pages from files, an hour apart."""
    for number, name in enumerate(names):
        yield number * HOUR, Path(name).read_bytes()


def main() -> None:
    """Keep pages in new stores and print what came of it."""
    if sys.argv[1:]:
        measure(list(of_files(sys.argv[1:])))
        return
    for size in BULKS:
        measure(list(of_the_made_site(size)))
        print()


def measure(found: list[tuple[int, bytes]]) -> None:
    """Keep all pages in two new stores, and print bytes and times."""
    rows, run = times(found, alone=False)
    _, alone = times(found, alone=True)
    visits = len(found)
    keys = [stored for is_key, stored in rows if is_key]
    deltas = [stored for is_key, stored in rows if not is_key]
    packed = sum(len(gzip.compress(body)) for _, body in found)
    print(f"{visits} visits, {len(rows)} different pages, {sum(len(b) for _, b in found):,} bytes")
    print(f"{len(keys)} key pages       {sum(keys) // max(1, len(keys)):>8,} bytes each")
    print(f"{len(deltas)} changed pages   {sum(deltas) // max(1, len(deltas)):>8,} bytes each")
    print(f"{visits - len(rows)} unchanged pages        0 bytes each")
    print(f"all               {(sum(keys) + sum(deltas)) // visits:>8,} bytes a visit")
    print(f"gzip              {packed // visits:>8,} bytes a visit")
    for what, in_run, by_itself in zip(("keep", "read back"), run, alone, strict=True):
        print(f"to {what:12} {in_run:8.2f} ms in a run, {by_itself:.2f} ms alone")


def times(
    found: list[tuple[int, bytes]], *, alone: bool
) -> tuple[list[tuple[int, int]], tuple[float, float]]:
    """Whether each stored page is a key, with its bytes; and the times of a changed one."""
    keeping: dict[int, float] = {}
    reading: dict[int, float] = {}
    with TemporaryDirectory() as folder, writing(str(Path(folder, "t.db"))) as db:
        with transaction(db):
            site = ensure_site(db, Site("made", "Made", "https://news.example/"), "UTC")
            for at, body in found:
                keep = partial(archive.keep, db, site, "ranking", body, at)
                number, spent = timed(keep, alone=alone)
                keeping.setdefault(number, spent)  # the second time it is there already
        for number in keeping:
            _, reading[number] = timed(partial(archive.load, db, number), alone=alone)
        for at, body in found:
            if archive.load(db, archive.keep(db, site, "ranking", body, at)) != body:
                raise SystemExit("a page did not come back as it was")
        with closing(db.execute("SELECT id, key IS NULL, length(data) FROM page")) as stored:
            rows = list(stored)
    changed = [number for number, is_key, _ in rows if not is_key]
    medians = [statistics.median(one[n] for n in changed) for one in (keeping, reading)]
    return [(is_key, size) for _, is_key, size in rows], (medians[0], medians[1])


def timed(step: Callable[[], T], *, alone: bool) -> tuple[T, float]:
    """What a step gives, and its CPU milliseconds; `alone`: as in a process that begins with it."""
    if alone:
        archive.recent.clear()
    begun = time.process_time()
    result = step()
    return result, (time.process_time() - begun) * 1e3


if __name__ == "__main__":
    main()
