"""Every most-read list of a page, found without knowing the site.

`find` starts from what people are told: headings and tab labels in many languages. From each it
looks for the rows that follow, tells panels from tabs, reads headline, address and rank, and
weighs what speaks for and against. Below its confidence it returns nothing: a wrong list found
quietly is worse than none.
"""

import logging
from collections.abc import Iterable, Sequence

from scrapers.html.page import ParsedPage
from scrapers.model import Problem, Ranking, Site
from scrapers.rankings.choose import because, choose, judge
from scrapers.rankings.headings import headings
from scrapers.rankings.result import Found
from scrapers.rankings.script_hints import needs_script
from scrapers.rankings.section import stands_empty
from scrapers.rankings.selector import selector_of
from scrapers.rankings.widget import candidates
from scrapers.rows.links import Links

_NO_WINDOW = "of none of the site's windows"

_log = logging.getLogger(__name__)


def find(page: ParsedPage, site: Site | None = None, *, selectors: bool = False) -> Found:
    """The most-read lists of a page. Pure: the same page gives the same answer.

    With `site`, its pattern of article paths tells articles from other links, and its window
    labels count beside the common ones; where it has some, a list of another window or of none is
    not one of its lists. `selectors` asks for a selector of each list.
    """
    links = Links(page, site)
    extra = dict(site.windows) if site else {}
    announced = list(headings(page, links.elements))
    proposed = [candidate for heading in announced for candidate in candidates(heading, links)]
    judged = [judge(candidate, links, extra) for candidate in proposed]
    kept, rejected = choose(judged)
    rankings = [one.ranking for one in kept]
    if selectors:
        rankings = [
            one.ranking._replace(selector=selector_of(one.candidate.rows, page)) for one in kept
        ]
    others = [ranking for ranking in rankings if extra and ranking.window not in extra.values()]
    rejected += [because(ranking, "window", _NO_WINDOW) for ranking in others]
    counts = len(announced), len(judged), len(rankings)
    _log.debug("%s: %d headings, %d candidates, %d lists", page.url, *counts)
    if own := tuple(ranking for ranking in rankings if ranking not in others):
        return Found(own, "lists", tuple(rejected))
    if others:
        return Found((), "none", tuple(rejected), (_unlike(others, extra.values()),))
    if any(stands_empty(heading) for heading in announced):
        return Found((), "empty", tuple(rejected), (needs_script(page),))
    return Found((), "none", tuple(rejected))


def _unlike(rankings: Sequence[Ranking], windows: Iterable[str]) -> Problem:
    """What to say of a page whose lists are all of other windows than the site's."""
    names = ", ".join(ranking.label or ranking.heading for ranking in rankings)
    return Problem("layout", f"no list is of {', '.join(dict.fromkeys(windows))}: {names}")
