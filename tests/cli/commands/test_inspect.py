"""`tracker inspect`: what is read in a file, on standard input or at an address, and how it is told."""

import json
import subprocess
import sys
from pathlib import Path

import markups
import pytest
from fakesite import FakeSite, write_config
from flow import on_terminal, run_here
from running import complaint, environment, run, text

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

NOWHERE = "https://news.example.jp/docs/mod/006001.html"
PAGE = next(page for page in markups.pages() if page.name.startswith("numbered-by_aria"))


@pytest.fixture(scope="module")
def site():
    with FakeSite() as running:
        yield running


@pytest.fixture
def config(site, tmp_path):
    return str(write_config(tmp_path / "sites.toml", site.address))


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE.html, encoding="utf-8")
    return str(path)


def refuse(constant):
    raise AssertionError(f"{constant} is no JSON")


def strict(output):
    """The one object on one line, by the letter of JSON."""
    assert output.endswith(b"\n")
    assert output.count(b"\n") == 1
    return json.loads(output.decode("utf-8"), parse_constant=refuse)


def inspected(*arguments, status=0, **options):
    """The JSON object for these arguments; its form is checked whole."""
    started = run if options else run_here
    result = started(*arguments, "--json", **options)
    assert (result.returncode, result.stderr) == (status, b"")
    seen = strict(result.stdout)
    assert list(seen) == ["url", "site", "encoding", "article", "rankings", "problems"]
    for ranking in seen["rankings"]:
        assert list(ranking) == ["heading", "window", "label", "items"]
        for item in ranking["items"]:
            assert list(item)[:3] == ["rank", "title", "url"]
            assert set(item) <= {"rank", "title", "url", "flags"}
    assert all(list(problem) == ["code", "message"] for problem in seen["problems"])
    return seen


def truth_of(seen):
    return [
        (ranking["window"], [(item["title"], item["url"]) for item in ranking["items"]])
        for ranking in seen["rankings"]
    ]


def test_a_file_is_read_as_a_page_of_its_address(page):
    seen = inspected("inspect", page, "--url", NOWHERE)
    assert truth_of(seen) == PAGE.truth
    assert [item["rank"] for item in seen["rankings"][0]["items"]] == [1, 2, 3, 4, 5]
    assert (seen["url"], seen["site"], seen["encoding"]) == (NOWHERE, None, "utf-8")


def test_standard_input_is_read_like_a_file(page):
    with Path(page).open("rb") as file:
        seen = inspected("inspect", "-", "--url", NOWHERE, stdin=file)
    assert truth_of(seen) == PAGE.truth


def test_an_address_is_visited_and_read_as_its_site(site, config, tmp_path):
    store = tmp_path / "t.db"
    seen = inspected("--config", config, "--db", str(store), "inspect", site.url(6002))
    article = seen["article"]
    assert (seen["site"], seen["url"]) == ("local", site.url(6002))
    assert article["title"] == site.articles[6002].title
    assert article["published"] == "2026-01-11T09:01:00+09:00"
    assert {"category", "authors", "lead", "body", "lang", "part", "parts"} <= set(article)
    assert [len(ranking["items"]) for ranking in seen["rankings"]] == [10, 10, 10]
    assert not store.exists()


def test_the_site_decides_the_reader_and_none_leaves_it_to_detection(site, config):
    own = inspected("--config", config, "inspect", site.address)
    none = inspected("--config", config, "inspect", site.address, "--site", "none")
    assert [seen["site"] for seen in (own, none)] == ["local", None]
    assert truth_of(own) == truth_of(none)


def test_a_files_site_is_the_one_of_its_address_unless_named(page):
    url = "https://j-defense.ikaros.jp/docs/mod/000001.html"
    assert inspected("inspect", page, "--url", url)["site"] == "jdefense"
    named = inspected("inspect", page, "--site", "jdefense")
    assert (named["site"], named["url"]) == ("jdefense", None)


def test_loopback_is_refused_unless_the_site_there_allows_it(site):
    seen = inspected("inspect", site.address, status=4)
    assert [problem["code"] for problem in seen["problems"]] == ["address-refused"]
    assert (seen["encoding"], seen["article"], seen["rankings"]) == (None, None, [])


