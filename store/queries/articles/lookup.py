"""Finds an article by its id, by its address in any spelling, by its rank, or by words.

If several articles match, all of them are returned; none is chosen by a guess.
"""

import sqlite3
from typing import NamedTuple

from store.errors import NotFound
from store.history import observations
from store.history.sites import ListRow, sites
from store.history.text_index import query
from store.queries.articles.titles import shown_titles


class FoundArticle(NamedTuple):
    """An article that matches."""

    article: int
    site: int
    url: str
    title: str | None


def by_id(db: sqlite3.Connection, article: int) -> list[FoundArticle]:
    """The article of this id, if there is one."""
    return _articles(
        db, "a.id = (SELECT coalesce(joined, id) FROM article WHERE id = ?)", (article,)
    )


def by_address(db: sqlite3.Connection, url: str, canonical: str) -> list[FoundArticle]:
    """The articles that this address means, else those that were ever shown with `url`."""
    spelt = (
        "a.id IN (SELECT e.article FROM entry e JOIN address d ON d.id = e.address WHERE d.url = ?)"
    )
    from store.history.identity.identities import Identities

    identities = Identities(db)
    numbers = [identities.find(site.id, canonical) for site in sites(db)]
    ids = str([article for article in numbers if article is not None])
    return _articles(db, "a.id IN (SELECT value FROM json_each(?))", (ids,)) or _articles(
        db, spelt, (url,)
    )


def by_place(db: sqlite3.Connection, ranking_list: ListRow, rank: int) -> list[FoundArticle]:
    """The article at a rank of the latest list. Raises NotFound where there is none."""
    newest = observations.newest(db, ranking_list)
    rows = observations.rows_of(db, ranking_list, newest)
    row = next((row for row in rows if row.rank == rank), None)
    if row is None:
        raise NotFound(f"{ranking_list.name} ends with rank {len(rows)}, there is no {rank}")
    if row.article is None:
        raise NotFound(f"rank {rank} of {ranking_list.name} is no article: {row.title}")
    return by_id(db, row.article)


def by_words(db: sqlite3.Connection, text: str, site: int | None, limit: int) -> list[FoundArticle]:
    """The articles whose titles have all the words, newest first."""
    terms = query(text)
    if not terms:
        return []
    match = f"title : ({terms})"
    condition = "a.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
    if site is not None:
        condition += " AND a.site = ?"
        return _articles(db, condition, (match, site))[:limit]
    return _articles(db, condition, (match,))[:limit]


def _articles(
    db: sqlite3.Connection, condition: str, values: tuple[object, ...]
) -> list[FoundArticle]:
    sql = f"SELECT a.id, a.site, a.url FROM article a WHERE {condition} ORDER BY a.first_seen DESC, a.id"
    rows = db.execute(sql, values).fetchall()
    titles = shown_titles(db, [row[0] for row in rows])
    return [
        FoundArticle(article, number, url, next(iter(titles.get(article, ())), None))
        for article, number, url in rows
    ]
