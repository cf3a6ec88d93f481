"""The registry of built-in sites, and how a site is found.

A built-in site is a module or a folder of this package and a line in `BUILT_IN`. A site is data
(`scrapers.model.Site`); where its article pages need code, the line names the module that has it.
Users add sites in `sites.toml` (see `scrapers.config`); both kinds are looked up here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from scrapers.address import host_of
from scrapers.errors import ConfigError
from scrapers.model import Reader, Site
from scrapers.sites import jdefense

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scrapers.html.page import ParsedPage
    from scrapers.model import Article, Problem

    ArticleReader = Callable[
        [ParsedPage, Site | None, int], tuple[Article | None, tuple[Problem, ...]]
    ]
    """Page, site and time of the visit, to the article (None: it is none) and what went wrong."""


class BuiltIn(NamedTuple):
    """A built-in site. `articles` is a module whose `read_article` is an `ArticleReader`.

    Such a module is named and not imported, because commands that read no page load this table.
    A reader of the kind that is called like the site then reads article pages with it.
    """

    site: Site
    articles: str = ""


BUILT_IN = (BuiltIn(jdefense.SITE, articles="scrapers.sites.jdefense.article"),)

DETECT = Reader("detect")

_ARTICLES = {one.site.name: one.articles for one in BUILT_IN if one.articles}
_ANY_ARTICLES = "scrapers.articles.reader"

LEARNT = ("selectors", "json")
"""Kinds of readers that know their lists one by one."""

KINDS = ("detect", *_ARTICLES, *LEARNT)
"""What `kind` of a reader may be."""


def known() -> dict[str, Site]:
    """The built-in sites by name."""
    return {built_in.site.name: built_in.site for built_in in BUILT_IN}


def article_reader(site: Site | None, reader: Reader) -> ArticleReader:
    """What reads article pages; a learnt reader knows lists alone, so another of the site may."""
    readers = site.readers if site and reader.lists else (reader,)
    own = (_ARTICLES[one.kind] for one in readers if one.kind in _ARTICLES)
    read: ArticleReader = import_module(next(own, _ANY_ARTICLES)).read_article
    return read


def lookup(name: str, sites: Mapping[str, Site]) -> Site:
    """The site of that name; ConfigError tells the nearest names."""
    if name not in sites:
        raise ConfigError(f"no site is called {name}{nearest(name, sites)}")
    return sites[name]


def reader_at(site: Site | None, at: int) -> Reader:
    """The site's reader whose dates cover a time in UTC seconds; detection where there is none."""
    readers = site.readers if site else ()
    covering = (r for r in readers if (r.since or 0) <= at and (r.until is None or at < r.until))
    return next(covering, DETECT)


def is_learnt(reader: str) -> bool:
    """Whether the reader of this name (`Reader.name`) knows its lists one by one."""
    return reader.partition("/")[0] in LEARNT


def endpoints(reader: Reader) -> tuple[str, ...]:
    """Where the lists of a `json` reader stand, each address once; none for other readers."""
    return tuple(dict.fromkeys(spec.url for spec in reader.lists if reader.kind == "json"))


def addresses(site: Site) -> tuple[str, ...]:
    """The addresses that the site's entry names itself."""
    lists = (url for reader in site.readers for url in endpoints(reader))
    pages = (place for place in site.rankings_on if place not in ("home", "article"))
    return (site.home, *pages, *lists)


def nearest(word: str, words: Iterable[str]) -> str:
    """The end of an error's sentence: what the writer of `word` may have meant."""
    from difflib import get_close_matches

    words = list(words)
    close = get_close_matches(word.lower(), words, n=3)
    if close:
        return "; did you mean " + " or ".join(close) + "?"
    return "; known: " + ", ".join(words)


def site_of(address: str, sites: dict[str, Site]) -> Site | None:
    """The site whose home stands on the address's host and port, www or not; None if none does.

    The last in `sites` wins: the user's sites come after the built-in ones they extend.
    """
    place = host_of(address).removeprefix("www.")
    found = (s for s in reversed(sites.values()) if host_of(s.home).removeprefix("www.") == place)
    return next(found, None) if place else None
