"""A site's local time. It is kept with each snapshot, so that reading needs no zone data."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cli.terminal.times import Moment, stamp
from scrapers import ConfigError

MONTH = 30 * 86_400


def local_zone(timezone: str, time: int) -> tuple[int, str]:
    """(minutes east of UTC, short name) of a time zone at a time in UTC seconds."""
    local = datetime.fromtimestamp(time, UTC).astimezone(_zone(timezone))
    offset = local.utcoffset()
    return (int(offset.total_seconds()) // 60 if offset else 0), local.tzname() or ""


def local_stamp(timezone: str, time: int) -> str:
    """A time in UTC seconds in full, in a time zone."""
    return stamp(Moment(time, *local_zone(timezone, time)))


def zone_names(timezone: str, time: int) -> str:
    """The short names of a zone in the year around a time, in the form of `store.SiteRow.zone`."""
    names = dict(local_zone(timezone, time + month * MONTH) for month in range(-6, 7))
    if len(set(names.values())) == 1:
        return next(iter(names.values()))
    return " ".join(f"{offset}={name}" for offset, name in sorted(names.items()))


@lru_cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"no time zone {name!r} on this machine; see  tracker sites show"
        ) from None
