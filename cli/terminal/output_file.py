"""The file of `-o`: its ending chooses the form, and no foreign file is overwritten.

An existing file is replaced only if it begins like earlier output of the same form; it keeps its
permissions. The store, the configuration and their companion files are never replaced.
"""

import contextlib
import io
import json
import os
import re
import stat
from collections.abc import Callable, Collection, Iterator
from typing import IO, TextIO

import click

from cli.terminal.errors import OutputError
from scrapers import TrackerError

KINDS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".nl": "nl",
    ".ndjson": "nl",
    ".jsonl": "nl",
}
"""The form that a file's name asks for."""

SHEETS = frozenset({".xls", ".xlsx", ".xlsm", ".ods", ".numbers"})
TEXTS = frozenset({".html", ".htm", ".md", ".xml", ".pdf", ".doc", ".docx"})

HEAD = 2**16
"""Bytes of a file that are looked at to see whose it is."""

Begins = Callable[[str], bool]
"""Whether a text is the beginning of an output, which may be cut within a character or a row."""


def kind_of(path: str, default: str) -> str:
    """The form that belongs to a file's ending; raises an error for an unknown ending.

    Only a command whose usual form is CSV can write WARC and Parquet files.
    """
    if default == "csv" and path.lower().endswith((".warc", ".warc.gz")):
        return "warc"
    ending = os.path.splitext(path)[1].lower()
    if default == "csv" and ending == ".parquet":
        return "parquet"
    if ending in KINDS or ending == ".txt" or not re.fullmatch(r"\.[a-z]+[0-9]?", ending):
        return KINDS.get(ending, default)
    nearest = ".csv"
    if ending in SHEETS:
        nearest = ".csv with --excel"
    elif ending in TEXTS and default == "people":
        nearest = ".txt"
    raise TrackerError(f"cannot write {ending} files; the nearest is {nearest}: {path}")


def ending_of(path: str, own: list[str], known: Collection[str], wish: str) -> str:
    """The ending of a document's file, in small letters.

    Raises OutputError for a file of the program's own, and TrackerError, which says `wish`, for an
    ending that the document does not have.
    """
    refuse_own(path, own)
    ending = os.path.splitext(path)[1].lower()
    if ending not in known:
        raise TrackerError(f"{wish}: {path}")
    return ending


def write_document(text: str, path: str | None, begins: Begins) -> None:
    """Write a document to its file, or to standard output if there is none."""
    if path is None:
        click.echo(text, nl=False)
        return
    with writing(path, begins) as out:
        out.write(text)


def refuse_own(path: str, own: list[str]) -> None:
    """Raise OutputError if the file is the store, the configuration or one of their companions."""
    for place in own:
        if os.path.realpath(path) == os.path.realpath(place) or _same(path, place):
            raise OutputError(f"the output may not take the place of {place}; name another file")


def _same(path: str, place: str) -> bool:
    try:
        return os.path.samefile(path, place)
    except OSError:
        return False


@contextlib.contextmanager
def writing(path: str, begins: Begins) -> Iterator[TextIO]:
    """Open a file that appears only when it is complete."""
    with explained(path):
        _refuse_foreign(path, begins)
        with _whole(os.path.realpath(path)) as out:
            yield out


@contextlib.contextmanager
def writing_bytes(path: str, is_ours: Callable[[IO[bytes]], bool]) -> Iterator[IO[bytes]]:
    """The same for bytes; `is_ours` says whether a file that is there, and not empty, may go."""
    with explained(path):
        if os.path.exists(path):
            with open(path, "rb") as file:
                if os.fstat(file.fileno()).st_size and not is_ours(file):
                    raise OutputError(_foreign(path))
        with _whole(os.path.realpath(path)) as out:
            yield out.buffer


@contextlib.contextmanager
def as_standard_output(path: str) -> Iterator[None]:
    """Write a device or a pipe directly, as if the command's output were redirected to it."""
    with explained(path), _utf8(path, "w") as out, contextlib.redirect_stdout(out):
        yield


def is_stream(path: str) -> bool:
    """Whether `-o` names standard output (`-`), a pipe or a device.

    What the command prints then goes there until it ends.
    """
    if path == "-":
        return True
    if os.path.isfile(path) or os.path.isdir(path) or not os.path.exists(path):
        return False
    click.get_current_context().with_resource(as_standard_output(path))
    return True


@contextlib.contextmanager
def explained(path: str) -> Iterator[None]:
    """Say of an error of the system which output it kept from being written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _foreign(path: str) -> str:
    return f"{path} is there and is no such output; name another file, or remove it"


def _refuse_foreign(path: str, begins: Begins) -> None:
    if not os.path.exists(path):
        return
    with open(path, "rb") as file:
        head = file.read(HEAD)
    if head and (b"\0" in head or not begins(head.decode(errors="replace").lstrip("\ufeff"))):
        raise OutputError(_foreign(path))


@contextlib.contextmanager
def _whole(target: str) -> Iterator[TextIO]:
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.part")
    try:
        with _utf8(beside, "x") as out:
            if os.path.exists(target):
                _keep_rights(out.fileno(), target)
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)


def _keep_rights(handle: int, target: str) -> None:
    """Give a file the permissions of the file that it replaces."""
    with contextlib.suppress(PermissionError):  # some file systems have no permissions
        os.fchmod(handle, stat.S_IMODE(os.stat(target).st_mode))


def _utf8(path: str, mode: str) -> TextIO:
    return io.TextIOWrapper(open(path, f"{mode}b"), "utf-8", "backslashreplace", "")


def begins_as(kind: str, names: list[str], *, headers: bool, file: str) -> Begins:
    """A test whether a file begins like output of this form with these columns."""
    if kind == "people":
        return lambda _: file.lower().endswith(".txt")
    if kind in {"json", "nl"}:
        return lambda text: _object_of(text, names, array=kind == "json")
    separator = "\t" if kind == "tsv" else ","

    def row(text: str) -> bool:
        import csv

        cells = next(csv.reader(text.splitlines()[:1], delimiter=separator), [])
        return cells[:1] == names[:1] if headers else len(cells) == len(names)

    return row


def _object_of(text: str, names: list[str], *, array: bool) -> bool:
    """Whether the text begins with an object whose first key is our first column."""
    text = text.lstrip()
    if array and re.match(r"\[\s*\]", text):
        return True
    opening = r"\[\s*\{\s*" if array else r"\{\s*"
    return re.match(opening + re.escape(json.dumps(names[0])), text) is not None
