"""Rankings from JSON endpoints: what the paths lead to, and documents that are odd or hostile."""

import json
from pathlib import Path

import pytest
from fakesite import FakeSite
from flow import Flow, tracker
from hypothesis import given
from hypothesis import strategies as st

from cli.commands.demo.pages import path_of
from scrapers.model import ListSpec, Page, Problem, Reader, Site
from scrapers.rankings.json_lists import proposal
from scrapers.read import read_page

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

API = "https://news.example.jp/api/ranking.json"
DAY = {
    "name": "day",
    "window": "day",
    "url": API,
    "items": "data.list",
    "title": "name",
    "link": "url",
}
ROWS = [
    {"name": "一つ目の見出し", "url": "/docs/1001.html", "pos": 1},
    {
        "name": " 二つ目 &amp;\n見出し ",
        "url": "https://news.example.jp/docs/1002.html#top",
        "pos": 2,
    },
    {"name": "よそのページ", "url": "https://elsewhere.example/x-1.html", "pos": 3},
    {"name": "リンクなし", "url": None, "pos": 4},
]


def site(*lists, **fields):
    reader = Reader("json", lists=tuple(ListSpec(**one) for one in lists))
    return Site("news", "News", "https://news.example.jp/", readers=(reader,), **fields)


def read(document, *lists, url=API, kind="application/json", **fields):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read_page(Page(url, body, 0, kind), site(*(lists or [DAY]), **fields))


def proposed(text):
    return proposal(Page(API, text.encode(), 0, "application/json; charset=utf-8"))


def test_paths_lead_to_rows_titles_and_addresses():
    reading = read({"data": {"list": ROWS}})
    (ranking,) = reading.rankings
    assert (reading.widget, reading.reader, reading.problems) == ("lists", "json/1", ())
    assert (ranking.name, ranking.window) == ("day", "day")
    assert [entry.title for entry in ranking.entries] == [
        "一つ目の見出し", "二つ目 &amp; 見出し", "よそのページ", "リンクなし",
    ]  # fmt: skip
    assert [entry.url for entry in ranking.entries] == [
        "https://news.example.jp/docs/1001.html",
        "https://news.example.jp/docs/1002.html#top",
        "https://elsewhere.example/x-1.html",
        "",
    ]


def test_rows_without_an_article_stay_entries_with_their_cause():
    (ranking,) = read({"data": {"list": ROWS}}).rankings
    assert [entry.article for entry in ranking.entries] == [
        "https://news.example.jp/docs/1001.html",
        "https://news.example.jp/docs/1002.html",
        "",
        "",
    ]
    assert [entry.flags for entry in ranking.entries[2:]] == [
        ("no-article", "external"),
        ("no-article", "no-link"),
    ]


def test_ranks_put_the_rows_in_order():
    rows = [{**row, "pos": str(pos)} for row, pos in zip(ROWS, (3, 1, 2, 4), strict=True)]
    (ranking,) = read({"data": {"list": rows}}, {**DAY, "rank": "pos"}).rankings
    assert [entry.rank for entry in ranking.entries] == [1, 2, 3, 4]
    assert [entry.title for entry in ranking.entries][:2] == ["二つ目 &amp; 見出し", "よそのページ"]
    assert ranking.flags == ("rank-order",)


def test_a_path_may_count_and_may_be_left_out():
    nested = [{"rows": []}, {"rows": [{"t": ["x", "見出し"]}]}]
    (ranking,) = read(nested, {"name": "a", "url": API, "items": "1.rows", "title": "t.1"}).rankings
    assert ranking.entries[0].title == "見出し"
    (ranking,) = read([{"t": "見出し"}], {"name": "a", "url": API, "title": "t"}).rankings
    assert ranking.entries[0].flags == ("no-article", "no-link")


