"""The part of undoing an import that concerns visits and articles, which only a merge brings.

A visit goes unless another import brought it too. An observation of it that a file gave as well
stays, as that file's. What was read of articles in these visits goes with them.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection

from store.history.derived.titles import date_article, date_titles, first_on_lists
from store.history.snapshots import shape_at, shape_id
from store.history.text_index import reindexed

_CHOSEN = "IN (SELECT value FROM json_each(?))"


def forget_visits(db: sqlite3.Connection, number: int, now: int) -> dict[int, set[int]]:
    """Remove the visits that only this import brought, with what was read of articles in them.

    Gives list id -> the times of their observations, of which some may stay as those of a file.
    """
    sql = (
        "SELECT attempt FROM brought b WHERE import = ? AND NOT EXISTS "
        "(SELECT 1 FROM brought o WHERE o.attempt = b.attempt AND o.import <> b.import)"
    )
    attempts = [attempt for (attempt,) in db.execute(sql, (number,))]
    db.execute("DELETE FROM brought WHERE import = ?", (number,))
    db.execute("DELETE FROM skipped WHERE import = ?", (number,))
    if not attempts:
        return {}
    numbers = (json.dumps(attempts),)
    left_to_files = _leave_to_files(db, numbers)
    _forget_parts(db, numbers, now)
    db.execute(f"DELETE FROM superseded WHERE attempt {_CHOSEN}", numbers)
    db.execute(f"DELETE FROM archived WHERE attempt {_CHOSEN}", numbers)
    db.execute(f"DELETE FROM attempt WHERE id {_CHOSEN}", numbers)
    return left_to_files


def _leave_to_files(db: sqlite3.Connection, numbers: tuple[str]) -> dict[int, set[int]]:
    """Mark the observations of visits as imported: whatever stays of them, a file gave."""
    times: defaultdict[int, set[int]] = defaultdict(set)
    sql = f"SELECT site, observed FROM snapshot WHERE attempt {_CHOSEN}"
    for key in db.execute(sql, numbers).fetchall():
        shapes = [
            shape._replace(source="import", reader="", every=None)
            for shape in shape_at(db, *key).values()
        ]
        for shape in shapes:
            times[shape.list].add(key[1])
        db.execute(
            "UPDATE snapshot SET shape = ?, attempt = NULL WHERE site = ? AND observed = ?",
            (shape_id(db, shapes), *key),
        )
    return times


def _forget_parts(db: sqlite3.Connection, numbers: tuple[str], now: int) -> None:
    """Remove what these visits read of articles; a page that nobody read any more is queued."""
    times = {
        time for (time,) in db.execute(f"SELECT time FROM attempt WHERE id {_CHOSEN}", numbers)
    }
    sql = f"SELECT DISTINCT article FROM part WHERE attempt {_CHOSEN}"
    articles = [article for (article,) in db.execute(sql, numbers)]
    on_lists = first_on_lists(db) if articles else {}
    for article in articles:
        with reindexed(db, article):
            db.execute(
                f"DELETE FROM part WHERE attempt {_CHOSEN} AND article = ?", (*numbers, article)
            )
            db.execute(
                "UPDATE article SET fetched = (SELECT max(t.time) FROM part p JOIN attempt t "
                "ON t.id = p.attempt WHERE p.article = article.id), parts = NULL WHERE id = ?",
                (article,),
            )
            date_titles(db, article, on_lists)
        date_article(db, article, times)
        db.execute(
            "UPDATE article SET wanted = iif(fetched IS NULL, coalesce(wanted, ?), wanted) "
            "WHERE id = ?",
            (now, article),
        )
        db.execute(
            "DELETE FROM claim WHERE article = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM part WHERE article = ?1)",
            (article,),
        )


def forget_articles(db: sqlite3.Connection) -> None:
    """Remove the articles that undone imports brought and that nothing shows any more."""
    undone = "IN (SELECT id FROM import WHERE undone IS NOT NULL)"
    sql = (
        f"SELECT id FROM article a WHERE brought {undone} "
        "AND NOT EXISTS (SELECT 1 FROM entry WHERE own = a.id OR article = a.id) "
        "AND NOT EXISTS (SELECT 1 FROM part WHERE article = a.id) "
        f"AND NOT EXISTS (SELECT 1 FROM article o WHERE o.joined = a.id AND (o.brought {undone}) "
        "IS NOT 1)"
    )
    _remove(db, [article for (article,) in db.execute(sql)])


def _remove(db: sqlite3.Connection, articles: Collection[int]) -> None:
    numbers = (json.dumps(sorted(articles)),)
    for article in articles:
        with reindexed(db, article):
            db.execute("DELETE FROM title WHERE article = ?", (article,))
    db.execute(f"DELETE FROM joining WHERE article {_CHOSEN} OR joined {_CHOSEN}", numbers * 2)
    for table in ("claim", "identity", "stay", "total"):
        db.execute(f"DELETE FROM {table} WHERE article {_CHOSEN}", numbers)
    db.execute(f"UPDATE article SET joined = NULL WHERE id {_CHOSEN}", numbers)
    db.execute(f"DELETE FROM article WHERE id {_CHOSEN}", numbers)
