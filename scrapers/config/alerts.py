"""What is told to whom: `[[alerts]]` and `[[digests]]` of the configuration."""

import functools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from scrapers.config.channels import STDOUT
from scrapers.config.values import (
    Fields,
    Unfit,
    checked,
    of_kind,
    one_of,
    seconds,
    text,
    zone,
)
from scrapers.sites import nearest

MOVES = ("first", "new", "back", "out")
"""What an alert can be about, of an article; beside these `top:N` and `climb:N/T`."""

TROUBLES = ("stale", "refused", "empty", "recovered", "undelivered")
"""What an alert can be about, of the recorder itself."""

JAPANESE = {
    "首位": "first",
    "首位交代": "first",
    "初登場": "new",
    "再登場": "back",
    "圏外へ": "out",
}
"""The shown words for `MOVES`, which may stand in their place."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = 86400
_T = TypeVar("_T")


class Alert(NamedTuple):
    """A rule: which events are told to which channels.

    `match` holds search words; none of `sites`, `lists` and `category` means all of them. `again`
    is the silence, in seconds, for the same article and kind; what happened longer than `max_age`
    ago is told no more. `quiet` is a time of the day in minutes, from and to, in `timezone`, else
    in the site's. `batch` is how long later messages are collected after one was sent.
    """

    name: str
    when: tuple[str, ...]
    to: tuple[str, ...] = (STDOUT,)
    match: str = ""
    sites: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    again: float = float(_DAY)
    max_age: float = _DAY / 4
    batch: float = 0.0
    quiet: tuple[int, int] | None = None
    timezone: str | None = None


class Digest(NamedTuple):
    """A regular summary: at which minute of which days (0 is Monday), since when, and to whom.

    `since` is `last` or a span in seconds. Where it is `last`, a morning that the machine slept
    through is part of the next one.
    """

    name: str
    at: int
    days: tuple[int, ...] = tuple(range(7))
    since: float | None = None
    to: tuple[str, ...] = (STDOUT,)
    sites: tuple[str, ...] = ()
    lang: str | None = None
    timezone: str | None = None


def alerts(value: object) -> tuple[Alert, ...]:
    """The rules, in the file's order."""
    return tuple(_tables(value, "alerts", _alert))


def digests(value: object) -> tuple[Digest, ...]:
    """The digests, in the file's order."""
    return tuple(_tables(value, "digests", _digest))


def _tables(value: object, key: str, read: Callable[[Any, int], _T]) -> list[_T]:
    tables = of_kind(value, list, f"tables, each headed [[{key}]],")
    return [read(table, number) for number, table in enumerate(tables)]


def _alert(table: object, number: int) -> Alert:
    values = checked(table, ALERT, (number,))
    for key in ("name", "when"):
        if key not in values:
            raise Unfit(f"{key} is missing", number)
    return Alert(**values)


def _digest(table: object, number: int) -> Digest:
    values = checked(table, DIGEST, (number,))
    if "at" not in values:
        raise Unfit("at is missing", number)
    return Digest(**{"name": "digest", **values})


def check_names(
    rules: tuple[Alert, ...],
    digests: tuple[Digest, ...],
    channels: Mapping[str, str],
    sites: Mapping[str, object],
) -> None:
    """Raise Unfit where a rule names a channel or site that is not there, or shares its name."""
    known = {*channels, STDOUT}
    taken: set[str] = set()
    tables: tuple[tuple[str, Sequence[Alert | Digest]], ...] = (
        ("alerts", rules),
        ("digests", digests),
    )
    for key, entries in tables:
        for number, rule in enumerate(entries):
            if rule.name in taken:
                problem = f"there is another alert or digest called {rule.name!r}; give it a name"
                raise Unfit(f"{key}: {problem}", key, number)
            taken.add(rule.name)
            _check_all(rule.to, known, "channel", (key, number, "to"))
            _check_all(rule.sites, sites, "site", (key, number, "sites"))


