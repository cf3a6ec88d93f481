"""Window words of many languages: a label or phrase to the slug of its window.

A label says its window in one of three ways: as a slug or short form (`week`, `24h`, `1m`: m is a
month here), as a number with a unit (24時間, 7 Tage, past 30 days), or as a word (今週, heute,
mensuel). A number decides: `3日間` is no window that we know, whatever words stand beside it. Where
a phrase names two windows it names none. The words stand in `scrapers/words`, and are read when a
text is no slug.
"""

import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType

WINDOWS = ("hour", "day", "week", "month", "year", "all")
"""The closed list of window slugs, shortest first. 24 hours is `day`."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_LONGEST = 120  # a longer text is no label

_DAY, _MONTH = 24, 720
_HOURS = {"hour": 1, "day": _DAY, "week": 168, "month": _MONTH, "year": 8760}
_SPANS = {1: "hour", 24: "day", 168: "week", 8760: "year"}
_MONTH_DAYS = range(28, 32)
_SHORT = {"h": 1, "d": _DAY, "w": 168, "m": _MONTH, "mo": _MONTH, "y": 8760}
_DATE = (  # compiled where it is used: a command that knows its lists names no window
    r"\d{4}[年년](?:\d{1,2}[月월])?(?:\d{1,2}[日일](?!間))?|\d{1,2}[月월](?:\d{1,2}[日일])?"
)
_RANGE = (
    r"(?<!\d)(\d{1,2})[月월/.](\d{1,2})[日일]?(?:\(\w\))?\s?[~〜–—-]\s?(?:\d{4}[年년/.]\s?)?"
    r"(\d{1,2})[月월/.](\d{1,2})(?!\d)"
)
"""The first and the last day that a list was counted on."""
_SPANS_OF_DAYS = {1: "day", 7: "week", **dict.fromkeys(_MONTH_DAYS, "month")}


def window_of(text: str, extra: Mapping[str, str] = _NOTHING) -> str | None:
    """The slug of `WINDOWS` that a label or phrase names, or None.

    `extra` maps a site's own labels (compared folded) to slugs and comes first. None also for a
    text that names two windows, or a stretch of time that is none of ours (3 days).
    """
    if not text or len(text) > _LONGEST:
        return None
    if extra:
        folded = _fold(text)
        for label, slug in extra.items():
            if _fold(label) == folded:
                return slug
    return _named(text)


def says_all(text: str) -> bool:
    """Whether a label is only a word for "all", which may be of time or of sections."""
    return _table("alone").get(_fold(text)) == "all"


@lru_cache(maxsize=4096)
def _named(text: str) -> str | None:
    folded = _fold(text)
    if folded in WINDOWS and folded != "all":
        return folded
    return _table("alone").get(folded) or _from_phrase(folded)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split()).strip(" .:：…»›>|*·-–()[]")


def _from_phrase(folded: str) -> str | None:
    if dates := re.search(_RANGE, folded):
        return _SPANS_OF_DAYS.get(_days(*map(int, dates.groups())))
    runs = _runs(re.sub(_DATE, " ", folded))
    spans: set[str | None] = set()
    rest: list[str] = []
    while runs:
        hours, used, left = _span(runs) if runs[0].isdecimal() else (0, 1, runs[0])
        if hours:
            spans.add(_slug(hours))
        rest += [left] if left else []
        runs = runs[used:]
    return _one(spans | _words(rest))


def _days(month: int, day: int, to_month: int, to_day: int) -> int:
    """How many days two dates in a row and those between them are; 0 if they are no dates."""
    try:
        between = date(2024, to_month, to_day) - date(2024, month, day)
    except ValueError:
        return 0
    return between.days % 366 + 1


def _one(slugs: set[str | None]) -> str | None:
    return slugs.pop() if len(slugs) == 1 else None


def _runs(folded: str) -> list[str]:
    """The text cut into runs of digits and runs of word characters."""
    runs: list[str] = []
    kind = ""
    for char in folded:
        now = "9" if char.isdecimal() else "a" if _is_word(char) else ""
        if now and now == kind:
            runs[-1] += char
        elif now:
            runs.append(char)
        kind = now
    return runs


def _is_word(char: str) -> bool:
    return char.isalpha() or char == "'" or unicodedata.category(char) in ("Mn", "Mc", "Cf")


def _span(runs: Sequence[str]) -> tuple[int, int, str]:
    """Hours of the number that some runs begin with, how many runs say it, and what of them is left.

    A word such as "last" may stand between number and unit ("7 derniers jours", "24 de ore").
    """
    number, *after = runs
    if len(after) > 1 and after[0] in _table("between"):
        after = after[1:]
    unit = after[0] if after else ""
    hours = _SHORT.get(unit) or _table_of_units().get(unit, 0)
    glued = "" if hours else next((one for one in _glued() if unit.startswith(one)), "")
    hours = hours or _glued().get(glued, 0)
    if not hours or len(number) > 4:
        return 0, 1, number
    left = unit[len(glued) :].removeprefix("間") if glued else ""
    return int(number) * hours, len(runs) - len(after) + 1, left


def _slug(hours: int) -> str | None:
    if hours % _DAY == 0 and hours // _DAY in _MONTH_DAYS:
        return "month"
    return "year" if hours == 12 * _MONTH else _SPANS.get(hours)


def _words(runs: Sequence[str]) -> set[str | None]:
    words = _table("window")
    pairs = (f"{a} {b}" for a, b in itertools.pairwise(runs))
    found: set[str | None] = {words[pair] for pair in pairs if pair in words}
    if found:
        return found
    found = {words[stem] for run in runs if (stem := run.removesuffix("'s")) in words}
    solid = "".join(runs)
    if not solid.isascii():
        found |= {slug for word, slug in _table("inside").items() if word in solid}
    return found


@cache
def _table(name: str) -> dict[str, str]:
    """Words as they are compared, to slugs: `window`, `inside` (found anywhere), `alone`, `between`."""
    from scrapers.words import texts

    if name == "between":
        return {_fold(text.rstrip("*")): "" for text, _ in (*texts("last"), *texts("between"))}
    kind = "alone" if name == "alone" else "window"
    return {
        _fold(text) if spaced else "".join(_fold(text).split()): slug
        for slug in WINDOWS
        for text, spaced in texts(f"{kind}.{slug}")
        if name == "alone" or spaced is (name == "window")
    }


@cache
def _table_of_units() -> dict[str, int]:
    from scrapers.words import texts

    return {
        _fold(text): hours for slug, hours in _HOURS.items() for text, _ in texts(f"unit.{slug}")
    }


@cache
def _glued() -> dict[str, int]:
    """The units of languages without spaces, the longest first: 個月 before 月, 時間 before 時."""
    from scrapers.words import texts

    found = [
        (_fold(text), hours)
        for slug, hours in _HOURS.items()
        for text, spaced in texts(f"unit.{slug}")
        if not spaced
    ]
    return dict(sorted(found, key=lambda pair: -len(pair[0])))