def test_a_visit_that_fails_says_why(site, config):
    site.on("/gone.html", status=404)
    address = site.address + "gone.html"
    seen = inspected("--config", config, "inspect", address, status=4)
    assert [problem["code"] for problem in seen["problems"]] == ["status-4xx"]
    status, line = complaint(run_here("--config", config, "inspect", address))
    assert (status, line) == (4, f"{address}: status-4xx: HTTP 404")


def test_an_address_that_is_no_page_is_refused(site, config):
    site.on("/picture.png", headers={"Content-Type": "image/png"}, body=b"\x89PNG")
    seen = inspected("--config", config, "inspect", site.address + "picture.png", status=5)
    assert [problem["code"] for problem in seen["problems"]] == ["type"]


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "no-content", 4),
        (b"%PDF-1.7\n%\xe2\xe3", "type", 5),
        (
            b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1>",
            "soft-404",
            5,
        ),
        (b" " * (16 * 2**20 + 1), "body-cap", 4),
    ],
    ids=["empty", "pdf", "soft-404", "long"],
)
def test_what_cannot_be_read_as_a_page_has_the_exit_status_of_its_code(
    tmp_path, content, code, status
):
    path = tmp_path / "page"
    path.write_bytes(content)
    seen = inspected("inspect", str(path), status=status)
    assert code in [problem["code"] for problem in seen["problems"]]
    assert seen["rankings"] == []


def test_people_are_told_of_an_empty_page_too(tmp_path):
    path = tmp_path / "page.html"
    path.touch()
    result = run_here("inspect", str(path))
    assert result.returncode == 4
    said = result.stdout.decode()
    assert "\nNo ranking.\n" in said
    assert " --url ADDRESS\n\nNo article.\n\nproblem: no-content: " in said


