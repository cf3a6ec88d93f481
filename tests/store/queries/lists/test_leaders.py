"""`leaders`, `article` and their numbers against the slow reference, over random histories."""

from histories import histories, schedules, site_histories
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import chart as slow_chart
from reference import gaps as slow_gaps
from reference import measured as slow_measured
from reference import rank_of, shown_rank
from reference import stays as slow_stays
from sizes import examples
from storekit import fresh_store, list_row, names, record

from store.history.derived.stays import top1_until
from store.queries.articles.article import dossier, evidence
from store.queries.lists.leaders import LEADER_ORDERS, leaders

SLOW_ORDERS = {
    "hours": lambda s: (-s.seconds, -s.top1_seconds, s.peak, s.peak_at),
    "peak": lambda s: (s.peak, -s.top1_seconds, -s.seconds, s.peak_at),
    "top1": lambda s: (-s.top1_seconds, s.peak, -s.seconds, s.peak_at),
    "entries": lambda s: (-s.entries, -s.seconds, s.peak, s.peak_at),
}


@settings(max_examples=examples(50))
@given(history=histories(most=30), every=schedules(), data=st.data())
def test_leaders_of_any_period(history, every, data):
    first, last = history[0].time, history[-1].time
    instants = st.integers(first - 100, last + 1) | st.sampled_from([o.time for o in history])
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        of, verdicts, known = list_row(db, site, "day"), slow_gaps(history, every), names(db)
        ids = {name: number for number, name in known.items()}
        for _ in range(2):
            by = data.draw(st.sampled_from(list(LEADER_ORDERS)))
            since, until = sorted((data.draw(instants), data.draw(instants)))
            since, until = data.draw(st.sampled_from((since, None))), max(until, first + 1)
            limit = data.draw(st.sampled_from((3, 1000)))
            found = leaders(db, of, since, until, by, limit)
            begin = first if since is None else since
            want = slow_chart(history, verdicts, begin, until)
            told = {known[row.article]: row for row in found.rows}
            order = sorted(want, key=lambda name: (*SLOW_ORDERS[by](want[name]), ids[name]))
            assert list(told) == order[:limit]
            for name, row in told.items():
                c = row.chart
                got = (c.first_seen, row.last_seen, c.entries, c.peak, c.peak_at, c.seconds)
                assert (*got, c.at_least, c.top1, c.longest) == tuple(want[name])
                assert row.now == rank_of(history[-1], name)
            seconds, total, number = slow_measured(history, verdicts, begin, until)
            assert (found.measured, found.until - found.since) == (seconds, total)
            missing = sum(
                min(o.time, until) - max(before.time, begin)
                for before, o, gap in zip(history, history[1:], verdicts[1:], strict=False)
                if gap and o.time > begin and before.time < until
            )
            assert found.recorded == seconds + missing
            assert len(found.gaps) == number


@settings(max_examples=examples(40))
@given(site_lists=site_histories(), every=schedules())
def test_an_article_on_several_lists(site_lists, every):
    with fresh_store(every) as (db, site):
        for time in sorted({o.time for history in site_lists.values() for o in history}):
            found = {n: o for n, history in site_lists.items() for o in history if o.time == time}
            record(db, site, [found])
        for number, name in names(db).items():
            told = dossier(db, number)
            proofs = [(p.list, p.observed, p.rank) for p in evidence(db, told)]
            assert sorted(proofs) == sorted(seen(site_lists, name))
            for on in told.lists:
                history = site_lists[on.ranking_list.name]
                if history:
                    check_article(on, history, slow_gaps(history, every), name)
                else:
                    assert on.chart is None


def seen(site_lists, name):
    """Every observation that shows an article: (list, time, rank)."""
    for of, history in site_lists.items():
        yield from ((of, o.time, shown_rank(o, name)) for o in history if name in o.entries)


def check_article(on, history, verdicts, name) -> None:
    want = slow_chart(history, verdicts).get(name)
    if want is None:
        assert (on.chart, on.now, on.stays, on.steps) == (None, None, [], [])
        return
    c = on.chart
    got = (c.first_seen, c.entries, c.peak, c.peak_at, c.seconds, c.at_least, c.top1, c.longest)
    assert got == (want.first_seen, *want[2:])
    assert on.now == rank_of(history[-1], name)
    stays = [s for s in slow_stays(history, verdicts) if s.article == name]
    assert [(s.begun, s.ended, s.entered, s.left) for s in on.stays] == [
        (s.begun, s.ended, s.begun_measured, s.left_measured) for s in stays
    ]
    ends = [history[-1].time if s.ended is None else s.ended for s in on.stays]
    told = [top1_until(s, end) for s, end in zip(on.stays, ends, strict=True)]
    assert told == [s.top1_seconds for s in stays]
    first = next(n for n, o in enumerate(history) if o.time == want.first_seen)
    assert on.steps == steps(history[first:], verdicts[first:], name)
    holes = [(a.time, b.time) for a, b, gap in zip(history, history[1:], verdicts[1:]) if gap]  # noqa: B905 - pairs
    assert on.gaps == [hole for hole in holes if hole[1] > want.first_seen]


def steps(history, verdicts, name):
    """The article's rank where it differs from the observation before, or a stay begins."""
    ranks = [(o.time, rank_of(o, name)) for o in history]
    return [
        step
        for n, step in enumerate(ranks)
        if n == 0 or step[1] != ranks[n - 1][1] or (step[1] is not None and verdicts[n])
    ]
