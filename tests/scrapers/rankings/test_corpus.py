"""Detection on real pages with known truth, where such a corpus lies beside the project.

The floors are lower than what is reached, and are there to catch a change for the worse.
"""

from collections import Counter
from itertools import islice

import corpus
import pytest

from scrapers.html.page import parse
from scrapers.rankings.find import find

STEP = 3  # every third page keeps this short


def answer(record, body):
    found = find(parse(body, record["page_url"], None))
    return {"rankings": [shown(ranking) for ranking in found.rankings]}


def shown(ranking):
    items = [{"rank": e.rank, "title": e.title, "url": e.url} for e in ranking.entries]
    return {"heading": ranking.heading, "window": ranking.window, "items": items}


def test_rankings_of_real_pages():
    score, total = corpus.score(), Counter()
    for record, body in islice(corpus.records("corpus", "ranking"), 0, None, STEP):
        total.update(score.score_rankings(record, answer(record, body)))
    assert total["exact"] >= 0.92 * total["lists"]
    assert total["near"] >= 0.95 * total["lists"]
    assert total["false"] <= 0.03 * total["returned"]
    assert total["titles"] >= 0.98 * total["titles_n"]
    assert total["windows"] >= 0.93 * total["windows_n"]


@pytest.mark.parametrize("kind", ["none", "trap"])
def test_no_ranking_is_made_up(kind):
    pages = corpus.records("corpus", kind)
    assert [record["id"] for record, body in pages if answer(record, body)["rankings"]] == []


def test_every_markup_of_the_first_site():
    score = corpus.score()
    for record, body in corpus.records("jdefense", "ranking"):
        got = score.score_rankings(record, answer(record, body))
        assert got["perfect"], record["id"]
        assert got["titles"] == got["titles_n"], record["id"]
        assert got["windows"] == got["windows_n"], record["id"]
