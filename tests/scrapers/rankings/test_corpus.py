"""Detection on real pages with known truth, where such a corpus lies beside the project.

The pages belong to their publishers and are no part of the project; without them this is skipped.
The floors are lower than what is reached, and are there to catch a change for the worse.
"""

import gzip
import importlib.util
import json
from collections import Counter
from pathlib import Path

import pytest

from scrapers.html.page import parse
from scrapers.rankings.find import find

SHARED = Path(__file__).parents[3].parent / "shared"
CORPUS = SHARED / "corpus"
FIRST_SITE = SHARED / "jdefense"
STEP = 3  # every third page keeps this short

pytestmark = pytest.mark.skipif(not (CORPUS / "score.py").exists(), reason="no corpus here")


def records(folder, kinds):
    lines = (folder / "manifest.jsonl").read_text("utf-8").splitlines()
    return [record for record in map(json.loads, lines) if record["set"] in kinds]


def answer(folder, record):
    body = gzip.decompress((folder / "html" / f"{record['id']}.html.gz").read_bytes())
    found = find(parse(body, record["page_url"], None))
    return {"rankings": [shown(ranking) for ranking in found.rankings]}


def shown(ranking):
    items = [{"rank": e.rank, "title": e.title, "url": e.url} for e in ranking.entries]
    return {"heading": ranking.heading, "window": ranking.window, "items": items}


@pytest.fixture(scope="module")
def score():
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rankings_of_real_pages(score):
    total = Counter()
    for record in records(CORPUS, {"ranking"})[::STEP]:
        total.update(score.score_rankings(record, answer(CORPUS, record)))
    assert total["exact"] >= 0.92 * total["lists"]
    assert total["near"] >= 0.95 * total["lists"]
    assert total["false"] <= 0.03 * total["returned"]
    assert total["titles"] >= 0.98 * total["titles_n"]
    assert total["windows"] >= 0.93 * total["windows_n"]


@pytest.mark.parametrize("kind", ["none", "trap"])
def test_no_ranking_is_made_up(kind):
    wrong = [r["id"] for r in records(CORPUS, {kind}) if answer(CORPUS, r)["rankings"]]
    assert wrong == []


def test_every_markup_of_the_first_site(score):
    for record in records(FIRST_SITE, {"ranking"}):
        got = score.score_rankings(record, answer(FIRST_SITE, record))
        assert got["perfect"], record["id"]
        assert got["titles"] == got["titles_n"], record["id"]
        assert got["windows"] == got["windows_n"], record["id"]
