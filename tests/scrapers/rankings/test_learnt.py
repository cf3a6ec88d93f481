"""Reading by learnt selectors: lists under their names, and a redesign that is noticed."""

import re

import pytest
from fakesite import FIRST, TITLES, FakeSite
from flow import Flow

from cli.commands.demo.pages import MARKUPS, SiteState, Story, page, path_of
from scrapers.config.site_hints import Zone, article_pattern, zone
from scrapers.model import Page, Reader, Site
from scrapers.rankings.learnt import learn
from scrapers.read import read_page
from scrapers.sites.jdefense import SITE

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

HOME = "https://news.example.jp/"
STORIES = {FIRST + n: Story(title) for n, title in enumerate(TITLES)}
LISTS = {
    "day": [FIRST + n for n in range(10)],
    "week": [FIRST + n for n in (3, 1, 11, 0, 2)],
    "month": [FIRST + n for n in (11, 10, 1, 9, 8, 7)],
}
ODD = ('href="https://elsewhere.example/a-1.html"', "", 'href="https://ads.example/ad/1"')
STATE = SiteState(STORIES, LISTS, [FIRST + n for n in range(8)])


def read(html, site):
    return read_page(Page(HOME, html.encode(), 0, "text/html"), site, selectors=True)


def learnt(html, keep=("day", "week", "month")):
    """A site that follows some lists of a page."""
    rankings = read(html, None).rankings
    lists = tuple(learn(one, one.window) for one in rankings if one.window in keep)
    assert all(lists)
    return Site("news", "News", HOME, readers=(Reader("selectors", 3, lists=lists),))


def codes(reading):
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize("markup", MARKUPS)
def test_learnt_lists_are_read_again_from_a_later_page(markup):
    site = learnt(page(STATE._replace(markup=markup), "/"))
    later = {"day": LISTS["week"], "week": LISTS["month"], "month": LISTS["day"]}
    reading = read(page(STATE._replace(markup=markup, lists=later), "/"), site)
    assert (reading.reader, reading.widget, codes(reading)) == ("selectors/3", "lists", [])
    assert {one.name: [entry.title for entry in one.entries] for one in reading.rankings} == {
        name: [STORIES[number].title for number in numbers] for name, numbers in later.items()
    }


def test_only_the_followed_lists_are_read():
    reading = read(page(STATE, "/"), learnt(page(STATE, "/"), keep=("week",)))
    assert [(one.name, one.window) for one in reading.rankings] == [("week", "week")]


@pytest.mark.parametrize(
    ("old", "new", "missed"),
    [
        ('id="most-week"', 'id="most-read-w"', ["week"]),
        ("1週間", "おすすめ", ["week"]),
        ("読まれている記事", "注目の記事", ["day", "week", "month"]),
    ],
)
def test_a_list_that_no_longer_fits_is_named(old, new, missed):
    html = page(STATE, "/")
    reading = read(html.replace(old, new), learnt(html))
    named = [problem.ranking for problem in reading.problems if problem.code == "layout"]
    assert named[: len(missed)] == missed
    assert {one.name for one in reading.rankings} == {"day", "week", "month"} - set(missed)


def test_what_stands_elsewhere_is_mentioned():
    site = learnt(page(STATE, "/"))
    moved = read(page(STATE._replace(markup="tabs-aria"), "/"), site)
    assert moved.problems[-1].message == "a list that looks like it stands elsewhere in the page"
    gone = read(page(STATE._replace(widget="none"), "/"), site)
    assert codes(gone) == ["layout"] * 3
    assert (gone.widget, gone.rankings) == ("none", ())


def test_a_widget_that_stands_empty_is_empty_not_moved():
    reading = read(page(STATE._replace(widget="empty"), "/"), learnt(page(STATE, "/")))
    assert (reading.widget, codes(reading)) == ("empty", ["needs-script"])


def test_rows_without_an_article_stay_entries():
    html = page(STATE, "/")
    odd = panel = re.search(r'(?s)<div id="most-day">.*?</div>', html)[0]
    for number, href in zip(LISTS["day"], ODD, strict=False):
        odd = re.sub(rf'<a href="[^"]*{number}.html">', f"<a {href}>", odd)
    day = next(
        one for one in read(html.replace(panel, odd), learnt(html)).rankings if one.name == "day"
    )
    assert [entry.title for entry in day.entries] == [STORIES[n].title for n in LISTS["day"]]
    assert [entry.flags for entry in day.entries[:4]] == [
        ("no-article", "external"),
        ("no-article", "no-link"),
        ("no-article", "ad"),
        (),
    ]


