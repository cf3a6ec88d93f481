"""The keys of a site's entry, of its readers and of their lists, each with the values it takes.

The names in SITE, READER and LIST are the whole language of `[sites.NAME]`; docs/sites.md is tested
against them. The kinds of values stand in `scrapers.config.values`.
"""

from scrapers.config.values import (
    Fields,
    Unfit,
    address,
    address_pairs,
    checked,
    contact,
    file_path,
    flag,
    headers,
    hosts,
    instant,
    of_kind,
    one_of,
    pattern,
    positive_seconds,
    proxy,
    seconds,
    secret,
    text,
    variable,
    whole_seconds,
    zone,
)
from scrapers.model import ListSpec, Reader
from scrapers.sites import KINDS
from scrapers.windows import WINDOWS

NEEDED = {"selectors": ("name", "selector"), "json": ("name", "url", "title")}
"""What each list of a reader of a kind must say; such a reader has at least one list."""


def _places(value: object) -> tuple[str, ...]:
    places = of_kind(value, list, "a list of places")
    if not places:
        raise Unfit('at least one place expected, such as ["home", "article"]')
    return tuple(p if p in ("home", "article") else address(p) for p in places)


def _names(value: object) -> tuple[str, ...]:
    """Names of parameters; none of them means that the path alone tells articles apart."""
    return tuple(text(name) for name in of_kind(value, list, "a list of names of parameters"))


def _windows(value: object) -> tuple[tuple[str, str], ...]:
    labels = of_kind(value, dict, "a table of labels and windows")
    return tuple(checked(labels, dict.fromkeys(labels, _window)).items())


def _window(value: object) -> str:
    return one_of(WINDOWS, value)


def _version(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value < 2**31:
        raise Unfit(f"a whole number from 1 on expected, got {value!r:.60}")
    return value


def _readers(value: object) -> tuple[Reader, ...]:
    tables = of_kind(value, list, "tables, each headed [[sites.NAME.readers]],")
    readers = tuple(_reader(table, number) for number, table in enumerate(tables))
    if not readers:
        raise Unfit("at least one reader expected")
    return readers


def _reader(table: object, number: int) -> Reader:
    values = checked(table, READER, (number,))
    if "kind" not in values:
        raise Unfit("kind is missing", number)
    reader = Reader(**values)
    if reader.since is not None and reader.until is not None and reader.since >= reader.until:
        raise Unfit("until must be later than since", number, "until")
    _check_lists(reader, number)
    return reader


def _check_lists(reader: Reader, number: int) -> None:
    """Raise Unfit where the lists lack what this kind of reader finds them by."""
    if reader.kind in NEEDED and not reader.lists:
        raise Unfit(f"a reader of kind {reader.kind} needs lists", number)
    for place, spec in enumerate(reader.lists):
        missing = [key for key in NEEDED.get(reader.kind, ()) if not getattr(spec, key)]
        if missing:
            raise Unfit(f"lists: {missing[0]} is missing", number, "lists", place)


def _lists(value: object) -> tuple[ListSpec, ...]:
    tables = of_kind(value, list, "tables, each headed [[sites.NAME.readers.lists]],")
    return tuple(ListSpec(**checked(table, LIST, (n,))) for n, table in enumerate(tables))


LIST: Fields = {
    "name": text,
    "heading": text,
    "label": text,
    "window": _window,
    "selector": text,
    "url": address,
    "items": text,
    "title": text,
    "link": text,
    "rank": text,
}
READER: Fields = {
    "kind": lambda value: one_of(KINDS, value),
    "version": _version,
    "since": instant,
    "until": instant,
    "lists": _lists,
}
SITE: Fields = {
    "extends": text,
    "home": address,
    "label": text,
    "rankings_on": _places,
    "article": pattern,
    "timezone": zone,
    "windows": _windows,
    "readers": _readers,
    "identity": _names,
    "formerly": hosts,
    "apart": address_pairs,
    "placement": flag,
    "follow": flag,
    "allow_private": flag,
    "delay": seconds,
    "deadline": positive_seconds,
    "every": whole_seconds,
    "robots": flag,
    "contact": contact,
    "ping": secret,
    "patience": positive_seconds,
    "proxy": proxy,
    "ca": file_path,
    "headers": headers,
    "auth": variable,
    "cookies": flag,
    "render": flag,
    "render_hosts": hosts,
}
