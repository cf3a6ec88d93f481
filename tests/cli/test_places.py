"""Places and settings that cannot be used: one line that says what to do, and no traceback."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from flow import run_here, tracker
from madestore import make
from running import complaint, environment, run

from store.db import connect


def words(tmp_path, *more):
    """A configuration whose one site answers nobody."""
    config = tmp_path / "sites.toml"
    if not config.exists():
        config.write_text(
            '[sites.s]\nhome = "http://127.0.0.1:9/"\nallow_private = true\ndelay = 0\n'
        )
    return ["--config", str(config), *more]


@pytest.mark.parametrize("place", ["/proc/nonexistent", "FILE"])
@pytest.mark.parametrize("name", ["HOME", "XDG_DATA_HOME"])
def test_a_home_that_cannot_be_used(tmp_path, place, name):
    file = tmp_path / "file"
    file.touch()
    home = str(file) if place == "FILE" else place
    env = {"HOME": str(tmp_path), "XDG_DATA_HOME": "", name: home}
    status, line = complaint(run(*words(tmp_path), "fetch", env=env))
    assert status == 2
    assert home in line
    assert "--db PATH" in line


@pytest.mark.parametrize("number", [37, 38, 95])
def test_a_file_system_without_locks(tmp_path, monkeypatch, number):
    def no_locks(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", no_locks)
    said = tracker("--db", str(tmp_path / "t.db"), *words(tmp_path), "fetch", "--no-articles")
    assert said.status == 6
    assert f"{tmp_path} has no locks" in said.err
    assert "--db PATH" in said.err


@pytest.mark.parametrize("number", [1, 38, 95])
def test_a_file_system_without_links_takes_a_new_store(tmp_path, monkeypatch, number):
    def no_links(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.link", no_links)
    path = tmp_path / "t.db"
    with connect.writing(str(path)):
        pass
    assert [found.name for found in tmp_path.iterdir()] == ["t.db"]
    assert tracker("--db", str(path), "backup", str(tmp_path / "b.db")).status == 0


def test_an_old_sqlite_is_named_by_every_command(tmp_path, monkeypatch):
    path = make(tmp_path / "t.db")
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 34, 0))
    monkeypatch.setattr("sqlite3.sqlite_version", "3.34.0")
    for command in (["top"], ["check"], [*words(tmp_path), "fetch"], ["backup", "b.db"]):
        said = tracker("--db", path, *command)
        assert (said.status, said.err.count("\n")) == (6, 1)
        assert "SQLite 3.34.0 is older than 3.37" in said.err
    fresh = tracker("--db", str(tmp_path / "new.db"), *words(tmp_path), "fetch")
    assert (fresh.status, "3.34.0" in fresh.err) == (6, True)


def test_two_slashes_and_a_tilde_are_places(tmp_path, monkeypatch):
    path = make(tmp_path / "t.db")
    assert tracker("--db", f"/{path}", "top").status == 0
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TRACKER_DB", "~/t.db")
    assert tracker("top").status == 0


@pytest.mark.parametrize(
    "command", [("top", "--vs"), ("movers", "--since"), ("export", "rankings", "--since")]
)
def test_a_span_longer_than_time(tmp_path, command):
    path = make(tmp_path / "t.db")
    said = tracker("--db", path, *command, "999999y")
    assert (said.status, said.err.count("\n")) == (2, 1)


def test_no_lock_is_made_beside_what_is_no_store(tmp_path):
    other = tmp_path / "thesis.txt"
    other.write_text("years of work")
    said = tracker("--db", str(other), *words(tmp_path), "fetch")
    assert (said.status, said.err) == (
        6,
        f"tracker: not a tracker store; choose another file with --db: {other}\n",
    )
    assert not (tmp_path / "thesis.txt.lock").exists()


def test_a_directory_is_no_store(tmp_path):
    for command in (["top"], ["check"], [*words(tmp_path), "fetch"]):
        said = tracker("--db", str(tmp_path), *command)
        assert (said.status, said.err.count("\n")) == (6, 1)
        assert "a directory" in said.err.lower()
        assert "rights" not in said.err


def test_a_lock_that_is_a_link_is_not_followed(tmp_path):
    victim = tmp_path / "precious.txt"
    victim.write_text("what the user cares for")
    (tmp_path / "t.db.lock").symlink_to(victim)
    said = tracker("--db", str(tmp_path / "t.db"), *words(tmp_path), "fetch")
    assert (said.status, said.err.count("\n")) == (6, 1)
    assert victim.read_text() == "what the user cares for"


@pytest.mark.parametrize(
    "notes",
    [
        '[[["s"], "ranking", "http://x/", 1]]',
        "[" * 100_000,
        '[["s", "ranking", "http://x/", "soon"]]',
        '[["s", null, null, 1]]',
        '[["s", "ranking", "http://x/", true]]',
        '["s"]',
        "7",
    ],
    ids=range(7),
)
def test_odd_notes_in_the_lock_file_are_none(tmp_path, notes):
    (tmp_path / "t.db.lock").write_text(notes)
    said = tracker("--db", str(tmp_path / "t.db"), *words(tmp_path), "fetch", "--no-articles")
    assert said.status == 4


def test_a_line_feed_in_a_path_is_no_line_of_a_crontab(tmp_path):
    for form in ("--cron", "--systemd"):
        said = tracker("--db", f"{tmp_path}/x\n* * * * * echo evil #.db", "schedule", form)
        assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)


def test_the_address_of_a_ping_is_shown_nowhere(tmp_path):
    config = tmp_path / "sites.toml"
    entry = '[sites.s]\nhome = "https://s.example/"\nping = {}\n'
    config.write_text(entry.format('"https://ping.example/SECRET"'))
    for more in ((), ("--json",)):
        said = tracker("--config", str(config), "sites", "show", "s", *more)
        assert said.status == 0
        assert "SECRET" not in said.out + said.err
    config.write_text(entry.format('"ping.example/SECRET"'))
    said = tracker("--config", str(config), "sites")
    assert (said.status, "SECRET" in said.err, ":3: " in said.err) == (2, False, True)


def chain(length):
    tables = [f'[sites.s{n}]\nextends = "s{n + 1}"\n' for n in range(length)]
    return "".join(tables) + f'[sites.s{length}]\nhome = "http://s.example/"\n'


SITE = '[sites.s]\nhome = "http://s.example/"\n'


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 50_000,
        "a." * 20_000 + "b = 1",
        chain(3_000),
        SITE + f"article = '{'(' * 20_000}{')' * 20_000}'\n",
        SITE + "article = 'a{99999999999999}'\n",
        "# " + "x" * 2**21,
        "default = [\n" + "1,\n" * 15_000 + "]\n",
        SITE + 'label = "\x1b[31mred"\n',
        '[sites."\\u001b[31m\\u202e"]\nhome = "x"\n',
    ],
    ids=range(9),
)
def test_a_configuration_that_is_deep_long_or_unseen_is_a_line(tmp_path, text):
    config = tmp_path / "sites.toml"
    config.write_text(text)
    status, line = complaint(run_here("--config", str(config), "sites"))
    assert status == 2
    assert line.isprintable()
    assert "sites.toml" in line


def test_a_configuration_without_end_is_a_line():
    status, line = complaint(run("--config", "/dev/zero", "sites"))
    assert (status, "/dev/zero" in line) == (2, True)


def test_a_file_system_without_rights_has_a_way_in(tmp_path, monkeypatch):
    config = tmp_path / "sites.toml"
    config.write_text(SITE)
    config.chmod(0o777)
    assert "chmod o-w" in tracker("--config", str(config), "sites").err
    rights = os.fstat

    def everybodys(handle):
        found = list(rights(handle))
        return os.stat_result([found[0] | 0o777, *found[1:]])

    monkeypatch.setattr("scrapers.config.os.fstat", everybodys)
    assert tracker("--config", str(config), "sites").status == 0


def test_entries_that_are_added_at_once_are_all_there(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text("# mine\n")
    code = (
        "import sys; from pathlib import Path; from scrapers.config import file; "
        "from scrapers import Site, Visiting; n = sys.argv[1]; "
        "file.add_entry(Path(sys.argv[2]), Site(n, n, 'https://s.example/'), Visiting())"
    )

    def add(number):
        program = [sys.executable, "-c", code, f"n{number}", str(path)]
        return subprocess.run(program, env=environment(), check=True)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(6)))
    assert all(f"[sites.n{n}]" in path.read_text() for n in range(6))
    assert [found.name for found in tmp_path.iterdir()] == ["sites.toml"]


def test_help_stays_without_docstrings():
    for command in ("top", "sites"):
        whole = run(command, "--help")
        bare = run(command, "--help", env={"PYTHONOPTIMIZE": "2"})
        assert bare.stdout == whole.stdout
        assert b"Examples:" in bare.stdout
