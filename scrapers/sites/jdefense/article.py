"""The articles of Jディフェンスニュース, read by what is certain of the site.

The markup of the site is not to be relied on, so its articles are read by other things: the
order of the lines (brand, title, category, date, lead, text, end mark, ranking), the form of the
date, the address scheme and the fixed phrases. Class names are never looked at.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from scrapers.address import canonical, path_of
from scrapers.articles.links import article_links
from scrapers.html.text_lines import fold, lines_of
from scrapers.model import Article
from scrapers.sites.jdefense import SITE
from scrapers.sites.jdefense.text import (
    ASIDE,
    DATE,
    END_MARK,
    PROSE,
    WIDGET,
    closes,
    paragraphs,
    shares,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapers.html.page import ParsedPage
    from scrapers.html.text_lines import Line
    from scrapers.model import Problem, Site

_LABELS = frozenset(["日本の防衛", "防衛省関連", "特集", "ニュース解説", "用語集"])
_TAGLINE = "日本の防衛と安全保障の今を伝える"
_HEAD = 12  # lines that may stand between title and lead
_ABOVE = 3  # lines above the title that may hold category and date, where none follow it
_SHORT = 20  # characters of the longest category label
_LONG = 250  # characters that no title has

_DATE_WORD = re.compile(r"公開|更新|掲載|投稿|配信|日時|日付|date|posted|JST", re.IGNORECASE)
_UPDATED = re.compile(r"^\W*更新")
_TITLE_CUT = re.compile(r"\s*[|｜│]\s*|\s+[-–—]\s+")
_TIME = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}) ([0-9]{1,2}):([0-9]{2})")


def read_article(
    page: ParsedPage, site: Site | None, at: int
) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article of a page, or None for a page that is none (home, lists); nothing goes wrong."""
    return _article(page, site or SITE, at), ()


def _article(page: ParsedPage, site: Site, at: int) -> Article | None:
    place = re.search(site.article, path_of(page.url)) if site.article else None
    if page.url and not place:
        return None
    lines = list(_lines(page, site))
    head = _head(page, lines, site, at)
    if head is None:
        return None
    body = list(paragraphs(lines[head.end :], page))
    if not (head.published or head.category or body):
        return None
    groups = place.groupdict() if place else {}
    whole = canonical(page.url, site.article)
    return Article(
        title=head.title,
        category=head.category,
        section=groups.get("section"),
        published=head.published,
        lead=body[0] if body else None,
        body="\n\n".join(body) or None,
        url=whole or None,
        lang=_lang(page),
        part=_part(page.url, site),
        parts=_parts(page, site, whole),
        published_from="text" if head.published else None,
    )


def _lines(page: ParsedPage, site: Site) -> Iterator[Line]:
    """The lines of the page as far as its text goes, without the brand."""
    ended = False
    for line in lines_of(page.tree.body):
        if ended and closes(line.text):
            return
        ended = ended or END_MARK.fullmatch(line.text) is not None
        if line.text not in {site.label, _TAGLINE}:
            yield line


class _Head(NamedTuple):
    """What stands above the text; `end` is the index of the first line of the text."""

    title: str
    category: tuple[str, ...]
    published: str | None
    end: int


def _head(page: ParsedPage, lines: Sequence[Line], site: Site, at: int) -> _Head | None:
    start, stop = _title(page, lines, site)
    if start == stop:
        return None
    title = " ".join(line.text for line in lines[start:stop])
    category: list[str] = []
    end = stop
    date_at, when, beside = _date_line(lines, stop, site, at)
    for index in range(stop, min(stop + _HEAD, len(lines))):
        line = lines[index]
        if index == date_at:
            category += beside
        elif _is_label(line, page) or (index < date_at and _is_short(line)):
            category += [] if shares(line) else [line.text]
        elif line.region not in ASIDE:
            break
        end = index + 1
    above = lines[max(0, start - _ABOVE) : start]
    category = category or [line.text for line in above if _names_section(line, page)]
    when = when or next((t for t, _ in (_published(x, site, at) for x in above) if t), None)
    return _Head(title, tuple(dict.fromkeys(category)), when, end)


def _title(page: ParsedPage, lines: Sequence[Line], site: Site) -> tuple[int, int]:
    """Where the title stands, as a range of lines; empty where there is none.

    What the page's head claims is looked for among the lines; if the two disagree, the visible
    heading above the date is the title.
    """
    claimed = _claimed_titles(page)
    headings = [
        i
        for i, x in enumerate(lines)
        if x.text in claimed and x.is_heading and not x.is_link and x.region not in ASIDE
    ]
    if headings:
        longest = max(headings, key=lambda i: len(lines[i].text))
        return longest, longest + 1
    claimed_keys = {_key(text) for text in claimed} - {_key(site.label), _key(_TAGLINE), ""}
    longest = 2 * max(map(len, claimed_keys), default=0)
    able = [
        i
        for i, x in enumerate(lines)
        if not x.is_link and x.region not in ASIDE and len(x.text) <= longest
    ]
    for count in (1, 2, 3):  # a title with breaks may take several lines
        ranges = [(i, i + count) for i in able if _text_of(lines[i : i + count]) in claimed_keys]
        if ranges:
            return min(ranges, key=lambda x: _unlike_a_title(lines[x[0]]))
    return _heading_above_date(lines, site)


