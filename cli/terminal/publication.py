"""Whether the date of an article's publication may be a guess.

Where a page says no date, its reader takes the one that stands in the address (`/2026/01/26/`). Such
a date is often the day of publication and sometimes another, so it is marked.
"""


def in_address(published: str, url: str) -> bool:
    """Whether a date without a time is the one in the article's address."""
    from scrapers import date_in

    return len(published) == len("2026-01-26") and date_in(url) == published


def day_of(published: str, url: str) -> str:
    """The date for a table, with ~ behind it if it is the one in the address."""
    date = published[: len("2026-01-26")]
    return f"{date}~" if in_address(published, url) else date
