"""A page's bytes to a reading: what is there, what leads on, and what is wrong."""

import pytest
from defensepages import ADDRESS, RANKED, Shape, page

from scrapers.model import Page, Reader, Reading, Site
from scrapers.read import read_page
from scrapers.sites import reader_at
from scrapers.sites.jdefense import SITE

AT = 1769760000
OTHER = Site(name="other", label="Other", home="https://news.example.org/")


def read(source, url=ADDRESS, site=SITE, content_type="text/html"):
    body = source if isinstance(source, bytes) else source.encode()
    return read_page(Page(url, body, AT, content_type), site)


def codes(reading):
    return [problem.code for problem in reading.problems]


def test_an_article_page_of_the_first_site():
    reading = read(page())
    assert (reading.site, reading.reader, reading.encoding) == ("jdefense", "jdefense/1", "utf-8")
    assert reading.article is not None
    assert reading.article.published == "2026-01-29T09:05:00+09:00"
    assert [ranking.window for ranking in reading.rankings] == ["day", "week", "month"]
    assert reading.problems == ()


def test_an_article_asked_for_alone_is_the_same_and_costs_no_lists():
    alone = read_page(Page(ADDRESS, page().encode(), AT, "text/html"), SITE, kind="article")
    whole = read(page())
    assert alone == whole._replace(widget="none", rankings=(), rejected=())
    assert whole.rankings


def test_a_page_visited_for_its_rankings_costs_no_article():
    visited = Page(ADDRESS, page().encode(), AT, "text/html")
    whole = read_page(visited, SITE)
    assert read_page(visited, SITE, kind="ranking") == whole._replace(article=None)
    assert whole.article


def test_a_page_visited_for_its_rankings_that_shows_none_is_told_by_its_article():
    visited = Page(ADDRESS, page(shape=Shape(widget="none")).encode(), AT, "text/html")
    assert read_page(visited, SITE).rankings == ()
    assert read_page(visited, SITE, kind="ranking") == read_page(visited, SITE)
    assert read_page(visited, SITE).article


def test_a_page_without_an_article_is_told_by_its_lists():
    rows = (
        f'<li><a href="/news/{n}.html">長い見出しの記事その{n}について</a></li>' for n in range(5)
    )
    home = f"<title>ニュース</title><h2>アクセスランキング</h2><ol>{''.join(rows)}</ol>"
    asked = Page(OTHER.home, home.encode(), AT, "text/html")
    assert read_page(asked, OTHER, kind="article") == read_page(asked, OTHER)
    assert read_page(asked, OTHER).rankings
    assert read_page(asked, OTHER).article is None


def test_an_empty_widget_is_no_problem_of_the_page():
    reading = read(page(shape=Shape(widget="empty")))
    assert (reading.widget, reading.rankings) == ("empty", ())
    assert reading.article is not None


def test_entries_and_links_share_the_identity_of_the_whole_article():
    _, url = RANKED[0]
    reading = read(page().replace(url, url.replace(".html", "-2.html")))
    whole = "https://j-defense.ikaros.jp" + url
    entry = reading.rankings[0].entries[0]
    assert (entry.article, entry.url) == (whole, whole.replace(".html", "-2.html"))
    assert whole in {link.article for link in reading.links}


def test_links_of_the_home_page_in_order_each_once():
    items = [
        '<a href="/docs/mod/000003.html"><img src=x></a>',
        '<a href="/docs/mod/000003.html">三つ目の記事</a>',
        '<a href="https://j-defense.ikaros.jp/docs/pr/000001.html?utm_source=x#a">一つ目の記事</a>',
        '<a href="/docs/mod/000003-2.html">三つ目の続き</a>',
        '<a href="/docs/mod/">日本の防衛</a>',
        '<a href="https://elsewhere.example/docs/mod/000009.html">よその記事</a>',
        '<a href="/docs/mod/000002.html">次の記事</a>',
        '<a href="javascript:x">x</a>',
    ]
    reading = read("<html><body>" + "".join(items), SITE.home)
    assert [(link.title, link.article) for link in reading.links] == [
        ("三つ目の記事", "https://j-defense.ikaros.jp/docs/mod/000003.html"),
        ("一つ目の記事", "https://j-defense.ikaros.jp/docs/pr/000001.html"),
    ]
    assert reading.article is None


