"""`tracker export`: fixed columns and order, parts of the history, every form, whole files."""

import csv
import hashlib
import io
import json
import sqlite3
import subprocess
from datetime import UTC, datetime

import pytest
from flow import seconds, tracker, tracker_bytes
from running import TRACKER, environment, run
from storekit import HOME, OFFSET

from cli.commands import export
from cli.commands.export.columns import RANKINGS
from cli.terminal.formats import Style, write_json, write_separated
from scrapers.model import Answer, Entry, Site
from store import open_store
from store.db.connect import reading, transaction, writing
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site, lists
from store.pages import attempts
from store.transfer.exports.exports import KINDS
from store.transfer.exports.moment import freeze
from store.transfer.exports.timeline import PAGE, Scope

COLUMNS = {
    "rankings": "observed,site,list,window,label,rank,title,url,flags",
    "observations": "observed,site,list,window,label,items,result,flags,source,gap_before,valid_until",
    "panel": "observed,site,list,article_url,title,rank,state,source",
    "articles": "site,article,url,title,category,section,published,modified,authors,lang,"
    "first_seen,fetched,gone,lead,body",
    "attempts": "time,site,kind,asked,answered,status,code,detail,bytes,seconds,page,source,attempt",
    "titles": "site,article,url,title,first_seen,seen_on,list,until",
    "stays": "site,list,window,label,article,url,title,begun,ended,entered,left,hours,"
    "hours_at_least,peak,peak_at,hours_at_1,last_off,first_on,last_on,first_off,left_censored,"
    "right_censored",
}
HOURS = [f"2026-01-{day} {hour:02}:03" for day in (26, 27, 28) for hour in range(0, 24, 4)]
HOSTILE = "=1+1", 'say "x", twice', "two\nlines", "+49", "'=quoted"


def entry(rank, word):
    url = f"{HOME}docs/{abs(hash(word)) if word in HOSTILE else word}.html"
    return Entry(rank, word, url, url)


def put(path, site, snapshots, source="fetch"):
    """Record {time in Japan: {list: titles}} of a site with the lists day and comments."""
    with writing(str(path)) as db, transaction(db):
        number = ensure_site(db, Site(site, site.upper(), HOME), "JST")
        ensure_list(db, number, "day", "day", "24時間")
        ensure_list(db, number, "comments", None, "コメント")
        known = {of.name: of for of in lists(db, number)}
        with recording(db) as recorder:
            for text, shown in snapshots.items():
                readings = [
                    ListReading(
                        known[name],
                        tuple(entry(rank, word) for rank, word in enumerate(words, 1)),
                        result="ok" if words else "empty",
                        source=source,
                    )
                    for name, words in shown.items()
                ]
                recorder.record(Snapshot(number, seconds(text), OFFSET, None, readings))
    return number


def fail(path, site, text, code):
    with writing(str(path)) as db, transaction(db):
        number = next(s for s, name in db.execute("SELECT id, name FROM site") if name == site)
        answer = Answer(HOME, HOME, seconds(text))
        attempts.keep_attempt(db, number, "ranking", answer, (code, ""))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "t.db"
    for site in ("two", "one"):
        put(path, site, {text: {"day": ["a", "b"], "comments": ["b"]} for text in HOURS})
    return str(path)


@pytest.fixture
def hostile(tmp_path):
    path = tmp_path / "hostile.db"
    put(path, "one", {"2026-01-28 17:03": {"day": HOSTILE}})
    return str(path)


def told(store, *words):
    said = tracker("--db", store, "export", *words)
    assert (said.status, said.err) == (0, "")
    return said.out


def rows(store, *words):
    return list(csv.DictReader(io.StringIO(told(store, *words))))


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_columns_are_fixed(store, kind):
    assert told(store, kind).splitlines()[0] == COLUMNS[kind]
    assert told(store, kind, "--no-headers") == told(store, kind).partition("\n")[2]


def test_rankings_are_ordered_and_in_utc(store):
    found = rows(store, "rankings")
    keys = [(row["observed"], row["site"], row["list"], int(row["rank"])) for row in found]
    assert keys == sorted(keys)
    assert len(found) == len(HOURS) * 2 * 3
    assert found[0] == {
        "observed": "2026-01-25T15:03:00Z",
        "site": "one",
        "list": "comments",
        "window": "",
        "label": "コメント",
        "rank": "1",
        "title": "b",
        "url": f"{HOME}docs/b.html",
        "flags": "",
    }
    assert {row["observed"] for row in found} == {
        f"{datetime.fromtimestamp(seconds(text), UTC):%Y-%m-%dT%H:%M:%SZ}" for text in HOURS
    }


