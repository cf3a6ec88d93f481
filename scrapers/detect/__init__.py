"""Detection: every most-read list of a page, found without knowing the site.

`find` starts from what people are told: headings and tab labels in many languages. From each it
looks for the rows after it, tells panels from tabs, and reads headline, address and rank.
"""

from typing import NamedTuple

from scrapers.detect.entries import entries_of
from scrapers.detect.headings import Heading, headings
from scrapers.detect.links import Links
from scrapers.detect.widget import Found as _List
from scrapers.detect.widget import is_empty_widget, lists_of
from scrapers.model import Problem, Ranking, Site
from scrapers.page import Page
from scrapers.windows import window_of


class Found(NamedTuple):
    """What detection saw: chosen lists, whether a widget was there, and what was turned down."""

    rankings: tuple[Ranking, ...] = ()
    widget: str = "none"
    rejected: tuple[Ranking, ...] = ()
    problems: tuple[Problem, ...] = ()


def find(page: Page, site: Site | None = None) -> Found:
    """The most-read lists of a page. Pure: the same page gives the same answer."""
    links = Links(page, site)
    extra = dict(site.windows) if site else {}
    seen: set[tuple[str, ...]] = set()
    rankings = []
    empty = False
    for heading in headings(page):
        empty = empty or is_empty_widget(heading, links)
        for one in lists_of(heading, links):
            ranking = _ranking(heading, one, extra)
            key = tuple(entry.url for entry in ranking.entries)
            if key not in seen and len(ranking.entries) >= 3:
                seen.add(key)
                rankings.append(ranking)
    return Found(tuple(rankings), "lists" if rankings else "empty" if empty else "none")


def _ranking(heading: Heading, one: _List, extra: dict[str, str]) -> Ranking:
    entries, flags, source = entries_of(one.rows)
    label = one.label.text if one.label else None
    window = (window_of(label, extra) if label else None) or window_of(heading.text, extra)
    evidence = (f"heading “{heading.text}”", one.how, source)
    return Ranking(heading.text, window, label, entries, flags, evidence, heading.phrase.strength)
