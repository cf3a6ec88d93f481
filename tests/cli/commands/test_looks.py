"""How the reading commands look, plain and on terminals, and what they say when asked amiss.

The golden files are made anew by  GOLDEN=write pytest tests/cli/commands/test_looks.py
"""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing

import madestore
import pytest
from flow import breadth, on_terminal, tracker, tracker_bytes
from golden import check
from running import run

from scrapers.model import Site
from store.db.connect import transaction, writing
from store.history.sites import ensure_site

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

LOOKS = {
    "movers": ["movers"],
    "movers-night": ["movers", "--since", "22:00"],
    "movers-week": ["movers", "--window", "week", "--since", "6d", "--min", "0"],
    "movers-none": ["movers", "--since", "2020"],
    "movers-nothing": ["movers", "--match", "xyzzy"],
    "movers-gap": ["movers", "--since", "2026-01-23 10:00"],
    "article": ["article", "day:1"],
    "article-gap": ["article", "ニュース解説"],
    "article-retitled": ["article", "庁舎見学"],
    "article-gone": ["article", "1"],
    "article-unlisted": ["article", madestore.UNLISTED],
    "article-evidence": ["article", "day:5", "--evidence"],
    "article-text": ["article", "day:5", "--text"],
    "leaders": ["leaders", "--limit", "5"],
    "leaders-peak": ["leaders", "--window", "month", "--by", "peak", "--since", "2d"],
    "profile": ["profile"],
    "profile-hours": ["profile", "--hours", "-w", "day"],
    "profile-ja": ["profile", "--lang", "ja"],
    "search": ["search", "陸自"],
    "search-text": ["search", "共同訓練 実在"],
    "search-earlier": ["search", "公開予定"],
    "search-none": ["search", "NEAR("],
    "status": ["status"],
    "status-ok": ["status", "--max-age", "auto"],
    "log": ["log"],
    "log-refused": ["log", "--refused"],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The store of the demo's week."""
    return madestore.make(tmp_path_factory.mktemp("made") / "t.db")


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", madestore.NOW)
    monkeypatch.setenv("COLUMNS", "80")


def settled(text, path):
    """The text as it is each time."""
    text = re.sub(r"/[\w./\s-]*?t\.db", "t.db", text.replace(path, "t.db"))
    text = re.sub(r"id=\d+;", "", text)
    return re.sub(r"[\d.]+ MB", "9.9 MB", text)


@pytest.mark.parametrize("look", LOOKS)
def test_piped(made, look):
    said = tracker("--db", made, *LOOKS[look])
    assert (said.status, said.err) == (0, "")
    check(f"{look}.txt", settled(said.out, made))


TERMINAL = ("movers", "movers-week", "article", "article-gap", "leaders", "search", "status", "log")


@pytest.mark.parametrize("columns", [80, 100, 160])
@pytest.mark.parametrize(
    "look", [*TERMINAL, "article-evidence", "profile", "profile-hours", "profile-ja"]
)
def test_on_a_terminal(made, look, columns):
    said = settled(on_terminal("--db", made, *LOOKS[look], columns=columns), made)
    assert breadth(said) <= columns
    if look in TERMINAL:
        check(f"{look}-terminal-{columns}.txt", said)


@pytest.mark.parametrize("look", [*TERMINAL, "profile", "profile-hours"])
def test_a_phone_gets_the_columns_that_it_has_room_for(made, look):
    assert breadth(on_terminal("--db", made, *LOOKS[look], columns=40)) <= 40


def test_a_legend_is_shown_where_its_column_is(made):
    for columns, shown in ((40, False), (100, True)):
        said = on_terminal("--db", made, "top", columns=columns)
        assert ("7 days:" in said) == ("at least:" in said) == shown


@pytest.mark.parametrize("look", ["movers", "article", "leaders", "log"])
def test_in_a_locale_without_japanese(made, look):
    env = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    result = run("--db", made, *LOOKS[look], env=env)
    assert result.stdout.isascii()
    check(f"{look}-ascii.txt", settled(result.stdout.decode(), made))


FORMED = [look for look in LOOKS if look not in {"article-text", "status-ok"}]


@pytest.mark.parametrize("look", FORMED)
def test_all_forms_hold_the_same(made, look):
    words = ["--db", made, *LOOKS[look]]
    objects = json.loads(tracker(*words, "--json").out)
    assert [json.loads(line) for line in tracker(*words, "--nl").out.splitlines()] == objects
    for form, dialect in (("--csv", "excel"), ("--tsv", "excel-tab")):
        cells = list(csv.DictReader(io.StringIO(tracker(*words, form).out), dialect=dialect))
        assert cells == [as_cells(row) for row in objects]
    with tracker_bytes(*words, "--excel") as (status, out, err):
        assert (status, err) == (0, b"")
    assert out.startswith("\ufeff".encode())
    assert out.count(b"\n") == out.count(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(out.decode("utf-8-sig"), newline="")))
    assert [as_excel(row) for row in map(as_cells, objects)] == rows


