"""`tracker import`: rankings from a file, also older than what is stored, or another store."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from cli.commands.import_.wish import Wish
from cli.exit import Exit
from cli.terminal import options
from cli.terminal.columns import Column
from cli.terminal.context import reading
from cli.terminal.counting import counted
from cli.terminal.errors import say
from cli.terminal.options import Settings
from cli.terminal.output import Form, show
from scrapers import TrackerError
from store import Merging, begins_as_warc, is_store, merge_store, open_store

if TYPE_CHECKING:
    from store import ImportDone


@options.command("import")
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
@options.option("--skip-conflicts", is_flag=True, help="Take all but what conflicts.")
@options.option("--url", metavar="ADDRESS", help="FILE is a page saved from there.")
@options.option("--at", metavar="TIME", help="When the page was saved.")
@options.option("--pages", is_flag=True, help="FILE lists pages: file, address, time, with tabs.")
@options.option("--dry-run", is_flag=True, help="Say what pages would bring; change nothing.")
@options.form()
def command(
    settings: Settings,
    *,
    file: str | None,
    list_: tuple[str, ...],
    undo: int | None,
    skip_conflicts: bool,
    url: str | None,
    at: str | None,
    pages: bool,
    dry_run: bool,
    form: Form,
) -> int:
    """Add rankings from a file or from pages that others fetched, or merge another store.

    Examples:
      tracker import rankings.csv           also .tsv, .json, .nl; or -
      tracker --db other.db export rankings --nl | tracker import -
      tracker import other.db               another machine's store; it is only read
      tracker import crawl.warc.gz          the pages of a WARC file
      tracker import page.html --url https://news.example.jp/ --at 2026-01-10T07:03
      tracker import --pages saved.tsv      many saved pages: file, address, time
      tracker import --list                 what was imported, with numbers
      tracker import --undo 3               take one import back, whole

    Needed columns: observed, site, list, rank, title, url; window, label and flags are taken
    where they are there. Rows may come in any order, times with any offset (without one: the
    site's), none later than an hour from now. What is damaged is refused with its line. What is
    stored already is passed over; other content for the same site, list and time is an error. What
    a fetch found in the very second stays: the import takes the next one, with the flag `clock`.

    A store is merged whole. Lists are the same where site and name are; --list THEIRS=OURS says
    otherwise. A conflict stops it; --skip-conflicts takes the rest.

    Of an archive the home page of each known site is read, or its JSON, as of the time when it
    was fetched; a saved page whatever its address is. --site names the site.

    --undo removes what no other import and no fetch vouches for; the import stays in the list.
    """
    listing, lists = "" in list_, [pair for pair in list_ if pair]
    if [file is not None, listing, undo is not None].count(True) != 1 or (lists and not file):
        raise click.UsageError("give a FILE, or --list, or --undo N")
    wish = Wish(_pairs(lists), skip_conflicts, dry_run)
    if file is not None:
        return _taken(settings, file, wish, _saved(file, url, at, pages=pages), pages=pages)
    if dry_run or settings.site or url or at or pages:
        raise click.UsageError("--url, --at, --pages, --dry-run and --site are for pages")
    return _list(settings, form) if undo is None else _undo(settings, undo)


def _saved(
    file: str, url: str | None, at: str | None, *, pages: bool
) -> tuple[str, str, str] | None:
    """The saved page that the options tell of: its file, address and time."""
    if (url is None) != (at is None) or (pages and url):
        raise click.UsageError("a saved page needs --url and --at; a list of pages has its own")
    return (file, url, at) if url and at else None


def _list(settings: Settings, form: Form) -> int:
    with reading(settings) as store:
        imports = store.imports()
        show(form, _columns(), imports, captions=[] if imports else ["Nothing was imported yet."])
    return Exit.DONE


def _undo(settings: Settings, number: int) -> int:
    from cli.terminal.times import now

    with open_store(settings.store, write=True) as store:
        removed = counted(store.undo_import(number, now()), "observation")
    say(f"import {number} undone: {removed} removed")
    return Exit.DONE


def _taken(
    settings: Settings,
    file: str,
    wish: Wish,
    page: tuple[str, str, str] | None,
    *,
    pages: bool,
) -> int:
    """Take in a file as what it is; returns the exit status."""
    if page or pages:
        return _saved_pages(settings, file, wish, page)
    if not _is_store(file):
        with _opened(file) as source:
            if begins_as_warc(_head(source)):
                from cli.commands.import_.pages import import_warc

                return import_warc(settings, file, source, wish)
            _refuse_options(settings, wish, lists="--list THEIRS=OURS and --skip-conflicts")
            from cli.commands.import_.rankings import import_file

            import_file(settings, file, source)
    else:
        _refuse_options(settings, wish)
        _merge(settings, file, wish.lists, skip=wish.skip)
    return Exit.DONE


def _saved_pages(
    settings: Settings, file: str, wish: Wish, page: tuple[str, str, str] | None
) -> int:
    """Take in one saved page, or without one those that the file lists."""
    from cli.commands.import_.pages import import_saved, listed

    if page:
        return import_saved(settings, file, [page], wish)
    with _opened(file) as source:
        return import_saved(settings, file, listed(file, source), wish)


def _refuse_options(settings: Settings, wish: Wish, lists: str = "") -> None:
    """Raise a UsageError for options that do not go with a file of rankings or a store."""
    if settings.site or wish.dry_run:
        raise click.UsageError("--site and --dry-run are for pages")
    if lists and (wish.lists or wish.skip):
        raise click.UsageError(f"{lists} are for a store and for pages")


def _head(source: IO[bytes]) -> bytes:
    head = source.read(8)
    source.seek(-len(head), os.SEEK_CUR)
    return head


def _pairs(list_options: list[str]) -> dict[str, str]:
    """The lists of `--list THEIRS=OURS`."""
    pairs = [pair.partition("=")[::2] for pair in list_options]
    if any(not theirs or not ours for theirs, ours in pairs):
        raise click.UsageError("--list alone shows the imports; else it is --list THEIRS=OURS")
    return dict(pairs)


def _is_store(file: str) -> bool:
    try:
        return file != "-" and Path(file).is_file() and is_store(file)
    except OSError as problem:
        raise TrackerError(f"cannot read {file}: {problem.strerror}") from None


def _merge(settings: Settings, file: str, lists: Mapping[str, str], *, skip: bool) -> None:
    """Merge another store."""
    from cli.terminal.times import now

    options.make_folder(settings)
    if Path(settings.store).exists() and Path(settings.store).samefile(file):
        raise TrackerError(f"that is the store itself; name another file: {file}")
    done = merge_store(settings.store, Merging(file, now(), lists, skip))
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
        Column("file", lambda done: done.file, "file", "title"),
        Column("added", lambda done: done.added, "added", kind="number"),
        Column("known", lambda done: done.known, "known", kind="number"),
        Column("skipped", lambda done: done.skipped, "passed over", kind="number"),
        Column("undone", lambda done: at(done.undone), "undone", kind="time"),
    ]


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
