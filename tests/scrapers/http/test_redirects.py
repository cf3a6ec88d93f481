"""Article pages that lead elsewhere: no article gets another one's title and text."""

import pytest
from fakesite import TITLES, FakeSite, Story
from flow import Flow

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        yield Flow(site, tmp_path, monkeypatch)


def path(flow, number):
    return "/" + flow.site.url(number).removeprefix(flow.site.address)


def titles(flow, number):
    rows = (row for row in flow.export("titles") if row["url"] == flow.site.url(number))
    return list(dict.fromkeys(row["title"] for row in rows))


def fetched(flow):
    flow.at("2026-01-28 17:03")
    assert flow.fetch() == (0, "", "")


def test_a_redirect_to_another_known_article_gives_nothing_of_it(flow):
    flow.site.on(path(flow, 6001), status=301, headers={"Location": path(flow, 6002)})
    fetched(flow)
    assert titles(flow, 6001) == [TITLES[0]]
    assert ("article", path(flow, 6002), 200, "soft-404") in flow.attempts()
    assert flow.query("SELECT count(*) FROM attempts WHERE code = 'soft-404'") == [(1,)]
    assert titles(flow, 6002) == [TITLES[1]]


def test_a_page_that_moved_is_still_the_articles(flow):
    story = flow.site.articles[6001]
    flow.site.articles[7001] = Story(
        "引っ越した記事の見出し", story.date, story.category, story.section
    )
    flow.site.on(path(flow, 6001), status=301, headers={"Location": path(flow, 7001)})
    fetched(flow)
    assert set(titles(flow, 6001)) == {TITLES[0], "引っ越した記事の見出し"}
