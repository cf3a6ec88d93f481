"""The demo is the whole flow: a server, the real fetch, the real store, over made days."""

import os
import sqlite3
from contextlib import closing

import pytest

from cli.commands.demo import COMMANDS, _clock, script
from cli.commands.demo.pages import LABELS


@pytest.fixture(scope="module")
def store(demo):
    with closing(sqlite3.connect(f"file:{demo / 'tracker.db'}?mode=ro", uri=True)) as db:
        yield db


def test_one_visit_fails_and_is_told(demo, store):
    said = (demo / "said.txt").read_text()
    visits = len(script.VISITS)
    assert f"{visits} visits, {visits - 1} of them recorded." in said
    assert said.count("fetch failed") == said.count("recovered after 1 run") == 1
    failed = store.execute("SELECT status, code FROM attempts WHERE code IS NOT NULL").fetchall()
    assert failed == [(503, "status-5xx")]


def test_it_shows_what_it_recorded_and_leaves_the_store_alone(demo):
    said = (demo / "said.txt").read_text()
    assert {path.name for path in demo.iterdir()} <= {"tracker.db", "tracker.db.lock", "said.txt"}
    assert all(f"$ tracker {' '.join(words)}\n" in said for words in COMMANDS)
    assert said.count("\nobserved,site,list,window,label,rank,title,url,flags\n") == 1


def test_every_visit_but_the_failed_one_became_an_observation_of_each_list(store):
    rows = store.execute(
        "SELECT list, unixepoch(observed) FROM observations WHERE result = 'ok' ORDER BY observed"
    ).fetchall()
    up = [time for time in script.VISITS if not script.down_at(time)]
    for window in LABELS:
        assert [time for name, time in rows if name == window] == up


def test_what_is_stored_is_what_the_script_tells(store):
    stored = store.execute(
        "SELECT unixepoch(observed), list, rank, title FROM rankings ORDER BY 1, 2, 3"
    ).fetchall()
    told = []
    for time in script.VISITS:
        if not script.down_at(time):
            state = script.state_at(time)
            told += [
                (time, window, rank, state.stories[number].title)
                for window in sorted(LABELS)
                for rank, number in enumerate(state.lists[window], 1)
            ]
    assert stored == told


def test_the_days_without_a_visit_are_a_gap(store):
    gaps = store.execute(
        "SELECT list, unixepoch(observed) FROM observations WHERE gap_before ORDER BY list"
    ).fetchall()
    after = min(time for time in script.VISITS if time >= script.AWAY[1])
    assert gaps == [(window, after) for window in sorted(LABELS)]


def test_every_listed_article_was_read(store):
    listed = {
        number
        for time in script.VISITS
        for numbers in script.state_at(time).lists.values()
        for number in numbers
        if not script.down_at(time)
    }
    (read,) = store.execute("SELECT count(*) FROM articles WHERE body IS NOT NULL").fetchone()
    assert read == len(listed)


def test_the_clock_is_as_it_was(monkeypatch):
    for before in (None, "2026-01-01T00:00:00Z"):
        monkeypatch.delenv("TRACKER_NOW", raising=False)
        if before:
            monkeypatch.setenv("TRACKER_NOW", before)
        with _clock() as at:
            at(0)
            assert os.environ["TRACKER_NOW"] == "1970-01-01T00:00:00+00:00"
        assert os.environ.get("TRACKER_NOW") == before
