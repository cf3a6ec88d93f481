"""Events and the edges of stays: held to the slow reference on random histories."""

import reference_events
from histories import history_with_imports, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import record as joined
from storekit import fresh_store, list_row, names, record_in_turn

from store import Store
from store.history.observations import between
from store.history.staytable import all_stays
from store.queries.edges import came, left
from store.queries.events import KINDS
from store.queries.movement import Versus
from store.queries.movers import movers

TOP = (1, 3, 10)
UNHURRIED = settings(deadline=None, max_examples=60)


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
