"""Climbs, held to their definition applied to every observation of random histories."""

from histories import START, at, histories, hourly
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import HOUR
from sizes import examples
from storekit import fresh_store, list_row, names, record

from store import Store
from store.history.observations import between


def best(entries):
    """Article -> its best rank."""
    ranks = {}
    for rank, article in enumerate(entries, 1):
        if article:
            ranks.setdefault(article, rank)
    return ranks


def reference(history, gaps, ranks, span):
    """(time, article, rank) of each climb, by looking at all observations of an unbroken time."""
    lists = [best(observation.entries) for observation in history]
    found = set()
    for number in range(1, len(history)):
        for article in lists[number].keys() & lists[number - 1].keys():
            first = number
            while first and not gaps[first] and article in lists[first - 1]:
                first -= 1
            held = [(history[at].time, lists[at][article]) for at in range(first, number + 1)]
            if len(held) > 1 and climbed(held, span) >= ranks > climbed(held[:-1], span):
                found.add((held[-1][0], article, held[-1][1]))
    return found


def climbed(held, span):
    """How many ranks better the last is than the worst within the span."""
    time, rank = held[-1]
    known = [number for number, (seen, _) in enumerate(held) if seen <= time - span]
    return max(worst for _, worst in held[max(known, default=0) :]) - rank


@settings(max_examples=examples(60), deadline=None)
@given(
    histories(most=30), st.integers(1, 4), st.sampled_from([HOUR, 3 * HOUR, 24 * HOUR]), st.data()
)
def test_climbs_are_those_of_the_definition(history, ranks, span, data):
    with fresh_store() as (db, site):
        record(db, site, [{"day": o} for o in history])
        of = list_row(db, site, "day")
        gaps = [o.gap for o in between(db, of, 0, 2**60)]
        expected = reference(history, gaps, ranks, span)
        since = data.draw(st.sampled_from([o.time for o in history]))
        found = Store(db).climbs(of, since, 2**40, ranks, span)
        name = names(db)
        told = {(e.by, name[e.article], e.rank) for e in found}
        assert told == {one for one in expected if one[0] >= since}


def test_a_climb_is_told_once_and_says_from_where():
    with fresh_store() as (db, site):
        lists = ("a b c d e", "a b c e d", "a e b c d", "e a b c d", "e a b c d")
        record(db, site, [{"day": o} for o in hourly(*lists)])
        (climb,) = Store(db).climbs(list_row(db, site, "day"), 0, 2**40, 3, 24 * HOUR)
    assert (climb.kind, climb.title, climb.previous, climb.rank) == ("climb", "Title e", 5, 2)
    assert (climb.after, climb.by, climb.exact) == (START + HOUR, START + 2 * HOUR, True)


def test_what_lies_across_a_gap_is_no_climb():
    with fresh_store(HOUR) as (db, site):
        record(
            db, site, [{"day": o} for o in [at(0, "a b c d"), at(1, "a b c d"), at(9, "d a b c")]]
        )
        assert Store(db).climbs(list_row(db, site, "day"), 0, 2**40, 3, 24 * HOUR) == []
