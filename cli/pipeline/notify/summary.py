"""A digest as a message: its text and its page, made by `cli.documents.digest`."""

from typing import Any

from cli.terminal.times import DAY
from cli.words import Words
from scrapers import Digest
from store import Store

LONGEST = {"day": 2 * DAY, "week": 10 * DAY}
"""Up to how many seconds a period is told as a day, or as a week; a longer one is a month."""


def summary(
    store: Store, digest: Digest, words: Words, since: int, now: int
) -> dict[str, Any] | None:
    """What a digest says of [since, now]; None if nothing happened."""
    from cli.documents import digest as documents
    from cli.documents.digest.period import Period

    kind = next((name for name, most in LONGEST.items() if now - since <= most), "month")
    sites = [site for site in store.sites() if not digest.sites or site.name in digest.sites]
    period = Period(kind, since + 1, now + 1)
    happened = documents.digest(store, period, words, now=now, sites=sites)
    if happened is None:
        return None
    return {
        "subject": happened.subject,
        "text": documents.text(happened),
        "html": documents.html(happened),
    }
