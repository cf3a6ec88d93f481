"""What a kept page costs: bytes and milliseconds, for pages that hardly change from hour to hour.

    python benchmarks/pages.py            # pages of the made site, at three sizes
    python benchmarks/pages.py FILE...    # your own pages, in the order in which they were fetched

Each page is kept and read back; the figures are printed beside those of gzip.
"""

import gzip
import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.demo import pages as made
from cli.demo.script import VISITS, state_at
from scrapers.model import Site
from store import pages
from store.connect import transaction, writing
from store.sites import ensure_site

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
    """Keep all pages in a new store."""
    with TemporaryDirectory() as folder, writing(str(Path(folder, "t.db"))) as db:
        with transaction(db):
            site = ensure_site(db, Site("made", "Made", "https://news.example/"), "UTC")
            begun = time.perf_counter()
            kept = [pages.keep(db, site, "ranking", body, at) for at, body in found]
            keeping = time.perf_counter() - begun
        begun = time.perf_counter()
        if [pages.load(db, number) for number in kept] != [body for _, body in found]:
            raise SystemExit("a page did not come back as it was")
        loading = time.perf_counter() - begun
        with closing(db.execute("SELECT key IS NULL, length(data), size FROM page")) as rows:
            report(list(rows), found, keeping, loading)


def report(
    rows: list[tuple[int, int, int]], found: list[tuple[int, bytes]], keeping: float, loading: float
) -> None:
    """Print the figures."""
    visits = len(found)
    keys = [stored for is_key, stored, _ in rows if is_key]
    deltas = [stored for is_key, stored, _ in rows if not is_key]
    packed = sum(len(gzip.compress(body)) for _, body in found)
    print(f"{visits} visits, {len(rows)} different pages, {sum(len(b) for _, b in found):,} bytes")
    print(f"{len(keys)} key pages       {sum(keys) // max(1, len(keys)):>8,} bytes each")
    print(f"{len(deltas)} changed pages   {sum(deltas) // max(1, len(deltas)):>8,} bytes each")
    print(f"{visits - len(rows)} unchanged pages        0 bytes each")
    print(f"all               {(sum(keys) + sum(deltas)) // visits:>8,} bytes a visit")
    print(f"gzip              {packed // visits:>8,} bytes a visit")
    print(
        f"{keeping / visits * 1e3:.2f} ms to keep a page, {loading / visits * 1e3:.2f} ms to read"
    )


if __name__ == "__main__":
    main()
