"""Lines of ranks: every point is a row of `export rankings`, every row lies on a line."""

from histories import histories, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples
from storekit import fresh_store, list_row, record

from store import Scope, Store
from store.history.observations import between
from store.transfer.exports.ranking_rows import rankings


def exported(db, since, until):
    """Address -> {time: best rank}, from the rows of the export; rows without an article are left."""
    ranks = {}
    for row in rankings(db, Scope(since=since, until=until), None):
        if row.url:
            places = ranks.setdefault(row.url, {})
            places[row.observed.seconds] = min(row.rank, places.get(row.observed.seconds, row.rank))
    return ranks


def rank_on(line, time):
    """The rank of a line at an observation; between two points of one rank it holds."""
    for (begin, rank), (end, next_rank) in zip(line.points, line.points[1:], strict=False):
        if begin < time < end:
            assert rank == next_rank, "a line moves only from one observation to the next"
            return rank
    return dict(line.points)[time]


@settings(max_examples=examples(80), deadline=None)
@given(history=histories(most=30), every=schedules(), data=st.data())
def test_lines_are_the_rows_of_the_export_and_break_at_gaps(history, every, data):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of = list_row(db, site, "day")
        times = st.integers(history[0].time - 10, history[-1].time + 10)
        since, until = sorted((data.draw(times), data.draw(times)))
        found = Store(db).rank_lines(of, since, until)
        observed = [o for o in between(db, of, since, until - 1) if o.items]
        if found is None:
            assert observed == []
            return
        assert found.times == [o.observed for o in observed]
        urls = dict(db.execute("SELECT id, url FROM article"))
        drawn = {}
        for article, lines in found.lines.items():
            for line in lines:
                span = [
                    o for o in observed if line.points[0][0] <= o.observed <= line.points[-1][0]
                ]
                assert not any(o.gap for o in span[1:]), "a line crosses a gap"
                places = drawn.setdefault(urls[article], {})
                for observation in span:
                    assert observation.observed not in places, "two lines at one time"
                    places[observation.observed] = rank_on(line, observation.observed)
                assert set(dict(line.points)) <= set(places), "a point where nothing was observed"
        assert drawn == exported(db, since, until)


@settings(max_examples=examples(80), deadline=None)
@given(history=histories(most=30), every=schedules())
def test_lines_of_a_whole_history_begin_and_end_as_its_events_say(history, every):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of = list_row(db, site, "day")
        store = Store(db)
        lines = [
            (article, line)
            for article, parts in store.rank_lines(of).lines.items()
            for line in parts
        ]
        events = [e for e in store.events([of]) if e.exact]
        for kind in ("new", "back"):
            told = {(e.article, e.by) for e in events if e.kind == kind}
            assert {(a, x.points[0][0]) for a, x in lines if x.begins == kind} == told
        left = {(e.article, e.after) for e in events if e.kind == "out"}
        assert {(a, x.points[-1][0]) for a, x in lines if x.ends == "off"} == left