def _check_all(
    names: tuple[str, ...], known: Collection[str], noun: str, place: tuple[str, int, str]
) -> None:
    for name in names:
        if name not in known:
            problem = f"no {noun} is called {name!r:.60}{nearest(name, sorted(known))}"
            raise Unfit(f"{place[0]}: {place[2]}: {problem}", *place)


def _name(value: object) -> str:
    name = text(value)
    if not name.isprintable() or len(name) > 64 or "/" in name:
        raise Unfit(
            f"a name on one line, of 64 characters at most, without / expected, got {name!r:.70}"
        )
    return name


def _texts(value: object) -> tuple[str, ...]:
    """One text or a list of them."""
    texts = [value] if isinstance(value, str) else of_kind(value, list, "a list of texts")
    if not texts:
        raise Unfit("at least one expected")
    return tuple(dict.fromkeys(text(item) for item in texts))


def _kinds(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_kind(word) for word in _texts(value)))


def _kind(word: str) -> str:
    """One kind of event, in the one spelling that it is compared in."""
    if (known := JAPANESE.get(word, word)) in (*MOVES, *TROUBLES):
        return known
    if (match := re.fullmatch(r"top:0*([1-9][0-9]{0,2})", word)) and int(match[1]) > 1:
        return f"top:{match[1]}"
    if match := re.fullmatch(r"climb:0*([1-9][0-9]{0,2})/0*([1-9][0-9]{0,3}[mhdw])", word):
        seconds(match[2])
        return f"climb:{match[1]}/{match[2]}"
    if word in ("top:1", "top:01"):
        raise Unfit('"first" is the word for number one')
    kinds = (*MOVES, "top:3", "climb:5/24h", *TROUBLES)
    raise Unfit(f"{word!r:.60} is no kind of event{nearest(word, kinds)}")


def _words(value: object) -> str:
    words = text(value)
    if not any(not word.startswith("-") for word in words.split()):
        raise Unfit("it only excludes; leave  match  out and say which words are wanted")
    return words


def _clock(value: object) -> int:
    """A time of the day, in minutes; TOML's own local times too."""
    word = value.strftime("%H:%M") if hasattr(value, "strftime") else text(value)
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", word)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise Unfit(f"a time of the day such as 07:30 expected, got {word!r:.60}")
    return int(match[1]) * 60 + int(match[2])


def _span_of_day(value: object) -> tuple[int, int]:
    start, dash, end = text(value).partition("-")
    if not dash:
        raise Unfit(f"two times of the day such as 22:00-07:00 expected, got {value!r:.60}")
    first, last = _clock(start.strip()), _clock(end.strip())
    if first == last:
        raise Unfit("it begins when it ends")
    return first, last


def _days(value: object) -> tuple[int, ...]:
    """Days of the week: `mon-fri`, `mon,thu`, or a list."""
    words = (word.strip().lower() for item in _texts(value) for word in item.split(","))
    return tuple(sorted({day for word in words for day in _run_of_days(word)}))


def _run_of_days(word: str) -> list[int]:
    first, dash, last = word.partition("-")
    for day in (first, last) if dash else (first,):
        if day not in DAYS:
            raise Unfit(f"a day such as mon, or mon-fri, expected, got {word!r:.60}")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [number % 7 for number in range(start, end + 1 + 7 * (end < start))]


def _since(value: object) -> float | None:
    return None if value == "last" else seconds(value)


ALERT: Fields = {
    "name": _name,
    "match": _words,
    "sites": _texts,
    "lists": _texts,
    "category": _texts,
    "when": _kinds,
    "again": seconds,
    "max_age": seconds,
    "to": _texts,
    "quiet": _span_of_day,
    "batch": seconds,
    "timezone": zone,
}
"""The keys of `[[alerts]]`; docs/alerts.md is tested against them."""

DIGEST: Fields = {
    "name": _name,
    "at": _clock,
    "days": _days,
    "since": _since,
    "to": _texts,
    "sites": _texts,
    "lang": functools.partial(one_of, ("en", "ja")),
    "timezone": zone,
}
"""The keys of `[[digests]]`; likewise."""
