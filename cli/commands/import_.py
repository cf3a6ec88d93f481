"""`tracker import`: rankings from a file, also older than what is stored."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from cli import options
from cli.errors import say
from cli.options import Settings
from scrapers.errors import TrackerError
from scrapers.model import Site

if TYPE_CHECKING:
    from cli.times import Zone


@options.command("import")
@click.argument("file", type=options.path)
def command(settings: Settings, *, file: str) -> None:
    """Add rankings from a file in the format of `export rankings`, all of it or nothing.

    Examples:
      tracker import rankings.csv           also .tsv, .json, .nl; the content tells the form
      tracker import - < rankings.csv
      tracker --db other.db export rankings --nl | tracker import -

    Needed columns: observed, site, list, rank, title, url; window, label and flags are taken
    where they are there. Rows may come in any order, times with any offset (without one it is
    the site's time). What is stored already with the same content is passed over; other content
    for the same site, list and time is an error that names the line.
    """
    from cli.collect.zone import local_zone, offset_of_local
    from cli.readrows import read_rows
    from cli.times import now
    from scrapers import config
    from scrapers.address import canonical
    from store.connect import transaction, writing
    from store.imports import gather, store_rows

    known = config.load(Path(settings.configuration) if settings.configuration else None).sites

    def zone_of(name: str) -> "Zone":
        timezone = known[name].timezone if name in known else "UTC"
        return partial(offset_of_local, timezone)

    with _opened(file) as source:
        rows = gather(read_rows(file, source, now(), zone_of))
    if not rows:
        raise TrackerError(f"{file}: no rows to import")

    def offset_of(site: Site, time: int) -> tuple[int, str]:
        return local_zone(site.timezone, time)

    options.make_folder(settings)
    with writing(settings.store) as db, transaction(db):
        done = store_rows(db, rows, known, canonical, offset_of)
    already = f", {done.known:,} were known" if done.known else ""
    say(f"{done.observations:,} observations imported{already}")


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    """The file's bytes; those of a pipe are put into a file first, since they are read twice."""
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as source:
            if source.seekable():
                yield source
                return
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(source, copy)
                copy.seek(0)
                yield copy
    except OSError as problem:
        raise TrackerError(f"cannot read {file}: {problem.strerror}") from None
