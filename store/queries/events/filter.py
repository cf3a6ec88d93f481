"""What is told: articles with certain words in their titles, of some categories, sites and lists.

The words are those of a search, and mean in a title what they mean there: full and half width are
alike, all of the words must be there, a run of Japanese signs is found anywhere within another one,
a word of letters only as a whole. `-word` excludes, quotes hold words together.
"""

import re
import sqlite3
from functools import lru_cache
from typing import NamedTuple

from scrapers import window_of
from store.history.sites import ListRow
from store.history.text_index import folded, is_cjk, runs, search_terms

Patterns = tuple[list[re.Pattern[str]], list[re.Pattern[str]]]


class Choice(NamedTuple):
    """What is to be told: words and categories of articles, names of sites and of lists.

    What is empty excludes nothing.
    """

    match: str = ""
    categories: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def has_site(self, name: str) -> bool:
        """Whether the site of this name is chosen."""
        return not self.sites or name in self.sites

    def has_list(self, ranking_list: ListRow) -> bool:
        """Whether a list of a chosen site is chosen, by its name, its label or its window."""
        return not self.lists or any(
            name in (ranking_list.name, ranking_list.label)
            or (ranking_list.window and window_of(name) == ranking_list.window)
            for name in self.lists
        )


class Filter:
    """Tells whether an article is to be told, by its title as shown and by its category."""

    def __init__(self, db: sqlite3.Connection, choice: Choice) -> None:
        self._db = db
        self.choice = choice
        self._categories = frozenset(folded(category) for category in choice.categories)
        self._known: dict[int, bool] = {}

    def __call__(self, article: int | None, title: str) -> bool:
        """Whether the article with this title is one of those."""
        if self.choice.match and not matches(title, self.choice.match):
            return False
        return not self._categories or (article is not None and self._is_of_category(article))

    def _is_of_category(self, article: int) -> bool:
        if article not in self._known:
            sql = "SELECT category FROM articles WHERE article = ?"
            row = self._db.execute(sql, (article,)).fetchone()
            categories = row[0].split("、") if row and row[0] else []
            self._known[article] = any(folded(name) in self._categories for name in categories)
        return self._known[article]


def matches(title: str, words: str) -> bool:
    """Whether a title has all the words, and none of those with a minus."""
    required, excluded = _patterns(words)
    text = " ".join(runs(title))
    return all(pattern.search(text) for pattern in required) and not any(
        pattern.search(text) for pattern in excluded
    )


def has_terms(words: str) -> bool:
    """Whether there is anything in what a person typed that can be searched for."""
    return any(search_terms(words))


@lru_cache(maxsize=256)
def _patterns(words: str) -> Patterns:
    """The terms that a title must have, and those that it must not have."""
    required, excluded = search_terms(words)
    return [_pattern(runs(term)) for term in required], [_pattern(runs(term)) for term in excluded]


def _pattern(term: list[str]) -> re.Pattern[str]:
    """The runs of a term in a row; at its ends, a run of letters is a whole word."""
    before = "" if is_cjk(term[0]) else r"(?<!\S)"
    after = "" if is_cjk(term[-1]) else r"(?!\S)"
    return re.compile(before + re.escape(" ".join(term)) + after)
