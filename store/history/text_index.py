"""Full-text search for a language that puts no spaces between words.

Text is folded (NFKC, case, dashes and quotes alike) and cut into words; a run of Japanese,
Chinese or Korean signs becomes overlapping pairs, so that 海自 is found within 海自護衛艦, and
Ｐ-3Ｃ is P-3C. The index holds words only; the text itself stays where it is.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from store.db.connect import before_commit, transaction

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("〜∼˜", "~"),
        **dict.fromkeys("─―—‐–−", "-"),
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
    }
)
_CJK = "\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = rf"[{_CJK}]+|[^\W{_CJK}_]+"  # 3 ms to compile: by the first who needs it
_INDEX = "title, body, content = '', tokenize = \"unicode61 remove_diacritics 0\""
_BETWEEN = " 0一 "
"""A word that no text has, between two titles: no phrase begins in one and ends in the other."""

_TERMS = r'(-?)(?:"([^"]*)"?|([^\s"]+))'  # likewise


def folded(text: str) -> str:
    """A key to compare texts with; never shown, never stored in place of the text."""
    alike = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return " ".join(alike.casefold().split())


def runs(text: str) -> list[str]:
    """The runs of signs of one kind that the index sees in a text, punctuation apart."""
    return re.findall(_RUNS, folded(text))


def words(text: str) -> list[str]:
    """The words of a text as the index knows them, in order.

    A run of n signs becomes its n - 1 pairs and its last sign, so that a single sign is found
    as the beginning of a word.
    """
    return [word for run in runs(text) for word in _of_run(run)]


def search_terms(text: str) -> tuple[list[str], list[str]]:
    """What a person typed as terms, folded: those that must be there, and those that must not.

    Terms are separated by white space; quotes hold a phrase together; a minus before a term
    excludes it. Nothing else has a meaning: operators and brackets are text.
    """
    included: list[str] = []
    unwanted: list[str] = []
    for minus, quoted, plain in re.findall(_TERMS, folded(text)):
        if runs(term := quoted or plain):
            (unwanted if minus else included).append(term)
    return included, unwanted


def query(text: str) -> str:
    """What a person typed as an expression of the index, "" if no term must be there."""
    included, excluded = ([_phrase(term) for term in terms] for terms in search_terms(text))
    return " NOT ".join([" AND ".join(included), *excluded]) if included else ""


def _phrase(term: str) -> str:
    """A term as a phrase of words; its last sign may be the beginning of a longer run."""
    *before, last = runs(term) or [""]
    if not last:
        return ""
    tokens = [word for run in before for word in _of_run(run)]
    tokens += _of_run(last)[:-1] if is_cjk(last) and len(last) > 1 else [last]
    return f'"{" ".join(tokens)}"' + ("*" if is_cjk(last) and len(last) == 1 else "")


def _of_run(run: str) -> list[str]:
    if not is_cjk(run):
        return [run]
    return [*(run[i : i + 2] for i in range(len(run) - 1)), run[-1]]


def is_cjk(run: str) -> bool:
    """Whether a run is of a script that puts no spaces between words."""
    return re.match(f"[{_CJK}]", run) is not None


@contextmanager
def reindexed(db: sqlite3.Connection, article: int) -> Iterator[None]:
    """Update the index after an article's titles or text change inside the block.

    The index has no copy of the text, so the old words are needed to remove them. It is updated
    at the end of the transaction, once for each article, however many titles it was given.
    """
    due = before_commit(db)
    if article not in due:
        due[article] = partial(_update, db, article, _indexed_row(db, article))
    yield


def _update(db: sqlite3.Connection, article: int, before: "Row") -> None:
    _replace(db, article, before, _indexed_row(db, article))


Row = tuple[str, str] | None
"""Title words and body words of an article; None where there is nothing to find."""


def _replace(db: sqlite3.Connection, article: int, before: Row, after: Row) -> None:
    if before == after:
        return
    if before:
        db.execute(
            "INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?,?,?)",
            (article, *before),
        )
    if after:
        db.execute("INSERT INTO words (rowid, title, body) VALUES (?,?,?)", (article, *after))


def _indexed_row(db: sqlite3.Connection, article: int) -> Row:
    titles = db.execute("SELECT title FROM title WHERE article = ? ORDER BY title", (article,))
    title = _BETWEEN.join(filter(None, (" ".join(words(text)) for (text,) in titles)))
    bodies = db.execute(
        "SELECT coalesce(body, '') FROM article_parts WHERE article = ? ORDER BY part", (article,)
    )
    body = " ".join(words("\n".join(text for (text,) in bodies)))
    return (title, body) if title or body else None


def differences(db: sqlite3.Connection) -> tuple[int, int]:
    """(articles that can be found, words whose places in the index are not those in the texts).

    The texts are indexed once more in memory and both indexes compared word by word; `db` is in
    a read transaction.
    """
    (guarded,) = db.execute("PRAGMA query_only").fetchone()
    db.execute("PRAGMA query_only = 0")  # it would forbid temporary tables, too
    try:
        db.execute(f"CREATE VIRTUAL TABLE temp.again USING fts5({_INDEX})")
        number = _fill(db, "temp.again")
        places = (
            "SELECT term, col, count(*), sum(doc), sum(doc * offset) FROM temp.{} GROUP BY 1, 2"
        )
        for name, arguments in (("stored", "'main', 'words'"), ("fresh", "'temp', 'again'")):
            db.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({arguments}, 'instance')")
        old, new = (set(db.execute(places.format(name))) for name in ("stored", "fresh"))
        return number, len({row[0] for row in old ^ new})
    finally:
        for name in ("stored", "fresh", "again"):
            db.execute(f"DROP TABLE IF EXISTS temp.{name}")
        db.execute(f"PRAGMA query_only = {guarded}")


def rebuild(db: sqlite3.Connection) -> None:
    """Index all titles and texts anew.

    The index is made in a private copy of the store, which takes long, and taken over in one short
    transaction, together with what was recorded meanwhile. `db` must be in no transaction.
    """
    from store.db.backup import private_copy

    with private_copy(db) as copy:
        with transaction(copy):
            copy.execute("INSERT INTO words (words) VALUES ('delete-all')")
            _fill(copy, "words")
        with transaction(db):
            db.execute("INSERT INTO words (words) VALUES ('delete-all')")
            for table in _STORED_IN:
                _take_over(db, copy, table)
            for article in {row[0] for row in _inputs(db) ^ _inputs(copy)}:
                _replace(db, article, _indexed_row(copy, article), _indexed_row(db, article))


_STORED_IN = ("words_data", "words_idx", "words_docsize")
"""The tables in which FTS5 keeps the index."""


def _take_over(db: sqlite3.Connection, copy: sqlite3.Connection, table: str) -> None:
    rows = copy.execute(f"SELECT * FROM {table}")
    places = ", ".join("?" for _ in rows.description)
    db.execute(f"DELETE FROM {table}")
    db.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _inputs(db: sqlite3.Connection) -> set[tuple[int, object, object]]:
    """What the index is made of: the titles and parts, each with its article first."""
    return set(
        db.execute(
            "SELECT article, title, NULL FROM title UNION ALL "
            "SELECT article, part, attempt FROM part UNION ALL "
            "SELECT id, parts, 'parts' FROM article"
        )
    )


def _fill(db: sqlite3.Connection, index: str) -> int:
    """Put every article into an empty index; how many there are to be found."""
    number = 0
    for (article,) in db.execute("SELECT id FROM article ORDER BY id").fetchall():
        if row := _indexed_row(db, article):
            sql = f"INSERT INTO {index} (rowid, title, body) VALUES (?,?,?)"
            db.execute(sql, (article, *row))
            number += 1
    return number
