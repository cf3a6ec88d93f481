"""Splits an address into parts, so that each of them can be judged separately.

An address consists of a path and *parts*: the parameters after `?` and the path parameters after
`;`. The path always distinguishes articles. Whether a part does is learnt (see
`store.history.identity.identity`) for all addresses of one *shape*: the same host, depth and ending.

All addresses here are canonical (`scrapers.address`). They are never normalised again; parts are
only removed, so that an address without noise is exactly its own identity.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

_ENDING = re.compile(r"\.[A-Za-z]{1,5}$")
_ADDRESS = re.compile(r"https?://(?:www\.)?([^/?#@\s]+)([^#\s]*)", re.IGNORECASE)
_SHARED = 3
"""Letters that a second-level label may have to be one that registries share (co.jp)."""


class Parts(NamedTuple):
    """An address taken apart: `path` is what always tells, `values` has its parts by name."""

    shape: str
    path: str
    values: Mapping[str, str]

    def without(self, noise: Collection[str]) -> tuple[str, ...]:
        """What is left to tell articles apart when some parts are noise."""
        names = sorted(name for name in self.values if name not in noise)
        return self.path, *(f"{name}={self.values[name]}" for name in names)

    def differing(self, other: "Parts") -> frozenset[str]:
        """The names of the parts in which two addresses of one path differ."""
        names = self.values.keys() | other.values.keys()
        return frozenset(n for n in names if self.values.get(n) != other.values.get(n))


@lru_cache(maxsize=100_000)
def parts(address: str) -> Parts:
    """The parts of a canonical address."""
    front, _, route = address.partition("#")
    front, _, query = front.partition("?")
    values: dict[str, str] = {}
    for name, value in [*_of_path(front), *_of_query(query)]:
        values[name] = f"{values[name]}&{value}" if name in values else value
    path = re.sub(r";[^/]*", "", front) + (f"#{route}" if route else "")
    return Parts(_shape(path), path, values)


def without(address: str, noise: Collection[str]) -> str:
    """The address without these parts, the rest as it was."""
    front, hash_, route = address.partition("#")
    front, _, query = front.partition("?")
    parameters = [
        parameter
        for parameter in query.split("&")
        if parameter and _name_and_value(parameter)[0] not in noise
    ]
    path = re.sub(
        r";[^;/]*", lambda m: "" if _name_and_value(m[0], ";")[0] in noise else m[0], front
    )
    return path + ("?" + "&".join(parameters) if parameters else "") + hash_ + route


def inner(address: str, value: str) -> str | None:
    """The address of the same site that a part's value holds; None where it holds none."""
    plain = unquote(value)
    origin = address[: address.index("/", 8)] if "/" in address[8:] else address
    if plain.startswith("/") and not plain.startswith("//"):
        return (origin + plain.partition("#")[0]).rstrip("/")
    match = _ADDRESS.fullmatch(plain.partition("#")[0])
    if not match or _domain(match[1].lower()) != _domain(origin.partition("://")[2]):
        return None
    scheme = plain[: plain.index(":")].lower() if ":" in match[1] else "https"
    return f"{scheme}://{match[1].lower()}{match[2]}".rstrip("/")


def host(address: str) -> str:
    """The host of a canonical address, with its port."""
    return address.partition("://")[2].partition("/")[0]


def _of_path(front: str) -> Iterator[tuple[str, str]]:
    return (_name_and_value(parameter, ";") for parameter in re.findall(r";[^;/]*", front))


def _of_query(query: str) -> Iterator[tuple[str, str]]:
    return (_name_and_value(parameter) for parameter in query.split("&") if parameter)


def _name_and_value(parameter: str, mark: str = "") -> tuple[str, str]:
    """Name and value of a part; a part without a name is known by its mark alone."""
    name, equals, value = parameter.removeprefix(mark).partition("=")
    return (mark + name, value) if equals else (mark, name)


def _shape(path: str) -> str:
    origin, _, rest = path.partition("://")[2].partition("/")
    ending = _ENDING.search(rest)
    return f"{origin} {rest.rstrip('/').count('/') + 1 if rest else 0}{ending[0] if ending else ''}"


def _domain(authority: str) -> str:
    """The last labels of a host that one owner has, roughly; a numeric host is whole."""
    name, _, port = authority.partition(":")
    labels = name.split(".")
    if labels[-1].isdigit():
        return authority
    shared = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= _SHARED
    return ".".join(labels[-3 if shared else -2 :]) + port
