"""The configuration file as text: which line says what, and changing one table of it.

The TOML parser is the only judge here. The fewest lines that parse by themselves are a whole
statement, so it tells where each one stands, however it is spelled; and a change is written
only if the new file, parsed, is the old one with that one entry replaced.
"""

import os
import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from scrapers.errors import ConfigError
from scrapers.model import Reader, Site
from scrapers.sites import known
from scrapers.visiting import Visiting

HOMELESS = Path("~/.config/tracker/sites.toml")
"""The usual place of a user without a home directory: there is no such file."""


LONGEST = 500
"""Lines of the longest value that is looked into; each of them is tried as its last one."""

DEEP = re.compile(r"(?:(?:[\w-]{1,64}|\"[^\"\n]{0,64}\"|'[^'\n]{0,64}')[ \t]*\.[ \t]*){64}")
"""Keys within keys, for which the parser takes time that grows with the square of their number."""


class Statement(NamedTuple):
    """Lines `first` to `last` (from 0, exclusive) of a file, with their text."""

    first: int
    last: int
    text: str


def document(content: bytes, path: Path) -> dict[str, Any]:
    """The file's content, parsed; ConfigError names the line that is no TOML."""
    try:
        text = _text(content)
        if deep := DEEP.search(text):
            line = text.count("\n", 0, deep.start()) + 1
            raise ConfigError(f"{path}:{line}: not TOML that means anything: too many keys in keys")
        return _parsed(text)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: not UTF-8") from error
    except (ValueError, RecursionError) as error:
        message = str(error)
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
        line = int(place[1]) if place and place[1] else max(1, len(content.splitlines()))
        reason = message[: place.start()] if place else message
        raise ConfigError(f"{path}:{line}: not TOML: {reason}") from error


def line_of(content: bytes, place: tuple[str | int, ...]) -> int:
    """The line, from 1, of the statement that first makes the value at `place` exist."""
    lines = _lines(content)
    statements = list(_statements(lines))

    def has_value(statement: Statement) -> bool:
        return _exists(_parsed("".join(lines[: statement.last])), place)

    first = bisect_left(statements, True, key=has_value)  # noqa: FBT003 - a key's value
    return statements[first].first + 1 if first < len(statements) else 1


def entry_toml(site: Site, visiting: Visiting) -> str:
    """The entry of a site: what differs from the site it extends, or from the defaults."""
    base = known().get(site.extends or site.name, Site(site.name, site.name, ""))
    plain = {**base._asdict(), **Visiting()._asdict()}
    lines = [f"[sites.{toml_key(site.name)}]\n"]
    for field, value in {**site._asdict(), **visiting._asdict()}.items():
        if field in {"name", "windows", "readers", "headers"} or value is None:
            continue
        if value != plain[field] or _unknown_base(site):
            lines.append(f"{field} = {toml_value(value)}\n")
    if visiting.headers:
        lines.append(f"headers = {toml_value(dict(visiting.headers))}\n")
    if site.windows != base.windows:
        lines.append(f"windows = {toml_value(dict(site.windows))}\n")
    if site.readers != base.readers:
        lines += (_reader(site.name, reader) for reader in site.readers)
    return "".join(lines)


def add_entry(path: Path, site: Site, visiting: Visiting) -> None:
    """Put the site's entry into the file, in place of one of that name or at the end.

    Everything else in the file stays byte for byte.
    """
    rewrite(path, lambda content: replaced(content, site, visiting, path))


def rewrite(path: Path, made: Callable[[bytes], bytes]) -> None:
    """Replace the file by what is made of its content, at once or not at all.

    It is made if there is none. Two programs that change it at once wait for each other.
    """
    if path == HOMELESS:
        raise ConfigError("no home directory to write sites.toml in; name a file with --config")
    try:
        place = path.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        with _alone(place.parent):
            content = place.read_bytes() if place.exists() else b""
            _write(place, made(content))
    except OSError as error:
        raise ConfigError(f"{error.filename or path}: {error.strerror}") from error