def test_times_of_all_files_are_spelt_alike_so_that_they_join_as_text(store):
    ranked = {(row["observed"], row["site"], row["list"]) for row in rows(store, "rankings")}
    measured = {(row["observed"], row["site"], row["list"]) for row in rows(store, "observations")}
    assert ranked == measured
    times = {row["observed"] for row in rows(store, "rankings")}
    for kind, name in [("stays", "begun"), ("titles", "first_seen")]:
        assert {row[name] for row in rows(store, kind)} <= times


@pytest.mark.parametrize("kind", ["rankings", "observations"])
@pytest.mark.parametrize("form", ["--csv", "--json"])
def test_local_times_carry_the_sites_offset(store, kind, form):
    def times(*words):
        said = told(store, kind, form, *words)
        found = json.loads(said) if form == "--json" else csv.DictReader(io.StringIO(said))
        return [row["observed"] for row in found]

    assert {time[-6:] for time in times("--local")} == {"+09:00"}
    both = [map(datetime.fromisoformat, times(*words)) for words in ([], ["--local"])]
    assert [*both[0]] == [*both[1]]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        (["--since", "2026-01-27"], "27 00:03", "28 20:03"),
        (["--until", "2026-01-27"], "26 00:03", "27 20:03"),
        (["--since", "2026-01-27", "--until", "2026-01-27"], "27 00:03", "27 20:03"),
        (["--since", "2026-01", "--until", "2026-01"], "26 00:03", "28 20:03"),
        (["--since", "2026-01-27 04:03", "--until", "2026-01-27T08:03"], "27 04:03", "27 08:03"),
        (["--since", "2026-01-26T19:03Z"], "27 04:03", "28 20:03"),
    ],
)
@pytest.mark.parametrize("kind", ["rankings", "observations"])
def test_a_part_of_the_history(store, kind, words, first, last):
    found = [
        datetime.fromisoformat(row["observed"]).timestamp() for row in rows(store, kind, *words)
    ]
    assert (found[0], found[-1]) == (seconds(f"2026-01-{first}"), seconds(f"2026-01-{last}"))


def test_one_list_and_one_site(store):
    assert {row["list"] for row in rows(store, "rankings", "--window", "24h")} == {"day"}
    assert {row["list"] for row in rows(store, "stays", "--window", "comments")} == {"comments"}
    assert {row["site"] for row in rows(store, "rankings", "--site", "two")} == {"two"}
    assert len(rows(store, "rankings", "--site", "two", "--window", "day")) == 2 * len(HOURS)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["rankings", "--window", "week"], "no site has a list 'week'; see  tracker status"),
        (["rankings", "--site", "on"], "no site 'on' in the store; did you mean one?"),
        (["rankings", "--since", "never"], "not a time: 'never'"),
        (["rankings", "--every", "daily"], "not a span of time: 'daily'"),
        (["rankings", "--every", "0h"], "a step of no length"),
        (["everything"], "'everything' is not one of"),
    ],
)
def test_what_is_not_known_is_a_usage_error(store, words, says):
    said = tracker("--db", store, "export", *words)
    assert (said.status, said.out) == (2, "")
    assert says in said.err


@pytest.mark.parametrize(
    ("step", "hours"), [("1d", ["00"]), ("12h", ["00", "12"]), ("8h", ["00", "08", "16"])]
)
def test_every_takes_the_observation_nearest_to_each_step_of_the_sites_day(store, step, hours):
    found = rows(store, "rankings", "--every", step, "--site", "one", "--window", "day")
    times = sorted({row["observed"] for row in found})
    want = [f"2026-01-{day} {hour}:03" for day in (26, 27, 28) for hour in hours]
    assert [datetime.fromisoformat(time).timestamp() for time in times] == [
        seconds(text) for text in want
    ]