def _unlike_a_title(line: Line) -> tuple[int, bool, bool]:
    """Orders what the head confirms: the longest, then headings, then what is no list item."""
    return -len(line.text), not line.is_heading, line.tag == "li"


def _heading_above_date(lines: Sequence[Line], site: Site) -> tuple[int, int]:
    date_at = _first_date(lines, site)
    able = [
        index
        for index, line in enumerate(lines if date_at is None else lines[:date_at])
        if line.region not in ASIDE and not line.is_link and not WIDGET.fullmatch(line.text)
    ]
    headings = [index for index in able if lines[index].is_heading]
    above_date = [index for index in able if lines[index].tag != "li" and date_at is not None]
    best = headings[0 if date_at is None else -1 :] or above_date[-1:]
    return (best[0], best[0] + 1) if best else (0, 0)


def _claimed_titles(page: ParsedPage) -> set[str]:
    """What the page's head says the title is, whole and without what follows a bar or a dash."""
    nodes = page.tree.css("meta[property='og:title'], head > title")
    titles = [fold(node.attributes.get("content") or node.text()) for node in nodes]
    cuts = (text[: match.start()] for text in titles for match in _TITLE_CUT.finditer(text))
    return {*titles, *cuts}


def _text_of(lines: Sequence[Line]) -> str:
    text = "".join(line.text for line in lines)
    return _key(text) if len(text) <= _LONG else ""


def _key(text: str) -> str:
    return "".join(normalize("NFKC", text).split()).casefold()


def _first_date(lines: Sequence[Line], site: Site) -> int | None:
    dates = (i for i, line in enumerate(lines) if _published(line, site, 0)[0])
    return next(dates, None)


def _date_line(
    lines: Sequence[Line], start: int, site: Site, at: int
) -> tuple[int, str | None, list[str]]:
    """The date line below the title (-1 where none comes before the text) and what it says.

    A line that only tells of an update is taken where no other tells the publication.
    """
    updated: tuple[int, str | None, list[str]] = (-1, None, [])
    for index in range(start, min(start + _HEAD, len(lines))):
        when, beside = _published(lines[index], site, at)
        if when and not _UPDATED.search(lines[index].text):
            return index, when, beside
        if when and updated[0] < 0:
            updated = index, when, beside
        if len(lines[index].text) > PROSE:
            break
    return updated


def _published(line: Line, site: Site, at: int) -> tuple[str | None, list[str]]:
    """The time that a date line names, and the categories that stand beside it on the line."""
    match = DATE.fullmatch(line.text)
    if line.region in ASIDE or not (match or line.datetime):
        return None, []
    seen = _time(match["date"], site, at) if match else None
    marked = _time(line.datetime, site, at) if line.datetime else None
    if marked and (seen is None or (len(seen) == 10 and marked.startswith(seen))):
        seen = marked if len(line.text) <= PROSE else None
    beside = (match["before"], match["after"]) if match else ()
    names = [text.strip(" 　:：|/・-()（）") for text in beside]
    return seen, [name for name in names if name and not _DATE_WORD.search(name)]


def _time(text: str, site: Site, at: int) -> str | None:
    """The time that a text names, as ISO 8601; the form that the site writes is read at once."""
    from scrapers.articles.dates import local_zone, published

    own = _TIME.fullmatch(text)
    zone = local_zone(site.timezone) if own else None
    if own is None or zone is None:
        return published(text, site.timezone, at)
    year, month, day, hour, minute = map(int, own.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=zone).isoformat()
    except ValueError:
        return published(text, site.timezone, at)


def _is_section(name: str, page: ParsedPage) -> bool:
    """Whether a text names a section: one that is known, or one that the page links to (/docs/mod/)."""
    links = page.tree.css("a[href*='/docs/'][href$='/']") if name not in _LABELS else ()
    return name in _LABELS or any(fold(node.text()) == name for node in links)


def _names_section(line: Line, page: ParsedPage) -> bool:
    return line.region not in ASIDE and line.tag != "li" and _is_section(line.text, page)


def _is_label(line: Line, page: ParsedPage) -> bool:
    return _is_short(line) and (
        line.tag == "li" or any(h.endswith("/") for h in line.hrefs) or _is_section(line.text, page)
    )


def _is_short(line: Line) -> bool:
    return (
        len(line.text) <= _SHORT
        and line.region not in ASIDE
        and not line.text.endswith("。")
        and not END_MARK.fullmatch(line.text)
        and not WIDGET.fullmatch(line.text)
    )


def _part(url: str, site: Site) -> int:
    """Which part of a long article an address is; the address without a number is the first."""
    place = re.search(site.article, path_of(url)) if site.article else None
    number = place.groupdict().get("part") if place else None
    return int(number) if number and number.isdecimal() and len(number) < 5 else 1


def _parts(page: ParsedPage, site: Site, whole: str) -> tuple[str, ...]:
    """The addresses of the other parts of a long article, as far as this part links to them."""
    here = canonical(page.url)
    addresses = (link.url for link in article_links(page, site) if link.article == whole != "")
    other_urls = (url.partition("#")[0] for url in addresses if canonical(url) != here)
    by_part = {_part(url, site): url for url in other_urls}
    return tuple(by_part[part] for part in sorted(by_part))


def _lang(page: ParsedPage) -> str | None:
    node = page.tree.css_first("html[lang]")
    return (node.attributes.get("lang") if node else None) or "ja"
