"""What the values of the configuration may be: one function a kind of value, checked value out.

A value that cannot be used raises `Unfit`: what was expected, and where inside the value it is.
`scrapers.config` turns that into the line of the file. Which key holds which kind of value stands
in `scrapers.config.fields`.
"""

import re
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scrapers.address import canonical
from scrapers.http.own_headers import OURS
from scrapers.sites import nearest

YEAR = 366 * 86400.0
"""The longest time, in seconds, that any field may hold."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_CONTROL = re.compile(r"[\x00-\x20\x7f]")

_T = TypeVar("_T")

Fields = Mapping[str, Callable[[Any], object]]
Place = tuple[str | int, ...]


class Unfit(Exception):
    """A value that cannot be used; `place` are the keys that lead to it from where it was met."""

    def __init__(self, message: str, *place: str | int) -> None:
        super().__init__(message)
        self.place: Place = place


def checked(table: object, fields: Fields, place: Place = ()) -> dict[str, Any]:
    """The table's values, each checked by its field's function; an unknown key is unfit."""
    values = {}
    for key, value in of_kind(table, dict, "a table").items():
        if key not in fields:
            raise Unfit(f"unknown key {key}{nearest(key, fields)}", *place, key)
        try:
            values[key] = fields[key](value)
        except Unfit as unfit:
            raise Unfit(f"{key}: {unfit}", *place, key, *unfit.place) from None
    return values


def text(value: object) -> str:
    """A string that says something."""
    if not of_kind(value, str, "a string").strip():
        raise Unfit("a string with something in it expected")
    return str(value)


def address(value: object) -> str:
    """An absolute http or https address without user name."""
    url = text(value)
    try:
        parts = urlsplit(url)
        fit = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fit = False
    if not fit or "@" in parts.netloc or "\\" in url or _CONTROL.search(url):
        raise Unfit(f"an address such as https://news.example/ expected, got {url!r:.60}")
    return url


def secret(value: object) -> str:
    """An address that is told to nobody, not even in an error."""
    try:
        return address(value)
    except Unfit:
        raise Unfit("an address such as https://ping.example/key expected") from None


def seconds(value: object) -> float:
    """A time of at least 0 s: a number of seconds or a word such as 30m, 1h, 2d."""
    number = _duration(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise Unfit(f"seconds or a time such as 1h expected, got {value!r:.60}")
    if not 0 <= number <= YEAR:
        raise Unfit(f"a time from 0 s to a year expected, got {value!r:.60}")
    return float(number)


def contact(value: object) -> str:
    """An address or mailbox that can stand in a User-Agent header."""
    mailbox = text(value)
    if not (mailbox.isascii() and mailbox.isprintable()) or set("()\\") & set(mailbox):
        raise Unfit(f"an address in plain ASCII without brackets expected, got {mailbox!r:.60}")
    return mailbox


def proxy(value: object) -> str:
    """The address of an HTTP proxy, `none`, or the variable that holds one: `env:NAME`."""
    server = text(value)
    if server == "none" or server.startswith("env:"):
        return server if server == "none" else variable(server)
    if "@" in server:
        raise Unfit('a name and password belong in a variable: "env:NAME"')
    if not server.lower().startswith("http://"):
        raise Unfit('an address such as http://proxy.example:8080, "none" or "env:NAME" expected')
    return address(server)


def variable(value: object) -> str:
    """The name of an environment variable, as `env:NAME`; what else stands there is not shown."""
    name = text(value)
    if not re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*", name):
        raise Unfit('the name of an environment variable expected, as "env:NAME"')
    return name


def headers(value: object) -> tuple[tuple[str, str], ...]:
    """A table of header names and their values."""
    table = of_kind(value, dict, 'a table of headers, such as { Accept-Language = "ja" },')
    return tuple(checked(table, {name: _header(name) for name in table}).items())


def _header(name: str) -> Callable[[Any], str]:
    """What checks the value of a header."""

    def value_of(value: object) -> str:
        if name.lower() in OURS:
            raise Unfit("not for an entry to set; see contact, auth and proxy")
        if not re.fullmatch(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+", name):
            raise Unfit("no name of a header")
        if not isinstance(value, str) or not value.strip():
            raise Unfit("a string with something in it expected")
        if value.startswith("env:"):
            return variable(value)
        if name.lower() == "cookie":
            raise Unfit('a secret belongs in a variable: "env:NAME"')
        if not (value.isascii() and value.isprintable()):
            raise Unfit("printable ASCII expected")
        return value

    return value_of


def file_path(value: object) -> str:
    """The absolute path of a file, which need not exist yet."""
    path = text(value)
    if not Path(path).is_absolute():
        raise Unfit(f"the whole path of a file expected, got {path!r:.60}")
    return path


def _duration(word: str) -> float | None:
    match = re.fullmatch(r"([0-9]{1,9})\s*([smhdw])", word.strip())
    return float(int(match[1]) * _UNITS[match[2]]) if match else None


def positive_seconds(value: object) -> float:
    """A time longer than 0 s."""
    if not (span := seconds(value)):
        raise Unfit("a time longer than 0 s expected")
    return span


def whole_seconds(value: object) -> int:
    """A time of at least 1 s; a fraction is cut."""
    if (span := seconds(value)) < 1:
        raise Unfit("a time of at least 1 s expected")
    return int(span)


def flag(value: object) -> bool:
    """True or false."""
    return bool(of_kind(value, bool, "true or false"))


def pattern(value: object) -> str:
    """A regular expression that can be compiled."""
    try:
        return re.compile(text(value)).pattern
    except (re.error, RecursionError, OverflowError) as error:
        raise Unfit(f"not a regular expression: {error}"[:200]) from None


def hosts(value: object) -> tuple[str, ...]:
    """Hosts without scheme, port or path, such as `old.example`."""
    names = of_kind(value, list, "a list of hosts")
    return tuple(_at(number, _host, host) for number, host in enumerate(names))


def _host(value: object) -> str:
    name = text(value)
    plain = canonical(f"https://{name}/") if re.fullmatch(r"[^/?#@\s]+", name) else ""
    if "." not in name or not plain:
        raise Unfit(f"a host such as old.example expected, got {name!r:.60}")
    return plain.partition("://")[2].rstrip("/")


def address_pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Pairs of addresses, canonical, each of two different ones."""
    pairs = of_kind(value, list, "a list of pairs of addresses")
    return tuple(_at(number, _pair, pair) for number, pair in enumerate(pairs))


