"""A site's local time: what the store notes beside each snapshot, so that readers need no zones."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrapers import ConfigError


def local_zone(timezone: str, time: int) -> tuple[int, str]:
    """(minutes east of UTC, short name) of a time zone at a time in UTC seconds."""
    local = datetime.fromtimestamp(time, UTC).astimezone(_zone(timezone))
    offset = local.utcoffset()
    return (int(offset.total_seconds()) // 60 if offset else 0), local.tzname() or ""


def offset_of_local(timezone: str, local: datetime) -> int:
    """Minutes east of UTC of a time zone at a local time; the earlier of two where it is twice."""
    offset = local.replace(tzinfo=_zone(timezone)).utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0


@lru_cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"no time zone {name!r} on this machine; see  tracker sites show"
        ) from None