def test_a_page_with_nothing_to_find_is_read(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<!DOCTYPE html><title>x</title><p>Nothing is ranked here.</p>")
    assert inspected("inspect", str(path), "--url", "https://a.example/")["rankings"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.html"], "cannot read missing.html: No such file or directory"),
        (["."], "cannot read .: Is a directory"),
        (["page", "--site", "jdefence"], "no site is called jdefence; did you mean jdefense?"),
        (["page", "--url", "page.html"], "Invalid value for --url: an http or https address"),
        ([NOWHERE, "--url", NOWHERE], "Invalid value for --url: an http or https address"),
        ([], "Missing argument 'SOURCE'"),
    ],
)
def test_what_cannot_be_meant_is_one_line(tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    status, line = complaint(run_here("inspect", *arguments))
    assert status == 2
    assert line.startswith(says)


def test_text_that_cannot_be_seen_is_escaped(tmp_path):
    hostile = markups.after_article(
        "<section><h3>アクセスランキング</h3><ol>"
        + "".join(
            f'<li><a href="/docs/mod/00600{n}.html">見出しの\u202e例\x1b[31m 第{n}回の訓練を公開</a></li>'
            for n in range(1, 6)
        )
        + "</ol></section>"
    )
    path = tmp_path / "page.html"
    path.write_text(hostile, encoding="utf-8")
    arguments = ("inspect", str(path), "--url", NOWHERE)
    raw = run_here(*arguments, "--json").stdout
    people = text(run_here(*arguments))
    assert b"\\u202e" in raw
    assert "\\u202e" in people
    assert "\u202e" not in raw.decode() + people
    assert "\x1b" not in raw.decode() + people
    assert "\u202e" in strict(raw)["rankings"][0]["items"][0]["title"]


def test_flags_stand_beside_their_items(tmp_path):
    rows = [
        f'<li><a href="/docs/mod/00600{n}.html">第{n}回の訓練の概要を公開</a></li>'
        for n in range(5)
    ]
    rows[2] = "<li>削除された記事の見出しである長い一行</li>"
    path = tmp_path / "page.html"
    path.write_text(
        markups.after_article(
            f"<section><h3>アクセスランキング</h3><ol>{''.join(rows)}</ol></section>"
        ),
        encoding="utf-8",
    )
    items = inspected("inspect", str(path), "--url", NOWHERE)["rankings"][0]["items"]
    assert [item.get("flags") for item in items] == [
        None,
        None,
        ["no-article", "no-link"],
        None,
        None,
    ]


def test_people_get_lists_article_and_problems(site, config):
    shown = text(run_here("--config", config, "inspect", site.url(6002)))
    assert shown.startswith(f"local (jdefense/1) · utf-8 · {site.url(6002)}\n")
    assert "読まれている記事 · day · 24時間 · 10 items\n" in shown
    assert f"\narticle    {site.articles[6002].title}\n" in shown
    assert "\npublished  2026-01-11T09:01:00+09:00\n" in shown
    assert "score" not in shown


@pytest.mark.parametrize("arguments", [("inspect", "-v"), ("-v", "inspect")])
def test_reasons_are_told_on_request(tmp_path, arguments):
    path = tmp_path / "page.html"
    menu = '<h3>人気</h3><ul><li><a href="/a/">特集</a></li><li><a href="/b/">用語</a></li></ul>'
    path.write_text(PAGE.html.replace("</main>", f"{menu}</main>"), encoding="utf-8")
    shown = text(run_here(*arguments, str(path), "--url", NOWHERE))
    lists, _, turned_down = shown.partition("\nturned down: ")
    assert lists.count("\n  score ") == len(PAGE.truth)
    assert "\n  +1.00 heading-plain: heading “" in lists
    heading, score, *reasons = turned_down.splitlines()
    assert heading.startswith("人気 · ")
    assert score.startswith("  score 0.")
    assert reasons


def test_a_file_is_inspected_without_the_network_the_store_and_rich(page):
    script = (
        "import sys; from cli.main import main; main(); loaded = sorted(sys.modules)\n"
        "print(*loaded, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "inspect", page, "--url", NOWHERE, "--json"],
        check=True,
        capture_output=True,
        env=environment(),
        timeout=60,
    )
    tops = {name.partition(".")[0] for name in done.stderr.decode().split()}
    assert not tops & {"httpx", "store", "sqlite3", "rich", "selectolax"}
    assert b"scrapers.http.client" not in done.stderr


def test_the_time_that_was_set_decides_the_reader(site, page, tmp_path, monkeypatch):
    readers = """[[sites.local.readers]]
kind = "jdefense"
until = 2026-02-01T00:00:00Z
[[sites.local.readers]]
kind = "detect"
version = 2
since = 2026-02-01T00:00:00Z
"""
    config = str(write_config(tmp_path / "sites.toml", site.address, more=readers))
    arguments = ("--config", config, "inspect", page, "--site", "local")
    for month, reader in (("01", "jdefense/1"), ("02", "detect/2")):
        monkeypatch.setenv("TRACKER_NOW", f"2026-{month}-02T00:00:00Z")
        shown = text(run_here(*arguments))
        assert shown.startswith(f"local ({reader}) · ")


@pytest.mark.parametrize("short", ["//news.example/docs/1.html", "news.example/docs/1.html"])
def test_an_address_without_scheme_is_taken_as_https(tmp_path, short):
    path = tmp_path / "page.html"
    path.write_text("<html><body><p>text</p></body></html>")
    assert (
        inspected("inspect", str(path), "--url", short)["url"] == "https://news.example/docs/1.html"
    )


def test_no_symbol_shortens_a_title_on_a_terminal(tmp_path):
    page = tmp_path / "hearts.html"
    title = "❤️" * 12 + " Love letters from the harbour town FINAL WORD"
    others = (
        "1️⃣ First of all the stories about a thing in town",
        "ハ\u309aン and 한 in a town by the sea",
    )
    items = "".join(
        f'<li><a href="/2026/01/{n}-a.html">{text}</a>' for n, text in enumerate((title, *others))
    )
    page.write_text(f'<meta charset="utf-8"><h2>Most read</h2><ol>{items}</ol>')
    words = ("inspect", str(page), "--url", "https://news.example.org/")
    whole = on_terminal(*words, columns=120)
    assert all(text in whole for text in (title, *others))
    narrow = on_terminal(*words, columns=50)
    assert "…" not in narrow
    assert "FINAL" in narrow
    assert "WORD" in narrow
