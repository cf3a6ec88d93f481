"""The store as a file: whose it is, how old, who may read it, and what others see in it."""

import csv
import hashlib
import io
import json
import os
import sqlite3
import subprocess
import threading
from contextlib import ExitStack, closing
from datetime import datetime

import pytest
from fakesite import FakeSite
from flow import Flow, Said, iso, tracker
from histories import site_histories
from hypothesis import given, settings
from hypothesis import strategies as st
from running import TRACKER, environment
from sizes import examples
from storekit import HOME, fresh_store, record

from scrapers import Answer
from store.db import connect
from store.db.connect import reading, transaction, writing
from store.db.create import make_store
from store.db.lock import fetch_lock
from store.db.versions import APPLICATION_ID, SCHEMA_VERSION
from store.errors import Busy
from store.history.sites import get_meta, set_meta
from store.pages.attempts import keep_attempt
from store.transfer.exports.exports import KINDS
from store.transfer.exports.timeline import Scope

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

READING = [["top"], ["export", "rankings"], ["export", "attempts", "--json"], ["log"]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with two fetches in it, and the flow that made it."""
    with FakeSite() as site, pytest.MonkeyPatch.context() as patch:
        flow = Flow(site, tmp_path_factory.mktemp("filled"), patch)
        for number, hour in enumerate((17, 18, 19)):
            flow.at(f"2026-01-28 {hour}:03")
            if number == 1:
                site.lists["month"] = []
            site.lists["day"].insert(0, site.lists["day"].pop())
            flow.fetch()
        site.on("/", status=403)
        flow.at("2026-01-28 20:03")
        flow.fetch()
        yield flow


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_where_nothing_is_says_how_to_begin_and_makes_no_file(tmp_path, words):
    said = tracker("--db", str(tmp_path / "typo.db"), *words)
    assert (said.status, said.out) == (2, "")
    assert f"no store at {tmp_path / 'typo.db'}; begin with  tracker fetch" in said.err
    assert list(tmp_path.iterdir()) == []


def zero_bytes(path):
    path.write_bytes(b"")


def foreign(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t (x)")
        db.commit()


def no_database(path):
    path.write_text("rank,title\n1,x\n" * 100)


def newer(path):
    with writing(str(path)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


STRANGERS = {
    zero_bytes: "not a tracker store",
    foreign: "not a tracker store",
    no_database: "not a tracker store",
    newer: "written by a newer tracker",
}


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("words", [["top"], ["fetch"], ["import", "-"]], ids=" ".join)
def test_a_file_that_is_no_store_of_ours_is_left_alone(tmp_path, monkeypatch, stranger, words):
    path = tmp_path / "t.db"
    stranger(path)
    before = hashlib.sha256(path.read_bytes()).digest()
    if words == ["import", "-"]:
        rows = b"observed,site,list,rank,title,url\n2026-01-01T00:00:00Z,s,day,1,t,https://a.example/\n"
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(rows)))
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        said = flow.run(*words)
        assert site.log == []
    assert said.status == 6
    assert STRANGERS[stranger] in said.err
    assert str(path) in said.err
    assert hashlib.sha256(path.read_bytes()).digest() == before


@pytest.mark.parametrize("words", [["fetch"], ["import", "-"]], ids=" ".join)
def test_a_folder_that_is_missing_is_named(tmp_path, monkeypatch, words):
    rows = b"observed,site,list,rank,title,url\n2026-01-01T00:00:00Z,s,day,1,t,https://a.example/\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(rows)))
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.store = tmp_path / "missing" / "t.db"
        said = flow.run(*words)
    assert said.status == 6
    assert said.err == (
        f"tracker: no such folder; make it first:  mkdir -p {tmp_path / 'missing'}\n"
    )


def as_nobody(*words):
    """Run the program as a user without rights, in a fork: what it needs is loaded already."""
    ours, theirs = os.pipe()
    if not (child := os.fork()):
        os.setgid(65534)
        os.setuid(65534)
        try:
            os.write(theirs, json.dumps(tracker(*words)).encode())
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        said = Said(*json.load(answer))
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(os.getuid() != 0, reason="needs root to become another user")
def test_a_folder_that_may_not_be_written_is_read(filled):
    folders = [path for path in filled.store.parents if path.stat().st_uid == 0][:-1]
    modes = {path: path.stat().st_mode for path in folders}
    words = ["--db", str(filled.store), "--config", str(filled.config)]
    told = filled.run("top", "--csv")
    try:
        for path in folders:
            path.chmod(0o755 | path.stat().st_mode)
        assert as_nobody(*words, "top", "--csv") == told
        refused = as_nobody(*words, "fetch")
        assert (refused.status, refused.out) == (6, "")
        assert str(filled.store) in refused.err
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def test_only_one_fetch_holds_the_lock_and_a_reader_needs_none(tmp_path):
    path = str(tmp_path / "t.db")
    with fetch_lock(path), writing(path), reading(path) as db:
        assert db.execute("SELECT count(*) FROM site").fetchone() == (0,)
        with pytest.raises(Busy), fetch_lock(path):
            pass
    with fetch_lock(path):
        pass


def test_a_fetch_of_other_sites_waits_for_its_turn_and_one_of_the_same_does_not(tmp_path):
    path = str(tmp_path / "t.db")
    (tmp_path / "link.db").symlink_to(path)
    with ExitStack() as first:
        first.enter_context(fetch_lock(path, ["a", "b"]))
        for name in ("t.db", "link.db"):
            with pytest.raises(Busy), fetch_lock(str(tmp_path / name), ["b"], patience=60):
                pass
        with pytest.raises(Busy), fetch_lock(path, ["c"], patience=0.3):
            pass
        ending = threading.Timer(0.3, first.close)
        ending.start()
        with fetch_lock(path, ["b", "c"], patience=60):
            assert ending.finished.is_set()


def test_a_reader_cannot_write_and_sees_one_state(tmp_path):
    path = str(tmp_path / "t.db")
    with writing(path) as writer, reading(path) as db:
        assert db.execute("SELECT count(*) FROM meta").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("INSERT INTO meta VALUES ('a', 'b')")
        db.execute("COMMIT")
        with transaction(writer):
            writer.execute("INSERT INTO meta VALUES ('a', 'b')")
        assert db.execute("SELECT count(*) FROM meta").fetchone() == (1,)


def test_a_transaction_that_fails_leaves_nothing(tmp_path):
    with writing(str(tmp_path / "t.db")) as db:
        with pytest.raises(sqlite3.IntegrityError), transaction(db):
            db.executemany("INSERT INTO meta VALUES (?, ?)", [("a", "b"), ("a", "c")])
        assert db.execute("SELECT count(*) FROM meta").fetchone() == (0,)


def test_a_store_is_one_file_that_says_whose_it_is(filled):
    names = {path.name for path in filled.store.parent.iterdir()}
    assert names == {"t.db", "t.db.lock", "sites.toml"}
    for pragma, value in [
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
        ("journal_mode", "delete"),
        ("integrity_check", "ok"),
    ]:
        assert filled.query(f"PRAGMA {pragma}") == [(value,)]


def test_a_store_with_nothing_in_it_says_how_to_begin(tmp_path):
    path = str(tmp_path / "t.db")
    with writing(path):
        pass
    said = tracker("--db", path, "top")
    assert said.status == 2
    assert "tracker fetch" in said.err
    assert tracker("--db", path, "export", "rankings", "--no-headers") == (0, "", "")


def as_told(said):
    """What an export tells, with times in UTC, as the views have them."""
    rows = list(csv.DictReader(io.StringIO(said.out)))
    times = {"observed", "time", "first_seen", "fetched", "gone", "valid_until"}
    for row in rows:
        for name in times & row.keys():
            if row[name]:
                row[name] = iso(int(datetime.fromisoformat(row[name]).timestamp()))
        if "gap_before" in row:
            row["gap_before"] = str(int(row["gap_before"] == "true"))
    return rows


SHARED = {
    "rankings": "observed, site, list, window, label, rank, title, url, flags",
    "observations": "observed, site, list, window, label, items, result, flags, source, "
    "gap_before, valid_until",
    "articles": "site, article, url, title, category, section, published, modified, authors, "
    "lang, first_seen, fetched, gone, lead, body",
    "attempts": "time, site, kind, asked, answered, status, code, detail, bytes, seconds, page, "
    "source, attempt",
}


@pytest.mark.parametrize("kind", SHARED)
def test_the_views_say_what_export_says(filled, kind):
    """For anybody's sqlite3."""
    columns = SHARED[kind].split(", ")
    seen = filled.query(f"SELECT {SHARED[kind]} FROM {kind}")
    told = as_told(filled.run("export", kind, "--raw"))
    if kind == "observations":
        assert {"ok", "empty"} < {row["result"] for row in told}
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in seen]
    assert len(rows) > 3
    assert sorted(rows) == sorted(tuple(row[name] for name in columns) for row in told)


