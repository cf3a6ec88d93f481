"""`tracker top`: what people see in each situation (golden files), what machines get, what it says.

The golden files are made anew by  GOLDEN=write pytest tests/cli/commands/test_top.py
"""

import csv
import json
import re

import madestore
import pytest
from fakesite import FakeSite, write_config
from flow import Flow, on_terminal, seconds, tracker
from golden import check
from running import run
from storekit import HOME, OFFSET

from scrapers.model import Answer, Entry, Site
from store.db.connect import transaction, writing
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site, lists
from store.pages import attempts

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

TITLES = {
    "a": "護衛艦「ためし」、訓練航海を終えて帰港（1月21日）",
    "b": "《特集》はじめての艦艇見学　持ち物と歩き方　前編",
    "c": "人事発令　1月20日付け、1佐人事（陸自2名、空自1名）",
    "d": "A headline in English, long enough to be folded where the terminal is narrow",
    "e": "[bold]not bold[/] :smile: \x1b[31mnor red\x1b[0m \u202eسلام",
    "f": "短い題",
    "g": "音楽隊の定期演奏会、2月14日に開催へ　申込は1月31日まで、抽せんで六百名を招待",
}
LABELS = {"day": "24時間", "week": "1週間"}
EVENING = "2026-01-28 17:03"
HOUR = 3600


def entry(rank, sign):
    if sign == "-":
        return Entry(rank, "PR: an advertisement", "", flags=("no-article", "no-link"))
    return Entry(rank, TITLES[sign], f"{HOME}docs/{sign}.html", f"{HOME}docs/{sign}.html")


def rows(signs):
    return tuple(entry(rank, sign) for rank, sign in enumerate(signs.split(), 1))


def store(path, snapshots, failures=(), site="news", every=None):
    """A store with snapshots {time in Japan: {list: signs}} and failures {time: reason code}."""
    with writing(str(path)) as db, transaction(db):
        number = ensure_site(db, Site(site, "ニュース", HOME), "JST", every)
        for name, label in LABELS.items():
            ensure_list(db, number, name, name, label)
        known = {of.name: of for of in lists(db, number)}
        with recording(db) as recorder:
            for text, shown in snapshots.items():
                readings = [ListReading(known[n], rows(signs)) for n, signs in shown.items()]
                recorder.record(Snapshot(number, seconds(text), OFFSET, None, readings))
        for text, code in dict(failures).items():
            answer = Answer(HOME, HOME, seconds(text))
            attempts.keep_attempt(db, number, "ranking", answer, (code, ""))
    return str(path)


