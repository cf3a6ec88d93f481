"""`tracker fetch` when all is well: what is stored, what is said, what the next run does."""

import subprocess
import time

import pytest
from fakesite import FIRST, TITLES, FakeSite, Story, write_config
from flow import Flow, held, iso, on_terminal
from running import TRACKER, environment, run

from cli.commands.demo.pages import page
from store.db.connect import reading
from store.pages import archive

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        yield Flow(site, tmp_path, monkeypatch)


@pytest.fixture
def few(flow):
    """The same with four articles: what holds for one that fails needs no eleven others."""
    flow.site.articles = {n: flow.site.articles[n] for n in range(6001, 6005)}
    flow.site.lists = {"day": [6001, 6002], "week": [6002, 6003], "month": [6003, 6001]}
    flow.site.latest = [6004, 6003]
    return flow


def test_the_first_fetch_stores_lists_attempts_pages_and_articles_in_silence(flow):
    begun = flow.at("2026-01-28 17:03")
    assert flow.fetch() == (0, "", "")
    rows = flow.export("rankings")
    assert len(rows) == 30
    for window, numbers in flow.site.lists.items():
        shown = [row for row in rows if row["list"] == window]
        assert [row["rank"] for row in shown] == list(range(1, 11))
        assert [row["title"] for row in shown] == [TITLES[n - FIRST] for n in numbers]
        assert [row["url"] for row in shown] == [flow.site.url(n) for n in numbers]
        assert {row["observed"] for row in shown} == {iso(begun)}
        assert {row["label"] for row in shown} == {
            {"day": "24時間", "week": "1週間"}.get(window, "1ヶ月")
        }
    assert flow.attempts()[0] == ("ranking", "/", 200, None)
    assert len(flow.attempts()) == 1 + len(flow.site.articles)
    assert {(kind, status, code) for kind, _, status, code in flow.attempts()[1:]} == {
        ("article", 200, None)
    }


def test_every_page_is_kept_as_it_was_sent(few):
    few.at("2026-01-28 17:03")
    few.fetch()
    asked = {asked.path for asked in few.site.log} - {"/robots.txt"}
    with reading(str(few.store)) as db:
        kept = {archive.load(db, page) for (page,) in db.execute("SELECT id FROM page")}
    assert kept == {page(few.site.state(), path).encode() for path in asked}


def test_article_pages_are_read_and_the_parts_of_a_long_one_joined(few):
    paragraphs = tuple(
        f"これは{n}番目の段落で、記事の本文として読まれるべき文である。" for n in range(6)
    )
    few.site.articles[6001] = Story(TITLES[0], "2026-1-10 9:00", paragraphs=paragraphs, parts=3)
    few.at("2026-01-28 17:03")
    assert few.fetch().status == 0
    parts = few.query(
        "SELECT p.part, p.published FROM part p JOIN article a ON a.id = p.article "
        "WHERE a.url LIKE '%006001%' ORDER BY p.part"
    )
    assert [part for part, _ in parts] == [1, 2, 3]
    assert parts[0][1] == "2026-01-10T09:00:00+09:00"
    article = next(row for row in few.export("articles") if "006001" in row["url"])
    places = [article["body"].index(paragraph) for paragraph in paragraphs]
    assert places == sorted(places)
    assert (article["title"], article["category"]) == (TITLES[0], "日本の防衛")


def observations(flow):
    return [
        (row["observed"], row["list"], row["items"], row["result"])
        for row in flow.export("observations")
    ]


