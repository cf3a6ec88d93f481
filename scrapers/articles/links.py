"""The links of a page that lead to articles of its site.

A site that says how the paths of its articles look decides. Without it, a path that holds a year,
several words or a long file name is taken for an article's.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.address import absolute, canonical, path_of, same_site
from scrapers.html.page import ParsedPage
from scrapers.html.text_lines import Line, fold
from scrapers.model import Link, Site

_LIKELY = r"\d{4}|(?:[^/-]+-){3}|[^/]{12,}\.s?html?$"
"""Paths of articles on sites that do not say how theirs look."""
_LONGEST = 300  # characters of link text that can still be a headline
_SHORTEST = 10
_PAGER = re.compile(r"\W*(?:(?:次|前)の(?:記事|ページ)(?:へ)?|next|previous)\W*", re.IGNORECASE)


class ArticleLink(NamedTuple):
    """A link element, the address it leads to as shown, and the identity of the article there."""

    node: LexborNode
    url: str
    article: str


def article_links(page: ParsedPage, site: Site | None) -> Iterator[ArticleLink]:
    """Every link to an article of the site, in document order."""
    pattern = (site.article if site else None) or _LIKELY
    home = site.home if site else page.url
    for node in page.tree.css("a[href]"):
        url = absolute(page.base, node.attributes.get("href") or "")
        path = path_of(url)
        if path and re.search(pattern, path) and same_site(url, home):
            yield ArticleLink(node, url, canonical(url, site.article if site else None))


def headlines(page: ParsedPage, site: Site | None) -> Iterator[Link]:
    """The links whose text may be a headline, each article once."""
    shortest = 1 if site and site.article else _SHORTEST
    seen: set[str] = set()
    for link in article_links(page, site):
        title = fold(link.node.text()) if link.article not in seen else ""
        if shortest <= len(title) <= _LONGEST and not _PAGER.fullmatch(title):
            seen.add(link.article)
            yield Link(title, link.url, link.article)


def leads_away(page: ParsedPage, line: Line) -> bool:
    """Whether a line is a link to another page."""
    url = absolute(page.base, line.hrefs[0]) if line.is_link else ""
    return url != "" and canonical(url) != canonical(page.url)
