"""The morning screen: what `tracker` alone shows, in 24 lines of 80 columns, in both languages.

The golden files are made anew by  GOLDEN=write pytest tests/cli/commands/test_morning.py
"""

import re
import shlex
import sqlite3
from contextlib import closing
from itertools import pairwise

import madestore
import pytest
from flow import on_terminal, tracker
from golden import check

from cli.terminal.folding import width
from store.db.connect import writing


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The demo's week, its first day, the morning after the gap, three sites, and one visit."""
    folder = tmp_path_factory.mktemp("morning")
    visits = madestore.VISITS
    night = next(n for n, (a, b) in enumerate(pairwise(visits)) if b - a > 90_000)
    return {
        "week": madestore.make(folder / "week.db"),
        "young": madestore.make(folder / "young.db", visits=visits[-8:]),
        "slept": madestore.make(folder / "slept.db", visits=visits[: night + 2]),
        "three": madestore.three_sites(folder / "three.db"),
        "once": madestore.make(folder / "once.db", visits=visits[-1:]),
    }


NOW = {"slept": "2026-01-23T17:00+09:00"}


def morning(stores, name, monkeypatch, *words):
    monkeypatch.setenv("TRACKER_NOW", NOW.get(name, madestore.NOW))
    said = tracker("--db", stores[name], *words)
    assert (said.status, said.err) == (0, "")
    return said.out


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["week", "young", "slept", "three", "once"])
def test_it_reads_well_and_has_room(stores, monkeypatch, name, language):
    monkeypatch.setenv("TRACKER_DB", stores[name])
    monkeypatch.setenv("TRACKER_NOW", NOW.get(name, madestore.NOW))
    shown = tracker("--lang", language).out
    check(f"morning-{name}-{language}.txt", shown)
    assert len(shown.splitlines()) <= len("x" * 24)
    assert max(map(width, shown.splitlines())) <= len("x" * 80)


@pytest.mark.parametrize("columns", [60, 160])
def test_on_a_terminal_it_is_the_same_in_colour(stores, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    plain = morning(stores, "week", monkeypatch)
    shown = on_terminal("--db", stores["week"], columns=columns)
    assert "\x1b[32m↑8\x1b[0m" in shown
    bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", shown)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()
    titles = [line for line in bare.splitlines() if re.match(r" +\d|out", line)]
    assert max(map(width, titles)) <= min(columns, len("x" * 80))


def commands(said):
    """The commands that a screen names, without what they are good for."""
    lines = re.findall(r"^  (tracker .*?)(?:   *\S.*)?$", said, re.MULTILINE)
    return [shlex.split(line)[1:] for line in lines]


@pytest.mark.parametrize("name", ["week", "young", "slept", "once", "three"])
def test_every_command_that_it_names_works(stores, monkeypatch, tmp_path, name):
    monkeypatch.chdir(tmp_path)
    named = commands(morning(stores, name, monkeypatch))
    assert named
    for words in named:
        if words[0] not in {"fetch", "sites"}:
            said = tracker(*words)
            assert (said.status, said.err) == (0, ""), words


def test_a_site_that_is_named_is_kept_to(stores, monkeypatch):
    said = morning(stores, "three", monkeypatch, "--site", "mihon")
    assert "kenpo" not in said
    assert ["movers", "--db", stores["three"], "--site", "mihon"] in commands(said)


def test_after_a_failed_first_fetch_it_names_what_helps(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", madestore.NOW)
    path = madestore.three_sites(tmp_path / "t.db")
    said = tracker("--db", path, "--site", "umikaze").out
    assert "fetch failed, nothing was recorded yet" in said
    assert [words[0] for words in commands(said)] == ["log", "fetch"]
    following = tracker("--db", path, "--site", "umikaze", "status").out.splitlines()[-1]
    assert following == f"next:  tracker log --db {path} --site umikaze"


def test_a_silent_site_is_to_be_fetched(stores, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", "2026-02-01T08:12+09:00")
    said = tracker("--db", stores["week"])
    assert "STALE, last visit Tue 08:03" in said.out
    assert commands(said.out)[0] == ["fetch", "--db", stores["week"]]
    said = tracker("--db", stores["three"])
    assert "STALE  mihon: no fetch was run" in said.out
    assert tracker("--db", stores["week"], "status").out.endswith(
        f"next:  tracker fetch --db {stores['week']}\n"
    )


def test_an_empty_store_says_how_to_begin(tmp_path):
    path = tmp_path / "empty.db"
    with writing(str(path), create=True):
        pass
    said = tracker("--db", str(path))
    assert (said.status, commands(said.out)) == (0, [["fetch", "--db", str(path)]])


def test_hostile_titles_stay_text_and_in_their_place(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", madestore.NOW)
    path = madestore.make(tmp_path / "t.db", visits=madestore.VISITS[-20:])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE entry SET title = char(27) || '[31m' || title || char(10) || title")
    said = tracker("--db", path).out
    assert "\x1b" not in said
    assert max(map(width, said.splitlines()[:-2])) <= len("x" * 80)


def test_more_lists_than_lines_are_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", madestore.NOW)
    path = tmp_path / "t.db"
    for number in range(30):
        madestore.make(path, f"s{number:02}", visits=madestore.VISITS[-1:])
    said = tracker("--db", str(path)).out
    assert len(said.splitlines()) == len("x" * 24)
    assert "10 more sites" in said
