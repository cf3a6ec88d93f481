"""The article of a page of any site: claims for machines, checked against what people see.

JSON-LD is trusted first, then OpenGraph, microdata and the visible page, with two exceptions. The
headline that readers see wins over a claim that says something else, and a time that lies in
the future or before the web is no time. A page without evidence of being an article (a home
page, a list) has none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain

from scrapers.address import absolute, canonical, date_in, path_of, same_site
from scrapers.articles import authors, body_text
from scrapers.articles.dates import published as read_date
from scrapers.articles.links import leads_away
from scrapers.articles.metadata import SITE_PART, Claims, claims_of
from scrapers.html.page import ParsedPage
from scrapers.html.text_lines import Line, fold, letters, lines_of
from scrapers.html.texts import width
from scrapers.model import Article, Problem, Site
from scrapers.words import pattern

_ASIDE = frozenset(["nav", "aside", "footer", "form", "button", "dialog", "figcaption"])
_FAR = _ASIDE - {"figcaption", "button"}
_CUT = re.compile(
    r"\s*[|｜│ㅣ»]\s*|\s+[-–—_:]\s*|\s*_|(?:[：:]|-(?!\d)|(?<!\d)-)(?=[^-：:]{2,20}$)"
)
_YEAR = re.compile(r"\d{4}|令和|平成|民國|[分間日]前|ago\b")
_PAGE_NUMBER = re.compile(r"\s*[(（]\d{1,2}\s*[/／]\s*\d{1,2}(?:\s*ページ)?(?:目)?[)）]$")
_EVENT = re.compile(r"開催|期間|締切|発売|公演|日時|event|deadline|when:", re.IGNORECASE)
_SERVICE = re.compile(
    r"/(?:search|log-?in|sign-?(?:in|up)|account|register|subscribe|newsletters?)(?:[/?#.]|$)"
    r"|[?&](?:q|s|query|keyword)=",
    re.IGNORECASE,
)
"""Addresses of pages where readers search or sign in; undated, they are no articles."""
_DATE_LINE = 90  # characters of a line that may hold a date among other things
_NAME = 5  # characters; a shorter heading is the site's name
_HEADLINE = 16  # the width of the shortest text that is surely a headline
_EARLIEST = "1991"
_PROSE, _WIDE = 80, 90  # characters and width of a line that is surely a paragraph
_DAY = 86_400


def read_article(
    page: ParsedPage, site: Site | None, at: int
) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article, or None where nothing says that the page is one, and what went wrong."""
    lines = list(lines_of(page.tree.body))
    claims = claims_of(page)
    if not _is_article(page, site, claims, lines):
        return None, ()
    zone = site.timezone if site else ""
    title = _title(page, claims, lines)
    body, problems = body_text.text_of(
        page, lines, [title or "", *_headings(lines, "h1")], claims.body
    )
    names = _authors(page, claims, lines, title, body or "")
    body = authors.without_signature(body, names) if body else None
    published, source = _published(page, claims, lines, title, zone, at)
    article = Article(
        title=title,
        category=claims.sections[:1],
        section=_section(page),
        published=published,
        modified=_first_time(claims.modified, zone, at),
        authors=names,
        lead=body.split("\n\n", 1)[0] if body else None,
        body=body,
        url=_address(page, claims) or None,
        lang=claims.lang or None,
        published_from=source,
    )  # fmt: skip
    return article, problems


def _is_article(page: ParsedPage, site: Site | None, claims: Claims, lines: Sequence[Line]) -> bool:
    """Whether the site's pattern or the page's claims say so, or a headed, dated page has text.

    A home page needs more to be one, and a page whose paragraphs stand under links is a list.
    """
    path = path_of(page.url)
    if site and site.article:
        return re.search(site.article, path) is not None
    paragraphs = [line for line in lines if _is_paragraph(line)]
    titles = {letters(title) for title in (*claims.titles, *_title_element(page))} - {""}
    headed = any(
        line.tag == "h1" or (not line.is_link and letters(line.text) in titles) for line in lines
    )
    dated = (
        bool(claims.published)
        or any(line.datetime for line in lines)
        or date_in(page.url) is not None
    )
    if page.url and path in {"", "/"} and "?" not in page.url:
        return len(paragraphs) > 2 and headed and bool(claims.published)
    if claims.is_list or claims.kinds:
        return not claims.is_list
    if not dated and _SERVICE.search(page.url):
        return False
    return len(paragraphs) > max(1, 2 * _teasers(page, lines)) and (headed or dated)


