"""Article pages: which are visited, in what order, what comes of those that cannot be read."""

import pytest
from fakesite import TITLES, FakeSite, Story
from flow import Flow

from cli.pipeline.articles import MOST_PARTS
from scrapers.articles import body_text

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

EVENING = [f"2026-01-28 {hour}:03" for hour in range(17, 24)]


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        site.articles = {n: site.articles[n] for n in range(6001, 6005)}
        site.lists = {"day": [6001, 6002], "week": [6002, 6003], "month": [6003, 6001]}
        site.latest = [6004, 6003]
        yield Flow(site, tmp_path, monkeypatch)


def visited(flow):
    """The paths of the article pages that were asked for, in order."""
    return [entry.path for entry in flow.site.log if entry.path.startswith("/docs/")]


def article(flow, number):
    return next(row for row in flow.export("articles") if f"{number:06}" in row["url"])


def test_articles_that_the_page_links_to_beside_its_lists_are_read_too(flow):
    flow.at(EVENING[0])
    assert flow.fetch() == (0, "", "")
    assert len(visited(flow)) == 4
    titles = {(row["title"], row["seen_on"]) for row in flow.export("titles")}
    on_lists = {(title, "list") for title in TITLES[:3]}
    assert titles == on_lists | {(title, "page") for title in TITLES[:4]}


def test_pages_read_for_their_text_are_no_observations(flow):
    flow.at(EVENING[0])
    flow.fetch()
    assert {row["observed"] for row in flow.export("rankings")} == {"2026-01-28T08:03:00Z"}
    assert flow.query("SELECT count(*) FROM snapshot") == [(1,)]


def test_the_same_text_is_found_as_it_was_shown(flow):
    story = Story(
        "見出しは《そのまま》",
        "2026-1-26 18:00",
        "特集",
        "special",
        (
            "　字下げされた段落で、記事の本文である。",
            "二つ目の段落も、記事の本文に属する。（以上）",
        ),
    )
    flow.site.articles[6001] = story
    flow.at(EVENING[0])
    flow.fetch()
    row = article(flow, 6001)
    assert (row["title"], row["category"], row["section"]) == (story.title, "特集", "special")
    assert row["published"] == "2026-01-26T18:00:00+09:00"
    assert row["fetched"] == "2026-01-28T08:03:00Z"
    assert "字下げされた段落で、記事の本文である。" in row["lead"]
    assert row["body"].index("字下げ") < row["body"].index("二つ目")


def test_a_long_article_whose_part_fails_is_read_again_whole(flow):
    flow.site.articles[6001] = Story(TITLES[0], "2026-1-10 9:00", parts=3)
    flow.site.on("/docs/mod/006001-2.html", status=403, times=1)
    flow.at(EVENING[0])
    assert flow.fetch() == (0, "", "")
    assert article(flow, 6001)["fetched"] is None
    assert "/docs/mod/006001-3.html" not in visited(flow)
    flow.at("2026-01-28 18:04")
    before = len(visited(flow))
    flow.fetch()
    again = visited(flow)[before:]
    assert again == [f"/docs/mod/006001{part}.html" for part in ("", "-2", "-3")]
    assert article(flow, 6001)["fetched"] == "2026-01-28T09:04:00Z"
    assert "第3頁。" in article(flow, 6001)["body"]


def test_an_article_without_end_ends(flow):
    """Each part links to the next one, for ever."""
    links = "".join(f'<a href="/docs/mod/006001-{n}.html">{n}</a>' for n in range(2, 60))
    story = "<p>これは長い記事の一部で、文として読まれるべき段落である。</p>"
    page = f"<title>{TITLES[0]}</title><h1>{TITLES[0]}</h1><p>2026-1-10 9:00</p>{story}<div>{links}</div>"
    flow.site.on("/docs/mod/006001.html", body=page)
    for part in range(2, 60):
        flow.site.on(f"/docs/mod/006001-{part}.html", body=page)
    flow.at(EVENING[0])
    assert flow.fetch() == (0, "", "")
    parts = [path for path in visited(flow) if "006001" in path]
    assert len(parts) == len(set(parts)) == MOST_PARTS


BAD = {
    "status-4xx": {"status": 403},
    "type": {"headers": {"Content-Type": "application/pdf"}, "body": b"%PDF-1.7"},
    "no-content": {"body": b""},
    "redirect-host": {"status": 302, "headers": {"Location": "http://127.0.0.2:1/"}},
    "layout": {"body": "<p>x</p>"},
}


@pytest.mark.parametrize("code", BAD)
def test_a_page_that_cannot_be_read_is_put_off_and_the_others_are_read(flow, code):
    path = "/docs/mod/006001.html"
    flow.site.on(path, **BAD[code])
    for text, times in [("17:03", 1), ("17:33", 1), ("18:04", 2)]:
        flow.at(f"2026-01-28 {text}")
        assert flow.fetch() == (0, "", "")
        assert len(flow.site.asked(path)) == times
    assert [row[3] for row in flow.attempts() if row[3]] == [code] * 2
    assert article(flow, 6001)["fetched"] is None
    assert article(flow, 6001)["title"] == TITLES[0]
    assert all(article(flow, number)["fetched"] for number in (6002, 6003, 6004))