def replaced(content: bytes, site: Site, visiting: Visiting, path: Path) -> bytes:
    """The file's content with the entry of `site` in it; `path` is named in errors."""
    before = document(content, path)
    if before.get("contact") == visiting.contact:
        visiting = visiting._replace(contact=None)  # the whole file says it already
    entry = entry_toml(site, visiting)
    lines = _lines(content)
    text = _placed(lines, site.name, entry.replace("\n", _newline(lines)))
    expected = {**before, "sites": {**before.get("sites", {}), **_parsed(entry)["sites"]}}
    if parsed_or_none(text) != expected:
        raise ConfigError(f"{path}: cannot change [sites.{site.name}] as it is written; edit it")
    return BOM_UTF8 * content.startswith(BOM_UTF8) + text.encode()


def _placed(lines: list[str], name: str, entry: str) -> str:
    """The lines with the entry where the old one began; blank lines keep them apart."""
    owned = list(_owned(lines, name))
    if owned:
        kept = [line for number, line in enumerate(lines) if number not in owned]
        kept.insert(owned[0], entry)
        return "".join(kept)
    newline = _newline(lines)
    text = "".join(lines)
    if text and not text.endswith("\n"):
        text += newline
    return text + (newline if text else "") + entry


def _owned(lines: list[str], name: str) -> Iterator[int]:
    """The lines of the entry's tables, from each header to its last key.

    Comments after the last key are not owned: they may speak of what follows.
    """
    mine, waiting = False, list[int]()
    for first, last, text in _statements(lines):
        bare = text.strip()
        if bare.startswith("["):
            before, mine = mine, _header_of(bare, name)
            waiting = waiting if before and mine else []
        waiting += range(first, last)
        if mine and bare and not bare.startswith("#"):
            yield from waiting
            waiting = []


def _header_of(header: str, name: str) -> bool:
    return name in _parsed(header).get("sites", {})


def _statements(lines: list[str]) -> Iterator[Statement]:
    """The statements of a parsable file: each blank line and comment is one as well."""
    first = 0
    for last in range(1, len(lines) + 1):
        if last - first > LONGEST:
            yield Statement(first, len(lines), "".join(lines[first:]))
            return
        text = "".join(lines[first:last])
        if parsed_or_none(text) is not None:
            yield Statement(first, last, text)
            first = last


def _text(content: bytes) -> str:
    return content.removeprefix(BOM_UTF8).decode()


def _lines(content: bytes) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", _text(content))  # str.splitlines cuts at U+2028


def _parsed(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


def parsed_or_none(text: str) -> dict[str, Any] | None:
    """The content of a text, or None if it is no TOML."""
    with suppress(ValueError):
        return _parsed(text)
    return None


def _exists(value: Any, place: tuple[str | int, ...]) -> bool:  # noqa: ANN401 - any TOML value
    for key in place:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _newline(lines: list[str]) -> str:
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def _unknown_base(site: Site) -> bool:
    """Whether the site extends one of the user's: then everything is said, to be safe."""
    return site.extends is not None and site.extends not in known()


def _reader(name: str, reader: Reader) -> str:
    """The tables of one reader and of the lists it learnt."""
    version = None if reader.version == 1 else str(reader.version)
    fields = {"version": version, "since": _time(reader.since), "until": _time(reader.until)}
    lines = [f"\n[[sites.{toml_key(name)}.readers]]\nkind = {toml_value(reader.kind)}\n"]
    lines += (f"{key} = {value}\n" for key, value in fields.items() if value is not None)
    for spec in reader.lists:
        lines.append(f"\n[[sites.{toml_key(name)}.readers.lists]]\n")
        lines += (
            f"{toml_key(key)} = {toml_value(value)}\n" for key, value in spec.fields().items()
        )
    return "".join(lines)


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def toml_value(value: object) -> str:
    """A value in TOML, on one line; JSON spells strings, numbers and flags the same way."""
    import json

    if isinstance(value, Mapping):
        pairs = ", ".join(f"{toml_key(key)} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {pairs} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text.encode(errors="replace").decode()  # a lone surrogate has no place in a file


def toml_key(word: str) -> str:
    """A key in TOML, quoted where it must be."""
    return word if re.fullmatch(r"[A-Za-z0-9_-]+", word) else toml_value(word)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other program of ours changes a file of the folder meanwhile.

    The folder is locked, since the file is replaced as a whole. Where there are no locks, there
    is nobody to wait for.
    """
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    """Replace the file as a whole, on disk before its name points to it, with its old mode."""
    import tempfile  # slow to load, and most runs write no configuration

    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".sites-", suffix=".toml")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
