"""`tracker doctor`: a healthy set-up has nothing to mend, and each fault its own remedy."""

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing

import pytest
from fakesite import FakeSite
from flow import Flow
from running import run

from cli.commands.doctor import machine
from cli.commands.doctor.finding import OK, bad, exit_status, ok, warn
from store.db.connect import transaction, writing
from store.pages import archive

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


APART = {"clock", "disk", "reading"}
"""Findings on what the tests or this machine have otherwise than a user."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Two fetches, an hour apart."""
    with FakeSite() as site, pytest.MonkeyPatch.context() as patch:
        flow = Flow(site, tmp_path_factory.mktemp("filled"), patch)
        for time in ("17:03", "18:03"):
            flow.at(f"2026-01-28 {time}")
            assert flow.fetch("--no-articles").status == 0
        yield flow


@pytest.fixture
def flow(filled, tmp_path, monkeypatch):
    """A copy of that store, at the time of its newest fetch, and a site as it was."""
    with FakeSite() as site:
        copy = Flow(site, tmp_path, monkeypatch)
        shutil.copy(filled.store, copy.store)
        copy.at("2026-01-28 18:03")
        yield copy


def seen(flow, *words):
    """Exit status, and the findings by topic."""
    said = flow.run("doctor", "--json", *words)
    assert said.err == ""
    return said.status, {row["topic"]: row for row in json.loads(said.out)}


def finding(flow, topic, *words):
    """State, what, and the remedy that a finding names."""
    status, rows = seen(flow, *words)
    row = rows[topic]
    assert (row["state"] == OK) == (row["remedy"] is None)
    assert status == exit_status([ok("", "")._replace(status=r["status"]) for r in rows.values()])
    return row["state"], row["what"], row["remedy"], status


def test_a_healthy_set_up_has_nothing_to_mend(flow):
    status, rows = seen(flow)
    assert status == 0
    states = {topic: row["state"] for topic, row in rows.items() if topic not in APART}
    assert set(states.values()) == {"ok"}, rows
    assert {"configuration", "store", "sqlite", "journal", "site local", "reader local"} <= set(
        rows
    )
    assert rows["reader local"]["what"].endswith("reads the newest kept page as it was recorded")
    assert "TRACKER_NOW" in rows["clock"]["what"]
    assert "mode DELETE" in rows["journal"]["what"]


def test_only_what_is_not_well_is_told_quietly(flow):
    flow.at("2026-01-28 19:03")
    lines = flow.run("-q", "doctor").out.splitlines()[1:]
    assert lines
    assert not any(line.split()[1] == "ok" for line in lines)


def test_nothing_is_changed_or_visited(flow):
    before, asked = flow.store.read_bytes(), len(flow.site.log)
    seen(flow)
    assert (flow.store.read_bytes(), len(flow.site.log)) == (before, asked)


def test_a_new_installation_is_told_how_to_begin(flow, tmp_path):
    flow.store = tmp_path / "new.db"
    assert finding(flow, "store") == (
        "warn", f"nothing is recorded yet at {flow.store}", "tracker fetch", 0,
    )  # fmt: skip
    assert not flow.store.exists()


def test_a_damaged_store_is_the_gravest(flow):
    flow.store.write_text("no store at all")
    status, _ = seen(flow)
    assert status == 6


def test_a_configuration_that_cannot_be_read_is_named_with_its_line(flow):
    flow.config.write_text('[sites.local]\nhom = "x"\n')
    state, what, _, status = finding(flow, "configuration")
    assert (state, status) == ("bad", 2)
    assert f"{flow.config}:2:" in what


def test_a_site_that_was_not_recorded_in_time_is_stale(flow):
    flow.at("2026-02-03 18:03")
    state, what, remedy, status = finding(flow, "site local")
    assert (state, status) == ("bad", 7)
    assert "limit" in what
    assert "schedule" in remedy


def test_a_site_that_fails_is_told_before_it_is_stale(flow):
    flow.site.on("/", status=403)
    flow.at("2026-01-28 19:03")
    assert flow.rankings() == 4
    state, what, remedy, status = finding(flow, "site local")
    assert (state, status) == ("warn", 0)
    assert "status-4xx" in what
    assert remedy == "tracker log --site local"


def test_a_site_that_was_never_visited(flow):
    flow.config.write_text(
        flow.config.read_text() + '[sites.other]\nhome = "http://127.0.0.1:1/"\n'
    )
    assert finding(flow, "site other")[::2] == ("warn", "tracker fetch other")


def test_a_clock_behind_the_record_is_bad(flow):
    flow.at("2026-01-27 18:03")
    state, what, _, status = finding(flow, "clock")
    assert (state, status) == ("bad", 4)
    assert "1 d" in what or "24 h" in what


def change(flow, sql):
    with closing(sqlite3.connect(flow.store, isolation_level=None)) as db:
        assert db.execute(sql).rowcount != 0


def test_a_reader_that_reads_otherwise_than_it_did(flow):
    change(flow, "UPDATE entry SET title = title || '!' WHERE id = 3")
    state, what, remedy, status = finding(flow, "reader local")
    assert (state, remedy, status) == ("warn", "tracker reread --dry-run", 0)
    assert "differently" in what


