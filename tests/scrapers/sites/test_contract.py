"""What every built-in site keeps, however it is read: the contract of the registry.

A site has a golden page: `tests/pages/sites/NAME/article.html`, invented text in the site's real
shape, and beside it `article.json` with everything that must be read in it.
"""

import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hostile import mutated
from sizes import size

from scrapers.config import values
from scrapers.model import Article, Page, Reading
from scrapers.read import read_page
from scrapers.sites import BUILT_IN, KINDS, known, site_of
from scrapers.windows import WINDOWS

PAGES = Path(__file__).parents[2] / "pages" / "sites"
SITES = known().values()
COMPLETE = {"title", "category", "section", "published", "lead", "body", "url", "lang"}
"""What the facts of an article say; of the rest (authors, parts …) what the page has."""

pytestmark = pytest.mark.parametrize("site", SITES, ids=[site.name for site in SITES])


def golden(site):
    """The golden page of a site, and the facts that must be read in it."""
    facts = json.loads((PAGES / site.name / "article.json").read_text("utf-8"))
    body = (PAGES / site.name / "article.html").read_bytes()
    return Page(facts["url"], body, facts["time"], "text/html; charset=utf-8"), facts


def gaps_in(facts, site):
    """What is missing in the facts of a golden page."""
    gaps = sorted(key for key in COMPLETE if not facts["article"].get(key))
    gaps += sorted({slug for _, slug in site.windows} - {r["window"] for r in facts["rankings"]})
    gaps += [
        r["label"] for r in facts["rankings"] if not r["entries"] or not all(map(all, r["entries"]))
    ]
    return gaps if facts["rankings"] else [*gaps, "rankings"]


def test_its_home_is_an_address_that_leads_to_it(site):
    assert values.address(site.home) == site.home
    assert site_of(site.home, known()) == site
    for place in site.rankings_on:
        assert place in {"home", "article"} or values.address(place) == place


def test_its_time_zone_is_there(site):
    assert ZoneInfo(site.timezone).key == site.timezone


def test_its_labels_name_windows(site):
    assert {slug for _, slug in site.windows} <= set(WINDOWS)


def test_its_pattern_tells_the_id_of_an_article(site):
    page, _ = golden(site)
    assert re.compile(site.article).groupindex.keys() >= {"id"}
    assert re.search(site.article, "/" + page.url.split("/", 3)[3])["id"]
    assert not re.search(site.article, "/")


def test_its_readers_are_of_known_kinds(site):
    assert {reader.kind for reader in site.readers} <= set(KINDS)
    assert sum(one.site.name == site.name for one in BUILT_IN) == 1


def test_its_golden_page_has_complete_facts(site):
    _, facts = golden(site)
    assert gaps_in(facts, site) == []
    for key in COMPLETE:
        less = {**facts, "article": {**facts["article"], key: None}}
        assert gaps_in(less, site) == [key]
    assert gaps_in({**facts, "rankings": facts["rankings"][1:]}, site) != []


def test_its_golden_page_is_read_whole(site):
    page, facts = golden(site)
    reading = read_page(page, site)
    said = {key: tuple(v) if isinstance(v, list) else v for key, v in facts["article"].items()}
    assert reading.article == Article(**said)
    assert [
        {
            "window": r.window,
            "label": r.label,
            "entries": [[e.rank, e.title, e.url] for e in r.entries],
        }
        for r in reading.rankings
    ] == facts["rankings"]
    assert reading.problems == ()
    assert {link.article for link in reading.links} >= {
        entry.article for ranking in reading.rankings for entry in ranking.entries
    }


@pytest.mark.full
def test_no_mutation_of_its_page_raises(site):
    page, _ = golden(site)
    for body in mutated(size(150, 5), whole=page.body):
        assert isinstance(read_page(page._replace(body=body), site), Reading)
