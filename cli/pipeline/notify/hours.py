"""When something is told: quiet hours, batches, and the times of digests. Times are UTC seconds."""

import zoneinfo
from datetime import UTC, datetime, timedelta

from cli.terminal.times import MINUTE
from scrapers import Alert, Config, Digest
from scrapers import config as sites_file

WEEK = 7


def zone_of(rule: Alert | Digest, config: Config) -> zoneinfo.ZoneInfo:
    """The rule's time zone, else that of the first site it is about."""
    if rule.timezone:
        return zoneinfo.ZoneInfo(rule.timezone)
    site = config.sites[rule.sites[0]] if rule.sites else sites_file.followed(config)[0]
    return zoneinfo.ZoneInfo(site.timezone)


def quiet_until(quiet: tuple[int, int] | None, zone: zoneinfo.ZoneInfo, now: int) -> int | None:
    """When the quiet hours end that it is now, or None if it is not."""
    if quiet is None:
        return None
    local = datetime.fromtimestamp(now, zone)
    minute = local.hour * 60 + local.minute
    start, end = quiet
    if not (start <= minute < end if start < end else minute >= start or minute < end):
        return None
    tomorrow = minute >= end
    return _at(local + timedelta(days=tomorrow), end)


def last_due(digest: Digest, zone: zoneinfo.ZoneInfo, now: int) -> int:
    """The latest time, now or before, at which a digest was to be sent."""
    local = datetime.fromtimestamp(now, zone)
    days = (local - timedelta(days=back) for back in range(WEEK + 1))
    times = (_at(day, digest.at) for day in days if day.weekday() in digest.days)
    return next(time for time in times if time <= now)


def _at(day: datetime, minutes: int) -> int:
    """A time of the day; where the clocks skip it, as much later."""
    local = day.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0, fold=0)
    return int(local.astimezone(UTC).timestamp())


def batched_until(batch: float, last: int | None, now: int) -> int | None:
    """Until when a route collects after its last message, or None if it does not."""
    if last is None or not last <= now < last + batch:
        return None
    return last + int(batch)


def clock(seconds: int, zone: zoneinfo.ZoneInfo) -> str:
    """A time of the day to show: 07:00."""
    return f"{datetime.fromtimestamp(seconds // MINUTE * MINUTE, zone):%H:%M}"
