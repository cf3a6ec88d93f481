"""What a document says of many articles at once: titles, address, dates."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from store.queries.titles import shown_titles


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


def article_facts(
    db: sqlite3.Connection, articles: Iterable[int], until: int
) -> dict[int, ArticleFacts]:
    """Article -> its facts, with the titles that were seen up to a time."""
    chosen = list(articles)
    titles = shown_titles(db, chosen, until)
    return {
        article: ArticleFacts(article, url, first, titles.get(article, []), published, category)
        for article, url, first, published, category in db.execute(_FACTS, (str(chosen),))
    }
