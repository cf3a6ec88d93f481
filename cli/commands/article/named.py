"""Finds the article that a user names: by its id, its address, its place on a list, or its words."""

import re

from cli.terminal.errors import say
from cli.terminal.options import Settings
from scrapers import TrackerError
from store import FoundArticle, Store

MOST = 20
"""Matches that are listed."""


def article_named(store: Store, settings: Settings, word: str) -> int:
    """The id of the article; if several match, they are listed instead of choosing one.

    Raises TrackerError where it is not one.
    """
    matches = _matches(store, settings, word)
    if len(matches) == 1:
        return matches[0].article
    if not matches:
        raise TrackerError(f"no article matches {word!r}; see  tracker search {word}")
    for match in matches[:MOST]:
        say(f"{match.article:>6}  {match.title}  {match.url}")
    more = "" if len(matches) <= MOST else " at least"
    raise TrackerError(
        f"{word!r} is{more} {min(len(matches), MOST)} articles; say which by its number"
    )


def _matches(store: Store, settings: Settings, word: str) -> list[FoundArticle]:
    if word.isascii() and word.isdigit():
        return store.article_with_id(int(word[:18]))
    if re.match(r"https?://", word, re.IGNORECASE):
        from scrapers import canonical

        return store.articles_at(word, canonical(word))
    site = store.site(settings.site) if settings.site else None
    name, colon, rank = word.rpartition(":")
    if colon and rank.isascii() and rank.isdigit():
        ranking_list = store.one_list(store.site(settings.site), name)
        return store.article_on(ranking_list, int(rank[:9]))
    return store.articles_titled(word, site, MOST + 1)
