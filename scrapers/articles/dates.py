"""When something was published, from the words a page uses, as ISO 8601.

The words are rewritten to figures step by step (令和7年5月28日 and "May 28, 2025" both become
2025-5-28, 21時 and "9 p.m." both become 21:00), then the first date and the clock beside it are
read. A date with a time of day gives `2025-05-28T21:00:00+09:00`: the offset is the one the text
names, else that of the site's zone. Without a known zone, or without a time of day, the date
alone is given.

Nothing is guessed: a day without a year, 03/04/2025, a zone nobody knows or an impossible date
give no more than what is certain, at worst None. Words such as 昨日 or "5 minutes ago" count
from the visit.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

_Figures = str | Callable[[re.Match[str]], str]
_LONGEST = 400  # a date stands in a line, not in an essay

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911}
_ERA = rf"({'|'.join(_ERAS)})\s*(元|\d{{1,3}})"
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
          "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "EDT": -4, "EST": -5,
          "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8}  # fmt: skip

_AMERICAN = frozenset(name for name, hours in _ZONES.items() if hours < 0)
"""Letters that other countries use as well: CST is China's time, too."""


def _era(match: re.Match[str]) -> str:
    before, era, nth, *years = match.groups()
    year = _ERAS[era] + (1 if nth == "元" else int(nth))
    said = {int(other) for other in (before, *years) if other}
    return f"{year}年" if said <= {year} and int(year) > _ERAS[era] else "?"


def _named(match: re.Match[str]) -> str:
    """The date in figures, where the word within it is a month."""
    month = _months().get(match["month"].lower())
    return f" {match['year']}-{month}-{match['day']} " if month else match[0]


def _slashed(match: re.Match[str]) -> str:
    """Day and month by their size; where either could be the month, nothing is known."""
    a, _, b, year = match.groups()
    if int(a) > 12 or a == b:
        return f" {year}-{b}-{a} "
    return f" {year}-{a}-{b} " if int(b) > 12 else "?"


def _clock(match: re.Match[str]) -> str:
    hour, minutes, half, *others = match.groups()
    minute = "30" if half else next((m for m in (minutes, *others) if m), "00")
    return f"{hour}:{minute:0>2} "


_HOUR = (
    r"(?<![\d:])(\d{1,2})(?:\s*[時시]\s*(?:(\d{1,2})\s*[分분]|(半))?|\s?h\b\s?|\s?h\s?(\d{2})\b|"
    r"\.(\d{2})\s*(?:Uhr\b|(?=GMT\b|BST\b|CES?T\b))|\s*Uhr\b|(?=\s?[ap]\.?\s?m\b))"
)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The names of the months in many languages, and their numbers."""
    from scrapers.words import texts

    return {
        _plain(name).lower(): position % 12 + 1
        for position, (names, _) in enumerate(texts("months"))
        for name in names.split(", ")
    }


@lru_cache(maxsize=1)
def _rewrites() -> list[tuple[re.Pattern[str], _Figures]]:
    """What is written in words, and the figures for it; in this order."""
    unusual = sorted((name for name in _months() if not name.isalpha()), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(map(re.escape, unusual))}|[^\W\d_]+)(?!\w)\.?"
    day, year = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
    forms: tuple[tuple[str, _Figures], ...] = (
        (rf"(?<!\d)(\d{{4}})\s*年?\({_ERA}年?\)\s*年?", _era),
        (rf"(){_ERA}\s*(?:\((\d{{4}})年?\))?\s*年\s*(?:\((\d{{4}})年?\))?", _era),
        (r"(?<!\d)(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]", r" \1-\2-\3 "),
        (r"(?<![\d./-])(\d{4})([/.])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d])", r" \1-\3-\4 "),
        (r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)", r" \3-\2-\1 "),
        (r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?![\d/-])", _slashed),
        (rf"(?<!\d){day}(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s|d['’])?{month},?[\s-]*(?:del?\s|năm\s)?{year}(?!\d)", _named),
        (rf"(?<!\w){month}\s*{day}(?:st|nd|rd|th)?,?\s+{year}(?!\d)", _named),
        (rf"(?<!\d){year}\.?\s+(?:m\.\s+)?{month}\s+{day}(?!\d)", _named),
        (_HOUR, _clock),
    )  # fmt: skip
    return [(re.compile(pattern, re.IGNORECASE), to) for pattern, to in forms]


_FIGURES = re.compile(r"\d{4}-[\d:TZ.+ -]*")
_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?!\d|-)")
_CLOCK = re.compile(
    r"(?P<half>午前|午後|오전|오후|上午|下午|晚上|凌晨|[ap]\.?m\.?(?=\s*\d))?\s*(?<![\d:])(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"(?![\d:])\s*(?:Uhr\b)?(?P<half2>[ap](?=\.?\s?m\b)\.?\s?m\b\.?|[πμ]\.?\s?μ\b\.?)?"
    r"\s*\(?(?P<zone>(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?\b|[A-Za-z]{2,5}\b|Z\b)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:([0-2]\d)([0-5]\d)(?:[0-5]\d)?)?")
_JOINT = re.compile(r"(?<=\d)T(?=\d{2}:?\d{2})")
_NEAR = 24  # characters that may stand between a date and its time: a weekday, "um", "à"

_AGO = re.compile(
    r"(?P<since>vor |il y a |hace )?(?P<count>\d{1,3}|an?|einer?|une?) ?"
    r"(?:(?P<s>秒|sec)|(?P<m>分|min)|(?P<h>時間|hours?|hrs?|h|stunden?|heures?|horas?)|(?P<d>日|days?|tag|jours?|d[ií]as?))"
    r"\w*?(?P<ago> ?前| ago)?",
    re.IGNORECASE,
)
_NAMED_DAYS = {
    "今日": 0, "本日": 0, "きょう": 0, "today": 0, "heute": 0, "aujourd'hui": 0, "hoy": 0,
    "昨日": 1, "きのう": 1, "yesterday": 1, "gestern": 1, "hier": 1, "ayer": 1,
    "一昨日": 2, "おととい": 2, "vorgestern": 2, "avant-hier": 2,
}  # fmt: skip
_DAY_WORD = re.compile(
    rf"({'|'.join(sorted(_NAMED_DAYS, key=len, reverse=True))})(?:\W{{0,3}}(\d.*))?", re.IGNORECASE
)


def published(text: str, zone: str = "", at: int | None = None) -> str | None:
    """The first date in `text`, with its time of day, as ISO 8601; None where none is certain.

    `zone` is the site's IANA zone, "" where unknown. `at` is the visit in UTC seconds, which
    relative words count from.
    """
    text = " ".join(_plain(text[:_LONGEST]).split())
    if text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    if bare := _BARE.fullmatch(text):
        year, month, day, hour, minute = bare.groups()
        text = f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "")
    relative = _relative(text, zone, at) if at is not None and len(text) <= 40 else None
    return relative or _written(text, zone)


@lru_cache(maxsize=16)
def local_zone(name: str) -> tzinfo | None:
    """The zone of an IANA name; None for an unknown one."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name in {"UTC", ""}:
        return UTC if name else None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _plain(text: str) -> str:
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFKC", text)