@pytest.mark.parametrize("last_modified", [None, "Wed, 28 Jan 2026 07:00:00 GMT"])
def test_an_unchanged_page_is_an_observation_equal_to_the_one_before_it(flow, last_modified):
    flow.site.last_modified = last_modified
    flow.at("2026-01-28 17:03")
    flow.rankings()
    flow.at("2026-01-28 18:03")
    assert flow.fetch("--no-articles") == (0, "", "")
    assert flow.attempts() == [("ranking", "/", 200, None), ("ranking", "/", 304, None)]
    assert len(flow.query("SELECT id FROM page")) == 1
    (first, second) = flow.query("SELECT page FROM attempts")
    assert first == second
    rows = flow.query(
        "SELECT observed, list, rank, title, url, flags FROM rankings ORDER BY 1, 2, 3"
    )
    assert [row[1:] for row in rows[:30]] == [row[1:] for row in rows[30:]]
    assert {row[0] for row in rows} == {"2026-01-28T08:03:00Z", "2026-01-28T09:03:00Z"}
    flow.at("2026-01-28 19:03")
    flow.site.lists["day"].reverse()
    flow.site.last_modified = last_modified and "Wed, 28 Jan 2026 10:00:00 GMT"
    assert flow.rankings() == 0
    assert flow.attempts()[-1] == ("ranking", "/", 200, None)
    assert [row["title"] for row in flow.top()] == [TITLES[n] for n in reversed(range(10))]


def test_a_list_that_is_gone_stays_gone_while_the_page_is_unchanged(flow):
    flow.at("2026-01-28 17:03")
    flow.rankings()
    flow.site.lists["month"] = []
    for hour in (18, 19, 20):
        flow.at(f"2026-01-28 {hour}:03")
        assert flow.rankings() == 3
    assert [status for _, _, status, _ in flow.attempts()] == [200, 200, 304, 304]
    month = [row for row in observations(flow) if row[1] == "month"]
    assert [row[2:] for row in month] == [(10, "ok"), *[(0, "empty")] * 3]


def test_a_reworded_title_is_history_and_its_page_is_read_once_more(flow):
    flow.at("2026-01-28 17:03")
    flow.fetch()
    asked = len(flow.site.log)
    flow.site.articles[6003] = flow.site.articles[6003]._replace(
        title="人事発令　差し替え後の見出し"
    )
    for hour in (18, 19):
        flow.at(f"2026-01-28 {hour}:03")
        assert flow.fetch().status == 0
    again = [entry.path for entry in flow.site.log[asked:] if "/docs/" in entry.path]
    assert again == ["/docs/mod/006003.html"]
    titles = [
        row for row in flow.export("titles") if "006003" in row["url"] and row["list"] == "day"
    ]
    assert [(row["title"], row["first_seen"][:16]) for row in titles] == [
        (TITLES[2], "2026-01-28T08:03"),
        ("人事発令　差し替え後の見出し", "2026-01-28T09:03"),
    ]
    assert len({row["article"] for row in flow.top()}) == 10


def test_a_page_that_is_gone_is_not_asked_for_again_within_thirty_days(few):
    path = "/docs/mod/006001.html"
    few.site.on(path, status=404)
    for day, times in [("01-28", 1), ("01-29", 1), ("02-26", 1), ("02-28", 2)]:
        few.at(f"2026-{day} 17:02")
        assert few.fetch().status == 0
        assert len(few.site.asked(path)) == times
    article = next(row for row in few.export("articles") if "006001" in row["url"])
    assert article["gone"] == "2026-02-28T08:02:00Z"
    assert article["title"] == TITLES[0]


def test_an_article_that_fails_is_put_off_and_the_others_are_read(few):
    path = "/docs/mod/006001.html"
    few.site.on(path, status=403)
    few.at("2026-01-28 17:03")
    assert few.fetch().status == 0
    tries = len(few.site.asked(path))
    assert sum(row["fetched"] is not None for row in few.export("articles")) == 3
    few.at("2026-01-28 17:33")
    few.fetch()
    assert len(few.site.asked(path)) == tries
    few.at("2026-01-28 18:04")
    few.fetch()
    assert len(few.site.asked(path)) > tries


