"""What documents say of many articles at once: titles, address, dates; and which are the newest."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from store.history.sites import SiteRow
from store.queries.articles.titles import shown_titles


class ArticleFacts(NamedTuple):
    """One article. `titles` are all its wordings, the one that was shown last first; the other texts may be empty.

    `url` is its address as last shown, `first_url` the address of its first stored entry, which
    neither a new title nor a join changes. `published` is ISO 8601 text, as its page gave it.
    """

    article: int
    url: str
    first_url: str
    titles: list[str]
    published: str
    category: str

    @property
    def title(self) -> str:
        """The newest wording of its title, else its address."""
        return self.titles[0] if self.titles else self.url

    def published_at(self, offset: int) -> int | None:
        """The UTC seconds of its publication, None if they are not known."""
        return published_at(self.published, offset)


def published_at(text: str, offset: int) -> int | None:
    """The UTC seconds of a time of a page; `offset` is the site's, for a time that names none."""
    try:
        time = datetime.fromisoformat(text)
        zone = time.tzinfo or timezone(timedelta(minutes=offset))
        return int(time.replace(tzinfo=zone).timestamp())
    except (ValueError, OverflowError):
        return None


_FACTS = """
SELECT a.id, d.url, coalesce((
    SELECT f.url FROM entry e JOIN address f ON f.id = e.address
    WHERE e.article = a.id ORDER BY e.id LIMIT 1
), d.url), coalesce(p.published, ''), coalesce(p.category, '')
FROM article a JOIN address d ON d.id = a.address
LEFT JOIN article_parts p ON p.article = a.id
    AND p.part = (SELECT min(part) FROM part WHERE part.article = a.id)
WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY a.id
"""
_PUBLISHED = """
SELECT article, published FROM article_parts p
WHERE article IN (SELECT value FROM json_each(?)) AND published IS NOT NULL
    AND part = (SELECT min(part) FROM part WHERE part.article = p.article)
"""


def article_facts(
    db: sqlite3.Connection, articles: Iterable[int], until: int
) -> dict[int, ArticleFacts]:
    """Article -> its facts, with the titles that were seen up to a time."""
    numbers = list(articles)
    titles = shown_titles(db, numbers, until)
    return {
        article: ArticleFacts(article, url, first, titles.get(article, []), published, category)
        for article, url, first, published, category in db.execute(_FACTS, (str(numbers),))
    }


def publication_times(db: sqlite3.Connection, articles: Iterable[int]) -> dict[int, str]:
    """Article -> when it was published, as its page gave it, for those that gave it."""
    return dict(db.execute(_PUBLISHED, (str(list(articles)),)))


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
    by_id = {site.id: site for site in sites}
    sql = (
        "SELECT id, site, url, first_seen FROM article WHERE joined IS NULL "
        "AND site IN (SELECT value FROM json_each(?)) ORDER BY first_seen DESC, id DESC LIMIT ?"
    )
    return [
        NewArticle(article, by_id[site], url, first_seen)
        for article, site, url, first_seen in db.execute(sql, (str(list(by_id)), limit))
    ]
