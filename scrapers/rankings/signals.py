"""What speaks for and against a candidate: one table of rules, each with a name and a weight.

The evidence of a list is data: which rules held, with what weight, and a text for people. The sum of
the weights, from 0 to 1, is the score. A heading of plain words ("most read") is nearly enough; a weak
one ("popular") needs more: printed ranks, window labels, telling class names. Menus, link lists of
other sites, goods with prices and things far below the heading speak against.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from scrapers.html.elements import LEVELS, Element
from scrapers.html.texts import width
from scrapers.model import Entry, Evidence
from scrapers.rankings.labels import says_articles, says_reading
from scrapers.rankings.lead import is_guess
from scrapers.rankings.widget import Candidate
from scrapers.rows.links import Links
from scrapers.rows.rows import Row
from scrapers.words.phrases import Force

THRESHOLD = 0.55
"""The least score of a ranking."""

_HINT = re.compile(
    r"rank|popul|(?<!al)most|mas-?le|mas-?vis|leid|(?<![bhp])read(?!er|y|cr|ing-?time)"
    r"|viewed|(?:page|top)[-_]?view|trend|top\d|top-|(?<![ps])hot(?!o|el)|click|best",
    re.IGNORECASE,
)
_MONEY = r"[$€£¥￥₩₹₽₺฿]|(?:US|HK|NT|R|A|C)\$|EUR|USD|GBP|CHF|PLN|円|元|원|zł|kr\.?|Kč|Ft|lei|лв\.?|руб\.?|грн|TL"
_PRICE = re.compile(
    rf"(?:[a-z]{{2,6}}\.? )?(?:(?:{_MONEY})\s?\d[\d.,\s]*|\d[\d.,\s]*(?:,-)?\s?(?:{_MONEY}))"
    r"(?:\s?[/(（~～〜].*)?",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r"//[^/]+(?:/[a-z]{2})?/(?:items?|products?|produkte?|produits?|productos?|produtos?|prodotti|dp|shop|store"
    r"|songs?|albums?|artists?|movies?|recipes?|rezepte?|recettes?|recetas?|ricette|hotels?|jobs?|apps?"
    r"|goods|stocks?|quotes?|aktien?|kurs|coins?|teams?|players?|spieler|jugador|equipo|joueur|club)/",
    re.IGNORECASE,
)
_MENU = re.compile(r"(?:^|[\s_-])(?:nav|menu|navigation|navbar|breadcrumb)", re.IGNORECASE)
_FEWEST, _SHORTEST, _LONGEST = 3, 3, 15  # rows
_NAME, _SHORT, _HEADLINE, _MENU_ENTRY, _LONG_HEADLINE = 12, 16, 24, 36, 40  # widths of titles
_NEAR, _NEAREST, _FEW_LINKS = 3, 7, 3
_MOST_STRAYS = 8


WEIGHTS = {
    "heading-plain": 1.0,
    "heading-among": 0.8,
    "heading-trend": 0.7,
    "heading-alone": 0.5,
    "heading-weak": 0.4,
    "heading-ranked": 0.25,
    "ranks": 0.25,
    "ordered": 0.1,
    "window": 0.15,
    "names": 0.15,
    "tabs": 0.05,
    "over-headlines": 0.1,
    "ranked-headlines": 0.2,
    "prices": -0.8,
    "goods": -0.4,
    "short-texts": -0.5,
    "mere-names": -0.3,
    "menu": -0.4,
    "leaving": -0.5,
    "leaving-unranked": -0.5,
    "few": -0.25,
    "own-label": -0.5,
    "lead": -0.3,
    "unlike": -0.7,
    "doubt": -1.0,
    "strays": -0.1,
}
"""What each rule is worth, where it holds."""


class Case(NamedTuple):
    """A candidate, and what was read of it: entries, window, and where ranks are printed."""

    candidate: Candidate
    links: Links
    entries: Sequence[Entry]
    window: str | None
    printed: str


def evidence_of(case: Case) -> Iterator[Evidence]:
    """The rules that hold for a candidate: each missing row and each stray text counts anew.

    Only what would be a ranking is compared with all other headlines of the page.
    """
    times = {"few": 4 - len(case.entries), "strays": min(case.candidate.between, _MOST_STRAYS)}
    wide = median(width(entry.title) for entry in case.entries)
    score = 0.0
    for rule, text in (*_speaking_for(case, wide), *_speaking_against(case, wide)):
        score += (weight := WEIGHTS[rule] * times.get(rule, 1))
        yield Evidence(rule, weight, text)
    strict, targets = case.links.strict, [row.target for row in case.candidate.rows]
    if score >= THRESHOLD and not strict and case.links.unlike(targets):
        yield Evidence("unlike", WEIGHTS["unlike"], "addresses unlike those of other headlines")


def _speaking_for(case: Case, wide: float) -> Iterator[tuple[str, str]]:
    """The rules that hold and speak for a candidate; `wide` is the width of a typical title."""
    candidate, size = case.candidate, len(case.entries)
    force = candidate.heading.phrase.force
    yield f"heading-{force}", f"heading “{candidate.heading.text}”"
    if case.printed and force is not Force.RANKED and not _are_goods(candidate.rows):
        yield "ranks", f"ranks 1 to {size} printed as {case.printed}"
    if _is_ordered(candidate):
        yield "ordered", "an ordered list"
    if case.window:
        yield "window", "a window is named"
    if any(_HINT.search(element.names) for element in _around(candidate)):
        yield "names", "telling class names"
    if candidate.how:
        yield "tabs", candidate.how
    near = _SHORTEST <= size <= _LONGEST and not candidate.between
    if near and force is Force.ALONE and not candidate.climbed and wide >= _HEADLINE:
        yield "over-headlines", "right over its headlines"
    # A ranking of something whose rows are long headlines ranks articles of that field.
    if near and force is Force.RANKED and candidate.climbed <= 1 and wide >= _LONG_HEADLINE:
        yield "ranked-headlines", "a ranking of headlines"


def _speaking_against(case: Case, wide: float) -> Iterator[tuple[str, str]]:
    """What speaks against the rows of a candidate, then against its place."""
    candidate, size = case.candidate, len(case.entries)
    rows = candidate.rows
    if 2 * sum(any(map(_PRICE.fullmatch, row.texts)) for row in rows) >= len(rows):
        yield "prices", "rows with prices"
    if _are_goods(rows):
        yield "goods", "addresses of goods, shares or players"
    least = _SHORT if size <= _LONGEST else _HEADLINE
    if wide < least and not all(map(_has_heading, rows)):
        yield "short-texts", f"texts too short for headlines ({wide:.0f})"
        if wide < _NAME:
            yield "mere-names", "as short as names"
    if wide < _MENU_ENTRY and _in_menu(rows[0]):
        yield "menu", "inside a menu"
    if 2 * sum(row.target.kind == "external" for row in rows) >= size:
        yield "leaving", "most links leave the site"
        if not (case.printed or _is_ordered(candidate)):
            yield "leaving-unranked", "and no ranks are printed"
    if size < _FEWEST:
        yield "few", f"rows: only {size}"
    yield from _misplaced(candidate, case.printed)


def _misplaced(candidate: Candidate, printed: str) -> Iterator[tuple[str, str]]:
    label = candidate.label
    if label and not (candidate.tabs or says_reading(label) or says_articles(label)):
        yield "own-label", f"under a label of its own, “{label.text}”"
    if not printed and is_guess(candidate.listing):
        yield "lead", "a lead without a rank, as in what editors pick"
    if candidate.doubt:
        yield "doubt", candidate.doubt
    if candidate.between:
        yield "strays", f"{candidate.between} other texts before the list"


def _is_ordered(candidate: Candidate) -> bool:
    return any(element.tag == "ol" for element in candidate.listing.above[-2:])


def _has_heading(row: Row) -> bool:
    return any(element.holds(LEVELS) for element in row.elements)


def _are_goods(rows: Sequence[Row]) -> bool:
    return 2 * sum(_GOODS.search(row.target.url) is not None for row in rows) > len(rows)


def median(numbers: Iterable[int]) -> float:
    """The middle of some numbers; the module that has one is slow to load."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def _around(candidate: Candidate) -> Iterator[Element]:
    """The elements around the rows; the nearest around the heading, and all that hold no other list."""
    yield from candidate.listing.above
    own = {anchor.element.node.mem_id for row in candidate.rows for anchor in row.anchors}
    start = candidate.heading.element
    for n, element in enumerate((start, *start.around)):
        links = element.node.css("a[href]") if n >= _NEAR else []
        others = sum(link.mem_id not in own for link in links)
        if element.tag in ("body", "html") or others > _FEW_LINKS:
            return
        yield element


def _in_menu(row: Row) -> bool:
    start = row.elements[0]
    near = (start, *islice(start.around, _NEAREST))
    around = takewhile(lambda element: element.tag not in ("body", "main", "article"), near)
    return any(element.tag == "nav" or _MENU.search(element.names) for element in around)