def test_articles_that_robots_forbids_do_not_stop_the_others(few):
    few.site.on("/robots.txt", body="User-agent: *\nDisallow: /docs/mod/006001\n")
    few.at("2026-01-28 17:03")
    assert few.fetch().status == 0
    assert few.site.asked("/docs/mod/006001.html") == []
    assert sum(row["fetched"] is not None for row in few.export("articles")) == 3


def test_articles_beyond_the_most_come_with_the_next_run_oldest_sighting_first(flow):
    flow.at("2026-01-28 17:03")
    flow.fetch("--max-articles", "5")
    flow.site.articles[6099] = Story("あとから来た記事の見出し", "2026-1-28 17:30")
    flow.site.lists["day"].insert(0, 6099)
    flow.at("2026-01-28 18:03")
    flow.fetch("--max-articles", "6")
    read = [path for kind, path, _, _ in flow.attempts() if kind == "article"]
    assert len(set(read)) == len(read) == 11
    assert "/docs/mod/006099.html" not in read
    flow.at("2026-01-28 19:03")
    flow.fetch("--max-articles", "6")
    assert flow.attempts()[-1][1] == "/docs/mod/006099.html"
    assert flow.fetch("--max-articles", "6").status == 0
    assert len([kind for kind, *_ in flow.attempts() if kind == "article"]) == 13


@pytest.mark.parametrize("words", [["--no-articles"], ["--max-articles", "0"]])
def test_rankings_alone(flow, words):
    flow.at("2026-01-28 17:03")
    assert flow.fetch(*words).status == 0
    assert {entry.path for entry in flow.site.log} == {"/robots.txt", "/"}


def test_a_dry_run_stores_nothing_and_visits_nothing(flow):
    said = flow.fetch("--dry-run")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"local  {flow.site.address}  ")
    assert flow.site.log == []
    assert list(flow.store.parent.iterdir()) == [flow.config]


def test_a_site_that_is_not_known_is_a_usage_error_with_the_nearest_name(flow):
    said = flow.fetch("locl")
    assert said.status == 2
    assert "local" in said.err
    assert flow.site.log == []


def test_a_clock_that_steps_back_by_seconds_goes_on_one_second_later(flow):
    flow.at("2026-01-28 17:03:30")
    flow.rankings()
    for text in ("17:03:30", "17:03:10"):
        flow.at(f"2026-01-28 {text}")
        assert flow.fetch("--no-articles") == (0, "", "")
    day = [row for row in flow.export("observations") if row["list"] == "day"]
    assert [(row["observed"][11:19], row["flags"]) for row in day] == [
        ("08:03:30", ""),
        ("08:03:31", "clock"),
        ("08:03:32", "clock"),
    ]


def test_a_clock_that_steps_back_by_hours_is_not_believed(flow):
    flow.at("2026-01-28 17:03")
    flow.fetch("--max-articles", "1")
    before = flow.export("rankings"), flow.export("titles"), flow.export("articles")
    flow.at("2026-01-28 15:03")
    flow.site.lists["day"].reverse()
    said = flow.fetch()
    assert said.status == 4
    assert "(clock)" in said.err
    assert flow.attempts()[-1] == ("ranking", "/", 200, "clock")
    assert len(flow.query("SELECT DISTINCT page FROM attempts WHERE kind = 'ranking'")) == 2
    assert before == (flow.export("rankings"), flow.export("titles"), flow.export("articles"))


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_hours_off_the_servers_is_not_believed(flow, hours):
    handler = flow.site._server._server.RequestHandlerClass
    handler.clock = staticmethod(lambda: time.time() + hours * 3600)
    said = flow.fetch()
    handler.clock = staticmethod(time.time)
    assert (said.status, "(clock)" in said.err) == (4, True)
    assert flow.attempts() == [("ranking", "/", 200, "clock")]
    assert flow.query("SELECT (SELECT count(*) FROM snapshot), (SELECT count(*) FROM article)") == [
        (0, 0)
    ]
    recovered = "tracker: local: recovered after 1 run (clock)\n"
    assert flow.fetch("--no-articles") == (0, "", recovered)


