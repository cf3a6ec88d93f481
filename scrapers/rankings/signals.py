"""What speaks for and against a candidate: one table of rules, each with a name and a weight.

The evidence of a list is data: which rules held, with what weight, and a text for people. The sum of
the weights, from 0 to 1, is the score. A heading of plain words ("most read") is nearly enough; a weak
one ("popular") needs more: printed ranks, window labels, telling class names. Menus, link lists of
other sites, goods with prices and things far below the heading speak against.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from scrapers.html.elements import Element
from scrapers.html.texts import width
from scrapers.model import Entry, Evidence
from scrapers.rankings.labels import says_articles, says_reading
from scrapers.rankings.lead import is_guess
from scrapers.rankings.widget import Candidate
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
    r"|goods|stocks?|quotes?|aktien?|kurs|coins?|teams?|players?|spieler|jugador|equipo|joueur|club)/",
    re.IGNORECASE,
)
_MENU = re.compile(r"(?:^|[\s_-])(?:nav|menu|navigation|navbar|breadcrumb)", re.IGNORECASE)
_FEWEST, _SHORTEST, _LONGEST = 3, 3, 15  # rows
_SHORT, _HEADLINE, _MENU_ENTRY, _LONG_HEADLINE = 16, 24, 36, 40  # widths of titles
_NEAR, _FEW_LINKS = 3, 3
_MOST_STRAYS = 8


class Case(NamedTuple):
    """A candidate, and what was read of it: entries, window, and where ranks are printed."""

    candidate: Candidate
    entries: Sequence[Entry]
    window: str | None
    printed: str

    @property
    def force(self) -> Force:
        """How plain the words of the heading are."""
        return self.candidate.heading.phrase.force

    @property
    def width(self) -> float:
        """The width of a typical title."""
        return median(width(entry.title) for entry in self.entries)


class Rule(NamedTuple):
    """A rule of detection. `holds` gives the text of the evidence, "" where the rule does not hold.

    `times` says how often the weight counts.
    """

    name: str
    weight: float
    holds: Callable[[Case], str]
    times: Callable[[Case], int] = lambda _: 1


def evidence_of(case: Case) -> Iterator[Evidence]:
    """The rules that hold for a candidate, in the order of the table."""
    for rule in RULES:
        if text := rule.holds(case):
            yield Evidence(rule.name, rule.weight * rule.times(case), text)


def _heading(force: Force) -> Callable[[Case], str]:
    return lambda case: (
        f"heading “{case.candidate.heading.text}”" * (case.candidate.heading.phrase.force is force)
    )


def _ranks(case: Case) -> str:
    """Printed ranks speak for a list of articles; anything may be ranked, also goods."""
    tells = case.printed and case.force is not Force.RANKED and not _goods(case)
    return f"ranks 1 to {len(case.entries)} printed as {case.printed}" if tells else ""


def _ordered(case: Case) -> str:
    ordered = any(one.tag == "ol" for one in case.candidate.listing.above[-2:])
    return "an ordered list" if ordered else ""


def _window(case: Case) -> str:
    return "a window is named" if case.window else ""


def _names(case: Case) -> str:
    """Class names or ids around heading and rows speak of reading."""
    told = any(_HINT.search(element.names) for element in _around(case.candidate))
    return "telling class names" if told else ""


def _tabs(case: Case) -> str:
    return case.candidate.how


def _over_headlines(case: Case) -> str:
    near = not case.candidate.between and not case.candidate.climbed
    fits = _SHORTEST <= len(case.entries) <= _LONGEST and case.width >= _HEADLINE
    return "right over its headlines" if case.force is Force.ALONE and near and fits else ""


def _ranked_headlines(case: Case) -> str:
    """A ranking of something whose rows are long headlines ranks articles of that field."""
    long = case.width >= _LONG_HEADLINE and _SHORTEST <= len(case.entries) <= _LONGEST
    near = not case.candidate.between and case.candidate.climbed <= 1
    return "a ranking of headlines" if case.force is Force.RANKED and long and near else ""


def _prices(case: Case) -> str:
    """Half of the rows print a price."""
    rows = case.candidate.rows
    priced = sum(any(map(_PRICE.fullmatch, row.texts)) for row in rows)
    return "rows with prices" if 2 * priced >= len(rows) else ""


def _goods(case: Case) -> str:
    rows = case.candidate.rows
    goods = sum(1 for row in rows if _GOODS.search(row.target.url))
    return "addresses of goods, shares or players" if 2 * goods > len(rows) else ""


def _short_texts(case: Case) -> str:
    wide = case.width
    least = _SHORT if len(case.entries) <= _LONGEST else _HEADLINE
    if wide >= least or all(map(_has_heading, case.candidate.rows)):
        return ""
    return f"texts too short for headlines ({wide:.0f})"


def _has_heading(row: Row) -> bool:
    return any(element.has("h1,h2,h3,h4,h5,h6") for element in row.elements)


def _menu(case: Case) -> str:
    return "inside a menu" if case.width < _MENU_ENTRY and _in_menu(case.candidate.rows[0]) else ""


def _leaving(case: Case) -> str:
    rows = case.candidate.rows
    external = sum(1 for row in rows if row.target.kind == "external")
    return "most links leave the site" if external * 2 >= len(case.entries) else ""


def _leaving_unranked(case: Case) -> str:
    ranked = case.printed or _ordered(case)
    return "and no ranks are printed" if not ranked and _leaving(case) else ""


def _few(case: Case) -> str:
    return f"rows: only {len(case.entries)}" if len(case.entries) < _FEWEST else ""


def _own_label(case: Case) -> str:
    label, tabs = case.candidate.label, case.candidate.tabs
    own = label is not None and not (tabs or says_reading(label) or says_articles(label))
    return f"under a label of its own, “{label.text}”" if own and label else ""


def _lead(case: Case) -> str:
    guess = not case.printed and is_guess(case.candidate.listing)
    return "a lead without a rank, as in what editors pick" if guess else ""


def _strays(case: Case) -> str:
    between = case.candidate.between
    return f"{between} other texts before the list" if between else ""


RULES = (
    Rule("heading-plain", 1.0, _heading(Force.PLAIN)),
    Rule("heading-among", 0.8, _heading(Force.AMONG)),
    Rule("heading-trend", 0.7, _heading(Force.TREND)),
    Rule("heading-alone", 0.5, _heading(Force.ALONE)),
    Rule("heading-weak", 0.4, _heading(Force.WEAK)),
    Rule("heading-ranked", 0.25, _heading(Force.RANKED)),
    Rule("ranks", 0.25, _ranks),
    Rule("ordered", 0.1, _ordered),
    Rule("window", 0.15, _window),
    Rule("names", 0.15, _names),
    Rule("tabs", 0.05, _tabs),
    Rule("over-headlines", 0.1, _over_headlines),
    Rule("ranked-headlines", 0.2, _ranked_headlines),
    Rule("prices", -0.8, _prices),
    Rule("goods", -0.4, _goods),
    Rule("short-texts", -0.5, _short_texts),
    Rule("menu", -0.4, _menu),
    Rule("leaving", -0.5, _leaving),
    Rule("leaving-unranked", -0.5, _leaving_unranked),
    Rule("few", -0.2, _few, lambda case: 4 - len(case.entries)),
    Rule("own-label", -0.5, _own_label),
    Rule("lead", -0.3, _lead),
    Rule("doubt", -1.0, lambda case: case.candidate.doubt),
    Rule("strays", -0.1, _strays, lambda case: min(case.candidate.between, _MOST_STRAYS)),
)


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
    for element in (start, *islice(start.around, 7)):
        if element.tag in ("body", "main", "article"):
            return False
        if element.tag == "nav" or _MENU.search(element.names):
            return True
    return False