def as_cells(row):
    """A JSON object as the cells of a CSV row."""
    return {name: cell(value) for name, value in row.items()}


def cell(value):
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def as_excel(cells):
    """Times of the output as a spreadsheet reads them, and digits that are no number as text."""
    own = r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\+09:00"
    return {
        name: f'="{value}"' if name == "days" else re.sub(f"^{own}$", r"\1 \2", value)
        for name, value in cells.items()
    }


def test_titles_like_formulas_are_guarded(tmp_path):
    path = madestore.make(tmp_path / "t.db", visits=madestore.VISITS[-20:])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE entry SET title = '=' || title")
        db.execute("UPDATE title SET title = '=' || title")
        db.execute("UPDATE part SET title = '=' || title")
    for words in (["movers", "--min", "0"], ["leaders"], ["article", "day:1"], ["search", "陸自"]):
        for flag, begins in (("--csv", "'="), ("--excel", "'="), ("--raw", "=")):
            said = tracker("--db", path, *words, *{flag, "--csv" if flag == "--raw" else flag}).out
            titles = [row["title"] for row in csv.DictReader(io.StringIO(said))]
            assert titles
            assert all(title.startswith(begins) for title in titles)


def test_a_text_goes_to_a_file_as_it_is_printed(made, tmp_path):
    text = tmp_path / "text.txt"
    printed = tracker("--db", made, "article", "day:5", "--text").out
    assert tracker("--db", made, "article", "day:5", "--text", "-o", str(text)).out == ""
    assert text.read_text(encoding="utf-8") == printed


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["article", "day:99"], "day ends with rank 10, there is no 99"),
        (["article", "day:0"], "day ends with rank 10, there is no 0"),
        (["article", ""], "which article?"),
        (["article", " "], "which article?"),
        (["article", "99999"], "no article matches '99999'"),
        (["article", "xyzzy"], "no article matches 'xyzzy'"),
        (["article", "https://no.example/"], "no article matches"),
        (["article", "http://[::1"], "no article matches"),
        (["article", "nolist:3"], "no list 'nolist' on mihon; there is: day, week, month"),
        (["article", madestore.UNLISTED, "--text"], "no text of this article: it was not fetched"),
        (["article", "day:5", "--text", "--json"], "--text is the text alone"),
        (["article", "day:5", "--text", "--evidence"], "--text is the text alone"),
        (["search", ""], "no word to search for"),
        (["search", '"'], "no word to search for"),
        (["search", "-"], "no word to search for"),
        (["movers", "--min", "-1"], "'--min'"),
        (["movers", "--since", "tomorrow"], "not a time: 'tomorrow'"),
        (["movers", "--since", "2026-01-26", "--until", "2026-01-25"], "is later than 2026-01-25"),
        (["movers", "--since", "2030"], "2030 is later than now"),
        (["movers", "--until", "2020"], "nothing was recorded of day by then"),
        (["movers", "--window", "weak"], "did you mean week?"),
        (["leaders", "--limit", "0"], "'--limit'"),
        (["leaders", "--by", "best"], "'--by'"),
        (["leaders", "--since", "2030"], "no time lies between 2030 and now"),
        (["leaders", "--since", "2026-01-26", "--until", "2026-01-25"], "no time lies between"),
        (["export", "rankings", "--since", "2026-01-26", "--until", "2026-01-25"], "no time lies"),
        (["export", "panel", "--since", "2030"], "no time lies between 2030 and now"),
        (["reread", "--since", "2026-01-26", "--until", "2026-01-25"], "no time lies between"),
        (["leaders", "--until", "2020"], "nothing was recorded of day by then"),
        (["leaders", "--since", "1m"], "nothing was recorded of day in that time"),
        (["log", "--since", "tomorrow"], "not a time: 'tomorrow'"),
        (["log", "--limit", "0"], "'--limit'"),
        (["status", "--max-age", "never"], "not a span of time: 'never'"),
        (["--site", "mihn", "search", "陸自"], "did you mean mihon?"),
    ],
)
def test_what_makes_no_sense_is_one_clear_line(made, words, says):
    said = tracker("--db", made, *words)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert said.err.startswith("tracker: ")
    assert said.err.count("\n") == 1


