"""The links of a page, and what they lead to: articles, other pages of the site, elsewhere, nowhere.

A site that says how its article paths look decides by that. Without it, an address is taken for
an article unless it looks like navigation: a section, a tag, an author, the home page.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from scrapers.address import absolute, canonical, path_of, same_site
from scrapers.html.elements import Element, Elements
from scrapers.html.page import ParsedPage
from scrapers.html.texts import squeeze, width
from scrapers.model import Site
from scrapers.windows import window_of

ARTICLES = ("article", "external")
"""The kinds of links that a row may lead to."""

_NAV = frozenset([
    "tag", "tags", "author", "authors", "autor", "autores", "auteur", "auteurs", "topic",
    "topics", "tema", "temas", "thema", "themen", "user", "users", "profil", "profile",
    "search", "suche", "login", "signin", "register", "signup", "abo", "about", "contact",
    "by", "staff", "writer", "writers", "columnist", "columnists", "yazar", "yazarlar", "perfil",
    "comments", "newsletter", "newsletters", "rss", "feed", "feeds", "privacy", "terms", "cookie",
    "cookies", "ranking", "rankings", "popular", "latest",
])  # fmt: skip
_FOLDERS = frozenset(["topic", "topics", "ranking", "rankings", "popular", "latest"])
_NUMBER = 4
_NAV_BEGINS = ("categor", "kategori", "subscri", "most")
_PLAIN = re.compile(r"(?:/(?!\.|[^/]*amp)[A-Za-z0-9_.~-]+)+/?")
"""Paths that `canonical` leaves as they are, but for the slash at their end."""
_DIGIT = re.compile("[0-9]")
_SHARES = re.compile(r"/(?:sharer|intent|share)(?:[/?.]|$)|[?=]https?(?::|%3A)", re.IGNORECASE)
"""Addresses that pass on another: what they lead to stands in them."""
_AD = re.compile(r"(?:^|[./_-])(?:ads?|adserv\w*|doubleclick|adclick|googleads|banners?)[./_-]")
_HEADLINE, _SHORTER, _LABEL = 30, 24, 16
_ENOUGH = 20
"""So many other headlines of a page show what addresses of articles it has."""
_ROWS = ("li", "tr", "td", "dd", "dt", "article")
_WITHIN_ROWS = ("span", "p", "div", "h2", "h3", "h4", "h5", "b", "strong")


class Target(NamedTuple):
    """Where a link leads: address as shown, identity, and kind.

    `kind` is "article", "nav" (same site, no article), "external" (an article elsewhere), "outside"
    (another page elsewhere), "ad" or "none".
    """

    url: str
    key: str
    kind: str


NOWHERE = Target("", "", "none")


class Anchor(NamedTuple):
    """A link of a page, the elements from the root down to it, and where it leads."""

    element: Element
    path: tuple[Element, ...]
    target: Target

    def tags(self, level: int) -> tuple[str, ...]:
        """The tags of the elements from a depth in the page down to the link."""
        return tuple(element.tag for element in self.path[level:])


class Links:
    """Judges the links of one page; every link and address once."""

    def __init__(self, page: ParsedPage, site: Site | None) -> None:
        self.page = page
        self.elements = Elements()
        self._anchors: dict[int, Anchor] = {}
        known = page.url or (site.home if site else "")
        self._here = known or page.attribute('link[rel="canonical"]', "href")
        self._article = site.article if site else None
        self._pattern = re.compile(self._article) if self._article else None
        self._known: dict[str, Target] = {}
        origin = absolute(page.base, "/").removesuffix("/")
        near = origin and not self._article and (not self._here or same_site(origin, self._here))
        self._origin = origin if near else "-"
        self._identity = canonical(origin).removesuffix("/")

    @property
    def strict(self) -> bool:
        """Whether the site says what an article is."""
        return self._pattern is not None

    def within(self, elements: Iterable[Element]) -> list[Anchor]:
        """The links in some elements that stand side by side, in document order."""
        nodes = [node for element in elements for node in element.node.css("a[href]")]
        return [self._anchors.get(node.mem_id) or self._anchor(node) for node in nodes]

    def _anchor(self, node: LexborNode) -> Anchor:
        link = self.elements.at(node)
        target = self.target(link.get("href"))
        if target.kind == "nav" and not self.strict and _is_headline(link, target):
            target = target._replace(kind="article")
        elif target.kind == "article" and self._is_tab(link, target):
            target = target._replace(kind="none")
        anchor = self._anchors[node.mem_id] = Anchor(link, link.path, target)
        return anchor

    def _is_tab(self, link: Element, target: Target) -> bool:
        """Whether a link shows a short text that names a window, or leads to the page itself.

        Tabs may lead to the page's own address with other parameters.
        """
        stays = self._here and target.url.partition("?")[0] == self._here.partition("?")[0]
        short = 0 < width(link.text) <= _LABEL
        return short and (bool(stays) or window_of(link.text) is not None)

    def unlike(self, targets: Sequence[Target]) -> bool:
        """Whether some addresses have neither folder nor form of any of the page's many other headlines.

        So have books, polls, bills and whatever else a page ranks beside its articles.
        """
        own, others = {target.key for target in targets}, set[str]()
        forms = frozenset[str]().union(*(_forms(target.url) for target in targets))
        for link in self.page.tree.css("a[href]"):
            if width(squeeze(link.text())) < _SHORTER:
                continue
            other = self.target(link.attributes["href"] or "")
            if other.key in own:
                continue
            if not forms.isdisjoint(_forms(other.url)):
                return False
            others.add(other.key)
        return len(others) >= _ENOUGH

    def first(self, element: Element) -> Target:
        """Where the first link in an element leads."""
        link = element.link
        return self.target(link.get("href")) if link else NOWHERE

    def target(self, href: str) -> Target:
        """Where `href` leads."""
        if href not in self._known:
            self._known[href] = self._judge(href)
        return self._known[href]

    def _judge(self, href: str) -> Target:
        if href in ("", "#") or href.startswith("javascript:"):
            return NOWHERE
        path = href.removeprefix(self._origin)
        if self._origin == "-" or not _PLAIN.fullmatch(path):
            return self._resolved(href)
        url, path = self._origin + path, path.rstrip("/")
        return Target(url, self._identity + path, "article" if _article_like(path, "") else "nav")

    def _resolved(self, href: str) -> Target:
        url = absolute(self.page.base, href)
        key = canonical(url, self._article) if url else ""
        here = url.partition("#")[0] == self.page.url.partition("#")[0]
        if not key or (here and "#" in url and "#" not in key):
            return NOWHERE
        kind = self._kind(url, key)
        if kind == "article" and self._pattern and "id" in self._pattern.groupindex:
            url = url.partition("?")[0]  # the path alone chooses the article
        return Target(url, key, kind)

    def _kind(self, url: str, key: str) -> str:
        path, _, query = key.split("://", 1)[1].partition("/")[2].partition("?")
        path = "/" + path
        if self._here and not same_site(url, self._here):
            if _AD.search(url.partition("?")[0]):
                return "ad"
            outside = _SHARES.search(url) or not _article_like(path, query)
            return "outside" if outside else "external"
        if self._pattern:
            return "article" if self._pattern.search(path) else "nav"
        return "article" if _article_like(path, query) else "nav"


def articles_of(anchors: Sequence[Anchor]) -> dict[str, Anchor]:
    """The first link to each article among some links, by the article's identity."""
    found: dict[str, Anchor] = {}
    for anchor in anchors:
        if anchor.target.kind in ARTICLES:
            found.setdefault(anchor.target.key, anchor)
    return found


