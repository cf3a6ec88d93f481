"""When an article was published, for people: in the zone of its site, and whether it may be a guess.

Pages tell the time with any offset, often that of Greenwich, while all other times of a site are in its
own zone. Where a page says no date, its reader takes the one that stands in the address
(`/2026/01/26/`). Such a date is often the day of publication and sometimes another, so it is marked.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

_DAY = len("2026-01-26")


def local_publication(published: str, offset_at: Callable[[int], int]) -> str:
    """A time of publication to the minute, in the site's zone; what names no instant stays as it is.

    `offset_at` gives the site's minutes east of UTC at an instant.
    """
    try:
        time = datetime.fromisoformat(published)
        if len(published) > _DAY and time.tzinfo is not None:
            zone = timezone(timedelta(minutes=offset_at(int(time.timestamp()))))
            return time.astimezone(zone).isoformat(" ", "minutes")[: len("2026-01-26 18:00")]
    except (ValueError, OverflowError):
        pass
    return published.replace("T", " ")[: len("2026-01-26 18:00")]


def in_address(published: str, url: str) -> bool:
    """Whether a date without a time is the one in the article's address."""
    from scrapers import date_in

    return len(published) == _DAY and date_in(url) == published


def day_of(published: str, url: str, offset_at: Callable[[int], int]) -> str:
    """The date for a table, with ~ behind it if it is the one in the address."""
    date = local_publication(published, offset_at)[:_DAY]
    return f"{date}~" if in_address(published, url) else date