@settings(max_examples=examples(25))
@given(site_lists=site_histories(most=12))
def test_the_view_of_rankings_is_the_naive_table(site_lists):
    with fresh_store() as (db, site):
        times = sorted({o.time for history in site_lists.values() for o in history})
        for time in times:
            found = {n: o for n, history in site_lists.items() for o in history if o.time == time}
            record(db, site, [found])
        seen = db.execute(
            "SELECT unixepoch(observed), site, list, window, label, rank, title, url, flags, "
            "article_url FROM rankings ORDER BY 1, 2, 3, 6"
        ).fetchall()
        told = [(row[0].seconds, *row[1:]) for row in KINDS["rankings"](db, Scope(), None)]
    assert seen == told


@settings(max_examples=examples(40))
@given(
    site_lists=site_histories(most=12),
    failures=st.lists(
        st.tuples(
            st.integers(0, 50),
            st.sampled_from([0, 1, 300, 600, 601]),
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["connect", "layout"]),
        ),
        max_size=8,
    ),
)
def test_the_view_of_observations_is_their_export(site_lists, failures):
    times = sorted({o.time for history in site_lists.values() for o in history})
    with fresh_store() as (db, site):
        for time in times:
            found = {n: o for n, history in site_lists.items() for o in history if o.time == time}
            record(db, site, [found])
        time = 0
        for place, seconds, page, code in failures:
            time = max(times[place % len(times)], time) + seconds
            answer = Answer(HOME + page, HOME + page, time)
            with transaction(db):
                keep_attempt(db, site, "ranking", answer, (code, ""))
        seen = db.execute(
            "SELECT unixepoch(observed), site, list, window, label, items, result, flags, source, "
            "gap_before, unixepoch(valid_until) FROM observations"
        ).fetchall()
        told = [
            (row[0].seconds, *row[1:-1], row.valid_until and row.valid_until.seconds)
            for row in KINDS["observations"](db, Scope(), None)
        ]
    assert sorted(seen, key=repr) == sorted(told, key=repr)