def test_each_failure_puts_a_page_off_for_twice_as_long(flow):
    path = "/docs/mod/006001.html"
    flow.site.on(path, status=403)
    tried = []
    for hour in range(9):
        flow.at(f"2026-01-28 {hour + 6:02}:{hour:02}")
        before = len(flow.site.asked(path))
        flow.fetch()
        tried.append(len(flow.site.asked(path)) > before)
    assert [hour for hour, did in enumerate(tried) if did] == [0, 1, 3, 7]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_stays_alone_also_when_its_title_changes(flow, status):
    path = "/docs/mod/006001.html"
    flow.site.on(path, status=status, times=1)
    flow.at(EVENING[0])
    flow.fetch()
    assert article(flow, 6001)["gone"] == "2026-01-28T08:03:00Z"
    text = flow.run("article", str(article(flow, 6001)["article"]), "--text")
    assert text.err == "tracker: no text of this article: its page is gone\n"
    flow.site.articles[6001] = flow.site.articles[6001]._replace(title="新しい見出し")
    flow.at(EVENING[1])
    flow.fetch()
    assert len(flow.site.asked(path)) == 1
    flow.at("2026-02-28 17:03")
    flow.fetch()
    assert len(flow.site.asked(path)) == 2
    assert article(flow, 6001)["gone"] is None
    assert article(flow, 6001)["fetched"] == "2026-02-28T08:03:00Z"


def test_a_network_that_is_lost_leaves_the_rest_for_the_next_run(flow):
    server = flow.site._server._server
    usual = server.RequestHandlerClass.respond
    server.handle_error = lambda *_: None

    def lost(path, headers):
        if len(visited(flow)) >= 2 and path.startswith("/docs/"):
            raise ConnectionResetError
        return usual(path, headers)

    server.RequestHandlerClass.respond = staticmethod(lost)
    flow.at(EVENING[0])
    assert flow.fetch() == (0, "", "")
    codes = [row[3] for row in flow.attempts() if row[0] == "article"]
    assert codes == [None, None, "reset"]
    server.RequestHandlerClass.respond = staticmethod(usual)
    flow.at(EVENING[2])
    assert flow.fetch() == (0, "", "")
    assert all(row["fetched"] for row in flow.export("articles"))


def test_articles_that_the_deadline_leaves_no_time_for_change_nothing(flow):
    text = flow.config.read_text().replace("delay = 0", "delay = 3\ndeadline = 2\nrobots = false")
    flow.config.write_text(text)
    flow.at(EVENING[0])
    said = flow.run("-v", "fetch")
    assert (said.status, said.out) == (0, "")
    assert "articles 0 of 4; the other 4 come with the next fetch" in said.err
    assert visited(flow) == []


def test_a_title_that_returns_is_a_rewording_like_any(flow):
    flow.at(EVENING[0])
    flow.fetch()
    first = flow.site.articles[6001]
    for number, title in enumerate(["別の見出し", first.title, "別の見出し"], 1):
        flow.site.articles[6001] = first._replace(title=title)
        flow.at(EVENING[number])
        flow.fetch()
    assert len(flow.site.asked("/docs/mod/006001.html")) == 4
    titles = [
        row["title"]
        for row in flow.export("titles")
        if "006001" in row["url"] and row["list"] == "day"
    ]
    assert titles == [first.title, "別の見出し"] * 2


def test_an_article_by_several_spellings_is_one(flow):
    flow.at(EVENING[0])
    flow.fetch()
    body = flow.site._server._server.RequestHandlerClass.respond("/", {}).body.decode()
    spelt = body.replace("/docs/mod/006001.html", "/docs/mod/006001.html?utm_source=top#more")
    flow.site.on("/", body=spelt)
    flow.at(EVENING[1])
    assert flow.fetch() == (0, "", "")
    assert len(flow.export("articles")) == 4
    assert len(visited(flow)) == 4
    shown = [row["url"].rpartition("/")[2] for row in flow.export("rankings", "--window", "day")]
    assert shown == ["006001.html", shown[1]] * 2, "another spelling is no change"
    assert {row["status"] for row in flow.top("--vs", "previous")} == {"same"}


def test_an_article_that_became_shorter_has_no_more_of_the_old_text(flow):
    paragraphs = tuple(
        f"これは{n}番目の段落で、記事の本文として読まれる文である。" for n in range(6)
    )
    story = Story(TITLES[0], "2026-1-10 9:00", paragraphs=paragraphs, parts=3)
    flow.site.articles[6001] = story
    flow.at("2026-01-28 17:03")
    flow.fetch()
    short = story._replace(title="改めた見出しの記事である", paragraphs=paragraphs[:2], parts=1)
    flow.site.articles[6001] = short
    flow.at("2026-01-28 18:03")
    flow.fetch()
    body = next(a["body"] for a in flow.export("articles") if "006001" in a["url"])
    assert "1番目" in body
    assert "5番目" not in body
    assert flow.run("search", "5番目").out.startswith("No article has")


def test_an_extra_that_fails_is_told_once_in_a_run_and_loses_no_list(flow, monkeypatch):
    def fails(_page):
        raise ImportError("no module lxml.html.clean")

    monkeypatch.setattr(body_text, "_installed", lambda: True)
    monkeypatch.setattr(body_text, "_extracted", fails)
    pattern = r"article = '^/docs/\w+/(?P<id>\d+)\.html$'"
    entry = f'[sites.found]\nhome = "{flow.site.address}"\nallow_private = true\ndelay = 0\n'
    flow.config.write_text(entry + pattern)
    flow.at(EVENING[0])
    run = flow.fetch()
    assert (run.status, run.err.count("lxml.html.clean")) == (0, 1), run.err
    assert "tracker doctor" in run.err
    assert len(visited(flow)) > 1
    assert {row["site"] for row in flow.export("rankings")} == {"found"}