def test_an_address_reads_its_own_lists_and_another_page_none():
    week = {**DAY, "name": "week", "window": "week", "url": f"{API}?range=week"}
    document = {"data": {"list": ROWS}}
    assert [r.name for r in read(document, DAY, week).rankings] == ["day"]
    assert [r.name for r in read(document, DAY, week, url=week["url"]).rankings] == ["week"]
    article = read(b"<h1>Most read</h1>", url="https://news.example.jp/docs/1.html", kind=None)
    assert article.rankings == ()


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"data": {"rows": ROWS}}, "day: no rows at data.list"),
        ({"data": {"list": []}}, "day: no rows at data.list"),
        ({"data": {"list": "x"}}, "day: no rows at data.list"),
        ([], "day: no rows at data.list"),
        (None, "day: no rows at data.list"),
        ({"data": {"list": [{"name": ""}]}}, "day: row 1 has no title at name"),
        ({"data": {"list": [{"name": "x"}, 5]}}, "day: row 2 has no title at name"),
        ({"data": {"list": [{"name": "x"}] * 1001}}, "day: 1001 rows at data.list"),
    ],
)
def test_a_document_of_another_form_is_a_layout_problem_that_names_the_list(document, said):
    reading = read(document)
    assert (reading.rankings, reading.widget) == ((), "none")
    assert [(problem.code, problem.text) for problem in reading.problems] == [("layout", said)]
    assert {problem.ranking for problem in reading.problems} == {"day"}


@pytest.mark.parametrize("rank", [None, "x", True, -1, 1.5, 10**20])
def test_a_row_without_a_rank_where_one_is_named(rank):
    reading = read({"data": {"list": [{**ROWS[0], "pos": rank}]}}, {**DAY, "rank": "pos"})
    assert reading.problems[0] == Problem("layout", "row 1 has no rank at pos", "day")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html><p>Not JSON at all, but a page.</p>", b"[" * 100_000, b'{"a":' * 100_000,
        b"{'data': 1}", b"\xff\xfe\x00", b'{"data": {"list": [',
    ],
)  # fmt: skip
def test_what_is_no_json_is_said_and_does_no_harm(body):
    reading = read(body)
    assert reading.rankings == ()
    assert "json" in {problem.code for problem in reading.problems}


def test_odd_json_is_read_all_the_same():
    body = (
        '\ufeff{"data": 0, "n": NaN, "m": -Infinity, "big": ' + "9" * 5000 + ', "data": {"list": '
        '[{"name": "half \\ud83d a pair", "url": "/docs/1.html", "pos": 1e999}]}}'
    ).encode()
    (ranking,) = read(body).rankings
    assert ranking.entries[0].title == "half \ufffd a pair"
    ranking.entries[0].title.encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["data", "list", "name", "url", "pos", "x"]), inner)
    ),
    max_leaves=20,
)


@given(JSON | st.builds(lambda rows: {"data": {"list": rows}}, JSON))
def test_any_document_is_read_or_is_a_problem(document):
    reading = read(document, {**DAY, "rank": "pos"})
    assert bool(reading.rankings) != bool(reading.problems)
    found = proposed(json.dumps(document))
    assert found is None or found.title


def test_the_paths_of_a_ranking_are_proposed():
    rows = [{**row, "url": row["url"] or "/docs/1004.html", "id": 7} for row in ROWS]
    assert proposed(json.dumps({"ok": 1, "data": {"list": rows}})) == ListSpec(
        items="data.list", title="name", link="url", rank="pos"
    )
    assert proposed(json.dumps({"data": ["a", "b", "c"]})) is None
    assert proposed("[" * 100_000) is None


# the whole flow


