"""The articles that were seen last for the first time, such as for a feed."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.history.sites import SiteRow


class NewArticle(NamedTuple):
    """An article; `canonical` is its canonical URL, which neither a new title nor a join changes."""

    article: int
    site: SiteRow
    canonical: str
    first_seen: int


def newest_articles(
    db: sqlite3.Connection, sites: Iterable[SiteRow], limit: int
) -> list[NewArticle]:
    """The articles that were first seen last on some sites, the newest first."""
    known = {site.id: site for site in sites}
    sql = (
        "SELECT id, site, url, first_seen FROM article WHERE joined IS NULL "
        "AND site IN (SELECT value FROM json_each(?)) ORDER BY first_seen DESC, id DESC LIMIT ?"
    )
    return [
        NewArticle(article, known[site], url, first_seen)
        for article, site, url, first_seen in db.execute(sql, (str(list(known)), limit))
    ]