def test_links_of_an_unknown_site_look_like_articles():
    items = [
        '<a href="/2026/01/30/harbour-bridge-reopens">Harbour bridge reopens after repairs</a>',
        '<a href="/about-us">About us and our paper</a>',
        '<a href="/2026/01/30/x">More</a>',
        '<a href="https://elsewhere.example/2026/01/30/ship">A ship of another paper entirely</a>',
        '<a href="/harbour/ship-with-many-masts">A ship with many masts came in</a>',
    ]
    reading = read("<html><body>" + "".join(items), OTHER.home, OTHER)
    assert [link.url.rpartition("/")[2] for link in reading.links] == [
        "harbour-bridge-reopens",
        "ship-with-many-masts",
    ]


def test_the_reader_whose_dates_cover_the_visit():
    old, new = Reader("jdefense", until=1000), Reader("jdefense", 2, since=1000)
    site = SITE._replace(readers=(old, new))
    assert (reader_at(site, 999), reader_at(site, 1000)) == (old, new)
    assert reader_at(site._replace(readers=(old,)), 1000).name == "detect/1"
    assert reader_at(None, 0).name == "detect/1"


def test_a_user_s_site_that_extends_the_first_one():
    site = SITE._replace(name="local", home="http://127.0.0.1:8123/", extends="jdefense")
    reading = read(page(), "http://127.0.0.1:8123/docs/mod/004321.html", site)
    assert reading.site == "local"
    assert reading.article is not None
    assert reading.article.url == "http://127.0.0.1:8123/docs/mod/004321.html"
    assert all(link.url.startswith("http://127.0.0.1:8123/") for link in reading.links)


def test_a_site_s_pattern_says_what_is_an_article():
    site = OTHER._replace(article=r"^/story/(?P<id>\d+)$")
    source = page().replace('<html lang="ja">', "<html>")
    assert read(source, "https://news.example.org/story/12", site).article is not None
    assert read(source, "https://news.example.org/list/12", site).article is None


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "no-content"),
        (b" \n ", "no-content"),
        (b"\xef\xbb\xbf", "no-content"),
        (b'{"error": "not found"}', "type"),
        (b'{"html": "<p>x</p>"}', "type"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "type"),
        (b"plain text", "type"),
        (b"%PDF-1.4 <</Type /Catalog>>", "type"),
        (b"PK\x03\x04 <x>", "type"),
        ("<title>Just a moment...</title><p>Checking", "blocked"),
        ("<title>Access Denied</title><p>Reference 18.2", "blocked"),
        ("<h1>私はロボットではありません</h1>", "blocked"),
        ("<form action='/cdn-cgi/challenge'></form>", "blocked"),
        ("<p>Before you continue to the site, choose your cookies", "blocked"),
        ("<div class='g-recaptcha'></div>", "blocked"),
        ("<title>404 Not Found</title><h1>Not Found</h1>", "soft-404"),
        ("<title>お探しのページは見つかりませんでした | 例</title>", "soft-404"),
        ("<title>例</title><h1>ページが見つかりません</h1>", "soft-404"),
        ("<h1>Seite nicht gefunden</h1>", "soft-404"),
        ("<h1>ただいまメンテナンス中です</h1>", "soft-404"),
        ("<title>Site under maintenance</title>", "soft-404"),
        ("<title>504 Gateway Time-out</title><h1>504 Gateway Time-out</h1>", "soft-404"),
        ("<title>Error 500</title><p>Sorry", "soft-404"),
        ("<title>Too Many Requests</title><h1>Too Many Requests</h1>", "blocked"),
        ("<h1>403 Forbidden</h1>", "blocked"),
        ("<h1>This domain is for sale!</h1>", "soft-404"),
        ("<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>", "soft-404"),
        ("<title>ログイン</title><form><input><input type=password></form>", "blocked"),
        ("<meta http-equiv=Refresh content='0; URL=/news/'><title>x</title>", "soft-404"),
        (("<title>題</title><p>" + "日本語の文章" * 20).encode("iso2022_jp"), "charset"),
    ],
)
def test_pages_that_are_not_what_was_asked_for(source, code):
    for site in (SITE, None):
        reading = read(source, site=site)
        assert isinstance(reading, Reading)
        assert codes(reading) == [code]
        assert reading.article is None