def _written(text: str, zone: str) -> str | None:
    if not _FIGURES.fullmatch(text):
        for pattern, figures in _rewrites():
            text = pattern.sub(figures, text)
    text = _JOINT.sub(" ", text)
    found = _DAY.search(text)
    try:
        day = _day(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    if not found or day is None:
        return None
    clock = _clock_beside(text, *found.span())
    return _together(day, clock, zone) if clock else day.isoformat()


def _day(year: int, month: int, day: int) -> date:
    """A day; years as Buddhists count them are 543 ahead of ours."""
    return date(year - 543 if 2500 < year < 2700 else year, month, day)


def _clock_beside(text: str, start: int, end: int) -> re.Match[str] | None:
    """The time of day after the date, or else before it, with no other figure between."""
    after = _CLOCK.search(text, end)
    if after and not re.search(r"\d", text[end : after.start()]) and after.start() - end <= _NEAR:
        return after
    before = [m for m in _CLOCK.finditer(text, 0, start) if start - m.end() <= _NEAR]
    return before[-1] if before and not re.search(r"\d", text[before[-1].end() : start]) else None


def _together(day: date, clock: re.Match[str], zone: str) -> str | None:
    hour, minute, second = int(clock["h"]), int(clock["m"]), int(clock["s"] or 0)
    half = clock["half"] or clock["half2"]
    if half:
        if hour > 12:
            return None
        hour = hour % 12 + 12 * (half[0] in "pPμ" or half in {"午後", "오후", "下午", "晚上"})
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and minute + second):
        return None
    offset = _offset_of(clock["zone"], day, zone)
    if offset is None:
        return day.isoformat()
    try:
        time = datetime(day.year, day.month, day.day, tzinfo=offset)
        return (time + timedelta(hours=hour, minutes=minute, seconds=second)).isoformat()
    except (OverflowError, ValueError):
        return None


def _offset_of(name: str | None, day: date, zone: str) -> tzinfo | None:
    """The offset that letters beside a time name; None where they are of no place that is known.

    Letters such as CST and EST are those of the site's own country, if it has them; in Australia
    they mean nothing certain.
    """
    local = local_zone(zone)
    if name in _AMERICAN and local is not None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=local)
        if noon.tzname() == name:
            return local
        if zone.startswith("Australia/"):
            return None
    unknown = name is not None and name.isupper() and name not in _ZONES
    return _offset(name) or (None if unknown else local)


def _offset(name: str | None) -> tzinfo | None:
    name = (name or "").replace(" ", "")
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name])) if _ZONES[name] else UTC
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", name)
    if not match or int(match[2]) > 14:
        return None
    east = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(east if match[1] == "+" else -east) if east else UTC


def _relative(text: str, zone: str, at: int | None) -> str | None:
    offset = local_zone(zone) or UTC
    now = datetime.fromtimestamp(at or 0, offset)
    if match := _DAY_WORD.fullmatch(text):
        day = (now - timedelta(days=_NAMED_DAYS[match[1].lower()])).date()
        return _written(f"{day.isoformat()} {match[2] or ''}", zone)
    match = _AGO.fullmatch(text)
    if not match or not (match["since"] or match["ago"]):
        return None  # "5 min" alone is how long it takes to read
    number = match["count"]
    count = int(number) if number.isdigit() else 1
    if match["d"]:
        return (now - timedelta(days=count)).date().isoformat()
    unit = 1 if match["s"] else 60 if match["m"] else 3600
    return (now - timedelta(seconds=count * unit)).replace(microsecond=0).isoformat()
