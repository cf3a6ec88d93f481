"""What a page tells of its site: the time zone, and how the addresses of articles look.

Guesses for a person to see and change: they stand in the site's entry in plain words. Where
little speaks for a guess none is made: UTC, and no pattern.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrapers.address import host_of

_COUNTRIES = {
    "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "tw": "Asia/Taipei", "hk": "Asia/Hong_Kong",
    "cn": "Asia/Shanghai", "sg": "Asia/Singapore", "my": "Asia/Kuala_Lumpur", "th": "Asia/Bangkok",
    "vn": "Asia/Ho_Chi_Minh", "ph": "Asia/Manila", "in": "Asia/Kolkata", "pk": "Asia/Karachi",
    "il": "Asia/Jerusalem", "ae": "Asia/Dubai", "tr": "Europe/Istanbul", "nz": "Pacific/Auckland",
    "uk": "Europe/London", "ie": "Europe/Dublin", "de": "Europe/Berlin", "at": "Europe/Vienna",
    "ch": "Europe/Zurich", "fr": "Europe/Paris", "be": "Europe/Brussels", "nl": "Europe/Amsterdam",
    "lu": "Europe/Luxembourg", "es": "Europe/Madrid", "pt": "Europe/Lisbon", "it": "Europe/Rome",
    "dk": "Europe/Copenhagen", "no": "Europe/Oslo", "se": "Europe/Stockholm", "fi": "Europe/Helsinki",
    "is": "Atlantic/Reykjavik", "pl": "Europe/Warsaw", "cz": "Europe/Prague", "sk": "Europe/Bratislava",
    "hu": "Europe/Budapest", "ro": "Europe/Bucharest", "bg": "Europe/Sofia", "gr": "Europe/Athens",
    "hr": "Europe/Zagreb", "rs": "Europe/Belgrade", "si": "Europe/Ljubljana", "ua": "Europe/Kyiv",
    "lt": "Europe/Vilnius", "lv": "Europe/Riga", "ee": "Europe/Tallinn", "za": "Africa/Johannesburg",
    "ng": "Africa/Lagos", "ke": "Africa/Nairobi", "eg": "Africa/Cairo", "co": "America/Bogota",
    "pe": "America/Lima", "ar": "America/Argentina/Buenos_Aires", "uy": "America/Montevideo",
}  # fmt: skip
"""The zone of countries that have one (islands far away left out), by top-level domain."""

_LANGUAGES = {
    "ja": "jp", "ko": "kr", "th": "th", "vi": "vn", "he": "il", "tr": "tr", "de": "de", "it": "it",
    "pl": "pl", "cs": "cz", "sk": "sk", "hu": "hu", "ro": "ro", "bg": "bg", "el": "gr", "hr": "hr",
    "sl": "si", "uk": "ua", "lt": "lt", "lv": "lv", "et": "ee", "fi": "fi", "sv": "se", "da": "dk",
    "nb": "no", "no": "no", "is": "is", "nl": "nl",
}  # fmt: skip
"""Languages that are mostly written in one zone, with a country of it."""

_REGIONS = {"gb": "uk"}
_LANG = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?\b")
_OFFSET = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?([+-])(\d\d):?(\d\d)\b")
_HEAD = 20_000
_MOST = 200

Time = tuple[str, str, str, str]
"""A time in a page: ISO 8601 without offset, and the offset's sign, hours and minutes."""

_FEWEST = 5
"""Addresses that a pattern is learnt from at least."""


class Zone(NamedTuple):
    """A time zone and what speaks for it."""

    name: str
    because: str


def zone(address: str, text: str) -> Zone:
    """The time zone of the site at an address; `text` is the page's source."""
    times = [_time(match) for match in islice(_OFFSET.finditer(text), _MOST)]
    local = [time for time in times if _offset(*time)]
    for guess in _likely_zones(host_of(address), text[:_HEAD]):
        if _fits(guess.name, local):
            return guess
    offsets = {_offset(*time) for time in local}
    if len(offsets) == 1 and (minutes := offsets.pop()) % 60 == 0:
        return Zone(f"Etc/GMT{-minutes // 60:+d}", "from the dates in the page")
    return Zone("UTC", "nothing tells; change it with --timezone")


def _likely_zones(host: str, text: str) -> Iterable[Zone]:
    """Zones that the address and the language name, the likelier first."""
    name = host.partition(":")[0].rpartition(".")[2]
    lang = _LANG.search(text)
    region = (lang[2] or "").lower() if lang else ""
    if name in _COUNTRIES:
        yield Zone(_COUNTRIES[name], f"from .{name}")
    if (country := _REGIONS.get(region, region)) in _COUNTRIES and lang:
        yield Zone(_COUNTRIES[country], f"from the language {lang[1]}-{lang[2]}")
    elif lang and not region and lang[1].lower() in _LANGUAGES:
        yield Zone(_COUNTRIES[_LANGUAGES[lang[1].lower()]], f"from the language {lang[1]}")


def _fits(name: str, times: Sequence[Time]) -> bool:
    """Whether times could be of that zone: some are, or there are none."""
    try:
        place = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return not times or any(_offset(*time) == _offset_in(place, time[0]) for time in times)


def _time(match: re.Match[str]) -> Time:
    return match[1], match[2], match[3], match[4]


def _offset(_local: str, sign: str, hours: str, minutes: str) -> int:
    """Minutes east of UTC."""
    return (1 if sign == "+" else -1) * (int(hours) * 60 + int(minutes))


def _offset_in(place: ZoneInfo, time: str) -> int | None:
    try:
        offset = datetime.fromisoformat(time).replace(tzinfo=place).utcoffset()
    except (ValueError, OverflowError):
        return None
    return int((offset or timedelta(0)).total_seconds()) // 60


def article_pattern(paths: Iterable[str]) -> str | None:
    """A regular expression that the paths of articles match, learnt from some; None if unsure.

    It is learnt only where all of them are built alike around a number: what is a number stays
    one, a first folder that all share is kept, and so is the ending; anything else may vary.
    """
    paths = list(dict.fromkeys(paths))
    rows = [path.strip("/").split("/") for path in paths]
    if len(rows) < _FEWEST or len({len(row) for row in rows}) != 1:
        return None
    columns = list(zip(*rows, strict=True))
    parts = [_part(column, first=n == 0 and len(columns) > 2) for n, column in enumerate(columns)]
    if not any(r"\d+" in part for part in parts):
        return None
    parts[-1] = parts[-1].replace(r"\d+", r"(?P<id>\d+)")
    slash = "/" if all(path.endswith("/") for path in paths) else ""
    return f"^/{'/'.join(parts)}{slash}$"


def _part(texts: Sequence[str], *, first: bool) -> str:
    """One segment: a number with what stands around it, else the text that all share, else any."""
    if first and len(set(texts)) == 1 and not texts[0].isdigit():
        return re.escape(texts[0])
    ending = re.escape(_ending(texts))
    stems = [text.removesuffix(_ending(texts)) for text in texts]
    if all(stem.isascii() and stem.isdigit() for stem in stems):
        return rf"\d+{ending}"
    numbered = [re.fullmatch(r"(.*\D)(\d{4,})", stem, re.ASCII) for stem in stems]
    if all(numbered):
        return rf"[^/]*\D\d+{ending}"
    return f"[^/]+{ending}"


def _ending(texts: Sequence[str]) -> str:
    """The extension that all share, such as `.html`."""
    endings = {match[0] if (match := re.search(r"\.[a-z]{2,5}$", text)) else "" for text in texts}
    return endings.pop() if len(endings) == 1 else ""