COMMANDS = (
    ["movers"], ["article", "day:1"], ["leaders"], ["search", "陸自"], ["status"], ["log"],
)  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
def test_without_a_store_the_first_step_is_named(tmp_path, words):
    said = tracker("--db", str(tmp_path / "none.db"), *words)
    assert (said.status, said.out) == (2, "")
    assert "begin with  tracker fetch" in said.err


@pytest.mark.parametrize("words", COMMANDS)
def test_a_store_without_any_list_yet(tmp_path, words):
    path = str(tmp_path / "t.db")
    with writing(path) as db, transaction(db):
        ensure_site(db, Site("mihon", "見本", madestore.HOME), "JST")
    said = tracker("--db", path, *words)
    assert said.status == (0 if words[0] in {"search", "status", "log"} else 2)
    assert said.out.count("\n") + said.err.count("\n") <= 5
    assert "Traceback" not in said.err


@pytest.mark.parametrize("words", COMMANDS)
def test_after_one_visit_only(tmp_path, words):
    path = madestore.make(tmp_path / "t.db", visits=madestore.VISITS[:1])
    said = tracker("--db", path, *words)
    assert (said.status, said.err) == (0, "")
    check(f"one-visit-{words[0]}.txt", settled(said.out, path))


def test_several_matches_are_listed_and_none_is_guessed(made):
    said = tracker("--db", made, "article", "陸自")
    assert (said.status, said.out) == (2, "")
    *listed, last = said.err.splitlines()
    assert len(listed) == 5
    assert all("陸自" in line and "https://mihon.example/docs/" in line for line in listed)
    assert last == "tracker: '陸自' is 5 articles; say which by its number"


def test_of_several_sites(tmp_path):
    path = madestore.make(tmp_path / "t.db", visits=madestore.VISITS[-5:])
    madestore.make(tmp_path / "t.db", "second", visits=madestore.VISITS[-9:-3])
    for words in (["movers"], ["leaders"], ["article", "day:1"]):
        said = tracker("--db", path, *words)
        assert (said.status, said.out) == (2, "")
        assert said.err == "tracker: which site? Say --site with one of: mihon, second\n"
        assert tracker("--db", path, "--site", "second", *words).status == 0
    assert {row["site"] for row in rows(path, "search", "陸自")} == {"mihon", "second"}
    assert {row["site"] for row in rows(path, "status")} == {"mihon", "second"}
    assert {row["site"] for row in rows(path, "--site", "mihon", "log")} == {"mihon"}
    stale = tracker("--db", path, "status", "--max-age", "3h")
    assert stale.status == 7
    assert stale.out == "STALE second: 6 h 09 min (limit 3 h), no fetch was run; 1 of 2 sites\n"


def test_how_long_after_publication_is_said_only_where_it_was_measured(made):
    hours = {r["list"]: r["hours_after_publication"] for r in rows(made, "article", "day:1")}
    assert hours == {"day": 2.05, "week": 22.05, "month": None}
    assert {r["hours_after_publication"] for r in rows(made, "article", "1")} == {None}


def rows(path, *words):
    return json.loads(tracker("--db", path, *words, "--json").out)


def test_status_gives_metrics_to_prometheus(made):
    said = tracker("--db", str(made), "status", "--prometheus").out
    check("status-prometheus.txt", said)
    line = r'# (HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+\{site="mihon"\} [0-9.]+'
    assert all(re.fullmatch(line, text) for text in said.splitlines())
    assert tracker("--db", str(made), "status", "--prometheus", "--csv").status == 2
