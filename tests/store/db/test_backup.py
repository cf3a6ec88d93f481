"""`tracker backup`: a copy that is whole and tested, or none at all, while others write."""

import hashlib
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from fakesite import FakeSite
from flow import Flow, tracker
from running import TRACKER, environment
from storekit import fresh_store

from store.db.backup import backup
from store.db.connect import transaction, writing
from store.db.files import partial

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    with FakeSite() as site, pytest.MonkeyPatch.context() as patch:
        flow = Flow(site, tmp_path_factory.mktemp("filled"), patch)
        for hour in (17, 18, 19):
            flow.at(f"2026-01-28 {hour}:03")
            assert flow.fetch().status == 0
        yield flow


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_backup_is_a_store_with_the_same_content(filled, tmp_path):
    copy = tmp_path / "copy.db"
    said = filled.run("backup", str(copy))
    assert (said.status, said.out) == (0, "")
    assert said.err == f"{copy}: {copy.stat().st_size / 1e6:,.1f} MB, tested\n"
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    assert tracker("--db", str(copy), "check").status == 0
    for kind in ("rankings", "observations", "articles", "stays", "attempts"):
        assert tracker("--db", str(copy), "export", kind) == filled.run("export", kind)


def test_a_backup_has_the_rights_of_the_store(filled, tmp_path):
    mode = filled.store.stat().st_mode
    filled.store.chmod(0o600)
    try:
        assert filled.run("-q", "backup", str(tmp_path / "copy.db")) == (0, "", "")
    finally:
        filled.store.chmod(mode)
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_stays_unless_it_is_said(filled, tmp_path):
    place = tmp_path / "copy.db"
    place.write_text("something else")
    refused = filled.run("backup", str(place))
    assert (refused.status, place.read_text()) == (2, "something else")
    assert "--force" in refused.err
    assert filled.run("backup", "--force", str(place)).status == 2
    place.unlink()
    for _ in range(2):
        assert filled.run("backup", "--force", str(place)).status == 0
    assert tracker("--db", str(place), "check").status == 0


def test_a_file_system_without_links_takes_a_backup(filled, tmp_path, monkeypatch):
    def no_links(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    assert filled.run("backup", str(tmp_path / "copy.db")).status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    assert tracker("--db", str(tmp_path / "copy.db"), "check").status == 0


def test_the_store_itself_is_no_place_for_its_backup(filled):
    before = digest(filled.store)
    assert filled.run("backup", "--force", str(filled.store)).status == 2
    assert digest(filled.store) == before


PLACES = {"missing/copy.db": (6, "No such file"), ".": (2, "that is a directory")}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_cannot_take_it_is_named(filled, tmp_path, place):
    said = filled.run("backup", str(tmp_path / place))
    status, why = PLACES[place]
    assert said.status == status
    assert why in said.err
    assert "--force" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_store_is_not_copied(tmp_path):
    source, copy = tmp_path / "t.db", tmp_path / "copy.db"
    assert tracker("--db", str(source), "backup", str(copy)).status == 2
    with closing(sqlite3.connect(source)) as db:
        db.execute("CREATE TABLE t (x)")
    said = tracker("--db", str(source), "backup", str(copy))
    assert said.status == 6
    assert f"not a tracker store; choose another file with --db: {source}" in said.err
    assert not copy.exists()


def test_a_damaged_store_is_not_copied(filled, tmp_path):
    damaged = tmp_path / "damaged.db"
    whole = filled.store.read_bytes()
    damaged.write_bytes(whole[: len(whole) // 2])
    said = tracker("--db", str(damaged), "backup", str(tmp_path / "copy.db"))
    assert said.status == 6
    assert str(damaged) in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.db"]


def test_a_full_disk_leaves_nothing(filled, tmp_path):
    copy = tmp_path / "copy.db"

    def little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [*TRACKER, "--db", str(filled.store), "backup", str(copy)],
        check=False,
        capture_output=True,
        env=environment(),
        timeout=60,
        preexec_fn=little,
    )
    assert done.returncode == 6
    assert str(copy) in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_kill_leaves_no_half_backup(filled, tmp_path):
    """Only a file with another name can be left behind; the next backup does not mind it."""
    copy = tmp_path / "copy.db"
    script = (
        "import os, sys, store.db.backup as b\n"
        "b._name = lambda *_, **__: os.kill(os.getpid(), 9)\n"
        "b.backup(*sys.argv[1:])"
    )
    words = [sys.executable, "-c", script, str(filled.store), str(copy)]
    assert subprocess.run(words, check=False, env=environment(), timeout=60).returncode == -9
    assert not copy.exists()
    assert filled.run("backup", str(copy)).status == 0


def test_writers_and_backups_do_not_hinder_each_other(tmp_path):
    """A writer that hardly rests: every backup has whole transactions only, and it goes on."""
    path = str(tmp_path / "t.db")
    stop = threading.Event()
    rounds = []

    def write():
        with writing(path) as db:
            while not stop.is_set():
                with transaction(db):
                    for half in ("a", "b"):
                        db.execute(
                            "INSERT OR REPLACE INTO meta VALUES (?, ?)", (half, str(len(rounds)))
                        )
                rounds.append(1)
                time.sleep(0.01)

    with writing(path) as db, transaction(db):
        db.execute("INSERT INTO meta VALUES ('ballast', hex(zeroblob(4000000)))")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = len(rounds)
            backup(path, str(tmp_path / f"{number}.db"))
            with closing(sqlite3.connect(tmp_path / f"{number}.db")) as copy:
                rows = dict(copy.execute("SELECT key, value FROM meta WHERE key IN ('a', 'b')"))
            assert len(set(rows.values())) <= 1
            assert int(rows.get("a", 0)) >= before - 1
    finally:
        stop.set()
        writer.join()
    assert len(rounds) > 0


def test_an_older_store_can_be_backed_up_before_it_is_brought_up_to_date(tmp_path):
    with fresh_store() as (db, _):
        db.execute("PRAGMA user_version = 0")
        (path,) = [row[2] for row in db.execute("PRAGMA database_list")]
        assert backup(path, str(tmp_path / "copy.db")) == Path(path).stat().st_size


def test_what_a_killed_backup_left_goes_with_the_next_one(tmp_path):
    path = str(tmp_path / "t.db")
    with writing(path):
        pass
    left, other = tmp_path / ".monday.db.0123abcd.part", tmp_path / ".thesis.0123abcd.part"
    left.write_bytes((tmp_path / "t.db").read_bytes())
    other.write_text("years of work")
    with partial(str(tmp_path / "sunday.db")) as busy:
        backup(path, str(tmp_path / "tuesday.db"))
        assert Path(busy).exists()
    assert {file.name for file in tmp_path.iterdir()} == {"t.db", "tuesday.db", other.name}


def test_what_a_killed_birth_left_goes_with_the_next_one(tmp_path):
    left = tmp_path / ".t.db.0123abcd.part"
    with writing(str(left)):
        pass
    (tmp_path / f"{left.name}-journal").write_bytes(b"half of a page")
    with writing(str(tmp_path / "t.db")):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["t.db"]
