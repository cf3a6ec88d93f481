"""docs/add-a-site.md shows what the program says; the entries in docs/readers.md are entries."""

import re
from pathlib import Path

import pytest
from running import ROOT
from sitedocs import PAGE, fresh

from scrapers import config
from scrapers.model import Page, Reader, Site
from scrapers.read import read_page

READERS = (ROOT / "docs" / "readers.md").read_text()


def blocks(kind):
    return re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", READERS)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_transcript_is_what_the_program_says(tmp_path):
    text = PAGE.read_text()
    assert fresh(text, tmp_path) == text, "write it anew: make docs"


@pytest.mark.parametrize("entry", blocks("toml"))
def test_the_entries_can_stand_in_a_file(entry):
    assert len(config.parse(entry.encode(), Path("sites.toml")).followed) == 1


def entry_of(kind):
    sites = [config.parse(text.encode(), Path("x")).sites for text in blocks("toml")]
    found = (site for each in sites for site in each.values())
    return next(site for site in found if site.readers[0].kind == kind)


def test_the_entry_by_hand_reads_the_page_beside_it():
    site = entry_of("selectors")
    (html,) = blocks("html")
    reading = read_page(Page(site.home, html.encode(), 0, "text/html"), site)
    assert [problem.code for problem in reading.problems] == []
    shown = {one.name: [entry.title for entry in one.entries] for one in reading.rankings}
    assert shown == {"day": ["A bridge is opened", "Rain until Monday"], "comments": ["Letters"]}
    assert reading.rankings[1].window is None


def test_the_json_entry_reads_the_document_beside_it():
    site = entry_of("json")
    url = site.readers[0].lists[0].url
    (document,) = blocks("json")
    reading = read_page(Page(url, document.encode(), 0, "application/json"), site)
    (ranking,) = reading.rankings
    assert [entry.rank for entry in ranking.entries] == [1, 2]
    assert [entry.flags for entry in ranking.entries] == [(), ("no-article", "external")]


def test_the_module_in_the_guide_is_one():
    (source,) = blocks("python")
    names: dict[str, object] = {}
    exec(compile(source, "village.py", "exec"), names)
    site = names["SITE"]
    assert isinstance(site, Site)
    assert isinstance(site.readers[0], Reader)
