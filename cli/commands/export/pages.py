"""`tracker export pages`: the kept pages as WARC files, whole or in parts of a size."""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from typing import IO

import click

from cli import __version__
from cli.terminal import output_file, process
from cli.terminal.counting import counted
from cli.terminal.errors import OutputError, say
from cli.terminal.output import Form
from cli.terminal.progress import Progress
from scrapers import TrackerError
from store import Scope, Store

UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


def size_of(text: str) -> int:
    """The bytes that a SIZE such as 1GB or 500M means."""
    match = re.fullmatch(r"([0-9]{1,6})\s*([KMG]?)B?", text.strip(), re.IGNORECASE)
    if not match or not int(match[1]):
        raise click.BadParameter("a size such as 500MB or 1GB", param_hint="--shard")
    return int(match[1]) * UNITS[match[2].upper()]


def write_pages(
    store: Store, scope: Scope, form: Form, shard: str | None, on_progress: Progress
) -> None:
    """Write the kept pages of a scope, and say how many they are."""
    if shard:
        return _in_parts(store, scope, form.file, size_of(shard), on_progress)
    if form.file is None:
        if process.terminal(sys.stdout):
            raise TrackerError("a WARC file is nothing for a terminal; say -o pages.warc.gz")
        sys.stdout.flush()
        _Writing(store, sys.stdout.buffer, on_progress, packed=True).write_all(scope)
        return None
    packed = form.file.lower().endswith(".gz")
    with output_file.writing_bytes(form.file, _is_ours) as out:
        number = _Writing(store, out, on_progress, packed=packed).write_all(scope)
    say(f"{form.file}: {number}")
    return None


def _is_ours(file: IO[bytes]) -> bool:
    """Whether a file begins as a WARC file of this program."""
    import zlib

    head = file.read(output_file.HEAD)
    if head.startswith(b"\x1f\x8b"):
        with contextlib.suppress(zlib.error):
            head = zlib.decompressobj(31).decompress(head, 2000)
    return head.startswith(b"WARC/") and b"\r\nsoftware: tracker " in head[:2000]


class _Writing:
    """Writes pages into one file, and counts them."""

    def __init__(
        self, store: Store, out: IO[bytes], on_progress: Progress, *, packed: bool
    ) -> None:
        self._store, self._on_progress = store, on_progress
        self._writer = store.page_writer(out, __version__, packed=packed)
        self.written = self.lost = 0

    def write_all(self, scope: Scope) -> str:
        """Write all pages of a scope; in words how many they were."""
        for page in self._store.kept_pages(scope):
            self.lost += not self._writer.write(page)
            self.written += 1
            self._on_progress(self.written)
        return page_count(self.written - self.lost, self.lost)


def page_count(written: int, lost: int) -> str:
    """How many pages were written, and how many could not be."""
    unread = f", {lost:,} could not be read: see  tracker check" if lost else ""
    return f"{counted(written, 'page')}{unread}"


def _in_parts(
    store: Store, scope: Scope, folder: str | None, size: int, on_progress: Progress
) -> None:
    """Write files of about a size into an empty folder; each can be read alone."""
    if folder is None:
        raise click.UsageError("--shard needs -o DIR, an empty folder")
    _make_empty(folder)
    pages = store.kept_pages(scope)
    page = next(pages, None)
    number = written = lost = 0
    while page is not None:
        number += 1
        with _part(folder, number) as out:
            writer = store.page_writer(out, __version__, packed=True)
            while page is not None and (out.tell() < size):
                lost += not writer.write(page)
                written += 1
                on_progress(written)
                page = next(pages, None)
    say(f"{folder}: {page_count(written - lost, lost)} in {counted(number, 'file')}")


def _make_empty(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
        if os.listdir(folder):
            raise OutputError(f"{folder} is not empty; name another folder, or empty it")
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror}") from error


@contextlib.contextmanager
def _part(folder: str, number: int) -> Iterator[IO[bytes]]:
    path = os.path.join(folder, f"pages-{number:05}.warc.gz")
    with output_file.writing_bytes(path, lambda _: False) as out:
        yield out
