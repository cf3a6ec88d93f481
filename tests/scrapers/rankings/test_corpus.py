"""Detection on real pages with known truth, where such a corpus lies beside the project.

The floors are lower than what is reached, and are there to catch a change for the worse.
"""

from collections import Counter

import corpus
import pytest

from scrapers.html.page import parse
from scrapers.rankings.find import find

LISTS = {
    "first": {"exact": 0.98, "near": 0.98, "true": 0.98, "titles": 0.98, "windows": 0.95},
    "second": {"exact": 0.80, "near": 0.80, "true": 0.90, "titles": 0.96, "windows": 0.93},
}
"""What must be reached on the pages that the rules were made from, and on those they never met."""

MADE_UP = {"first": 0, "second": 2}
"""On how many pages without a ranking one may be seen."""


def answer(record, body):
    found = find(parse(body, record["page_url"], None))
    return {"rankings": [shown(ranking) for ranking in found.rankings]}


def shown(ranking):
    items = [{"rank": e.rank, "title": e.title, "url": e.url} for e in ranking.entries]
    return {"heading": ranking.heading, "window": ranking.window, "items": items}


@pytest.mark.parametrize("half", LISTS)
def test_rankings_of_real_pages(half):
    score, total = corpus.score(), Counter()
    for record, body in corpus.records("corpus", "ranking"):
        if record["half"] == half:
            total.update(score.score_rankings(record, answer(record, body)))
    reached = {
        "exact": total["exact"] / total["lists"],
        "near": total["near"] / total["lists"],
        "true": 1 - total["false"] / total["returned"],
        "titles": total["titles"] / total["titles_n"],
        "windows": total["windows"] / total["windows_n"],
    }
    assert {k: value for k, value in reached.items() if value < LISTS[half][k]} == {}


@pytest.mark.parametrize("half", MADE_UP)
def test_hardly_any_ranking_is_made_up(half):
    pages = [page for page in corpus.records("corpus", "none", "trap") if page[0]["half"] == half]
    wrong = [record["id"] for record, body in pages if answer(record, body)["rankings"]]
    assert len(wrong) <= MADE_UP[half], wrong


def test_every_markup_of_the_first_site():
    score = corpus.score()
    for record, body in corpus.records("jdefense", "ranking"):
        got = score.score_rankings(record, answer(record, body))
        assert got["perfect"], record["id"]
        assert got["titles"] == got["titles_n"], record["id"]
        assert got["windows"] == got["windows_n"], record["id"]