def test_every_counts_from_an_hour_of_ones_choice(store):
    words = ["--every", "1d", "--hour", "8", "--local", "--site", "one", "--window", "day"]
    times = sorted({row["observed"][:16] for row in rows(store, "rankings", *words)})
    assert times == [f"2026-01-{day}T08:03" for day in (26, 27, 28)]
    said = tracker("--db", store, "export", "rankings", "--hour", "8")
    assert (said.status, "--hour goes with --every" in said.err) == (2, True)


def test_every_leaves_out_what_was_not_measured(tmp_path):
    path = tmp_path / "t.db"
    times = ["2026-01-20 23:50", "2026-01-21 00:05", "2026-01-21 09:00", "2026-01-24 02:00"]
    put(path, "one", {text: {"day": ["a"]} for text in times})
    found = [row["observed"] for row in rows(str(path), "rankings", "--every", "1d")]
    assert [datetime.fromisoformat(time).timestamp() for time in found] == [
        seconds("2026-01-21 00:05"),
        seconds("2026-01-24 02:00"),
    ]


def test_all_forms_hold_the_same(store):
    table = rows(store, "rankings")
    tabs = list(csv.DictReader(io.StringIO(told(store, "rankings", "--tsv")), delimiter="\t"))
    objects = json.loads(told(store, "rankings", "--json"))
    lines = [json.loads(line) for line in told(store, "rankings", "--nl").splitlines()]
    assert tabs == table
    assert lines == objects
    assert table == [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in objects
    ]
    assert {type(row["rank"]) for row in objects} == {int}
    assert {row["window"] for row in objects} == {"day", None}


def test_excel_gets_its_csv(store):
    with tracker_bytes("--db", store, "export", "rankings", "--excel") as (status, out, _):
        assert status == 0
    assert out.startswith("\ufeffobserved,site".encode())
    lines = out.decode("utf-8-sig").split("\r\n")
    assert lines[1] == f"2026-01-26 00:03:00,one,comments,,コメント,1,b,{HOME}docs/b.html,"
    assert lines[-1] == ""
    assert "\n" not in "".join(lines)


def test_more_rows_than_excel_opens_are_refused_with_the_way_to_thin(store, tmp_path, monkeypatch):
    file = tmp_path / "all.csv"
    file.write_text("")
    count = len(rows(store, "rankings"))
    for limit, status in [(count + 1, 0), (count, 2)]:
        monkeypatch.setattr(export, "EXCEL_ROWS", limit)
        said = tracker("--db", store, "export", "rankings", "--excel", "-o", str(file))
        assert said.status == status
        if status:
            assert f"would be {count:,} rows; Excel opens {limit:,}" in said.err
            assert "--every 1d" in said.err
            assert [path.name for path in tmp_path.iterdir()] == ["all.csv"]
            assert len(file.read_text("utf-8-sig").splitlines()) == count + 1


def test_cells_that_look_like_formulas_are_guarded(hostile):
    assert [row["title"] for row in rows(hostile, "rankings")] == [
        "'=1+1",
        'say "x", twice',
        "two\nlines",
        "'+49",
        "''=quoted",
    ]
    assert [row["title"] for row in rows(hostile, "rankings", "--raw")] == list(HOSTILE)
    for form in ("--json", "--nl"):
        text = told(hostile, "rankings", form)
        found = json.loads(text) if form == "--json" else map(json.loads, text.splitlines())
        assert [row["title"] for row in found] == list(HOSTILE)


@pytest.mark.parametrize("form", ["--csv", "--tsv", "--json", "--nl"])
def test_rankings_are_the_same_bytes_as_row_by_row(hostile, store, form):
    for path in (hostile, store):
        out = io.StringIO(newline="")
        with open_store(path) as opened:
            found = opened.rows("rankings")
            if form in {"--json", "--nl"}:
                write_json(out, RANKINGS, found, lines=form == "--nl")
            else:
                write_separated(out, RANKINGS, found, Style(form[2:]))
        with tracker_bytes("--db", str(path), "export", "rankings", form) as (_, written, _):
            assert written == out.getvalue().encode()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("r.csv", "--csv"),
        ("r.TSV", "--tsv"),
        ("r.json", "--json"),
        ("r.ndjson", "--nl"),
        ("r", "--csv"),
    ],
)
def test_a_files_ending_chooses_its_form(store, tmp_path, name, form):
    file = tmp_path / name
    said = tracker("--db", store, "export", "rankings", "-o", str(file))
    assert (said.status, said.out) == (0, "")
    assert said.err == f"{file}: {len(rows(store, 'rankings')):,} rows\n"
    assert file.read_bytes().decode() == told(store, "rankings", form)


