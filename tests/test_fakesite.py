"""The fake site over real HTTP: what goes in is what the readers see."""

import httpx
import pytest
from fakesite import FIRST, FakeSite, Story, write_config

from cli.commands.demo.pages import LABELS, MARKUPS, SECTIONS
from scrapers.config import load
from scrapers.model import Page
from scrapers.read import read_page

AT = 1_769_500_000


@pytest.fixture
def site():
    with FakeSite() as site:
        yield site


def get(url: str, **headers: str) -> httpx.Response:
    with httpx.HTTPTransport(trust_env=False) as transport:
        answer = transport.handle_request(httpx.Request("GET", url, headers=headers))
        answer.read()
    return answer


def reading(site: FakeSite, url: str, tmp_path):
    answer = get(url)
    known = load(write_config(tmp_path / "sites.toml", site.address)).sites["local"]
    page = Page(url, answer.content, AT, answer.headers["Content-Type"])
    return read_page(page, known)


def listed(site: FakeSite, window: str) -> list[tuple[int, str, str]]:
    return [
        (rank, site.articles[number].title, site.url(number))
        for rank, number in enumerate(site.lists[window], 1)
    ]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("page", ["home", "article"])
def test_the_lists_are_read_as_they_went_in(site, markup, page, tmp_path):
    site.markup = markup
    read = reading(site, site.address if page == "home" else site.url(FIRST), tmp_path)
    assert read.widget == "lists"
    assert [(r.window, r.label) for r in read.rankings] == list(LABELS.items())
    for ranking in read.rankings:
        assert [(e.rank, e.title, e.url) for e in ranking.entries] == listed(site, ranking.window)


@pytest.mark.parametrize("widget", ["empty", "none"])
def test_a_widget_without_entries_is_told_from_no_widget(site, widget, tmp_path):
    site.widget = widget
    read = reading(site, site.url(FIRST), tmp_path)
    assert (read.widget, read.rankings) == (widget, ())


def test_an_article_is_read_as_it_went_in(site, tmp_path):
    rows = ("防衛省は見本の記事を公開した。これはためしの文である。", "二つ目の段落も見本である。")
    site.articles[6123] = Story(
        "見本の記事を公開（1月26日）", "2026-1-26 18:05", SECTIONS["special"], "special", rows
    )
    article = reading(site, site.url(6123), tmp_path).article
    assert article.title == "見本の記事を公開（1月26日）"
    assert article.category == ("特集",)
    assert article.section == "special"
    assert article.published == "2026-01-26T18:05:00+09:00"
    assert article.body == "\n\n".join(rows)


def test_a_long_article_has_parts_with_one_identity(site, tmp_path):
    rows = tuple(f"これは見本の記事の段落その{n}であり、読まれるために書かれた。" for n in range(4))
    site.articles[6124] = Story("長い見本の記事", "2026-1-26 18:05", paragraphs=rows, parts=2)
    parts = [reading(site, site.url(6124, part), tmp_path).article for part in (1, 2)]
    assert [part.part for part in parts] == [1, 2]
    assert [part.body for part in parts] == ["\n\n".join(rows[:2]), "\n\n".join(rows[2:])]
    assert parts[0].url == parts[1].url
    assert get(site.url(6124, 3)).status_code == 404


def test_the_newest_articles_are_linked_from_the_home_page(site, tmp_path):
    site.widget = "none"
    links = reading(site, site.address, tmp_path).links
    assert [link.url for link in links] == [site.url(number) for number in site.latest]


def test_a_page_that_did_not_change_is_answered_with_304(site):
    tag = get(site.address).headers["ETag"]
    assert get(site.address, **{"If-None-Match": tag}).status_code == 304
    site.lists["day"].reverse()
    assert get(site.address, **{"If-None-Match": tag}).status_code == 200


def test_a_date_can_be_the_validator(site):
    site.last_modified = "Sun, 25 Jan 2026 10:00:00 GMT"
    answer = get(site.address)
    assert "ETag" not in answer.headers
    assert answer.headers["Last-Modified"] == site.last_modified
    date = {"If-Modified-Since": site.last_modified}
    assert get(site.address, **date).status_code == 304


def test_faults_are_scripted_by_path_and_number(site):
    site.on("/", status=503, headers={"Retry-After": "60"}, times=2)
    site.on("/", status=500, body="broken", times=1)
    answers = [get(site.address) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [503, 503, 500, 200]
    assert answers[0].headers["Retry-After"] == "60"
    assert answers[2].text == "broken"


def test_a_script_without_a_number_holds_for_ever(site):
    site.on("/robots.txt", body="User-agent: *\nDisallow: /\n")
    assert [get(site.address + "robots.txt").text[-2] for _ in range(3)] == ["/"] * 3


def test_the_log_tells_paths_headers_and_times(site):
    get(site.url(FIRST), **{"User-Agent": "me"})
    get(site.address)
    assert [asked.path for asked in site.log] == [f"/docs/mod/{FIRST:06}.html", "/"]
    first, second = site.log
    assert first.headers["user-agent"] == "me"
    assert first.time < second.time
    assert site.asked("/") == [second]


def test_what_is_not_there_is_404(site):
    for path in ("docs/mod/009999.html", "docs/pr/006001.html", "docs/mod/", "favicon.ico"):
        assert get(site.address + path).status_code == 404
