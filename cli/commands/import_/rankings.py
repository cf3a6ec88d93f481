"""Takes in a file of rankings: its rows are read, checked and stored, all of them or none."""

import os
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from typing import IO

from cli.commands.import_.rows import read_rows
from cli.pipeline.local_time import local_zone, zone_names
from cli.terminal import options
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.progress import Progress, progress
from cli.terminal.times import Zone, now
from scrapers import Site, TrackerError, canonical
from store import ImportRefused, ImportRows, SiteFacts, import_rankings


def import_file(settings: Settings, file: str, source: IO[bytes]) -> None:
    """Add the rankings of one file."""
    configuration = settings.load_config()
    options.make_folder(settings)
    with progress("kB read", shown=settings.verbosity >= 0) as on_progress:
        every = {name: visiting.every for name, visiting in configuration.visiting.items()}

        def read() -> Iterator[ImportRows]:
            rows = read_rows(file, source, now(), partial(_zone, configuration.sites))
            return _not_empty(file, _followed(rows, source, on_progress))

        facts = SiteFacts(configuration.sites, every, canonical, _offset_of, _zone_names)
        done = import_rankings(settings.store, (file, now()), read, facts)
    were = "was" if done.known == 1 else "were"
    already = f", {done.known:,} {were} known" if done.known else ""
    say(f"{counted(done.observations, 'observation')} imported{already}")


def _followed(
    rows: Iterator[ImportRows], source: IO[bytes], on_progress: Progress
) -> Iterator[ImportRows]:
    """The rows; `on_progress` is told how much of the file was read for them."""
    here = source.tell()
    size = source.seek(0, os.SEEK_END)
    source.seek(here)
    for row in rows:
        on_progress(source.tell() >> 10, size >> 10)
        yield row


def _not_empty(file: str, rows: Iterator[ImportRows]) -> Iterator[ImportRows]:
    """The rows; raises an error if there are none."""
    first = next(rows, None)
    if first is None:
        raise ImportRefused(f"{file}: no rows to import")
    return chain([first], rows)


def _offset_of(site: Site, time: int) -> int:
    return local_zone(site.timezone, time)[0]


def _zone_names(site: Site, time: int) -> str:
    return zone_names(site.timezone, time)


def _zone(sites: Mapping[str, Site], name: str) -> Zone:
    if name in sites:
        return lambda seconds: local_zone(sites[name].timezone, seconds)[0]

    def unknown(_: int) -> int:
        raise TrackerError(
            f"a time without offset, and the zone of {name} is not known; add the site to the "
            "configuration, or an offset such as +09:00 to the times; export --csv has one"
        )

    return unknown