def test_a_file_is_written_whole_or_not_at_all(store, tmp_path, monkeypatch):
    file = tmp_path / "r.csv"
    assert tracker("--db", store, "export", "stays", "-o", str(file)).status == 0
    before = file.read_text()

    def broken(db, scope, every):
        yield from list(whole(db, scope, every))[:1]
        raise KeyboardInterrupt

    whole = KINDS["stays"]
    monkeypatch.setitem(KINDS, "stays", broken)
    assert tracker("--db", store, "export", "stays", "-o", str(file)).status == 130
    assert file.read_text() == before
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_a_file_that_cannot_be_written_is_an_error_that_names_it(store, tmp_path):
    said = tracker("--db", store, "export", "rankings", "-o", str(tmp_path / "missing" / "r.csv"))
    assert said.status == 6
    assert str(tmp_path / "missing" / "r.csv") in said.err


def test_observations_tell_what_was_measured_and_until_when(tmp_path):
    path = tmp_path / "t.db"
    times = [f"2026-01-28 {hour:02}:00" for hour in range(6)]
    shown = {time: {"day": ["a", "b"], "comments": ["c"]} for time in times}
    shown["2026-01-28 06:00"] = {"day": ["a"], "comments": []}
    shown["2026-01-28 16:00"] = {"day": ["a", "b"]}
    put(path, "one", shown)
    fail(path, "one", "2026-01-28 10:00", "layout")
    found = [
        (row["observed"][11:16], row["list"], row["items"], row["result"], row["flags"],
         row["gap_before"], row["valid_until"][11:16])
        for row in rows(str(path), "observations", "--local", "--since", "2026-01-28 05:00")
    ]  # fmt: skip
    assert found == [
        ("05:00", "comments", "1", "ok", "", "false", ""),
        ("05:00", "day", "2", "ok", "", "false", "06:00"),
        ("06:00", "comments", "0", "empty", "", "false", ""),
        ("06:00", "day", "1", "ok", "short", "false", "06:00"),
        ("10:00", "comments", "0", "layout", "", "false", ""),
        ("10:00", "day", "0", "layout", "", "false", ""),
        ("16:00", "day", "2", "ok", "", "true", ""),
    ]


def test_stays_tell_whole_stays(tmp_path):
    path = tmp_path / "t.db"
    put(
        path,
        "one",
        {
            "2026-01-28 01:00": {"day": ["a", "b"]},
            "2026-01-28 02:00": {"day": ["b", "c"]},
            "2026-01-28 03:00": {"day": ["b", "c"]},
        },
    )
    found = [
        (row["title"], row["begun"][11:16], row["ended"][11:16], row["entered"], row["left"],
         row["hours"], row["hours_at_least"], row["peak"], row["hours_at_1"])
        for row in rows(str(path), "stays", "--local")
    ]  # fmt: skip
    assert found == [
        ("a", "01:00", "02:00", "false", "true", "1.0", "true", "1", "1.0"),
        ("b", "01:00", "", "false", "false", "2.0", "true", "1", "1.0"),
        ("c", "02:00", "", "true", "false", "1.0", "false", "2", "0.0"),
    ]


def test_what_is_recorded_meanwhile_waits_for_nobody_and_is_not_told(tmp_path):
    """Also what is recorded for a time before: an export is of one moment."""
    path = tmp_path / "t.db"
    put(path, "one", {"2026-01-26 17:03": {"day": ["a", "b"]}})
    put(path, "one", {"2026-01-28 17:03": {"day": ["a", "b"]}})
    before = {kind: [list(row) for row in _rows(path, kind)] for kind in KINDS}
    for kind in KINDS:
        with open_store(path) as store:
            found = store.rows(kind)
            first = next(found, None)
            put(path, "one", {f"2026-01-27 {len(kind):02}:03": {"day": [kind, "a"]}})
            assert [list(row) for row in [first, *found] if row] == before[kind]
        before = {kind: [list(row) for row in _rows(path, kind)] for kind in KINDS}


def _rows(path, kind):
    with open_store(path) as store:
        yield from store.rows(kind)