YOUNG = {EVENING: {"day": "a b c - d e", "week": "c a b f"}}
MOVED = {
    "2026-01-26 17:03": {"day": "f a b c d e", "week": "c a b f"},
    "2026-01-27 17:05": {"day": "a b c d e -", "week": "c a b f"},
    "2026-01-28 05:03": {"day": "a c b d e g", "week": "c a b f"},
    EVENING: {"day": "c a f g d -", "week": "a c b f"},
}
AFTER_A_GAP = {
    **{f"2026-01-17 {hour:02}:03": {"day": "a b c d"} for hour in range(10, 18)},
    "2026-01-28 16:03": {"day": "a b c e"},
    EVENING: {"day": "b a c f"},
}
SHORT = {
    "2026-01-27 17:03": {"day": "a b c d e f"},
    EVENING: {"day": "b a g"},
}
SCENES = {
    "young": (YOUNG, {}),
    "moved": (MOVED, {}),
    "gap": (AFTER_A_GAP, {}),
    "gap-failed": (AFTER_A_GAP, {"2026-01-18 10:03": "layout", "2026-01-20 10:03": "layout"}),
    "refused": (MOVED, {"2026-01-28 17:30": "layout", "2026-01-28 18:00": "connect"}),
    "short": (SHORT, {}),
    "elsewhen": ({"2026-01-26 12:03": {"day": "a"}, EVENING: {"day": "a"}}, {}),
}


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The store of each scene."""
    folder = tmp_path_factory.mktemp("scenes")
    return {name: store(folder / f"{name}.db", *scene) for name, scene in SCENES.items()}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", "2026-01-28T18:12+09:00")
    monkeypatch.setenv("COLUMNS", "80")


def people(path, *words):
    said = tracker("--db", path, "top", *words)
    assert (said.status, said.err) == (0, "")
    return said.out


@pytest.mark.parametrize("scene", SCENES)
def test_every_situation_reads_well(stores, scene):
    check(f"top-{scene}.txt", people(stores[scene]))


@pytest.mark.parametrize("columns", [100, 160])
def test_plain_lines_are_whole_at_any_width(stores, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    check(f"top-moved-{columns}.txt", people(stores["moved"]))


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_a_terminal_gets_a_table_as_wide_as_it_is(stores, columns):
    said = on_terminal("--db", stores["moved"], "top", columns=columns)
    check(f"top-moved-terminal-{columns}.txt", re.sub(r"id=\d+;", "", said))


def test_a_locale_without_japanese_gets_escapes(stores):
    env = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    result = run("--db", stores["moved"], "top", env=env)
    assert result.stdout.isascii()
    check("top-moved-ascii.txt", result.stdout.decode())


def test_plain_signs_where_they_are_asked_for(stores):
    said = people(stores["moved"], "--ascii")
    assert "^2" in said
    assert not set("↑↓≥·…") & set(said)
    assert "護衛艦" in said


def test_the_first_minutes_of_a_real_fetch_read_well(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at(EVENING)
        flow.fetch()
        flow.at("2026-01-28 17:05")
        check("top-fetched.txt", flow.run("top").out.replace(f"{tmp_path}/", ""))


def objects(path, *words):
    said = tracker("--db", path, "top", "--json", *words)
    assert (said.status, said.err) == (0, "")
    return json.loads(said.out)


TYPES = {
    "site": str, "list": str, "window": str, "label": str, "rank": int, "status": str,
    "change": int | None, "title": str, "url": str, "article": int | None,
    "previous": int | None, "peak": int | None, "hours": float | None,
    "hours_at_least": bool | None, "others": str, "days": str, "published": str | None,
    "flags": str, "observed": str, "baseline": str | None,
}  # fmt: skip


@pytest.mark.parametrize("scene", SCENES)
def test_json_has_its_fields_with_their_types(stores, scene):
    found = objects(stores[scene])
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))
    for row in found:
        assert row.keys() == TYPES.keys()
        for name, kind in TYPES.items():
            assert isinstance(row[name], kind), (name, row[name])
            assert not (kind is int and isinstance(row[name], bool))
        assert row["observed"] == "2026-01-28T17:03:00+09:00"


def test_json_tells_moves_in_numbers(stores):
    found = objects(stores["moved"])
    told = [(row["status"], row["change"], row["previous"]) for row in found]
    assert told == [
        ("up", 2, 3),
        ("down", -1, 1),
        ("re", None, None),
        ("new", None, None),
        ("down", -1, 4),
        ("unknown", None, None),
    ]
    assert [row["baseline"] for row in found] == ["2026-01-27T17:05:00+09:00"] * 6
    assert [row["peak"] for row in found] == [1, 1, 1, 4, 4, None]
    assert [row["hours_at_least"] for row in found] == [True, True, True, False, True, None]
    assert [row["others"] for row in found][:4] == ["week:2", "week:1", "week:4", "week:-"]
    assert found[5]["article"] is None
    assert found[5]["flags"] == "no-article no-link"


def test_csv_holds_the_same_as_json(stores):
    said = tracker("--db", stores["moved"], "top", "--csv")
    rows = list(csv.DictReader(said.out.splitlines()))
    for row, found in zip(rows, objects(stores["moved"]), strict=True):
        cells = {k: "" if v is None else str(v) for k, v in found.items()}
        cells["hours_at_least"] = cells["hours_at_least"].lower()
        assert row == cells


@pytest.mark.parametrize(
    ("versus", "baseline"),
    [
        ("previous", "28T05:03"),
        ("24h", "27T17:05"),
        ("12h", "28T05:03"),
        ("1d", "27T17:05"),
        ("2d", "26T17:03"),
        ("6h", None),
        ("7d", None),
        ("2026-01-27", "26T17:03"),
        ("2026-01-27 17:05", "27T17:05"),
        ("2026-01-27T08:05Z", "27T17:05"),
        ("yesterday", "26T17:03"),
        ("05:03", "28T05:03"),
        ("2026-01-20", None),
    ],
)
def test_what_it_is_compared_with(stores, versus, baseline):
    found = objects(stores["moved"], "--vs", versus)
    told = {row["baseline"] and row["baseline"][8:16] for row in found}
    assert told == {baseline}
    if baseline is None:
        assert {row["status"] for row in found} == {"unknown"}


def test_how_far_the_baseline_may_lie_can_be_said(stores):
    told = {row["baseline"] for row in objects(stores["moved"], "--vs", "6h", "--tolerance", "6h")}
    assert told == {"2026-01-28T05:03:00+09:00"}
    told = {row["baseline"] for row in objects(stores["moved"], "--vs", "24h", "--tolerance", "1m")}
    assert told == {None}


@pytest.mark.parametrize(
    ("at", "observed"),
    [
        ("2026-01-27", "27T17:05"),
        ("2026-01-28 17:02", "28T05:03"),
        ("2026-01-28 17:03", "28T17:03"),
        ("24h", "27T17:05"),
    ],
)
def test_the_world_as_of_a_time(stores, at, observed):
    found = objects(stores["moved"], "--at", at)
    assert {row["observed"][8:16] for row in found} == {observed}


def test_as_of_a_time_nothing_later_is_known(stores, tmp_path):
    until = "2026-01-28 05:03"
    then = {text: shown for text, shown in MOVED.items() if text <= until}
    earlier = store(tmp_path / "then.db", then)
    assert people(stores["refused"], "--at", until) == people(earlier, "--at", until)


def test_before_everything_is_an_error(stores):
    said = tracker("--db", stores["moved"], "top", "--at", "2020")
    assert (said.status, said.out) == (2, "")
    assert "nothing was recorded of news day by then" in said.err


def test_a_limit_shows_fewer_rows_of_the_same(stores):
    assert objects(stores["moved"], "--limit", "2") == objects(stores["moved"])[:2]


@pytest.mark.parametrize("window", ["week", "1w", "1週間", "WEEK"])
def test_a_list_by_any_of_its_names(stores, window):
    assert {row["list"] for row in objects(stores["moved"], "--window", window)} == {"week"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--window", "weak"], "no list 'weak' on news; did you mean week?"),
        (["--window", "month"], "no list 'month' on news; there is: day, week"),
        (["--site", "new"], "no site 'new' in the store; did you mean news?"),
        (["--vs", "never"], "not a time: 'never'"),
        (["--at", "never"], "not a time: 'never'"),
        (["--tolerance", "much"], "not a span of time: 'much'"),
        (["--limit", "0"], "'--limit'"),
    ],
)
def test_what_is_not_known_is_a_usage_error(stores, words, says):
    said = tracker("--db", stores["moved"], "top", *words)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert said.err.count("\n") == 1


def test_of_several_sites_one_must_be_meant(tmp_path):
    path = tmp_path / "t.db"
    for site in ("one", "two"):
        store(path, YOUNG, site=site)
    said = tracker("--db", str(path), "top")
    assert (said.status, said.out) == (2, "")
    assert said.err == "tracker: which site? Say --site with one of: one, two\n"
    assert {row["site"] for row in objects(str(path), "--site", "two")} == {"two"}


def test_the_default_of_the_configuration_is_meant_where_no_site_is_named(tmp_path, monkeypatch):
    with FakeSite() as site, FakeSite() as other:
        flow = Flow(site, tmp_path, monkeypatch)
        more = f'[sites.other]\nextends = "jdefense"\nhome = "{other.address}"\n'
        write_config(flow.config, site.address, more=f"{more}allow_private = true\ndelay = 0\n")
        flow.config.write_text(f'default = "other"\n{flow.config.read_text()}')
        flow.at(EVENING)
        assert flow.rankings() == 0
        assert {row["site"] for row in objects(str(flow.store))} == {"other"}
        assert {row["site"] for row in objects(str(flow.store), "--site", "local")} == {"local"}


def test_all_sites_are_one_table(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", madestore.NOW)
    path = madestore.three_sites(tmp_path / "t.db")
    assert tracker("--db", path, "top").status == 2
    said = tracker("--db", path, "top", "--all", "--limit", "2")
    rows = json.loads(tracker("--db", path, "top", "--all", "--limit", "2", "--json").out)
    assert [(row["site"], row["rank"]) for row in rows] == [
        (site, rank) for site in ("kenpo", "mihon") for rank in (1, 2)
    ]
    alone = tracker("--db", path, "--site", "mihon", "top", "--limit", "2", "--json").out
    assert rows[2:] == json.loads(alone)
    heads, first, *_ = said.out.splitlines()
    assert heads.split()[:6] == ["site", "list", "seen", "vs", "#", "move"]
    assert first.split()[:5] == ["kenpo", "day", "6", "h", "ago"]
    assert "kenpo: OLD, page changed, not read (layout, 3 times)" in said.out
    assert (
        f"umikaze: no list was recorded yet; see  tracker log --db {path} --site umikaze"
        in said.out
    )
    past = tracker("--db", path, "top", "--all", "--at", "2026-01-22", "--json")
    assert {row["observed"][:10] for row in json.loads(past.out)} == {"2026-01-22"}


def test_the_configurations_language_is_noted_by_fetch(tmp_path, monkeypatch):
    monkeypatch.delenv("TRACKER_LANG")
    monkeypatch.setenv("LANG", "C.UTF-8")
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        plain = flow.config.read_text()
        flow.config.write_text(f'lang = "ja"\n{plain}')
        assert flow.fetch("--no-articles").status == 0
        assert "見出し" in tracker("--db", str(flow.store), "top").out
        assert "title" in tracker("--db", str(flow.store), "top", "--lang", "en").out
        flow.config.write_text(plain)
        assert flow.fetch("--no-articles").status == 0
        assert "title" in tracker("--db", str(flow.store), "top").out
