"""Every most-read list of a page, found without knowing the site.

`find` starts from what people are told: headings and tab labels in many languages. From each it
looks for the rows that follow, tells panels from tabs, reads headline, address and rank, and
weighs what speaks for and against. Below its confidence it returns nothing: a wrong list found
quietly is worse than none.
"""

import logging

from scrapers.html.page import ParsedPage
from scrapers.model import Site
from scrapers.rankings.choose import choose, judge
from scrapers.rankings.headings import headings
from scrapers.rankings.links import Links
from scrapers.rankings.result import Found
from scrapers.rankings.script_hints import needs_script
from scrapers.rankings.section import stands_empty
from scrapers.rankings.widget import candidates

_log = logging.getLogger(__name__)


def find(page: ParsedPage, site: Site | None = None) -> Found:
    """The most-read lists of a page. Pure: the same page gives the same answer.

    With `site`, its pattern of article paths tells articles from other links, and its window
    labels count beside the common ones.
    """
    links = Links(page, site)
    extra = dict(site.windows) if site else {}
    told = list(headings(page))
    judged = [judge(one, links, extra) for heading in told for one in candidates(heading, links)]
    rankings, rejected = choose(judged, page)
    _log.debug(
        "%s: %d headings, %d candidates, %d lists", page.url, len(told), len(judged), len(rankings)
    )
    if rankings:
        return Found(tuple(rankings), "lists", tuple(rejected))
    if any(stands_empty(heading) for heading in told):
        return Found((), "empty", tuple(rejected), (needs_script(page),))
    return Found((), "none", tuple(rejected))