def test_an_export_reads_nothing_but_its_copy(tmp_path):
    path = str(tmp_path / "t.db")
    put(path, "one", {"2026-01-26 17:03": {"day": ["a", "b"]}})

    def judge(action, table, _column, base, _of):
        lasting = action == sqlite3.SQLITE_READ and base == "main" and "sqlite" not in table
        lasting = lasting and table != "json_each"  # a function that gives rows
        return sqlite3.SQLITE_DENY if lasting else sqlite3.SQLITE_OK

    for kind, rows in KINDS.items():
        with reading(path) as db:
            freeze(db, kind)
            db.set_authorizer(judge)
            list(rows(db, Scope(), None))


@pytest.mark.parametrize("form", ["--csv", "--nl"])
def test_an_export_that_nobody_reads_holds_no_writer_up(tmp_path, form):
    """Real processes: an export stuck in a full pipe, and an import that is done meanwhile."""
    path, more = str(tmp_path / "t.db"), tmp_path / "more.csv"
    begin = seconds("2026-01-01 00:00")
    times = [datetime.fromtimestamp(begin + 9 * 3600 + 60 * n, UTC) for n in range(3 * PAGE)]
    words = [str(n) * 40 for n in range(10)]
    put(path, "one", {f"{time:%Y-%m-%d %H:%M}": {"day": words} for time in times})
    more.write_text("observed,site,list,rank,title,url\n2026-02-01T00:00:00Z,one,day,1,later,\n")
    command = [*TRACKER, "--db", path, "export", "rankings", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as export:
        first = export.stdout.read(1)
        assert run("--db", path, "import", str(more)).returncode == 0
        assert export.poll() is None
        text = (first + export.stdout.read()).decode()
    assert text.count("\n") == 10 * len(times) + (form == "--csv")
    assert "later" not in text
    assert tracker("--db", path, "export", "rankings", form).out.count("later") == 1


def test_nothing_recorded_is_an_empty_table(tmp_path):
    with writing(str(tmp_path / "t.db")):
        pass
    for form, text in [("--csv", COLUMNS["rankings"] + "\n"), ("--json", "[]\n"), ("--nl", "")]:
        assert told(str(tmp_path / "t.db"), "rankings", form) == text


def test_beside_the_files_of_a_folder_stands_what_checks_them(store, tmp_path):
    folder = tmp_path / "out"
    for words in (["panel", "-w", "day", "--every", "8h"], ["joins", "--json"], ["panel"]):
        assert tracker("--db", store, "export", *words, "-o", f"{folder}/").status == 0
    found = json.loads((folder / "metadata.json").read_text())
    assert sorted(found["files"]) == ["joins.json", "panel.csv"]
    for name, of in found["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == of["sha256"]
    with (folder / "panel.csv").open() as file:
        assert found["files"]["panel.csv"]["rows"] == len(list(csv.DictReader(file)))
    assert [site["name"] for site in found["sites"]] == ["one", "two"]
    before = (folder / "metadata.json").read_bytes()
    assert tracker("--db", store, "export", "panel", "-o", str(folder)).status == 0
    assert (folder / "metadata.json").read_bytes() == before
    (folder / "metadata.json").write_text("{}")
    assert tracker("--db", store, "export", "panel", "-o", str(folder)).status == 6


def test_the_help_names_every_kind():
    shown = " ".join(tracker("export", "--help").out.split())
    named = shown.partition("KIND: ")[2].partition(".")[0].split(", ")
    assert sorted(named) == sorted([*KINDS, "pages"])


def test_metadata_has_no_secret_of_a_site(tmp_path):
    path = tmp_path / "t.db"
    put(path, "one", {HOURS[0]: {"day": ["a"]}})
    with writing(str(path)) as db, transaction(db):
        db.execute("UPDATE site SET home = 'https://me:hidden@news.example/'")
    with open_store(path) as opened:
        told = repr(opened.provenance(Scope()))
    assert "https://news.example/" in told
    assert "hidden" not in told


def test_a_dense_panel_is_bounded_and_its_size_is_said_before(store):
    assert tracker("--db", store, "export", "panel", "--dense").status == 2
    said = tracker("--db", store, "export", "panel", "--dense", "--since", "2026-01-27")
    assert said.err == f"{len(said.out.splitlines()) - 1:,} rows to write\n"
