"""Signs besides words: what a weak heading needs, and what tells of goods instead of articles.

A weak heading ("Popular") gains by rows of headline length right under it, and by class names that
speak of reading. Prices, and addresses of goods, shares and players, speak against any list.
"""

import re
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode

from scrapers.model import Entry
from scrapers.patterns import later
from scrapers.rankings.phrases import ALONE, OF_SOMETHING, VAGUE
from scrapers.rankings.rows import Row
from scrapers.rankings.texts import attribute, chunks, squeeze, width
from scrapers.rankings.widget import Candidate

_HINT = later(
    r"rank|popul|(?<!al)most|mas-?le|mas-?vis|leid|(?<![bhp])read(?!er|y|cr|ing-?time)"
    r"|viewed|(?:page|top)[-_]?view|trend|top\d|top-|(?<![ps])hot(?!o|el)|click|best",
    re.IGNORECASE,
)
_MONEY = r"[$€£¥￥₩₹₽₺฿]|(?:US|HK|NT|R|A|C)\$|EUR|USD|GBP|CHF|PLN|円|元|원|zł|kr\.?|Kč|Ft|lei|лв\.?|руб\.?|грн|TL"
_PRICE = later(
    rf"(?:[a-z]{{2,6}}\.? )?(?:(?:{_MONEY})\s?\d[\d.,\s]*|\d[\d.,\s]*(?:,-)?\s?(?:{_MONEY}))"
    r"(?:\s?[/(（~～〜].*)?",
    re.IGNORECASE,
)
_GOODS = later(
    r"//[^/]+(?:/[a-z]{2})?/(?:items?|products?|produkte?|produits?|productos?|produtos?|prodotti|dp|shop|store"
    r"|goods|stocks?|quotes?|aktien?|kurs|coins?|teams?|players?|spieler|jugador|equipo|joueur|club)/",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 3, 15  # rows
_HEADLINE = 24
_FEW_LINKS = 3


def signs_of(candidate: Candidate, entries: Sequence[Entry]) -> Iterable[tuple[float, str]]:
    """What the rows themselves say, in points and words."""
    near = not candidate.between and not candidate.climbed
    alone = near and candidate.heading.phrase.strength == ALONE
    if alone and _SHORTEST <= len(entries) <= _LONGEST and _typical(entries) >= _HEADLINE:
        yield 0.1, "right over its headlines"
    if _priced(candidate.rows):
        yield -0.8, "rows with prices"
    if _lead_to_goods(candidate.rows):
        yield -0.4, "addresses of goods, shares or players"


def _typical(entries: Sequence[Entry]) -> float:
    return median(width(entry.title) for entry in entries)


def median(numbers: Iterable[int]) -> float:
    """The middle of some numbers; the module that has one is slow to load."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def ranks_tell(candidate: Candidate) -> bool:
    """Whether printed ranks speak for a list of articles: anything may be ranked."""
    return candidate.heading.phrase.strength not in (OF_SOMETHING, VAGUE)


def names_tell(candidate: Candidate) -> bool:
    """Whether class names or ids around heading and rows speak of reading."""
    return any(_HINT.search(_names(node)) for node in _around(candidate))


def _names(node: LexborNode) -> str:
    return f"{attribute(node, 'class')} {attribute(node, 'id')}"


def _around(candidate: Candidate) -> Iterable[LexborNode]:
    """The elements around the rows; the nearest around the heading, and all that hold no other list."""
    yield from candidate.listing.above
    own = {anchor.node.mem_id for row in candidate.rows for anchor in row.anchors}
    node: LexborNode | None = candidate.heading.node
    near = 3
    while node is not None and node.tag not in ("body", "html"):
        near -= 1
        if near < 0 and sum(a.mem_id not in own for a in node.css("a[href]")) > _FEW_LINKS:
            return
        yield node
        node = node.parent


def _priced(rows: Sequence[Row]) -> bool:
    """Whether half of the rows print a price."""
    texts = (
        [squeeze(one.text_content) for node in row.nodes for one in chunks(node)] for row in rows
    )
    return 2 * sum(any(map(_PRICE.fullmatch, own)) for own in texts) >= len(rows)


def _lead_to_goods(rows: Sequence[Row]) -> bool:
    """Whether most rows lead to goods, shares, teams or players, as their addresses say."""
    return 2 * sum(1 for row in rows if _GOODS.search(row.target.url)) > len(rows)