@pytest.mark.parametrize(
    "source",
    [
        "<meta http-equiv=refresh content='300'><title>News</title><p>of today</p>",
        "<meta http-equiv=refresh content='0; url='><title>News</title><p>of today</p>",
        "<title>500 years of printing</title><p>of today</p>",
        "<title>Gone with the wind</title><p>of today</p>",
        "<title>Conflict</title><p>of today</p>",
        "<form><input type=password></form>" + "<a href='/a'>a</a>" * 5,
    ],
)
def test_pages_that_are_like_walls_and_are_none(source):
    assert not {"blocked", "soft-404"} & set(codes(read(source)))


def test_a_face_is_title_text_and_links_into_the_site():
    links = "".join(
        f'<a href="{to}">x</a>' for to in ("/a", "/a?b=1", "/b#c", "/", "https://x.org/y")
    )
    source = f"<title> A  title </title><p>Some text.</p><script>no text</script>{links}"
    face = read(source, "https://news.example.org/").face
    assert (face.title, face.links) == ("A title", 2)
    assert len("Some text.") <= face.characters < 25


def test_not_found_outweighs_an_article():
    source = page().replace("<h2", "<h1>ページが見つかりません</h1><h2")
    reading = read(source)
    assert (codes(reading), reading.article) == (["soft-404"], None)


@pytest.mark.parametrize(
    "title",
    ["メンテナンス中の艦艇を公開", "Captcha, what is it?", "404の謎を追う", "アクセス拒否の歴史"],
)
def test_articles_about_walls_are_articles(title):
    source = page(shape=Shape(widget="none")).replace(
        "無人測量艇「しおさい」が公試を終える　南波湾で7日間（1月28日）", title
    )
    reading = read(source)
    assert codes(reading) == []
    assert reading.article is not None
    assert reading.article.title == title


def test_a_captcha_beside_a_ranking_is_no_wall():
    source = page().replace("</body>", "<div class='g-recaptcha'></div></body>")
    assert codes(read(source, SITE.home)) == []


def test_a_captcha_in_a_long_page_is_no_wall():
    source = (
        "<script src=/recaptcha.js></script>" + "<p>短い告知が並ぶ、記事ではない頁である。" * 300
    )
    assert codes(read(source, SITE.home)) == []


@pytest.mark.parametrize(
    "url", ["", "http://[bad", "about:blank", "/tmp/page.html", "https://a℀b/x"]
)
def test_any_address_is_harmless(url):
    for site in (SITE, OTHER, None):
        assert read(page(), url, site).url == url


def test_legacy_encodings_are_read():
    source = page().replace("©", "&copy;").replace("utf-8", "Shift_JIS").encode("cp932")
    reading = read(source)
    assert reading.encoding == "cp932"
    assert reading.article == read(page()).article


def test_control_characters_are_stored_as_they_are():
    reading = read(page().replace("しおさい", "し&#x1b;[31m&#x202e;さい"))
    assert reading.article is not None
    assert "し\x1b[31m\u202eさい" in (reading.article.title or "")


def test_reading_is_pure():
    assert read(page()) == read(page())
