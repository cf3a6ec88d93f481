"""Where the links of a page lead: to which articles of its site.

A page links to one article many times, and several readers ask where its links lead: the lists,
the links, the parts of a long article. Each address is judged once.
"""

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from scrapers.address import absolute, canonical, path_of, same_site

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from scrapers.html.page import Page
    from scrapers.model import Site

_PLAIN = re.compile(r"(?!/amp/)(?:/[A-Za-z0-9_-]+)+(?:\.html)?(?<!/amp)")
"""Paths that `canonical` leaves as they are."""
_LIKELY = re.compile(r"\d{4}|(?:[^/-]+-){3}|[^/]{12,}\.s?html?$")
"""Paths of articles on sites that do not say how theirs look."""


class Place(NamedTuple):
    """An article that a link leads to: its address as shown, and its identity."""

    url: str
    article: str

    @property
    def is_canonical(self) -> bool:
        """Whether the address as shown is the identity."""
        return self.url == self.article


class Places:
    """The articles that one page links to; `site` None: as an unknown site's look."""

    def __init__(self, page: "Page", site: "Site | None") -> None:
        self._page = page
        self._home = site.home if site else page.url
        self._article = site.article if site else None
        self._pattern = re.compile(self._article) if self._article else _LIKELY
        self._known: dict[str, Place | None] = {}
        self._origin = absolute(page.base, "/").removesuffix("/")
        self._identity = _identity(self._origin, self._home)

    @property
    def at_home(self) -> bool:
        """Whether the page's addresses resolve to a host of the site."""
        return self._identity != ""

    @cached_property
    def links(self) -> "list[tuple[str, LexborNode]]":
        """The links of the page in document order, each with its address as written."""
        nodes = self._page.tree.css("a[href]")
        return [(node.attributes.get("href") or "", node) for node in nodes]

    def article(self, href: str) -> Place | None:
        """The article of the page's site that `href` means; None where it means anything else."""
        if href not in self._known:
            self._known[href] = self._near(href)
        return self._known[href]

    def _near(self, href: str) -> Place | None:
        """A plain address on the page's own host, where path and identity are seen at once."""
        path = href.removeprefix(self._origin) if self._origin else href
        if not self._identity or not _PLAIN.fullmatch(path):
            return self._far(href)
        found = self._pattern.search(path)
        if found and found.groupdict().get("part"):
            return self._far(href)
        return Place(self._origin + path, self._identity + path) if found else None

    def _far(self, href: str) -> Place | None:
        url = absolute(self._page.base, href)
        path = path_of(url)
        if not path or not self._pattern.search(path) or not same_site(url, self._home):
            return None
        return Place(url, canonical(url, self._article))


@lru_cache(maxsize=8)
def _identity(origin: str, home: str) -> str:
    """What the identities of a host's articles begin with; "" for a host of another site."""
    return canonical(origin).removesuffix("/") if same_site(origin, home) else ""