def test_two_processes_that_make_the_same_store_make_one(tmp_path):
    path = tmp_path / "t.db"
    words = [*TRACKER, "--db", str(path), "import", "-"]
    head = b"observed,site,list,rank,title,url\n"
    makers = []
    for name in (b"a", b"b"):
        maker = subprocess.Popen(words, stdin=subprocess.PIPE, env=environment(), cwd=tmp_path)
        maker.stdin.write(head + b"2026-01-01T00:00:00Z,%s,day,1,t,https://a.example/1\n" % name)
        makers.append(maker)
    for maker in makers:
        maker.stdin.close()
    assert [maker.wait(60) for maker in makers] == [0, 0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.db"]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name FROM site ORDER BY name").fetchall() == [("a",), ("b",)]


def test_who_is_overtaken_fills_the_store_that_another_made(tmp_path):
    path, tries = str(tmp_path / "t.db"), []

    def fill(db):
        if not tries:
            make_store(path)
            with writing(path) as theirs, transaction(theirs):
                set_meta(theirs, "theirs", "kept")
        tries.append(get_meta(db, "theirs"))
        with transaction(db):
            set_meta(db, "ours", "filled")
        return "done"

    assert connect.filled(path, fill) == "done"
    assert tries == [None, "kept"]
    with reading(path) as db:
        assert [get_meta(db, key) for key in ("theirs", "ours")] == ["kept", "filled"]
    assert [file.name for file in tmp_path.iterdir()] == ["t.db"]