def test_a_terminal_sees_progress_and_what_to_type_next(flow):
    flow.at("2026-01-28 17:03")
    named = ["--db", str(flow.store), "--config", str(flow.config)]
    said = on_terminal(*named, "fetch", "--max-articles", "8")
    first, _, rest = said.partition("\n")
    assert first == (
        f"local  {flow.site.address}   24時間 10 · 1週間 10 · 1ヶ月 10   "
        "recorded Wed 2026-01-28 17:03 JST"
    )
    assert "\rlocal  articles 0 of 12" in rest
    assert "the rankings are safe: Ctrl-C loses nothing" in rest
    lines = rest.rpartition("\r")[2].splitlines()
    assert lines[0] == "local  articles 8 of 12; the other 4 come with the next fetch"
    assert lines[1].startswith(f"Kept in {flow.store} (0.")
    assert lines[2:] == [
        "",
        "Now:  tracker top         Every hour from now on:  tracker schedule --cron",
    ]
    flow.at("2026-01-28 18:03")
    again = on_terminal(*named, "fetch", "--no-articles")
    assert "   unchanged Wed 2026-01-28 18:03 JST\n" in again
    assert "Now:" not in again
    assert on_terminal(*named, "-q", "fetch") == ""


def test_a_second_fetch_ends_at_once_while_one_runs(flow):
    words = ["--db", str(flow.store), "--config", str(flow.config), "fetch"]
    with held(flow.site, "/") as asked:
        first = subprocess.Popen([*TRACKER, *words], env=environment(), stderr=subprocess.PIPE)
        assert asked.wait(30)
        second = run(*words)
    with first:
        assert second.returncode == 75
        assert second.stderr.decode() == f"tracker: another fetch is running on {flow.store}\n"
        assert first.stderr.read() == b""
    assert first.returncode == 0


def two_sites(flow, other, more=""):
    block = f'[sites.other]\nextends = "jdefense"\nhome = "{other.address}"\nlabel = "Other"\n'
    write_config(
        flow.config, flow.site.address, more=f"{more}{block}allow_private = true\ndelay = 0\n"
    )


def test_several_sites_in_one_run(flow):
    with FakeSite() as other:
        two_sites(flow, other)
        flow.at("2026-01-28 17:03")
        assert flow.fetch("--max-articles", "2") == (0, "", "")
        assert len(flow.export("rankings")) == 60
        assert len([kind for kind, *_ in flow.attempts() if kind == "article"]) == 4
        rankings = [kind for kind, *_ in flow.attempts()][:2]
        assert rankings == ["ranking", "ranking"]  # all of them before the first article
        assert {row["site"] for row in flow.export("rankings", "--site", "other")} == {"other"}
        flow.at("2026-01-28 18:03")
        assert flow.fetch("other", "--no-articles").status == 0
        assert [
            row["site"] for row in flow.export("rankings", "--since", "10m", "--window", "day")
        ] == ["other"] * 10


BAD = {"layout": {"body": "<p>redesigned</p>"}, "failed": {"status": 403}}


@pytest.mark.parametrize(
    ("here", "there", "status"),
    [
        (None, "failed", 3),
        ("layout", None, 3),
        ("failed", "failed", 4),
        ("failed", "layout", 5),
        ("layout", "layout", 5),
    ],
)
def test_the_exit_status_of_several_sites(flow, here, there, status):
    with FakeSite() as other:
        two_sites(flow, other)
        for site, bad in ((flow.site, here), (other, there)):
            if bad:
                site.on("/", **BAD[bad])
        flow.at("2026-01-28 17:03")
        said = flow.fetch("--no-articles")
    assert said.status == status
    assert said.err.count("\n") == sum(bad is not None for bad in (here, there))
    good = [name for name, bad in (("local", here), ("other", there)) if not bad]
    assert sorted({row["site"] for row in flow.export("rankings")}) == good
