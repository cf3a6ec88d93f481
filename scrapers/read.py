"""From a page's bytes to a `Reading`: the article, the rankings, the links, and what is wrong.

Pure: the same bytes at the same `at` give the same reading, so a kept page can be read again at
any time. Nothing in a page raises: what is no readable page comes back as a reading with a
problem. Run it through `scrapers.sandbox` for pages from the network, since a parser in C can
be kept busy or made to crash. What only some sites need is loaded when a page needs it first.
"""

import re
from collections.abc import Iterator

from scrapers.address import canonical
from scrapers.html import walls
from scrapers.html.page import Page, parse
from scrapers.html.text_lines import fold
from scrapers.model import Article, Link, Problem, Reader, Reading, Site
from scrapers.rankings.result import Found
from scrapers.sites import endpoints, reader_at
from scrapers.sites.jdefense.places import Places

_ELSEWHERE = Problem("layout", "a list that looks like it stands elsewhere in the page")
_LONGEST_LINK = 300  # characters of link text that can still be a headline
_SHORTEST_LINK = 10
_PAGER = re.compile(r"\W*(?:(?:次|前)の(?:記事|ページ)(?:へ)?|next|previous)\W*", re.IGNORECASE)


def read_page(
    site: Site | None, url: str, body: bytes, *, content_type: str | None, at: int
) -> Reading:
    """Reads a page of `site` (None: an unknown site, by detection only).

    `url` is the address that answered, "" if unknown; `content_type` is the header's value; `at`
    is the time of the visit in UTC seconds, which decides the site's reader and what words such
    as 昨日 mean.
    """
    reader = reader_at(site, at)
    if site and reader.kind == "json" and canonical(url) in map(canonical, endpoints(reader)):
        from scrapers.rankings import json_lists

        return json_lists.read(site, reader, url, body, content_type)
    page = parse(body, url, content_type)
    places = Places(page, site)
    found = _found(page, site, reader, places)
    article, noted = _article(page, site, reader, at, places)
    refused = walls.of(page, has_content=bool(found.rankings or article))
    if any(problem.code == "soft-404" for problem in refused):
        article = None
    return Reading(
        url=url,
        site=site.name if site else None,
        encoding=page.encoding,
        reader=reader.name,
        widget=found.widget,
        article=article,
        rankings=found.rankings,
        links=tuple(_links(site, places)),
        problems=(*page.problems, *refused, *noted, *found.problems),
        rejected=found.rejected,
    )


def _found(page: Page, site: Site | None, reader: Reader, places: Places) -> Found:
    """The lists of a page, as the reader finds them.

    Where a learnt reader misses some, detection says what is there instead; where it finds their
    headings without rows, the page is as it was and empty.
    """
    if reader.kind == "json":
        return Found()
    if reader.kind == "jdefense" and site:
        from scrapers.sites.jdefense_lists import read as jdefense_lists

        if found := jdefense_lists(page, site, places):
            return found
    from scrapers.rankings.find import find

    if reader.kind != "selectors":
        return find(page, site)
    from scrapers.rankings import learnt

    found = learnt.read(page, site, reader.lists)
    if not found.problems:
        return found
    other = find(page, site)
    if other.rankings:
        return found._replace(problems=(*found.problems, _ELSEWHERE))
    return other if other.widget == "empty" and not found.rankings else found


def _article(
    page: Page, site: Site | None, reader: Reader, at: int, places: Places
) -> tuple[Article | None, tuple[Problem, ...]]:
    if site and "jdefense" in _kinds(site, reader):
        from scrapers.sites.jdefense.article import read_article as jdefense_article

        return jdefense_article(page, site, at, places), ()
    from scrapers.articles.reader import read_article as any_article

    return any_article(page, site, at)


def _kinds(site: Site, reader: Reader) -> set[str]:
    """What may read articles: a learnt reader knows of lists alone, so also those before it."""
    learnt = reader.kind in {"selectors", "json"}
    return {one.kind for one in site.readers} if learnt else {reader.kind}


def _links(site: Site | None, places: Places) -> Iterator[Link]:
    """The article links of a page in document order, each article once."""
    shortest = 1 if site and site.article else _SHORTEST_LINK
    seen: set[str] = set()
    for href, node in places.links:
        place = places.article(href)
        if place is None or place.article in seen:
            continue
        title = fold(node.text())
        if shortest <= len(title) <= _LONGEST_LINK and not _PAGER.fullmatch(title):
            seen.add(place.article)
            yield Link(title, place.url, place.article)
