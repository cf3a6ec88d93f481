"""The time that a digest is about: the last day, week or month, or a closed one of the calendar."""

from datetime import timedelta
from typing import NamedTuple

from cli.terminal.times import DAY, TimeError, Zone, local_time, parse_time

SPANS = {"day": DAY, "week": 7 * DAY, "month": 30 * DAY}


class Period(NamedTuple):
    """[since, until) in UTC seconds, told as a `day`, a `week` or a `month`."""

    kind: str
    since: int
    until: int


def last(kind: str, now: int) -> Period:
    """The 24 hours, 7 days or 30 days up to now."""
    return Period(kind, now + 1 - SPANS[kind], now + 1)


def named(kind: str, date: str, now: int, zone: Zone) -> Period:
    """The day, the week (from Monday on) or the month in which a TIME lies. Raises TimeError."""
    start = parse_time(date, now, zone)
    day = local_time(start, zone if isinstance(zone, int) else zone(start)).date()
    first = end = day.isoformat()
    if kind == "week":
        monday = day - timedelta(day.weekday())
        first, end = monday.isoformat(), (monday + timedelta(6)).isoformat()
    elif kind == "month":
        first = end = first[: len("2026-01")]
    since, until = parse_time(first, now, zone), parse_time(end, now, zone, "end") + 1
    if since > now:
        raise TimeError(f"nothing can have happened yet: {date} is to come")
    return Period(kind, since, until)