def _forms(url: str) -> frozenset[str]:
    """The folder of an address, and the kinds of its segments: numbers, words, names of pages."""
    host, *segments = url.partition("://")[2].partition("?")[0].rstrip("/").split("/")
    return frozenset(["/".join((host, *segments[:-1][:1])), "/".join(map(_kind_of, segments))])


def _kind_of(segment: str) -> str:
    """A number by its digits, the name of a page, or a word."""
    if segment.isdigit():
        return "0" * len(segment)
    return "page" if _DIGIT.search(segment) or segment.count("-") > 1 else "word"


def _is_headline(link: Element, target: Target) -> bool:
    """Whether a link's text is as long as a headline, and the link a row of a list.

    Then it leads to an article, however short the address is.
    """
    row = next((element for element in link.around if element.tag not in _WITHIN_ROWS), None)
    listed = row is not None and row.tag in _ROWS and not names_section(path_of(target.url))
    return listed and width(link.text) >= _HEADLINE


def _article_like(path: str, query: str) -> bool:
    if _DIGIT.search(query):
        return True
    before, _, last = path.rpartition("/")
    name, _, ending = last.partition(".")
    folder = before.rpartition("/")[2]
    if not last or (_leads_on(folder) and not _numbered(folder, last)):
        return False
    if _leads_on(name if _is_word(ending) else last):
        return False
    return (
        _DIGIT.search(path) is not None
        or last.count("-") + last.count("_") >= 2
        or "%" in last
        or last.endswith((".html", ".htm", ".php", ".aspx"))
        or len(last) > 24
    )


def _numbered(folder: str, last: str) -> bool:
    """Whether a page under a folder such as `topics` is one of many numbered articles."""
    return folder.lower() in _FOLDERS and len(_DIGIT.findall(last)) >= _NUMBER


def names_section(path: str) -> bool:
    """Whether any segment of a path names a section, a tag, an author and the like."""
    return any(map(_leads_on, path.split("/")))


def _leads_on(segment: str) -> bool:
    """Whether a segment of a path names a section, a tag, an author and the like."""
    name = segment.lower()
    return name in _NAV or (
        name.startswith(_NAV_BEGINS) and _is_word(name.removeprefix("most-") or "most")
    )


def _is_word(text: str) -> bool:
    return text.replace("_", "a").isalnum()