def _teasers(page: ParsedPage, lines: Sequence[Line]) -> int:
    """How many headings that lead to other pages have a paragraph below them; one alone is none."""
    leads, count = False, 0
    for line in lines:
        if line.is_heading:
            leads = leads_away(page, line)
        elif leads and _is_paragraph(line):
            count, leads = count + 1, False
    return count if count > 1 else 0


def _is_paragraph(line: Line) -> bool:
    """Whether a line is surely a paragraph of a text, and neither a link nor beside the text."""
    long = len(line.text) >= _PROSE or width(line.text) >= _WIDE
    return long and not line.is_link and not line.region


# --- title


def _title(page: ParsedPage, claims: Claims, lines: Sequence[Line]) -> str | None:
    """The article's headline, without the name of the site and the number of a page."""
    title = _PAGE_NUMBER.sub("", _headline(page, claims, lines) or "")
    site = fold(page.attribute("meta[property='og:site_name']", "content"))
    ends = rf"\s*[|｜:：–—_-]\s*{re.escape(site)}\s*$|^{re.escape(site)}\s*[|｜:：–—_-]\s*"
    return (re.sub(ends, "", title) if site else title) or None


def _headline(page: ParsedPage, claims: Claims, lines: Sequence[Line]) -> str | None:
    """The visible heading that some claim confirms, the claim where they are alike, or either."""
    said = [*claims.titles, *_title_element(page)]
    main, lesser = (_headings(lines, level) for level in ("h1", "h2"))
    told = {letters(text) for x in claims.titles for text in (x, SITE_PART.split(x)[0])}
    minor = next((text for text in _headings(lines, "h3") if letters(text) in told), None)
    if minor and not told & set(map(letters, main)):
        return minor  # above it, the site's name
    for claim in said:
        for heading in (*main, *lesser):
            if _same(claim, heading) or _is_titled(heading, claim):
                return claim if _shows(heading, claim) else heading
    alike = [heading for claim in said for heading in main if _alike(claim, heading)]
    if claims.headline and any(_alike(claims.headline, heading) for heading in main):
        return claims.headline
    return next(iter([*alike, *main, *said, *lesser]), None)


def _shows(heading: str, claim: str) -> bool:
    """Whether a heading is a claim, or the claim and a kicker or a subtitle in an element of its own."""
    before = heading.removesuffix(claim)
    kicker = len(before) < len(heading) and before.rstrip()[-1:].isalnum()
    return kicker or _is_titled(heading, claim) or letters(claim) == letters(heading)


def _is_titled(heading: str, claim: str) -> bool:
    """Whether a heading is a claim as long as a headline and, without a space, a subtitle."""
    after = heading[len(claim) :][:1]
    glued = after.isalnum() and not after.islower()  # else the claim was cut within a word
    return heading.startswith(claim) and glued and width(claim) >= _HEADLINE


def _title_element(page: ParsedPage) -> Iterator[str]:
    node = page.tree.css_first("head > title")
    text = fold(node.text()) if node else ""
    cuts = [match.start() for match in _CUT.finditer(text)]
    for cut in cuts:
        if cut >= len(text) // 3:
            yield text[:cut]
    if text:
        yield text


def _headings(lines: Sequence[Line], level: str) -> list[str]:
    shown = (line for line in lines if line.tag == level and line.region not in _ASIDE)
    return [line.text for line in shown if len(line.text) > _NAME]


