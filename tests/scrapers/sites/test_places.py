"""Where links lead: the short way gives what the long way gives."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scrapers.address import absolute, canonical, path_of, same_site
from scrapers.html.page import parse
from scrapers.model import Site
from scrapers.sites.jdefense import SITE
from scrapers.sites.jdefense.places import Place, Places

PATTERNS = (SITE.article, r"^/(?P<id>[a-z/-]+)(?:_(?P<part>\d+))?", r"\d{4}", None)
HOSTS = (
    "https://j-defense.ikaros.jp", "http://j-defense.ikaros.jp", "https://www.ikaros.jp", "https://amp.ikaros.jp",
    "https://elsewhere.example", "http://127.0.0.1:8123", "",
)  # fmt: skip
pieces = st.sampled_from(
    ["/", "docs", "mod", "/docs/mod/", "004321", ".html", "-2", "_3", "amp", "/amp", "/amp/", ".", "..", "//", "#a",
     "?a=1", "?utm_source=x", "%e3%81%82", "あ", " ", "\n", "www.", "A", "\\", ";p", "index", "2026", "a-b-c-d"]
)  # fmt: skip
hrefs = st.tuples(st.sampled_from(HOSTS), st.lists(pieces, max_size=8)).map(
    lambda both: both[0] + "".join(both[1])
)


def by_the_long_way(page, site, href):
    url = absolute(page.base, href)
    pattern = site.article or r"\d{4}|(?:[^/-]+-){3}|[^/]{12,}\.s?html?$"
    if not path_of(url) or not re.search(pattern, path_of(url)) or not same_site(url, site.home):
        return None
    return Place(url, canonical(url, site.article))


@settings(max_examples=1500, deadline=None)
@given(
    st.sampled_from(HOSTS), st.sampled_from(HOSTS[:-1]), st.sampled_from(PATTERNS), st.lists(hrefs, max_size=12)
)  # fmt: skip
@example(HOSTS[0], HOSTS[0], SITE.article, ["/docs/mod/004321-2.html", "/amp/docs/mod/004321.html"])
def test_every_way_leads_to_the_same_place(here, home, pattern, addresses):
    url = f"{here}/docs/mod/000001.html" if here else ""
    site = Site("made", "Made", f"{home}/", article=pattern)
    page = parse(b"<p>x", url, "text/html")
    places = Places(page, site)
    for href in addresses:
        assert places.article(href) == by_the_long_way(page, site, href), href


def test_links_are_listed_as_written():
    page = parse(b'<a href=" /a ">x</a><a>y</a><a href>z</a><a href="/a">w</a>', SITE.home, None)
    places = Places(page, SITE)
    assert [(href, node.text()) for href, node in places.links] == [
        (" /a ", "x"),
        ("", "z"),
        ("/a", "w"),
    ]
