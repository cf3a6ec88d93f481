"""Baselines, statuses, departures and the seven days of the store against the reference."""

import json
from datetime import UTC, datetime

from flow import tracker
from histories import START, histories, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import DAY, HOUR, known_by, outs, seven_days, short_flags, statuses
from reference import baseline as slow_baseline
from reference import gaps as slow_gaps
from reference import movers as slow_movers
from sizes import examples
from storekit import HOME, OFFSET, entry, fresh_store, list_row, names, record

from cli.terminal.times import hours
from scrapers.model import Entry
from store.db.connect import transaction
from store.history import observations
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import sites
from store.queries.lists.compare import compare
from store.queries.lists.movement import Versus
from store.queries.lists.movers import movers
from store.queries.lists.top import top

LAGS = st.sampled_from((HOUR, 6 * HOUR, DAY, 7 * DAY)) | st.integers(1, 3 * DAY)
TOLERANCES = st.none() | st.integers(0, 2 * DAY)


def versus(history):
    instants = st.integers(history[0].time - DAY, history[-1].time + DAY)
    return (
        st.tuples(st.sampled_from(("previous", "usual")))
        | st.tuples(st.just("lag"), LAGS)
        | st.tuples(st.just("time"), instants | st.sampled_from([o.time for o in history]))
    )


@settings(max_examples=examples(120), deadline=None)
@given(history=histories(most=30), every=schedules(), tolerance=TOLERANCES, data=st.data())
def test_moves_are_as_the_reference_says(history, every, tolerance, data):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of, verdicts = list_row(db, site, "day"), slow_gaps(history, every)
        for _ in range(4):
            index = data.draw(st.integers(0, len(history) - 1))
            vs = data.draw(versus(history))
            now = observations.newest(db, of, history[index].time)
            told = compare(db, of, now, Versus(*vs), tolerance)
            base = slow_baseline(history, index, vs, tolerance, verdicts)
            assert (told.base and told.base.observed) == (
                None if base is None else history[base].time
            )
            check_moves(db, told, history, index, base)


def check_moves(db, told, history, index, base) -> None:
    known = names(db)
    want = {
        history[index].entries[rank - 1]: move
        for rank, move in statuses(history, index, base).items()
        if history[index].entries[rank - 1]
    }
    assert {known[a]: (m.status, m.change) for a, m in told.moves.items()} == want
    left = [(known[a], m.previous, m.status) for a, m in told.departures.items()]
    assert sorted(left) == sorted(outs(history, index, base))


@settings(max_examples=examples(80), deadline=None)
@given(history=histories(most=30), every=schedules(), data=st.data())
def test_top_as_of_any_time_knows_nothing_later(history, every, data):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        then = data.draw(st.integers(history[0].time, history[-1].time + DAY))
        shown = top(db, sites(db)[0], list_row(db, site, "day"), then, Versus("lag", DAY))
        known, articles = known_by(history, then), names(db)
        verdicts = slow_gaps(known, every)
        assert shown.now.short == short_flags(known)[-1]
        for row in shown.rows:
            if row.row.article is not None:
                article = articles[row.row.article]
                days = seven_days(known, verdicts, known[-1].time, article)
                assert row.week == days


@settings(max_examples=examples(100), deadline=None)
@given(history=histories(most=30), every=schedules(), data=st.data())
def test_movers_tell_all_that_happened_between(history, every, data):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of, verdicts = list_row(db, site, "day"), slow_gaps(history, every)
        index = data.draw(st.integers(1, len(history) - 1))
        vs = ("time", history[data.draw(st.integers(0, index - 1))].time)
        base = slow_baseline(history, index, vs, None, verdicts)
        found = movers(db, of, history[index].time, Versus(*vs))
        assert (found.base and found.base.observed) == (
            None if base is None else history[base].time
        )
        if base is not None:
            want = slow_movers(history, verdicts, base, index)
            known = names(db)
            for status in ("up", "down", "same", "new", "re", "out", "unknown"):
                slow = getattr(want, "back" if status == "re" else status)
                told = [m for m in found.rows if m.status == status]
                assert {(known[m.row.article], m.now, m.was) for m in told} == set(slow)
            visits = [m for m in found.rows if m.status == "visit"]
            told = {(known[m.row.article], m.peak, m.seconds) for m in visits}
            assert told == set(want.visits)
            assert found.observed == index - base + 1


def test_a_visit_has_the_wording_it_was_last_shown_with():
    link = f"{HOME}docs/v.html"
    wordings = ("", "first", "second", "first", "")
    with fresh_store(HOUR) as (db, site), transaction(db), recording(db) as recorder:
        of = list_row(db, site, "day")
        for number, title in enumerate(wordings):
            stayed = entry(1, "a")
            rows = (stayed, Entry(2, title, link, link)) if title else (stayed,)
            found = ListReading(of, rows, reader="test/1")
            recorder.record(Snapshot(site, START + number * HOUR, OFFSET, None, [found]))
        told = movers(db, of, START + 4 * HOUR, Versus("lag", 4 * HOUR), 0).rows
    assert [(m.status, m.row.title, m.peak, m.seconds) for m in told] == [
        ("visit", "first", 2, 3 * HOUR),
        ("same", "Title a", 1, 4 * HOUR),
    ]


@settings(max_examples=examples(40), deadline=None)
@given(history=histories(most=20), every=schedules(), data=st.data())
def test_the_program_says_what_the_store_says(history, every, data):
    then = data.draw(st.integers(history[0].time, history[-1].time + DAY))
    lag = data.draw(st.sampled_from((6 * HOUR, DAY, 7 * DAY)))
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        path = db.execute("PRAGMA database_list").fetchone()[2]
        of, vs = list_row(db, site, "day"), Versus("lag", lag)
        shown = top(db, sites(db)[0], of, then, vs)
        moved = movers(db, of, then, vs)
        when = datetime.fromtimestamp(then, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        lag_word = f"{lag // HOUR}h"
        told = said(path, "top", "--at", when, "--vs", lag_word)
        for row, found in zip(told, shown.rows, strict=True):
            assert (row["rank"], row["title"]) == (found.row.rank, found.row.title)
            assert (row["status"], row["change"], row["previous"]) == found_move(found)
            assert (row["peak"], row["days"]) == (found.peak, found.week)
            assert row["hours"] == (None if found.seconds is None else hours(found.seconds))
            assert instant(row["observed"]) == shown.now.observed
            assert instant(row["baseline"]) == (shown.base and shown.base.observed)
        told = said(path, "movers", "--until", when, "--since", lag_word, "--min", "0")
        for row, found in zip(told, moved.rows, strict=True):
            assert (row["status"], row["change"]) == (found.status, found.change)
            assert (row["rank"], row["previous"]) == (found.now, found.was)
            assert (row["article"], row["title"]) == (found.row.article, found.row.title)
            assert (row["peak"], row["hours"]) == (found.peak, hours(found.seconds))
            told = [instant(row[name]) for name in EDGES]
            assert told == [*edges(found.came), *edges(found.left), *edges(found.led)]


def said(path, *words):
    found = tracker("--db", path, *words, "--json")
    assert (found.status, found.err) == (0, "")
    return json.loads(found.out)


def found_move(found):
    return found.move.status, found.move.change, found.move.previous


EDGES = ("last_off", "since", "last_on", "until", "first_after", "first_by")


def edges(between):
    """Both times of a Between, or none."""
    return between[:2] if between else (None, None)


def instant(text):
    """The UTC seconds of a time in JSON."""
    return None if text is None else int(datetime.fromisoformat(text).timestamp())
