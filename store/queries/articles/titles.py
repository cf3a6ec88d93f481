"""The wordings of an article's title: a history for each place that shows it.

A place is one list, or the article's own page. Two lists that cut a headline differently are two
histories, and neither rewords the other: a rewording is one place that changed its wording.
Nothing of this is stored. It follows from the change log and from the pages that were read.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from store.history.derived.stay_table import stays_of
from store.history.observations import FOREVER
from store.history.sites import ListRow, lists
from store.queries.articles.rank_path import spells


class Title(NamedTuple):
    """One wording in one place: the name of a `list`, or None for the article's own page.

    `first_seen` and `until` are UTC seconds. `until` is when the place no longer showed it, None
    where it does as far as is known. A place that shows the wording again later has a row more.
    """

    title: str
    first_seen: int
    until: int | None
    list: str | None


class Earlier(NamedTuple):
    """A wording that nobody shows any more, since a place that had it has another now."""

    title: str
    until: int


_PAGES = """
SELECT p.title, t.time FROM part p JOIN attempt t ON t.id = p.attempt
WHERE p.article = :article AND p.title IS NOT NULL
    AND p.part = (SELECT min(part) FROM part WHERE article = :article)
ORDER BY t.time, t.id
"""
_TITLES = """
SELECT article, title FROM title
WHERE first_seen <= ? AND article IN (SELECT value FROM json_each(?))
ORDER BY article, first_seen DESC, title
"""


def titles_of(db: sqlite3.Connection, places: Iterable[ListRow], article: int) -> list[Title]:
    """The wordings of an article on its own page and on these lists, in the order of time."""
    rewordings = [*_on_page(db, article)]
    for ranking_list in places:
        rewordings += _on_list(db, ranking_list, article)
    return sorted(rewordings, key=lambda title: title.first_seen)


def shown_titles(
    db: sqlite3.Connection, articles: Collection[int], until: int = FOREVER
) -> dict[int, list[str]]:
    """Article -> its wordings up to a time: first the one that is shown, then the latest made.

    Only an article with several needs its history: it may have gone back to an earlier one.
    """
    titles_by_article: dict[int, list[str]] = {}
    for article, title in db.execute(_TITLES, (until, str(list(articles)))):
        titles_by_article.setdefault(article, []).append(title)
    for article, titles in titles_by_article.items():
        if len(titles) > 1 and (current := _current_title(db, article, until)) is not None:
            titles.sort(key=lambda title: title != current)
    return titles_by_article


def shown_title(db: sqlite3.Connection, article: int) -> str | None:
    """The wording of an article's title that is shown; None if no title is known."""
    return next(iter(shown_titles(db, [article]).get(article, ())), None)


def _current_title(db: sqlite3.Connection, article: int, until: int) -> str | None:
    (site,) = db.execute("SELECT site FROM article WHERE id = ?", (article,)).fetchone()
    titles = titles_of(db, lists(db, site), article)
    return newest([title for title in titles if title.first_seen <= until])


def _on_page(db: sqlite3.Connection, article: int) -> Iterator[Title]:
    """The wordings of the article's own page, each until a reading that showed another."""
    readings = db.execute(_PAGES, {"article": article}).fetchall()
    ends = [time for _, time in readings[1:]]
    yield from _merged(
        Title(title, time, until, None)
        for (title, time), until in zip(readings, [*ends, None], strict=False)
    )


def _on_list(db: sqlite3.Connection, ranking_list: ListRow, article: int) -> Iterator[Title]:
    """The wordings of the article on a list."""
    spans = {
        Title(title, begin, end, ranking_list.name)
        for stay in stays_of(db, ranking_list.id, [article])
        for _, begin, end, title in spells(
            db, ranking_list, article, stay.begun, FOREVER if stay.ended is None else stay.ended + 1
        )
    }
    yield from _merged(sorted(spans, key=lambda span: (span.first_seen, _end(span))))


def newest(titles: Sequence[Title]) -> str | None:
    """The wording that is newest among the last ones of all places.

    A place that only now begins to show what another has shown for long brings nothing new.
    """
    first: dict[str, int] = {}
    for title in titles:
        first[title.title] = min(title.first_seen, first.get(title.title, title.first_seen))
    last = [
        (
            wordings[-1].first_seen if len(wordings) > 1 else first[wordings[-1].title],
            wordings[-1].title,
        )
        for wordings in _by_place(titles).values()
    ]
    return max(last)[1] if last else None


def earlier(titles: Sequence[Title]) -> list[Earlier]:
    """The wordings that were given up, in the order of their ends.

    The page counts as showing what its last reading showed, until a list rewords that.
    """
    ends: dict[str, int] = {}
    for wordings in _by_place(titles).values():
        for old in wordings[:-1]:
            if old.until is not None:
                ends[old.title] = max(old.until, ends.get(old.title, 0))
    for title in titles:
        read_since = title.list is None and title.first_seen >= ends.get(title.title, 0)
        if title.until is None and (title.list or read_since):
            ends.pop(title.title, None)
        elif title.title in ends and title.until is not None:
            ends[title.title] = max(title.until, ends[title.title])
    return sorted((Earlier(*end) for end in ends.items()), key=lambda old: old[::-1])


def _by_place(titles: Iterable[Title]) -> Mapping[str | None, list[Title]]:
    """The wordings of each place, in order."""
    places: dict[str | None, list[Title]] = defaultdict(list)
    for title in sorted(titles, key=lambda title: (title.first_seen, _end(title))):
        places[title.list].append(title)
    return places


def _merged(titles: Iterable[Title]) -> Iterator[Title]:
    """The wordings of one place in order, one row as long as the wording stays."""
    last: Title | None = None
    for title in titles:
        if last and last.title == title.title:
            last = last._replace(until=max(last, title, key=_end).until)
            continue
        if last:
            yield last
        last = title
    if last:
        yield last


def _end(title: Title) -> float:
    return inf if title.until is None else title.until
