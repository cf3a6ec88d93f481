"""Chart statistics and measured time of the store against the slow reference."""

from histories import histories, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import chart as slow_chart
from reference import gaps as slow_gaps
from reference import known_by
from reference import measured as slow_measured
from sizes import examples
from storekit import fresh_store, list_row, names, record

from store.queries.lists import charts


def told(db, of, when) -> dict[str, tuple]:
    known = names(db)
    return {
        known[article]: (
            c.first_seen,
            charts.last_seen(db, of, c, when),
            c.entries,
            c.peak,
            c.peak_at,
            c.seconds,
            c.at_least,
            c.top1,
            c.longest,
        )
        for article, c in charts.charts(db, of, when, known).items()
    }


def slow(history, verdicts, since=None, until=None) -> dict[str, tuple]:
    return {a: tuple(stats) for a, stats in slow_chart(history, verdicts, since, until).items()}


@settings(max_examples=examples(80), deadline=None)
@given(history=histories(most=30), every=schedules(), data=st.data())
def test_charts_of_any_period(history, every, data):
    first, last = history[0].time, history[-1].time
    instants = st.integers(first - 100, last + 100) | st.sampled_from([o.time for o in history])
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of, verdicts = list_row(db, site, "day"), slow_gaps(history, every)
        assert told(db, of, charts.period(db, of)) == slow(history, verdicts)
        for _ in range(4):
            since, until = sorted((data.draw(instants), data.draw(instants)))
            when = charts.period(db, of, since, until)
            assert told(db, of, when) == slow(history, verdicts, since, until)
            seconds, holes = charts.measured(db, of, since, until)
            assert (seconds, len(holes)) == slow_measured(history, verdicts, since, until)[0::2]


@settings(max_examples=examples(60), deadline=None)
@given(history=histories(most=30), every=schedules(), data=st.data())
def test_charts_as_of_a_time_know_nothing_later(history, every, data):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of = list_row(db, site, "day")
        then = data.draw(st.sampled_from(history)).time
        known = known_by(history, then)
        assert told(db, of, charts.as_of(db, of, then)) == slow(known, slow_gaps(known, every))
