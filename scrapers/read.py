"""From a page's bytes to a `Reading`: the article, the rankings, the links, and what is wrong.

Pure: the same bytes at the same `at` give the same reading, so a kept page can be read again at
any time. Nothing in a page raises: what is no readable page comes back as a reading with a
problem. Run it through `scrapers.isolate` for pages from the network, since a parser in C can
be kept busy or made to crash.
"""

import re
from collections.abc import Iterator

from scrapers import detect, jsonlists, refusals
from scrapers.address import absolute, canonical, path_of, same_site
from scrapers.article import read_article as any_article
from scrapers.detect import learnt
from scrapers.lines import fold
from scrapers.model import Article, Link, Problem, Ranking, Reader, Reading, Site
from scrapers.page import Page, parse
from scrapers.sites import endpoints, reader_at
from scrapers.sites.jdefense_article import read_article as jdefense_article

_ELSEWHERE = Problem("layout", "a list that looks like it stands elsewhere in the page")
_LONGEST_LINK = 300  # characters of link text that can still be a headline
_SHORTEST_LINK = 10
_PAGER = re.compile(r"\W*(?:(?:次|前)の(?:記事|ページ)(?:へ)?|next|previous)\W*", re.IGNORECASE)
_ARTICLE_PATH = re.compile(r"\d{4}|(?:[^/-]+-){3}|[^/]{12,}\.s?html?$")


def read_page(
    site: Site | None, url: str, body: bytes, *, content_type: str | None, at: int
) -> Reading:
    """Reads a page of `site` (None: an unknown site, by detection only).

    `url` is the address that answered, "" if unknown; `content_type` is the header's value; `at`
    is the time of the visit in UTC seconds, which decides the site's reader and what words such
    as 昨日 mean.
    """
    reader = reader_at(site, at)
    if site and canonical(url) in map(canonical, endpoints(reader)):
        return jsonlists.read(site, reader, url, body, content_type)
    page = parse(body, url, content_type)
    found = _found(page, site, reader)
    rankings = tuple(_identified(ranking, site) for ranking in found.rankings)
    article, noted = _article(page, site, reader, at)
    refused = refusals.of(page, has_content=bool(rankings or article))
    if any(problem.code == "soft-404" for problem in refused):
        article = None
    return Reading(
        url=url,
        site=site.name if site else None,
        encoding=page.encoding,
        reader=reader.name,
        widget=found.widget,
        article=article,
        rankings=rankings,
        links=tuple(_links(page, site)),
        problems=(*page.problems, *refused, *noted, *found.problems),
        rejected=found.rejected,
    )


def _found(page: Page, site: Site | None, reader: Reader) -> detect.Found:
    """The lists of a page, as the reader finds them.

    Where a learnt reader misses some, detection says what is there instead; where it finds their
    headings without rows, the page is as it was and empty.
    """
    if reader.kind == "json":
        return detect.Found()
    if reader.kind != "selectors":
        return detect.find(page, site)
    found = learnt.read(page, site, reader.lists)
    if not found.problems:
        return found
    other = detect.find(page, site)
    if other.rankings:
        return found._replace(problems=(*found.problems, _ELSEWHERE))
    return other if other.widget == "empty" and not found.rankings else found


def _article(
    page: Page, site: Site | None, reader: Reader, at: int
) -> tuple[Article | None, tuple[Problem, ...]]:
    if site and "jdefense" in _kinds(site, reader):
        return jdefense_article(page, site, at), ()
    return any_article(page, site, at)


def _kinds(site: Site, reader: Reader) -> set[str]:
    """What may read articles: a learnt reader knows of lists alone, so also those before it."""
    learnt = reader.kind in {"selectors", "json"}
    return {one.kind for one in site.readers} if learnt else {reader.kind}


def _identified(ranking: Ranking, site: Site | None) -> Ranking:
    """The ranking with entries that share one identity with all parts of a long article."""
    if not site or not site.article or "(?P<part>" not in site.article:
        return ranking
    entries = tuple(
        entry._replace(article=canonical(entry.url, site.article)) if entry.article else entry
        for entry in ranking.entries
    )
    return ranking._replace(entries=entries)


def _links(page: Page, site: Site | None) -> Iterator[Link]:
    """The article links of a page in document order, each article once."""
    pattern = re.compile(site.article) if site and site.article else None
    home = site.home if site else page.url
    seen: set[str] = set()
    for node in page.tree.css("a[href]"):
        href = node.attributes.get("href") or ""
        if href in seen:
            continue
        url = absolute(page.base, href)
        path = path_of(url)
        if not path or not (pattern.search(path) if pattern else _ARTICLE_PATH.search(path)):
            continue
        title = fold(node.text())
        shortest = 1 if pattern else _SHORTEST_LINK
        if _PAGER.fullmatch(title) or not shortest <= len(title) <= _LONGEST_LINK:
            continue
        if not same_site(url, home):
            continue
        article = canonical(url, site.article if site else None)
        if article not in seen:
            seen.add(article)
            yield Link(title, url, article)
        seen.add(href)
