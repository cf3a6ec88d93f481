"""The rankings of Jディフェンスニュース, where they stand as the site is known to show them.

Detection finds the lists of any page and looks at everything in it for that. This looks at one
widget, whose lists are of one length and hold nothing but titles of the site's articles. Class names
decide nothing. A page that is other than that in the least is left to detection, so this is a faster
way to the same lists and never a way to others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapers.model import Entry, Ranking
from scrapers.rankings.result import Found
from scrapers.rankings.texts import width, words_of
from scrapers.sites.jdefense_besides import announces
from scrapers.sites.jdefense_widget import ATTRIBUTES, WINDOWS, Widget, html_of, widget_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from scrapers.html.page import Page
    from scrapers.model import Site
    from scrapers.sites.jdefense.places import Places

_LENGTHS = range(5, 21)
_HEADLINE = 24  # columns; a shorter text may be something else than a title
_EVIDENCE = ("a heading, three labels and their lists, as this site shows them",)
_COUNTED = re.compile(r"[#№]?\d{1,4}\s*[.):：、位\s]")
_UNNUMBERED = r'(?: (?!class=)[a-z-]+="[^"<>]*"| class="[^"<>\d]*")*'
_LINK = rf"<a{_UNNUMBERED}>[^<]+</a> ?"
_NUMBER = rf"<(?:span|em|b|i|p|div){ATTRIBUTES}> ?(\d{{1,2}}) ?</"
_IMAGE = rf"<a{ATTRIBUTES}><img{ATTRIBUTES}></a> ?"
_NUMBERED = rf"{_NUMBER}\w+> ?(?:{_IMAGE})?{_LINK}(?:<time{ATTRIBUTES}>[^<]*</time> ?)?"
_LIST = re.compile(
    rf"(?:<(?:div|section){ATTRIBUTES}> ?)*<(ul|ol){ATTRIBUTES}> ?(?:"
    rf"(?:<li{_UNNUMBERED}> ?{_LINK}</li> ?)+"
    rf"|(?P<numbered>(?:<li{ATTRIBUTES}> ?{_NUMBERED}</li> ?)+)"
    rf")</\1> ?(?:</(?:div|section)> ?)*"
)
_HREF = r'<a(?: (?!href=)[a-z-]+="[^"]*")* href="([^"&]*)"[^>]*>'
_ROW = re.compile(rf"{_HREF}([^<]+)<")
_IMAGES = re.compile(rf"{_HREF}<img")
_RANK = re.compile(_NUMBER)


def read(page: Page, site: Site, places: Places) -> Found | None:
    """The three lists, the same that detection finds; None where the page is not quite as known."""
    body = page.tree.body
    usual = page.base == page.url and places.at_home and site.article is not None
    if body is None or not usual or any(WINDOWS.get(name) != slug for name, slug in site.windows):
        return None
    text = body.text(separator="\0")
    widget = widget_in(body, text)
    if widget is None:
        return None
    lists = [_entries(element, places) for element in widget.lists]
    if len({len(entries) for entries in lists}) > 1 or len(lists[0]) not in _LENGTHS:
        return None
    rows = [element for element in widget.lists if not _RANK.search(element.html or "")]
    if announces(page, site, text, widget.heading, rows):
        return None
    return Found(tuple(_rankings(widget, lists)), "lists")


def _rankings(widget: Widget, lists: Sequence[tuple[Entry, ...]]) -> Iterator[Ranking]:
    heading = words_of(widget.heading)
    keys = [[entry.article for entry in entries] for entries in lists]
    for label, entries, own in zip(widget.labels, lists, keys, strict=True):
        flags = ("cloned-tab",) if keys.count(own) > 1 else ()
        yield Ranking(heading, WINDOWS[label.text], label.text, entries, flags, _EVIDENCE)


def _entries(element: LexborNode, places: Places) -> tuple[Entry, ...]:
    """The entries of a list; none where it holds more or other than titles of different articles."""
    html = html_of(element)
    found = _LIST.fullmatch(html)
    rows = _ROW.findall(html) if found else []
    titles = [_text(title) for _, title in rows]
    urls = [place.url for href, _ in rows if (place := places.article(href)) and place.is_canonical]
    count = html.count("<li")
    if not count == len(titles) == len(set(urls)) or not _plain(titles):
        return ()
    if found and found["numbered"] and not _numbered(html, titles, urls, places):
        return ()
    return tuple(map(Entry, range(1, count + 1), titles, urls, urls))


def _text(html: str) -> str:
    """A text as shown, from the way the parser writes it."""
    if "&" in html:
        for name, char in ("lt", "<"), ("gt", ">"), ("nbsp", "\xa0"), ("amp", "&"):
            html = html.replace(f"&{name};", char)
    return html.strip()


def _plain(titles: Sequence[str]) -> bool:
    """Whether titles are long enough to be nothing else, and do not count up by themselves."""
    long = all(len(title) >= _HEADLINE or width(title) >= _HEADLINE for title in titles)
    return long and not all(map(_COUNTED.match, titles))


def _numbered(html: str, titles: Sequence[str], urls: Sequence[str], places: Places) -> bool:
    """Whether printed ranks count up beside titles that begin with no number, images in step."""
    ranks = [int(rank) for rank in _RANK.findall(html)]
    images = [place.url if place else "" for place in map(places.article, _IMAGES.findall(html))]
    return (
        ranks == list(range(1, len(titles) + 1))
        and not any(map(_COUNTED.match, titles))
        and (not images or images == urls)
    )