def test_a_reader_that_finds_nothing_any_more(flow):
    with writing(str(flow.store)) as db, transaction(db):
        page = archive.keep(db, 1, "ranking", "<title>x</title><p>記事</p>".encode(), 0)
        db.execute("UPDATE attempt SET page = ?", (page,))
    state, what, remedy, status = finding(flow, "reader local")
    assert (state, status) == ("bad", 2)
    assert "finds no list" in what
    assert remedy == "see  tracker sites show local"


def test_a_page_that_cannot_be_read_back(flow):
    change(flow, "UPDATE page SET data = substr(data, 1, 100)")
    state, what, remedy, status = finding(flow, "reader local")
    assert (state, remedy, status) == ("bad", "tracker check", 6)
    assert "is damaged" in what


def test_another_journal_mode_is_told(flow):
    with closing(sqlite3.connect(flow.store)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    assert finding(flow, "journal")[0] == "warn"
    bug = machine.has_wal_reset_bug(sqlite3.sqlite_version_info)
    assert finding(flow, "sqlite")[0] == ("bad" if bug else "ok")


def test_a_store_that_anybody_may_write_is_told(flow):
    flow.store.chmod(0o666)
    state, _, remedy, _ = finding(flow, "store")
    assert (state, remedy) == ("warn", f"chmod o-w {flow.store}")


def test_the_network_is_asked_only_when_said(flow):
    asked = len(flow.site.log)
    state, what, _, status = finding(flow, "network local", "--network")
    assert (state, status) == ("ok", 0)
    assert "answers 200" in what
    assert [entry.path for entry in flow.site.log[asked:]] == ["/robots.txt", "/"]
    flow.site.on("/", status=403)
    assert finding(flow, "network local", "--network")[::3] == ("bad", 4)


@pytest.mark.parametrize(
    ("version", "bug"),
    [
        ((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 44, 5), True),
        ((3, 44, 6), False), ((3, 45, 0), True), ((3, 50, 6), True), ((3, 50, 7), False),
        ((3, 51, 0), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 52, 0), False),
    ],
)  # fmt: skip
def test_which_sqlite_has_the_wal_reset_bug(version, bug):
    assert machine.has_wal_reset_bug(version) == bug
    told = machine.sqlite(max(version, (3, 37, 0)), ["fts5"], "delete")
    assert told.state == "ok"
    assert machine.sqlite((3, 40, 1), ["fts5"], "wal").status == 6
    assert machine.sqlite((3, 51, 3), ["fts5"], "wal").state == "ok"


def test_an_sqlite_that_is_too_old_or_cannot_search():
    assert machine.sqlite((3, 36, 0), ["fts5"], None).status == 6
    assert machine.sqlite((3, 51, 3), ["json"], None).status == 6


@pytest.mark.parametrize(
    ("free", "store", "state"),
    [(10**7, 0, "bad"), (10**8, 10**6, "warn"), (10**9, 10**9, "warn"), (10**10, 10**9, "ok")],
)
def test_room_on_the_disk(free, store, state):
    assert machine.disk(free, store).state == state


MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/x /srv nfs4 rw 0 0
/dev/vdb /srv/local ext4 rw 0 0
//w/s /mnt/with\\040space cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "state"),
    [
        ("/home/me", "ok"), ("/srv", "warn"), ("/srv/x", "warn"), ("/srv/local/x", "ok"),
        ("/srvother", "ok"), ("/mnt/with space/x", "warn"),
    ],
)  # fmt: skip
def test_a_network_file_system_is_told(folder, state):
    assert machine.file_system(folder, MOUNTS).state == state
    assert machine.file_system(folder, "").state == "ok"


def test_a_locale_without_kanji_is_told(tmp_path):
    env = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "HOME": str(tmp_path)}
    done = run("doctor", "--nl", env=env)
    rows = {row["topic"]: row for row in map(json.loads, done.stdout.decode().splitlines())}
    assert rows["terminal"]["state"] == "warn"
    assert "LANG=" in rows["terminal"]["remedy"]


def test_time_zones_that_are_not_there_are_told():
    assert machine.zones(["Asia/Tokyo", "UTC"]).state == "ok"
    assert machine.zones(["Asia/Tokyo", "Mars/Olympus"]).status == 2


def test_parts_that_are_missing_or_broken_are_told(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "brotli", None)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    said = [machine.archives_extra(), machine.articles_extra()]
    assert [(one.topic, one.state) for one in said] == [("archives", OK), ("articles", OK)]
    assert (
        "the extra is not installed: archived pages that brotli packed are not read" in said[0].what
    )
    monkeypatch.delitem(sys.modules, "brotli")
    (tmp_path / "brotli.py").write_text("raise OSError('no such library')")
    monkeypatch.syspath_prepend(tmp_path)
    said = machine.archives_extra()
    assert (said.state, said.remedy) == ("warn", "install it again; README.md says how")
    assert "(OSError: no such library)" in said.what


def test_a_system_without_fork_is_told_that_reading_is_not_limited():
    assert machine.isolation(limited=True).state == "ok"
    assert "fork" in machine.isolation(limited=False).what


def test_the_gravest_finding_decides():
    store, config, stale, fetch = (bad("", "", "", status) for status in (6, 2, 7, 4))
    assert exit_status([]) == exit_status([ok("", ""), warn("", "", "")]) == 0
    assert exit_status([fetch, stale, config, store]) == 6
    assert exit_status([fetch, stale, config]) == 2
    assert exit_status([fetch, stale]) == 7


def test_mounts_of_this_machine_can_be_read():
    assert machine.file_system(os.sep, machine.mounted()).what
