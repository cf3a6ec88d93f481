"""Dates as HTTP headers have them.

Every server has to send the one fixed form, `Tue, 15 Nov 1994 08:12:31 GMT`; it is read here.
What is spelled otherwise is left to `email.utils`, which is slow to load and seldom needed.
"""

import re
from datetime import UTC, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIXED = re.compile(
    rf"[A-Z][a-z]{{2}}, (\d\d) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) GMT", re.ASCII
)


def http_date(text: str) -> datetime | None:
    """The time that a header's value tells, without a zone if it tells none; None if it is no date."""
    try:
        if fixed := _FIXED.fullmatch(text):
            day, month, year, hour, minute, second = fixed.groups()
            date = datetime(int(year), _MONTHS.index(month) + 1, int(day), tzinfo=UTC)
            return date.replace(hour=int(hour), minute=int(minute), second=int(second))
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