def _pair(value: object) -> tuple[str, str]:
    pair = of_kind(value, list, "two addresses")
    if len(pair) != len(("one", "another")):
        raise Unfit(f"two addresses expected, got {len(pair)}")
    first, second = (canonical(_at(number, address, url)) for number, url in enumerate(pair))
    if first == second:
        raise Unfit("these two are one address: they differ in nothing that is ever kept")
    return first, second


def _at(number: int, field: Callable[[Any], _T], value: object) -> _T:
    """A value inside a list, whose number is part of its place."""
    try:
        return field(value)
    except Unfit as unfit:
        raise Unfit(str(unfit), number, *unfit.place) from None


def zone(value: object) -> str:
    """A time zone of the IANA database, such as `Asia/Tokyo`."""
    name = text(value)
    try:
        return zoneinfo.ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        zones = zoneinfo.available_timezones()
    if not zones:
        raise Unfit("no time zones on this machine; install the tzdata package")
    raise Unfit(f"no time zone is called {name}, an example is Asia/Tokyo")


def one_of(words: tuple[str, ...], value: object) -> str:
    """One of the words."""
    if (word := text(value)) not in words:
        raise Unfit(f"{word!r:.60} is none of {', '.join(words)}")
    return word


def instant(value: object) -> int:
    """UTC seconds of a TOML time, or of a string in ISO 8601, with offset."""
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        time = None
    if not isinstance(time, datetime) or time.tzinfo is None:
        received = value.isoformat() if isinstance(value, date) else repr(value)
        raise Unfit(f"a time with offset expected, such as 2026-02-01T03:03:00Z, got {received}")
    return int(time.timestamp())


def of_kind(value: object, kind: type, expected: str) -> Any:  # noqa: ANN401 - checked right here
    """The value, if it is of this kind; `expected` says in an error what was expected."""
    if not isinstance(value, kind):
        raise Unfit(f"{expected} expected, got {value!r:.60}")
    return value