def test_articles_go_on_being_read_by_the_sites_own_reader():
    (reader,) = learnt(page(STATE, "/")).readers
    site = SITE._replace(readers=(Reader("jdefense", until=1000), reader._replace(since=1000)))
    number = FIRST + 4
    path = path_of(number, STORIES[number])
    html = page(STATE, path).encode()
    before, after = (
        read_page(Page(SITE.home.rstrip("/") + path, html, at, "text/html"), site)
        for at in (999, 1000)
    )
    assert before.reader == "jdefense/1"
    assert after.reader == "selectors/3"
    assert after.article == before.article
    assert after.article.body


# the whole flow


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        flow.config.unlink()
        added = ("sites", "add", "local", site.address, "--follow", "1,2", "--allow-private")
        assert flow.run(*added, "--delay", "0").status == 0
        yield flow


def test_a_moved_list_refuses_the_page_and_the_line_says_what_to_type(flow):
    assert flow.rankings() == 0
    assert {row["list"] for row in flow.export("rankings")} == {"day", "week"}
    flow.site.markup = "tabs-aria"
    flow.at("2026-01-28 18:03")
    said = flow.fetch("--no-articles")
    assert said.status == 5
    assert said.err.startswith(
        "tracker: local: page changed, not read (layout): day: no rows at `#most-day > ul > li`; week: "
    )
    assert said.err.endswith("  tracker sites add --again local\n")
    assert flow.attempts()[-1] == ("ranking", "/", 200, "layout")
    assert len(flow.query("SELECT id FROM page")) == 2
    assert {row["observed"] for row in flow.export("rankings")} == {"2026-01-28T08:03:00Z"}


def test_an_unchanged_page_is_the_same_lists_again(flow):
    for hour in (17, 18, 19):
        flow.at(f"2026-01-28 {hour}:03")
        assert flow.fetch("--no-articles") == (0, "", "")
    assert [status for _, _, status, _ in flow.attempts()] == [200, 304, 304]
    assert len(flow.export("observations")) == 6


# what is guessed

JAPAN = '<html lang="ja">'


@pytest.mark.parametrize(
    ("address", "text", "name"),
    [
        ("https://news.example.jp/", "", "Asia/Tokyo"),
        ("https://news.example.com/", JAPAN, "Asia/Tokyo"),
        ("https://news.example.com/", '<html class="x" lang=de-AT>', "Europe/Vienna"),
        ("https://news.example.com/", '<html lang="en">', "UTC"),
        ("https://news.example.com/", '<time datetime="2026-01-28T17:03:00+09:00">', "Etc/GMT-9"),
        ("https://news.example.de/", '"2026-07-28T17:03:00+02:00"', "Europe/Berlin"),
        ("https://news.example.de/", '"2026-07-28T17:03:00-05:00"', "Etc/GMT+5"),
        ("https://news.example.de/", '"2026-07-28T17:03:00+00:00"', "Europe/Berlin"),
        ("https://news.example.com/", '"2026-01-28T17:03:00+05:30"', "UTC"),
        ("http://127.0.0.1:80/", "<html>", "UTC"),
    ],
)
def test_the_zone_is_told_by_address_language_and_dates(address, text, name):
    found = zone(address, text)
    assert isinstance(found, Zone)
    assert found.name == name
    assert found.because


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("/docs/mod/{n:06}.html", r"^/docs/[^/]+/(?P<id>\d+)\.html$"),
        ("/articles/{n}", r"^/[^/]+/(?P<id>\d+)$"),
        ("/articles/-/{n}", r"^/articles/[^/]+/(?P<id>\d+)$"),
        ("/2026/01/{n}/some-words/", r"^/\d+/\d+/\d+/[^/]+/$"),
        ("/politik/ein-titel-a{n:05}.html", r"^/[^/]+/[^/]*\D(?P<id>\d+)\.html$"),
        ("/news/words-and-more-words", None),
        ("/{n}/a", r"^/\d+/[^/]+$"),
    ],
)
def test_a_pattern_is_learnt_where_all_are_built_alike_around_a_number(form, pattern):
    paths = [form.format(n=n * 37) for n in range(1, 8)]
    assert article_pattern(paths) == pattern
    if pattern:
        assert all(re.search(pattern, path) for path in paths)
        assert not re.search(pattern, "/")


def test_no_pattern_from_few_or_mixed_addresses():
    assert article_pattern(["/docs/1.html"] * 9) is None
    assert article_pattern([f"/docs/{n}.html" for n in range(4)]) is None
    assert article_pattern([*(f"/docs/{n}.html" for n in range(9)), "/x/y/1.html"]) is None
