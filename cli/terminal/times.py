"""Parses TIME as people type it, and formats times and spans for people.

Internally, a time is UTC in whole seconds since the epoch, and a site's local time is such a time
with an offset in minutes. A TIME that is less exact than a second (a minute, a day, a month, a
year) means its first second at the start of a period and its last second at the end. All
functions except `now` depend on their arguments only.
"""

import contextlib
import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from scrapers import TrackerError

Zone = int | Callable[[int], int]
"""A zone's offset from UTC in minutes: fixed, or that at an instant in UTC seconds."""

Edge = Literal["start", "end"]

EXAMPLES = "24h 7d 3w 6mo 1y (30m is minutes), 22:00, yesterday, monday, last-week, 2026-11-21, 2026-11, 2026"

MINUTE, HOUR, DAY = 60, 3600, 86400
UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY, "mo": 30 * DAY, "y": 365 * DAY}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BEYOND = 253_370_764_800
"""The year 9999 begins: too near to the calendar's end to have a local time everywhere."""

# They are compiled at their first use, because most runs need only one of them.
SPAN = r"([0-9]{1,6})(mo|[mhdwy])"
CLOCK = r"([0-9]{1,2}):([0-9]{2})"
DATE = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
FULL = (
    r"(?i)([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


FURTHEST = 15 * 3600
"""Seconds that no zone is from UTC."""

LONGEST = 1000 * 365 * 86_400
"""The longest span, in seconds: nothing was measured before, and calendars end."""


class TimeError(TrackerError):
    """A word that is not a TIME; the message contains the word and valid examples."""


class Moment(NamedTuple):
    """A time at a place: UTC seconds, the local offset in minutes, the zone's short name."""

    seconds: int
    offset: int = 0
    zone: str = ""


def now() -> int:
    """Return the present time: TRACKER_NOW if it is set, else the time of the clock."""
    word = os.environ.get("TRACKER_NOW")
    if not word:
        return int(time.time())
    match = re.fullmatch(FULL, word)
    with contextlib.suppress(ValueError):
        if match and match[4]:
            return measurable(_instant(match, 0, "start"))
    raise TimeError(
        f"TRACKER_NOW is no time with offset from 1970 to 9998: {word!r}; "
        "such as 2026-01-29T07:03:00+09:00"
    )


def measurable(seconds: int) -> int:
    """Return the time. Raises ValueError if nothing can have been observed at it."""
    if not 0 <= seconds < BEYOND:
        raise ValueError("nothing can be observed before 1970 or after 9998")
    return seconds


def parse_span(text: str) -> int:
    """Return the seconds of a span such as `90m` or `24h`; a month has 30 days, a year 365."""
    match = re.fullmatch(SPAN, text.strip())
    if not match:
        raise TimeError(f"not a span of time: {text!r}; such as 30m 24h 7d 3w 6mo 1y")
    seconds = int(match[1]) * UNITS[match[2]]
    if seconds > LONGEST:
        raise TimeError(
            f"not a span of time: {text!r}; the longest is 1000y, others are {EXAMPLES}"
        )
    return seconds


def parse_time(text: str, now: int, zone: Zone, edge: Edge = "start") -> int:
    """Return the UTC seconds that a TIME means at `now`, for a site in `zone`.

    `edge` is "start" for --since and --vs, "end" for --until and --at.
    """
    word = text.strip()
    try:
        if re.fullmatch(SPAN, word):
            return _utc(local_time(now - parse_span(word), 0), 0)  # within the calendar
        if match := re.fullmatch(FULL, word):
            return _instant(match, zone, edge)
        if word == "now":
            return now
        start, end = _period(word, now, zone)
        return _utc(start, zone) if edge == "start" else _utc(end, zone) - 1
    except (ValueError, OverflowError):
        raise TimeError(f"not a time: {text!r}; such as {EXAMPLES}") from None


def _instant(match: re.Match[str], zone: Zone, edge: Edge) -> int:
    """Return the UTC seconds of a full date and time; without an offset it is the site's."""
    date, minute, second, offset = match.groups()
    local = datetime.fromisoformat(f"{date}T{minute}{second or ':00'}")
    if offset:
        stated = datetime.fromisoformat(f"2000-01-01T00:00{offset.upper()}").utcoffset()
        zone = int((stated or timedelta()).total_seconds()) // MINUTE
    return _utc(local, zone) + (59 if edge == "end" and not second else 0)


def _period(word: str, now: int, zone: Zone) -> tuple[datetime, datetime]:
    """Return the local start and end (exclusive) of a minute, day, week, month or year."""
    here = _here(now, zone)
    today = here.replace(hour=0, minute=0, second=0)
    if match := re.fullmatch(CLOCK, word):
        start = today.replace(hour=int(match[1]), minute=int(match[2]))
        start -= timedelta(days=start > here)
        return start, start + timedelta(minutes=1)
    if match := re.fullmatch(DATE, word):
        return _calendar(match)
    from cli.terminal.named_days import named

    if (period := named(word, today)) is None:
        raise ValueError(word)
    return period


def _calendar(match: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, day = (int(part) if part else None for part in match.groups())
    start = datetime(year or 0, month or 1, day or 1)  # noqa: DTZ001 - the site's local time
    if day:
        return start, start + timedelta(days=1)
    if month:
        return start, (start + timedelta(days=31)).replace(day=1)
    return start, start.replace(year=start.year + 1)


def _utc(local: datetime, zone: Zone) -> int:
    """The instant of a local time; the earlier one if a change of the clocks repeats it.

    If the change skips the local time, the offset before the change applies.
    """
    wall = round((local.replace(tzinfo=UTC) - EPOCH).total_seconds())
    if isinstance(zone, int):
        return wall - zone * MINUTE
    near = sorted({zone(wall - FURTHEST), zone(wall), zone(wall + FURTHEST)}, reverse=True)
    instants = [wall - offset * MINUTE for offset in near]
    fitting = [t for t, offset in zip(instants, near, strict=True) if zone(t) == offset]
    return fitting[0] if fitting else instants[-1]


def _here(seconds: int, zone: Zone) -> datetime:
    """Return the local time at an instant."""
    return local_time(seconds, zone if isinstance(zone, int) else zone(seconds))


def local_time(seconds: int, offset: int) -> datetime:
    """Return the local time (without tzinfo) at an offset in minutes."""
    return (EPOCH + timedelta(seconds=seconds, minutes=offset)).replace(tzinfo=None)


@lru_cache(maxsize=64)
def iso(seconds: int, offset: int | None = None) -> str:
    """Return ISO 8601 with the offset in minutes, or in UTC with Z."""
    local = local_time(seconds, offset or 0).isoformat()
    if offset is None:
        return f"{local}Z"
    hours, minutes = divmod(abs(offset), 60)
    return f"{local}{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


@lru_cache(maxsize=64)
def plain(seconds: int, offset: int) -> str:
    """Return the local time as spreadsheets read it: 2026-01-29 07:03:07."""
    return local_time(seconds, offset).isoformat(" ")


def stamp(moment: Moment) -> str:
    """Return a time in full for people: Thu 2026-01-29 07:03 JST."""
    local = local_time(moment.seconds, moment.offset)
    text = f"{WEEKDAYS[local.weekday()]} {local.isoformat(' ', 'minutes')}"
    return f"{text} {moment.zone}".rstrip()


def brief(moment: Moment, *, weekday: bool = False, now: int | None = None) -> str:
    """Return a short time for people, without the year: 28 Jan 22:03, or Wed 28 Jan 22:03.

    With `now`, a time in another year includes the year: 28 Jan 2024 22:03.
    """
    local = local_time(moment.seconds, moment.offset)
    date = day(moment)
    if now is not None and local.year != local_time(now, moment.offset).year:
        date += f" {local.year}"
    text = f"{date} {local.hour:02}:{local.minute:02}"
    return f"{WEEKDAYS[local.weekday()]} {text}" if weekday else text


def near(moment: Moment, now: int) -> str:
    """Return a time as shortly as `now` allows: 07:03 today, Mon 22:03 this week, else brief."""
    local, today = (local_time(t, moment.offset) for t in (moment.seconds, now))
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if 0 <= (today.date() - local.date()).days < len(WEEKDAYS):
        return f"{WEEKDAYS[local.weekday()]} {local:%H:%M}"
    return brief(moment, now=now)


def day(moment: Moment) -> str:
    """Return the day alone: 28 Jan."""
    local = local_time(moment.seconds, moment.offset)
    return f"{local.day} {MONTHS[local.month - 1]}"


def span(seconds: int) -> str:
    """Return a span for people in its two largest units: 9 min, 3 h 09 min, 7 d 11 h."""
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < 2 * DAY:
        hours, rest = divmod(seconds, HOUR)
        return f"{hours} h {rest // MINUTE:02} min" if rest >= MINUTE else f"{hours} h"
    days, rest = divmod(seconds, DAY)
    return f"{days} d {rest // HOUR} h" if rest >= HOUR else f"{days} d"


def age(seconds: int) -> str:
    """Return an age for people: just now, 9 min ago, 17 h ago, 3 d ago."""
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min ago"
    return f"{seconds // HOUR} h ago" if seconds < 2 * DAY else f"{seconds // DAY} d ago"


def short(seconds: int, *, at_least: bool = False) -> str:
    """Return a span for a table's cell: 40m, 41h, 6d; ≥6d if it may have been longer."""
    least = "≥" if at_least else ""
    if seconds < HOUR:
        return f"{least}{seconds // MINUTE}m"
    return f"{least}{seconds // HOUR}h" if seconds < 2 * DAY else f"{least}{seconds // DAY}d"


def check_period(start: int, end: int, since: str | None, until: str | None) -> None:
    """Raise a TimeError for a period that ends before it begins; the words are the user's."""
    if start > end:
        raise TimeError(f"no time lies between {since} and {until or 'now'}")


def date(moment: Moment) -> str:
    """Return the local date: 2026-01-29."""
    return local_time(moment.seconds, moment.offset).date().isoformat()


def hours(seconds: int) -> float:
    """Return seconds as hours for machines, precise to a second.

    They are cut and not rounded: hours may be a lower bound, which must not be more than was seen.
    """
    return seconds * 10_000 // 3600 / 10_000
