"""The queue of article pages to fetch, and the results of reading them.

An article is *wanted* from its first sighting until its page is read; a reworded title makes it
wanted again. Each failure delays it for longer. A page that is gone is not requested for thirty
days.
"""

import sqlite3
from typing import NamedTuple

from scrapers import Answer, Article, Link, Reading
from store.db.connect import transaction
from store.history.articles import RETRY_GONE, article_id, note_title
from store.history.identity.identities import Identities
from store.history.identity.joins import relearn
from store.history.sites import SiteRow
from store.history.text_index import reindexed
from store.pages.attempts import keep_attempt

HOUR = 3600


class Wanted(NamedTuple):
    """An article whose page is to be fetched, with the address that was shown last."""

    article: int
    url: str
    address: str


class ArticleQueue:
    """The article pages to fetch (`store.queue`); each writing method is one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def wanted(self, site: SiteRow, now: int) -> list[Wanted]:
        """The articles to fetch now, oldest sighting first."""
        sql = (
            "SELECT r.id, r.url, a.url FROM article r JOIN address a ON a.id = r.address "
            "WHERE r.site = ? AND r.wanted <= ? ORDER BY r.wanted, r.first_seen, r.id"
        )
        return [Wanted(*row) for row in self._db.execute(sql, (site.id, now))]

    def newest(self, site: SiteRow) -> str | None:
        """The address of the newest known article that is not gone."""
        row = self._db.execute(
            "SELECT a.url FROM article r JOIN address a ON a.id = r.address "
            "WHERE r.site = ? AND r.gone IS NULL AND r.joined IS NULL "
            "ORDER BY r.first_seen DESC, r.id LIMIT 1",
            (site.id,),
        ).fetchone()
        return row[0] if row else None

    def owner(self, site: SiteRow, canonical: str) -> int | None:
        """The article of this site that a canonical address means."""
        return Identities(self._db).find(site.id, canonical)

    def sighted(self, site: SiteRow, link: Link, time: int) -> int:
        """The article at an address, which becomes known if it was not."""
        with transaction(self._db):
            return article_id(self._db, Identities(self._db), site.id, link, time)[1]

    def reworded(self, article: int, after: int, until: int) -> bool:
        """Whether a list showed a new title of an article in a time (UTC s)."""
        sql = (
            "SELECT 1 FROM title WHERE article = ? AND seen_on = 'list' "
            "AND first_seen > ? AND first_seen <= ? LIMIT 1"
        )
        return self._db.execute(sql, (article, after, until)).fetchone() is not None

    def record(
        self,
        site: SiteRow,
        article: int,
        answer: Answer,
        problem: tuple[str | None, str],
        reading: Reading | None,
    ) -> None:
        """Keep a visit to a page of an article with what was read in it, or put the page off.

        `problem` is reason code and detail; without one the reading has an article.
        """
        with transaction(self._db):
            attempt = keep_attempt(self._db, site.id, "article", answer, problem)
            if answer.gone:
                gone(self._db, article, answer.time)
            elif problem[0]:
                put_off(self._db, article, answer.time)
            elif reading and reading.article:
                read = reading.article
                keep_part(self._db, article, attempt, read, reading.reader, answer.time)
                keep_claim(self._db, article, read, answer.time)

    def done(self, article: int, time: int, parts: int) -> None:
        """All of an article's pages were read, `parts` of them."""
        with transaction(self._db):
            fetched(self._db, article, time, parts)


def keep_claim(db: sqlite3.Connection, article: int, read: Article, time: int) -> None:
    """Keep the address that an article's page names; it may turn out to be a known article's."""
    if not read.url or not read.title or read.part > 1:
        return
    sql = "SELECT site, url FROM article WHERE id = ?"
    site, url = db.execute(sql, (article,)).fetchone()
    spelt = Identities(db).rules(site).spelt
    if spelt(read.url) != spelt(url):
        db.execute("INSERT OR REPLACE INTO claim VALUES (?,?,?)", (article, read.url, read.title))
        relearn(db, site, time, [url, read.url])


def keep_part(
    db: sqlite3.Connection, article: int, attempt: int, read: Article, reader: str, time: int
) -> None:
    """Store one page of an article as read, and its title with the history."""
    row = (
        article, read.part, attempt, reader, read.title, "、".join(read.category), read.section,
        read.published, read.modified, "、".join(read.authors), read.lang, read.lead, read.body,
    )  # fmt: skip
    with reindexed(db, article):
        db.execute(
            "INSERT INTO part (article, part, attempt, reader, title, category, section, "
            "published, modified, authors, lang, lead, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            row,
        )
    if read.title:
        note_title(db, article, read.title, time, "page")


def fetched(db: sqlite3.Connection, article: int, time: int, parts: int) -> None:
    """Record that all `parts` of the article were read; older parts beyond them no longer count."""
    with reindexed(db, article):
        db.execute(
            "UPDATE article SET fetched = ?, parts = ?, wanted = NULL, tries = 0, gone = NULL "
            "WHERE id = ?",
            (time, parts, article),
        )


def gone(db: sqlite3.Connection, article: int, time: int) -> None:
    """Record that the site no longer has the page (404, 410)."""
    db.execute(
        "UPDATE article SET gone = ?, wanted = ?, tries = tries + 1 WHERE id = ?",
        (time, time + RETRY_GONE, article),
    )


def put_off(db: sqlite3.Connection, article: int, time: int) -> None:
    """Delay a page that could not be read: by 1 h, 2 h, 4 h ... and at most 30 days."""
    db.execute(
        "UPDATE article SET wanted = ? + min(?, ? << min(tries, 20)), tries = tries + 1 "
        "WHERE id = ?",
        (time, RETRY_GONE, HOUR, article),
    )
