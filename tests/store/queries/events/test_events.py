"""Events and the edges of stays: held to the slow reference on random histories."""

import reference_events
from histories import START, at, history_with_imports, hourly, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import HOUR
from reference import record as joined
from sizes import examples
from storekit import HOME, fresh_store, list_row, names, record, record_in_turn

from store import Scope, Store, crosses
from store.history.derived.stay_table import all_stays
from store.history.observations import between
from store.queries.events.edges import came, left
from store.queries.events.event import KINDS
from store.queries.lists.movement import Versus
from store.queries.lists.movers import movers
from store.transfer.exports import derived

TOP = (1, 3, 10)
UNHURRIED = settings(deadline=None, max_examples=examples(60))


def stored_verdicts(db, of):
    return [o.gap for o in between(db, of, 0, 2**60)]


def as_model(db, found):
    """The store's events as the model tells them."""
    name = names(db)
    return [
        reference_events.Event(e.kind, name[e.article], e.after, e.by, e.rank, e.previous, e.exact)
        for e in found
    ]


@UNHURRIED
@given(history_with_imports(), schedules(), st.data())
def test_events_and_edges_are_those_of_the_reference(batches, every, data):
    history = joined([o for batch in batches for o in batch])
    with fresh_store(every) as (db, site):
        record_in_turn(db, site, batches)
        of = list_row(db, site, "day")
        verdicts = stored_verdicts(db, of)
        expected = reference_events.events(history, verdicts, TOP)
        found = as_model(db, Store(db).events([of], top=TOP))
        assert len(found) == len(set(found))
        assert set(found) == expected
        times = [o.time for o in history]
        since, until = sorted(data.draw(st.tuples(*[st.sampled_from(times)] * 2)))
        part = as_model(db, Store(db).events([of], since, until, TOP))
        assert set(part) == {event for event in expected if since <= event.by < until}
        name = names(db)
        stays = {
            (name[s.article], s.begun): (*came(db, of, s)[:2], *left(db, of, s)[:2])
            for s in all_stays(db, of.id)
        }
        expected = reference_events.edges(history, verdicts)
        assert stays == {key: tuple(found) for key, found in expected.items()}


@UNHURRIED
@given(history_with_imports(), schedules(), st.data())
def test_movers_tell_the_times_of_events(batches, every, data):
    """All that movers say of a time is an event; all events between the ends are of movers."""
    with fresh_store(every) as (db, site):
        record_in_turn(db, site, batches)
        of = list_row(db, site, "day")
        times = [o.observed for o in between(db, of, 0, 2**60)]
        until = data.draw(st.sampled_from(times))
        told = movers(db, of, until, Versus("time", data.draw(st.sampled_from(times))))
        if told.base is None:
            return
        found = Store(db).events([of], until=until + 1)
        by_kind = {kind: {} for kind in KINDS}
        for e in found:
            by_kind[e.kind][e.article, e.by] = (e.after, e.by, e.exact)
        for row in told.rows:
            article = row.row.article
            if row.came.after is not None:
                arrivals = by_kind["new"] | by_kind["back"]
                assert arrivals[article, row.came.by] == row.came
            if row.left and row.left.by is not None:
                assert by_kind["out"][article, row.left.by] == row.left
            if row.led:
                assert by_kind["first"][article, row.led.by] == row.led
            if row.last_here:
                assert row.last_here < row.came.by
        articles = {row.row.article for row in told.rows}
        assert {e.article for e in found if e.by > told.base.observed} <= articles


def told(history, every=HOUR, source="fetch"):
    """The store's events of a history that was recorded in order."""
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history], source)
        return Store(db).events(top=(2,))


def test_an_event_says_where_it_is_from_and_what_stood_there():
    (first, second) = told(hourly("a b", "b a"))
    assert first[:2] == ("news", "day")
    assert (first.kind, second.kind) == ("first", "peak")
    assert (first.rank, first.previous, first.title) == (1, 2, "Title b")
    assert first.article_url == first.url == f"{HOME}docs/b.html"
    assert (first.source, first.attempt, first.cause, first.exact) == ("fetch", None, "", True)
    assert {e.source for e in told(hourly("a b", "b a"), source="import")} == {"import"}


def test_across_a_gap_the_time_is_between_two_observations():
    found = told([at(0, "a b"), at(1, "a b"), at(9, "a x")])
    assert [(e.kind, e.after, e.by, e.exact) for e in found] == [
        ("new", START + HOUR, START + 9 * HOUR, False),
        ("out", START + HOUR, START + 9 * HOUR, False),
        ("top:2", START + HOUR, START + 9 * HOUR, False),
    ]
    assert {e.cause for e in found} == {"not known"}


def test_what_a_short_list_left_open_is_told_when_it_is_measured():
    found = told(hourly("a b c", "a", "a b x"))
    assert [(e.kind, e.after, e.by, e.cause) for e in found] == [
        ("new", START, START + 2 * HOUR, "short list"),
        ("out", START, START + 2 * HOUR, "short list"),
    ]


def test_what_comes_up_from_below_the_depth_is_no_news():
    assert [e.kind for e in told(hourly("a b", "a b c", "a b c d"))] == []


def test_crossing_is_coming_in_among_the_first():
    assert crosses(3, 4, 3)
    assert crosses(1, None, 3)
    assert not crosses(2, 3, 3)
    assert not crosses(4, None, 3)
    assert not crosses(None, 1, 3)


def test_an_export_is_the_same_whatever_is_held_at_once(monkeypatch):
    monkeypatch.setattr(derived, "SPAN", 2 * HOUR)
    with fresh_store(HOUR) as (db, site):
        lists = ("a b c", "b a c", "c b x", "a b c", "x a", "a b c", "y a z")
        record(db, site, [{"day": o} for o in hourly(*lists)])
        found = Store(db).events(top=derived.TOP)
        rows = list(derived.events(db, Scope(), None))
    assert [(r.kind, r.by.seconds, r.rank) for r in rows] == [(e.kind, e.by, e.rank) for e in found]
    assert len(rows) > 10
