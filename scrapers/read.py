"""From a page to a `Reading`: the article, the rankings, the links, and what is wrong.

Pure: the same page gives the same reading, so a kept page can be read again at any time. Nothing
in a page raises: what is no readable page comes back as a reading with a problem. Run it through
`scrapers.sandbox` for pages from the network, since a parser in C can be kept busy or made to
crash. What only some sites need is loaded when a page needs it first.
"""

from functools import partial

from scrapers.address import canonical
from scrapers.articles.links import headlines
from scrapers.articles.placement import offered
from scrapers.html import walls
from scrapers.html.face import face_of
from scrapers.html.page import ParsedPage, parse
from scrapers.model import Article, Page, Problem, Ranking, Reader, Reading, Site
from scrapers.rankings.result import Found
from scrapers.sites import article_reader, endpoints, reader_at

_ELSEWHERE = Problem("layout", "a list that looks like it stands elsewhere in the page")


def read_page(
    page: Page,
    site: Site | None = None,
    *,
    kind: str | None = None,
    article: bool = True,
    selectors: bool = False,
) -> Reading:
    """Reads a page of `site` (None: an unknown site, by detection only).

    `kind` is "ranking" or "article" where the page is visited for one of them: then the other is
    looked for only where that one is not found, and says what the page is instead. Without
    `article` no article is read. `selectors` asks for a selector of each list that detection
    finds.
    """
    reader = reader_at(site, page.time)
    if site and canonical(page.url) in map(canonical, endpoints(reader)):
        from scrapers.rankings import json_lists

        return json_lists.read(page, site, reader)
    parsed = parse(page.body, page.url, page.content_type)
    search = partial(_found, parsed, site, reader, selectors=selectors)
    found = None if kind == "article" else search()
    wanted = article and not (kind == "ranking" and found and found.rankings)
    text, noted = _article(parsed, site, reader, page.time) if wanted else (None, ())
    placed = site if site and site.placement and not (kind == "article" and text) else None
    found = found or (Found() if text else search())
    refused = walls.of(parsed, has_content=bool(found.rankings or text))
    if any(problem.code == "soft-404" for problem in refused):
        text = None
    return Reading(
        url=page.url,
        site=site.name if site else None,
        encoding=parsed.encoding,
        reader=reader.name,
        widget=found.widget,
        article=text,
        rankings=found.rankings,
        links=tuple(headlines(parsed, site)),
        problems=(*parsed.problems, *refused, *noted, *found.problems),
        rejected=found.rejected,
        face=face_of(parsed),
        placement=offered(parsed, placed, found.rankings) if placed else (),
    )


def _article(
    page: ParsedPage, site: Site | None, reader: Reader, at: int
) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article, if it can be read; the lists of the page do not depend on it."""
    try:
        return article_reader(site, reader)(page, site, at)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a failure here must not cost the lists
        what = f"{type(error).__name__}: {error}"
        return None, (Problem("no-text", f"the article could not be read ({what})"[:300]),)


def _found(page: ParsedPage, site: Site | None, reader: Reader, *, selectors: bool) -> Found:
    """The lists of a page, as the reader finds them.

    Where a learnt reader misses some, detection says what is there instead; where it finds their
    headings without rows, the page is as it was and empty.
    """
    if reader.kind == "json":
        return Found()
    from scrapers.rankings.find import find

    if reader.kind != "selectors":
        return find(page, site, selectors=selectors)
    from scrapers.rankings import learnt

    found = learnt.read(page, site, reader.lists)
    if not found.problems:
        return found
    other = find(page, site)
    if other.rankings:
        return found._replace(problems=(*found.problems, _ELSEWHERE))
    return other if other.widget == "empty" and not found.rankings else found


def find_rankings(html: bytes, url: str) -> tuple[Ranking, ...]:
    """The most-read lists of a page of any site; its time does not matter for them."""
    return read_page(Page(url, html, 0), article=False).rankings
