"""Imports beside fetches: they add, each reading belongs to who made it, and nothing is bricked."""

import json
import sqlite3
from contextlib import closing

import pytest
from fakesite import FakeSite
from flow import Flow, iso

from cli.exit import Exit

HEAD = "observed,site,list,window,label,rank,title,url,flags\n"
LABELS = {"hour": "1時間", "day": "24時間", "month": "1ヶ月"}


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        made = Flow(site, tmp_path, monkeypatch)
        made.at("2026-01-28 17:03")
        yield made


def imported(flow, *observations):
    """Import one row for each (UTC seconds, list, title)."""
    file = flow.store.with_name("r.csv")
    file.write_text(
        HEAD
        + "".join(
            f"{iso(time)},local,{name},{name},{LABELS[name]},1,{title},https://x.example/1.html,\n"
            for time, name, title in observations
        )
    )
    return flow.run("import", str(file))


def sources(flow, name):
    """(time, source, flags) of a list's observations, in order."""
    return flow.query(
        "SELECT unixepoch(observed), source, flags FROM observations WHERE list = ? ORDER BY 1",
        name,
    )


def test_an_import_of_the_second_of_a_fetch_stands_beside_it_and_no_304_repeats_it(flow):
    then = flow.at("2026-01-28 17:03")
    assert flow.rankings() == 0
    assert imported(flow, (then, "hour", "never shown")).status == 0
    later = flow.at("2026-01-28 18:03")
    assert flow.rankings() == 0
    assert flow.attempts()[-1][2] == 304
    assert sources(flow, "hour") == [(then + 1, "import", "clock")]
    assert sources(flow, "day")[-1] == (later, "fetch", "")
    assert imported(flow, (then, "hour", "never shown")).err.startswith("0 observations imported")


def test_an_import_takes_no_empty_readings_place(flow):
    flow.at("2026-01-28 16:03")
    flow.rankings()
    flow.site.lists["month"] = []
    then = flow.at("2026-01-28 17:03")
    assert flow.rankings() == 3
    imported(flow, (then, "month", "not there"))
    empty = "SELECT unixepoch(observed) FROM observations WHERE list = 'month' AND result = 'empty'"
    assert flow.query(empty) == [(then,)]
    assert sources(flow, "month")[-1] == (then + 1, "import", "clock big-swap short")


def test_a_fetch_in_the_second_of_an_import_takes_the_next_one(flow):
    then = flow.at("2026-01-28 17:03")
    imported(flow, (then, "day", "theirs"))
    assert flow.rankings() == 0
    assert sources(flow, "day") == [(then, "import", ""), (then + 1, "fetch", "clock")]


def test_an_import_from_later_than_the_clock_stops_no_fetch(flow):
    then = flow.at("2026-01-28 17:03")
    imported(flow, (then + 3500, "day", "a little ahead"))
    assert flow.rankings() == 0
    assert sources(flow, "day")[0] == (then, "fetch", "")
    assert flow.run("check").status == 0


def test_a_store_that_holds_the_future_already_goes_on_recording(flow):
    then = flow.at("2026-01-28 17:03")
    imported(flow, (then, "day", "the future"))
    with closing(sqlite3.connect(flow.store)) as db, db:
        ahead = {"ahead": 10 * 365 * 86_400}
        db.execute("UPDATE snapshot SET observed = observed + :ahead", ahead)
        db.execute("UPDATE change SET observed = observed + :ahead", ahead)
    for hour in (17, 18, 19):
        now = flow.at(f"2026-01-28 {hour}:03")
        assert flow.rankings() == 0
    assert [row[1] for row in sources(flow, "day")] == ["fetch", "fetch", "fetch", "import"]
    flow.at("2026-02-02 19:03")
    assert flow.run("status", "--max-age", "auto").status != 0, "the last success is days ago"
    assert now < flow.at("2026-01-28 19:30")
    assert flow.run("status", "--max-age", "auto").status == 0


def test_a_list_that_was_only_imported_makes_no_fetch_partial(flow):
    then = flow.at("2026-01-28 16:03")
    imported(flow, (then - 3600, "hour", "of another machine"))
    assert flow.rankings() == 0
    flow.site.lists["day"].reverse()
    flow.at("2026-01-28 17:03")
    assert flow.rankings() == 0


def test_the_cause_of_a_gap_beside_an_import_is_not_known(flow):
    now = flow.at("2026-01-28 17:03")
    imported(flow, (now - 10 * 86_400, "day", "an old list"))
    assert flow.rankings() == 0
    gaps = [line for line in flow._objects("log") if line["result"] == "gap"]
    assert [gap["detail"] for gap in gaps] == ["not known"]


def test_a_stopped_visit_is_recorded_whichever_site_runs_next(flow):
    assert flow.rankings() == 0
    note = ["local", "ranking", flow.site.address, flow.at("2026-01-28 17:30")]
    flow.store.with_name("t.db.lock").write_text(json.dumps([note]))
    with FakeSite() as other:
        more = f'[sites.other]\nextends = "jdefense"\nhome = "{other.address}"\n'
        flow.config.write_text(flow.config.read_text() + more + "allow_private = true\ndelay = 0\n")
        assert flow.run("--site", "other", "fetch", "--no-articles").status == 0
    assert ("ranking", "/", None, "interrupted") in flow.attempts()


def test_a_run_that_finds_the_store_locked_is_recorded_by_the_next(flow):
    flow.config.write_text(flow.config.read_text() + "deadline = 1\n")
    flow.at("2026-01-28 08:03")
    assert flow.rankings() == 0
    flow.at("2026-01-30 12:03")
    with closing(sqlite3.connect(flow.store, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert flow.rankings() == Exit.STORE
    flow.at("2026-01-31 17:03")
    assert flow.rankings() == 0
    assert [row[3] for row in flow.attempts()] == [None, "interrupted", None]
    gaps = [line for line in flow._objects("log") if line["result"] == "gap"]
    assert [gap["detail"] for gap in gaps] == ["failed: interrupted"]