class Endpoint(Flow):
    """A flow whose site fills its widget by script, from an address for each list."""

    def __init__(self, site, folder: Path, monkeypatch) -> None:
        super().__init__(site, folder, monkeypatch)
        site.widget = "empty"
        base = site.address.rstrip("/")
        lists = "".join(
            f'[[sites.local.readers.lists]]\nname = "{name}"\nwindow = "{name}"\n'
            f'url = "{base}/rank/{name}"\nitems = "list"\ntitle = "t"\nlink = "u"\nrank = "n"\n'
            for name in ("day", "week")
        )
        more = f'[[sites.local.readers]]\nkind = "json"\n{lists}'
        self.config.write_text(self.config.read_text() + more)

    def serve(self, name: str, numbers, kind="application/json", **answer) -> None:
        stories = self.site.articles
        rows = [
            {"t": stories[number].title, "u": path_of(number, stories[number]), "n": rank}
            for rank, number in enumerate(numbers, 1)
        ]
        body = json.dumps({"list": rows})
        self.site.on(f"/rank/{name}", headers={"Content-Type": kind}, body=body, **answer)


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        yield Endpoint(site, tmp_path, monkeypatch)


def test_every_address_is_fetched_and_its_lists_recorded(flow):
    flow.serve("day", [6003, 6001])
    flow.serve("week", [6002])
    flow.at("2026-01-28 17:03")
    assert flow.fetch("--max-articles", "1") == (0, "", "")
    rows = flow.export("rankings")
    assert [(row["list"], row["rank"], row["url"]) for row in rows] == [
        ("day", 1, flow.site.url(6003)),
        ("day", 2, flow.site.url(6001)),
        ("week", 1, flow.site.url(6002)),
    ]
    assert [row[:2] for row in flow.attempts()][:2] == [
        ("ranking", "/rank/day"),
        ("ranking", "/rank/week"),
    ]
    assert [row[0] for row in flow.attempts()][2:] == ["article"]
    assert "application/json" in flow.site.asked("/rank/day")[0].headers["accept"]
    assert flow.site.asked("/") == []


def test_one_address_that_fails_is_partial_and_none_is_refused(flow):
    flow.serve("day", [6003], times=1)
    flow.site.on("/rank/week", status=403, body="<h1>no</h1>", times=1)
    flow.at("2026-01-28 17:03")
    said = flow.fetch("--no-articles")
    assert said.status == 3
    assert "recorded in part (status-4xx)" in said.err
    flow.site.on("/rank/day", headers={"Content-Type": "application/json"}, body='{"list": {}}')
    flow.site.on("/rank/week", headers={"Content-Type": "application/json"}, body="<html>")
    flow.at("2026-01-28 18:03")
    said = flow.fetch("--no-articles")
    assert said.status == 5
    assert "day: no rows at list" in said.err
    assert said.err.endswith("  See  tracker sites check local\n")
    assert [code for *_, code in flow.attempts()] == [None, "status-4xx", "layout", "json"]
    assert len(flow.query("SELECT id FROM page")) == 4
    assert {row["observed"] for row in flow.export("rankings")} == {"2026-01-28T08:03:00Z"}


def test_the_entry_is_checked_and_proposed_by_command(flow):
    flow.serve("day", [6003, 6001, 6004])
    flow.serve("week", [6002])
    said = flow.run("sites", "check", "local")
    assert said.status == 0
    assert [line.split()[:3] for line in said.out.splitlines()[1:]] == [
        ["day", "ok", "3"],
        ["week", "ok", "1"],
    ]
    flow.site.on("/robots.txt", status=404)
    flow.site.on("/api/most-read", headers={"Content-Type": "application/json"}, body="[]", times=1)
    seen = flow.run("inspect", f"{flow.site.address}rank/day", "--json")
    assert [len(one["items"]) for one in json.loads(seen.out)["rankings"]] == [3]
    added = ("sites", "add", "mine", flow.site.address, "--yes", "--allow-private", "--delay", "0")
    said = tracker("--config", str(flow.config.with_name("new.toml")), *added)
    assert said.status == 5
    assert f'url = "{flow.site.address}api/most-read"\nitems = "data.list"\n' in said.out
    assert not flow.config.with_name("new.toml").exists()
