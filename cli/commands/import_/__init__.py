"""`tracker import`: rankings from a file, also older than what is stored, or another store."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from cli.terminal import options
from cli.terminal.columns import Column
from cli.terminal.context import reading
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from cli.terminal.progress import Progress, progress
from scrapers import TrackerError
from store import (
    ImportRefused,
    ImportRows,
    Merging,
    Overtaken,
    SiteFacts,
    import_rankings,
    is_store,
    merge_store,
    open_store,
)

if TYPE_CHECKING:
    from cli.terminal.times import Zone
    from scrapers import Site
    from store import ImportDone


@options.command("import", limited=False)
@click.argument("file", type=options.path, required=False)
@options.option(
    "--list",
    "list_",
    metavar="[THEIRS=OURS]",
    is_flag=False,
    flag_value="",
    multiple=True,
    help="Show what was imported; or which list of a store is which list here.",
)
@options.option("--undo", metavar="N", type=int, help="Take the import of this number back.")
@options.option("--skip-conflicts", is_flag=True, help="Merge all of a store but conflicts.")
@options.form()
def command(
    settings: Settings,
    *,
    file: str | None,
    list_: tuple[str, ...],
    undo: int | None,
    skip_conflicts: bool,
    form: Form,
) -> None:
    """Add rankings from a file in the format of `export rankings`, or merge another store.

    Examples:
      tracker import rankings.csv           also .tsv, .json, .nl, told by content
      tracker import - < rankings.csv
      tracker --db other.db export rankings --nl | tracker import -
      tracker import other.db               another machine's store; it is only read
      tracker import --list                 what was imported, with numbers
      tracker import --undo 3               take one import back, whole

    Needed columns: observed, site, list, rank, title, url; window, label and flags are taken
    where they are there. Rows may come in any order, times with any offset (without one it is
    the site's time), none of them later than an hour from now. What is damaged is refused with
    its line. What is stored already with the same content is passed over; other content for the
    same site, list and time is an error that names the line. What a fetch found in the very
    second of an import stays: the import takes the next second, with the flag `clock`.

    A store is merged whole; the same content is stored once. Lists are the same where site and
    name are; --list THEIRS=OURS says otherwise. A conflict stops the merge; --skip-conflicts
    takes the rest.

    --undo removes what no other import and no fetch vouches for; the import stays in the list.
    """
    shown, lists = "" in list_, [said for said in list_ if said]
    if [file is not None, shown, undo is not None].count(True) != 1 or (lists and not file):
        raise click.UsageError("give a FILE, or --list, or --undo N")
    if file is not None and _is_store(file):
        _merge(settings, file, _pairs(lists), skip=skip_conflicts)
    elif file is not None:
        if lists or skip_conflicts:
            raise click.UsageError("--list THEIRS=OURS and --skip-conflicts are for a store")
        _import(settings, file)
    elif undo is not None:
        from cli.terminal.times import now

        with open_store(settings.store, write=True) as store:
            gone = counted(store.undo_import(undo, now()), "observation")
            say(f"import {undo} undone: {gone} removed")
    else:
        with reading(settings) as store:
            show(form, _columns(), store.imports(), captions=[])


def _pairs(said: list[str]) -> dict[str, str]:
    """The lists of `--list THEIRS=OURS`."""
    pairs = [pair.partition("=")[::2] for pair in said]
    if any(not theirs or not ours for theirs, ours in pairs):
        raise click.UsageError("--list alone shows the imports; else it is --list THEIRS=OURS")
    return dict(pairs)


def _is_store(file: str) -> bool:
    try:
        return file != "-" and Path(file).is_file() and is_store(file)
    except OSError as problem:
        raise TrackerError(f"cannot read {file}: {problem.strerror}") from None


def _merge(settings: Settings, file: str, lists: dict[str, str], *, skip: bool) -> None:
    """Merge another store."""
    from cli.terminal.times import now

    options.make_folder(settings)
    if Path(settings.store).exists() and Path(settings.store).samefile(file):
        raise TrackerError(f"that is the store itself; name another file: {file}")
    merge = partial(merge_store, settings.store, Merging(file, now(), lists, skip))
    try:
        done = merge()
    except Overtaken:
        done = merge()
    say(
        f"{counted(done.observations, 'observation')}, {counted(done.visits, 'visit')} and "
        f"{counted(done.pages, 'page')} merged, {done.known:,} observations were known"
        + (f", {counted(done.skipped, 'conflict')} passed over" if done.skipped else "")
    )


def _columns() -> "list[Column[ImportDone]]":
    from cli.terminal.times import Moment

    def at(time: int | None) -> Moment | None:
        return None if time is None else Moment(time, 0, "UTC")

    return [
        Column("import", lambda done: done.number, "no.", kind="number"),
        Column("time", lambda done: at(done.time), "when", kind="time"),
        Column("file", lambda done: done.file, "file"),
        Column("added", lambda done: done.added, "added", kind="number"),
        Column("known", lambda done: done.known, "known", kind="number"),
        Column("skipped", lambda done: done.skipped, "passed over", kind="number"),
        Column("undone", lambda done: at(done.undone), "undone", kind="time"),
    ]


def _import(settings: Settings, file: str) -> None:
    """Add the rankings of one file."""
    from cli.commands.import_.rows import read_rows
    from cli.terminal.times import now
    from scrapers import canonical

    known = settings.load_config()
    options.make_folder(settings)
    with _opened(file) as source, progress("kB read", shown=settings.verbosity >= 0) as tell:
        every = {name: visiting.every for name, visiting in known.visiting.items()}

        def read() -> Iterator[ImportRows]:
            rows = read_rows(file, source, now(), partial(_zone, known.sites))
            return _some(file, _followed(rows, source, tell))

        facts = SiteFacts(known.sites, every, canonical, _offset_of)
        store = partial(import_rankings, settings.store, (file, now()), read, facts)
        try:
            done = store()
        except Overtaken:
            done = store()
    were = "was" if done.known == 1 else "were"
    already = f", {done.known:,} {were} known" if done.known else ""
    say(f"{counted(done.observations, 'observation')} imported{already}")


def _followed(
    rows: Iterator[ImportRows], source: IO[bytes], tell: Progress
) -> Iterator[ImportRows]:
    """The rows; `tell` is told how much of the file was read for them."""
    here = source.tell()
    size = source.seek(0, os.SEEK_END)
    source.seek(here)
    for row in rows:
        tell(source.tell() >> 10, size >> 10)
        yield row


def _some(file: str, rows: Iterator[ImportRows]) -> Iterator[ImportRows]:
    """The rows; raises an error if there are none."""
    first = next(rows, None)
    if first is None:
        raise ImportRefused(f"{file}: no rows to import")
    return chain([first], rows)


def _offset_of(site: "Site", time: int) -> tuple[int, str]:
    from cli.pipeline.local_time import local_zone, zone_names

    return local_zone(site.timezone, time)[0], zone_names(site.timezone, time)


def _zone(known: "Mapping[str, Site]", name: str) -> "Zone":
    from cli.pipeline.local_time import local_zone

    if name in known:
        return lambda seconds: local_zone(known[name].timezone, seconds)[0]

    def unknown(_: int) -> int:
        raise TrackerError(
            f"a time without offset, and the zone of {name} is not known; add the site to the "
            "configuration, or an offset such as +09:00 to the times"
        )

    return unknown


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    """Open the file as bytes. A pipe is copied to a temporary file, because it is read twice."""
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb", 2**18) as source:
            if source.seekable():
                yield source
                return
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(source, copy)
                copy.seek(0)
                yield copy
    except OSError as problem:
        raise TrackerError(f"cannot read {file}: {problem.strerror}") from None
