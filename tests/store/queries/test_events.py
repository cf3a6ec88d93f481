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
from store.queries.edges import edges

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
        stays = {(name[s.article], s.begun): edges(db, of, s) for s in all_stays(db, of.id)}
        assert stays == reference_events.edges(history, verdicts)