def _same(claim: str, heading: str) -> bool:
    """Whether one is the other, or the other with a kicker or the site's name."""
    a, b = letters(claim), letters(heading)
    short, long = sorted((a, b), key=len)
    return bool(short) and short in long and (2 * len(short) >= len(long) or a.startswith(b))


def _alike(claim: str, heading: str) -> bool:
    """Whether two titles are two wordings for one article: most of their pairs are shared."""
    a, b = (
        {text[i : i + 2] for i in range(len(text) - 1)}
        for text in (letters(claim), letters(heading))
    )
    return 2 * len(a & b) >= min(len(a), len(b)) > 0


# --- times


def _published(
    page: ParsedPage, claims: Claims, lines: Sequence[Line], title: str | None, zone: str, at: int
) -> tuple[str | None, str | None]:
    """When the article was published, and where that is told."""
    if time := _first_time(claims.published, zone, at):
        return time, "claims"
    if time := _visible_time(lines, title, zone, at):
        return time, "text"
    date = date_in(page.url)
    time = read_date(date) if date else None
    return time, "address" if time else None


def _first_time(texts: Iterable[str], zone: str, at: int) -> str | None:
    times = (read_date(text, zone, at) for text in texts)
    return next((time for time in times if time and _plausible(time, at)), None)


def _plausible(time: str, at: int) -> bool:
    if time < _EARLIEST:
        return False
    moment = datetime.fromisoformat(time)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp() <= at + _DAY


def _visible_time(lines: Sequence[Line], title: str | None, zone: str, at: int) -> str | None:
    """The time nearest to the title, below it first; a line that tells of an update comes last."""
    near = (line for line in _nearest(lines, title) if not line.is_link)
    dated = [text for line in near for text in _dated(line) if line.text != title]
    return _first_time(sorted(dated, key=_told_of), zone, at)


def _nearest(lines: Sequence[Line], title: str | None) -> list[Line]:
    """The lines around the title, those below it first."""
    same = (i for i, line in enumerate(lines) if line.text == title)
    headings = (i for i, line in enumerate(lines) if line.is_heading)
    longer = (i for i in headings if title and lines[i].text.startswith(title))
    start = next(chain(same, longer), 0)
    nearest = [*lines[start : start + 25], *reversed(lines[max(0, start - 10) : start])]
    return [
        line for line in nearest if line.tag not in {"h1", "blockquote"} and line.region not in _FAR
    ]


def _dated(line: Line) -> Iterator[str]:
    """The parts of a line that may say when its article was published."""
    if line.datetime:
        yield line.datetime
    if len(line.text) > 2 * _DATE_LINE:
        return
    told = rf"(?:{pattern('published')}|{pattern('updated')})"
    for part in re.split(rf"[|｜/／](?=\s*\D)|\s(?={told})|[(（](?={told})", line.text):
        if len(part) <= _DATE_LINE and _YEAR.search(part):
            yield part


def _told_of(text: str) -> bool:
    """Whether a text tells of something else than the publication: an update, an event."""
    other = re.search(pattern("updated"), text) or _EVENT.search(text)
    return other is not None and re.search(pattern("published"), text) is None


# --- authors


def _authors(
    page: ParsedPage, claims: Claims, lines: Sequence[Line], title: str | None, body: str
) -> tuple[str, ...]:
    """Persons as claimed, as shown or as the text is signed; else the house's names."""
    seen = claims.authors or authors.shown(page, _nearest(lines, title)) or authors.signed(body)
    return claims.authors or authors.persons(seen, claims.house) or claims.house or seen


# --- place


def _section(page: ParsedPage) -> str | None:
    first, _, rest = path_of(page.url).lstrip("/").partition("/")
    return first if rest and first.isalpha() else None


def _address(page: ParsedPage, claims: Claims) -> str:
    """The canonical address that the page names, if it is a page of the same site."""
    named = absolute(page.base, claims.url) if claims.url else ""
    if named and same_site(named, page.url) and path_of(named) not in {"", "/"}:
        return canonical(named)
    return canonical(page.url)
