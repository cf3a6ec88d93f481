"""Full-text search over titles and texts of articles."""

import sqlite3
from typing import NamedTuple

from store.history import observations
from store.history.sites import SiteRow, lists
from store.history.text_index import query
from store.queries.articles.titles import shown_titles
from store.queries.lists import charts


class Hit(NamedTuple):
    """An article that has all the terms; `best` is its best rank ever, and the list it was on.

    `title` is the one that is shown now, `earlier` are all others, the newest first.
    """

    site: SiteRow
    article: int
    title: str | None
    earlier: list[str]
    url: str
    published: str | None
    body: str | None
    best: int | None
    best_list: str | None
    first_seen: int
    last_seen: int | None


def search(db: sqlite3.Connection, text: str, sites: list[SiteRow], limit: int) -> list[Hit]:
    """The articles of the sites that have all terms of `text`, the best match first.

    A word in a title weighs ten times one in the text.
    """
    expression = query(text)
    if not expression:
        return []
    by_id = {site.id: site for site in sites}
    marks = ",".join("?" * len(by_id))
    sql = (
        "SELECT a.id, a.site, a.url, a.first_seen FROM words JOIN article a ON a.id = words.rowid "
        f"WHERE words MATCH ? AND a.site IN ({marks}) "
        "ORDER BY bm25(words, 10.0, 1.0), a.first_seen DESC, a.id LIMIT ?"
    )
    rows = db.execute(sql, (expression, *by_id, limit))
    return [_hit(db, by_id[site], article, url, first) for article, site, url, first in rows]


def _hit(db: sqlite3.Connection, site: SiteRow, article: int, url: str, first: int) -> Hit:
    published, body = db.execute(
        "SELECT published, body FROM articles WHERE article = ?", (article,)
    ).fetchone()
    best, best_list, last = _best(db, site, article)
    titles = shown_titles(db, [article]).get(article, [])
    title = titles[0] if titles else None
    return Hit(site, article, title, titles[1:], url, published, body, best, best_list, first, last)


def _best(
    db: sqlite3.Connection, site: SiteRow, article: int
) -> tuple[int | None, str | None, int | None]:
    """Best rank, the list it was on, and when any list last had it (UTC seconds)."""
    best: tuple[int, str] | None = None
    last: int | None = None
    for ranking_list in lists(db, site.id):
        if observations.newest(db, ranking_list) is None:
            continue
        period = charts.period(db, ranking_list)
        chart = charts.charts(db, ranking_list, period, [article]).get(article)
        if chart:
            best = min(filter(None, (best, (chart.peak, ranking_list.name))))
            last = max(last or 0, charts.last_seen(db, ranking_list, chart, period))
    return (*best, last) if best else (None, None, None)
