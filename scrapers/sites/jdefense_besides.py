"""Whether anything in a page but its known widget may announce a most-read list.

Nearly always nothing does, and a glance at the short texts shows it. The glance takes too many texts
for speaking, never too few; where it does, detection's own words decide, and then its headings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from scrapers.rankings.texts import attribute, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from scrapers.html.page import Page
    from scrapers.model import Site

_LONGEST = 60  # characters of a text that may be a heading or a part of one
_BROKEN = "h1,h2,h3,h4,h5,h6,dt,caption,legend,summary"
# What a text holds that announces a list in Japanese or Chinese.
_SPEAKING = (
    "ランキ", "ランク", "アクセス", "トレン", "みんな", "急上", "話題", "閲覧", "読ま", "読者", "人気", "人氣",
    "人气", "大家", "排行", "最多", "最受", "最夯", "读", "热", "熱", "榜", "閱", "阅", "點", "点击", "点阅", "发烧", "+", "＋",
)  # fmt: skip
# The upper halves of UTF-16 units of Japanese, plain English and signs, and the letters among the
# signs. (A set that names all these characters would take 2 ms to compile.)
_USUAL = bytes([0x00, *range(0x20, 0x28), 0x30, *range(0x34, 0xA0), 0xFF])
_STRANGE = re.compile(
    "[ª\xadºÀ-ÿ\u200b-\u200f\u202a-\u202e\u2060-\u209f\u2100-\u218f\u249c-\u24e9\uff61-\uffff]"
)
_LATIN = re.compile("[A-Za-z]{2,}")
_FURNITURE = frozenset(
    ["menu", "site", "search", "pagetop", "bnrname", "copyright", "ikaros", "publications"]
)
"""Latin words of the site's frame; any other may be one of sixty languages."""


def announces(
    page: Page, site: Site, text: str, heading: LexborNode, rows: Sequence[LexborNode]
) -> bool:
    """Whether a heading besides the known one stands over a list.

    `text` is the page's, in its pieces; `rows` are elements that hold nothing but titles of articles,
    which announce nothing, whatever they say.
    """
    for element in (heading, *rows):
        text = text.replace(element.text(separator="\0"), "", 1)
    own = {node.mem_id for node in heading.css("*")}
    body = page.tree.body
    said = [*_short(text), *_images(body), *_broken(body, own)] if body else []
    if not _speaks("\0".join(said)):
        return False
    from scrapers.rankings.telling import telling

    return bool(telling(said)) and _stands(page, site, own)


def _stands(page: Page, site: Site, own: set[int]) -> bool:
    """Whether a heading that is none of one's own stands over a list, as detection sees it."""
    from scrapers.rankings.headings import headings
    from scrapers.rankings.links import Links
    from scrapers.rankings.widget import candidates

    besides = [one for one in headings(page) if one.node.mem_id not in own]
    links = Links(page, site)
    return any(candidates(one, links) for one in besides)


def _speaks(said: str) -> bool:
    """Whether texts may speak of reading; a quick look that takes too many for speaking."""
    scripts = said.encode("utf-16-le", "surrogatepass")[1::2]
    if scripts.translate(None, _USUAL) or _STRANGE.search(said):
        return True
    if any(word in said for word in _SPEAKING):
        return True
    latin = _LATIN.findall(normalize("NFKC", said))  # also the wide letters of Ｐ-1
    return not _FURNITURE.issuperset(map(str.lower, latin))


def _short(text: str) -> Iterator[str]:
    return (one for one in map(str.strip, text.split("\0")) if 1 < len(one) <= _LONGEST)


def _images(body: LexborNode) -> Iterator[str]:
    return (attribute(image, "alt") for image in body.css("img[alt]:not([alt=''])"))


def _broken(body: LexborNode, own: set[int]) -> Iterator[str]:
    """Headings of several pieces, which may say together what none says alone."""
    for node in body.css(_BROKEN):
        if node.child is not None and node.child.next is not None and node.mem_id not in own:
            yield words_of(node)
