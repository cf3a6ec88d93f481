"""Placement: the articles that a page offers, in the order in which it does.

What editors offer beside what readers read. So the rows of the page's own most-read lists are no
part of it, and neither is its navigation. An article has the place of the first link to it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from selectolax.lexbor import LexborNode

from scrapers.articles.links import ArticleLink, article_links
from scrapers.html.page import ParsedPage, ancestors
from scrapers.html.text_lines import fold
from scrapers.model import Link, Ranking, Site

MOST = 300
"""Articles of one page; what stands further down is hardly offered."""

_NAVIGATION = "nav a[href], header nav a[href], footer a[href], [role=navigation] a[href]"


def offered(page: ParsedPage, site: Site, rankings: Iterable[Ranking]) -> tuple[Link, ...]:
    """The articles that a page offers outside its lists and its navigation, each once."""
    links = list(article_links(page, site))
    aside = {node.mem_id for node in page.tree.css(_NAVIGATION)}
    for ranking in rankings:
        aside |= _widget(links, {entry.article for entry in ranking.entries})
    places: dict[str, Link] = {}
    for link in links:
        if link.node.mem_id in aside:
            continue
        title = fold(link.node.text())
        known = places.setdefault(link.article, Link(title, link.url, link.article))
        if not known.title and title:  # a picture stands before the headline
            places[link.article] = known._replace(title=title)
    return tuple(places.values())[:MOST]


def _widget(links: Iterable[ArticleLink], listed: Collection[str]) -> set[int]:
    """The links of the smallest element that has links to all articles of a list."""
    addresses = {link.node.mem_id: link.article for link in links}
    times = Counter(article for article in addresses.values() if article in listed)
    if not times:
        return set()
    rarest = min(times, key=lambda article: times[article])
    starts = [link.node for link in links if link.article == rarest]
    found = (_around(node, times.keys(), addresses) for node in starts)
    return min(filter(None, found), key=len, default=set())


def _around(node: LexborNode, articles: Collection[str], addresses: Mapping[int, str]) -> set[int]:
    """The links of the first element around one that has links to all of these articles."""
    for element in ancestors(node):
        within = {link.mem_id for link in element.css("a[href]")}
        if {addresses.get(link) for link in within} >= set(articles):
            return within
    return set()
