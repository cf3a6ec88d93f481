"""Pages of articles in an archive: stored as a fetch would have stored them, without observing."""

import pytest
import warcs
from fakesite import FIRST, FakeSite, Story
from flow import Flow

from cli.commands.demo.pages import path_of

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

DAYS = [f"2026-01-{day}T08:03:00Z" for day in (27, 28, 29, 30)]
LONG = 6099


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        site.articles = {n: site.articles[n] for n in (FIRST, FIRST + 1)}
        site.articles[LONG] = Story("長い記事の三つの頁", "2026-1-26 18:00", parts=3)
        site.lists = {window: [FIRST, FIRST + 1, LONG] for window in site.lists}
        site.latest = [FIRST]
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-02-01 12:00")
        (tmp_path / "other").mkdir()
        yield flow


def visit(flow, path, at, *, host=None, **more) -> bytes:
    """The record of a visit to a path of the site as it is now."""
    body = flow.site.page(path)
    return warcs.response((host or flow.site.address).rstrip("/") + path, at, body, **more)


def paths(flow) -> list[str]:
    articles = flow.site.articles
    return [path_of(n, story, part) for n, story in articles.items()
            for part in range(1, story.parts + 1)]  # fmt: skip


def imported(flow, *records, status=0) -> str:
    file = flow.store.parent / "crawl.warc.gz"
    file.write_bytes(warcs.packed(*records))
    said = flow.run("import", str(file))
    assert said.status == status, said.err
    return said.err


def texts(flow) -> list[dict]:
    return [
        {k: row[k] for k in ("title", "category", "published", "body", "fetched", "first_seen")}
        for row in flow.export("articles")
    ]


def test_a_crawl_gives_the_articles_that_fetching_would_have_given(flow, tmp_path, monkeypatch):
    other = Flow(flow.site, tmp_path / "other", monkeypatch)
    other.at("2026-01-28 17:03")
    assert other.fetch().status == 0
    flow.at("2026-02-01 12:00")
    crawl = [visit(flow, path, DAYS[1]) for path in reversed(["/", *paths(flow)])]
    words = imported(flow, *crawl)
    assert "1 page and 5 article pages read, 3 observations and 6 visits imported" in words
    assert texts(flow) == texts(other)
    assert flow.export("titles") == other.export("titles")
    assert flow.query("SELECT count(*) FROM snapshot") == [(1,)]
    assert flow.query("SELECT count(*) FROM article WHERE wanted IS NOT NULL") == [(0,)]
    assert flow.run("check").status == 0
    assert "0 observations and 0 visits imported, 3 known" in imported(flow, *crawl)
    assert flow.run("import", "--undo", "2").status == 0
    assert flow.run("import", "--undo", "1").status == 0
    assert flow.export("articles") == []
    assert flow.run("check").status == 0


def test_an_article_page_is_stored_again_when_a_list_rewords_its_title(flow):
    path, crawl = paths(flow)[0], []
    for day in DAYS[:2]:
        crawl += [visit(flow, "/", day), visit(flow, path, day.replace("08:03", "08:05"))]
    story = flow.site.articles[FIRST]
    flow.site.articles[FIRST] = story._replace(title="帰港した護衛艦「ためし」、公開へ")
    for day in DAYS[2:]:
        crawl += [visit(flow, "/", day), visit(flow, path, day.replace("08:03", "08:05"))]
    words = imported(flow, *crawl)
    assert "4 pages and 2 article pages read" in words
    assert "left out: 2 article page again" in words
    titles = flow.query(
        "SELECT p.title FROM part p JOIN attempt t ON t.id = p.attempt ORDER BY t.time"
    )
    assert [title for (title,) in titles] == [story.title, "帰港した護衛艦「ためし」、公開へ"]


def test_without_a_pattern_articles_are_those_that_are_known(flow):
    flow.config.write_text(f'[sites.plain]\nhome = "{flow.site.address}"\nallow_private = true\n')
    crawl = [visit(flow, path, DAYS[0]) for path in paths(flow)[:2]]
    words = imported(flow, *crawl, status=2)
    assert "no page to take in; left out: 2 other page of the site" in words
    words = imported(flow, visit(flow, "/", DAYS[1]), crawl[0])
    assert "1 page and 1 article page read" in words  # the archive's own home page shows it
    assert "refused: 1 layout" in words  # there is hardly any text
    assert "0 pages and 1 article page read" in imported(flow, crawl[1])  # the store knows it
    assert [row[0] for row in flow.attempts()].count("article") == 2


def test_a_page_that_was_wanted_before_it_was_captured_is_not_asked_for(flow):
    flow.at("2026-01-28 17:03")
    assert flow.rankings() == 0
    wanted = "SELECT count(*) FROM article WHERE wanted IS NOT NULL"
    assert flow.query(wanted) == [(3,)]
    flow.at("2026-02-01 12:00")
    imported(flow, visit(flow, paths(flow)[0], DAYS[3]), visit(flow, paths(flow)[1], DAYS[0]))
    assert flow.query(wanted) == [(2,)]  # the capture of the other is older than the wish


def test_our_own_archives_bring_the_articles_back(flow, tmp_path, monkeypatch):
    flow.at("2026-01-28 17:03")
    flow.site.on(paths(flow)[1], body="<title>403</title><h1>403 Forbidden</h1>")
    assert flow.fetch().status == 0
    file = str(tmp_path / "pages.warc.gz")
    assert flow.run("export", "pages", "--warc", "-o", file).status == 0
    other = Flow(flow.site, tmp_path / "other", monkeypatch)
    assert other.run("import", file).status == 0
    assert texts(other) == texts(flow)
    columns = ("time", "kind", "asked", "status", "code", "bytes", "page")
    kept = [
        [{k: row[k] for k in columns} for row in rows if row["page"]]
        for rows in (flow.export("attempts"), other.export("attempts"))
    ]
    assert kept[0] == kept[1]
    assert other.run("check").status == 0


def test_a_home_page_may_lead_elsewhere_on_its_site(flow):
    home = flow.site.address
    moved = warcs.record(
        "response", home, DAYS[0], warcs.answer(b"", "Location: /top", status="301 Moved")
    )
    body = flow.site.page()
    top = [warcs.response(f"{home}top", day, body) for day in DAYS[:2]]
    assert "no page to take in" in imported(flow, *top, status=2)
    words = imported(flow, moved, *top)
    assert "2 pages read, 6 observations" in words
    assert "left out: 1 status 301" in words
    for place in ("/docs/mod/006001.html", "https://elsewhere.example/", "http://[", ""):
        block = warcs.answer(b"", f"Location: {place}", status="302 Found")
        lead = warcs.record("response", home, DAYS[2], block)
        page = warcs.response("https://elsewhere.example/", DAYS[2], body)
        imported(flow, lead, page, visit(flow, paths(flow)[0], DAYS[2]))
    assert len({row["observed"] for row in flow.export("rankings")}) == 2


def test_hosts_that_a_site_had_before(flow):
    old = "http://old.example"
    crawl = [visit(flow, "/", DAYS[0], host=old), visit(flow, paths(flow)[0], DAYS[0], host=old)]
    assert "left out: 2 other host" in imported(flow, *crawl, status=2)
    flow.config.write_text(f'{flow.config.read_text()}formerly = ["old.example"]\n')
    assert "1 page and 1 article page read" in imported(flow, *crawl)
    (asked,) = {row["asked"] for row in flow.export("attempts") if row["kind"] == "ranking"}
    assert asked == flow.site.address
    assert len(flow.query("SELECT DISTINCT article FROM part")) == 1
