"""Joins in the store: kept up visit by visit they are what a rebuild makes of the whole.

The reference is a twin: the same history of a site whose links have no noise in them.
"""

from contextlib import contextmanager

from addresses import CLEAN, LISTS, NOISY, Place, history, spelt
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples

from scrapers import Entry, Site, canonical
from store.check.check import check
from store.db.connect import transaction, writing
from store.history import joins
from store.history.observations import replay
from store.history.rebuild import rebuild_all
from store.history.recorder import ListReading, Snapshot, recording
from store.history.sites import ensure_list, ensure_site, lists
from store.history.staytable import all_stays

HOUR = 3600
START = 1_767_225_600


@contextmanager
def store(path):
    with writing(str(path)) as db:
        with transaction(db):
            site = ensure_site(db, Site("made", "Made", "https://news.example/"), "UTC")
            for name in LISTS:
                ensure_list(db, site, name, name, name)
        yield db, site


def readings(db, site, scheme, visit, number, source="fetch"):
    rows = {of.name: of for of in lists(db, site)}
    return [
        ListReading(rows[name], tuple(entries(scheme, name, visit[name], number)), source=source)
        for name in LISTS
    ]


def entries(scheme, name, rows, number):
    for rank, row in enumerate(rows, 1):
        url = spelt(scheme, row.article, Place(name, rank, number))
        yield Entry(rank, row.title, url, canonical(url))


def record(db, site, scheme, numbered, source="fetch"):
    with transaction(db), recording(db) as recorder:
        for number, visit in numbered:
            read = readings(db, site, scheme, visit, number, source)
            recorder.record(Snapshot(site, START + number * HOUR, 0, None, read))


def told(db, site):
    """(list, time) -> what the store says of who stood where, by the first place of each article."""
    states = {}
    first = {}
    for of in lists(db, site):
        for state, gap in replay(db, of):
            ranks = dict(state.ranks)
            for article, rank in sorted(ranks.items(), key=lambda pair: pair[1]):
                first.setdefault(article, (state.observed, of.name, rank))
            states[of.name, state.observed] = (gap, ranks)
    named = {
        key: (gap, {first[a]: r for a, r in ranks.items()}) for key, (gap, ranks) in states.items()
    }
    stays = {
        (of.name, first[stay.article], *stay[1:])
        for of in lists(db, site)
        for stay in all_stays(db, of.id)
    }
    return named, stays


def problems(db):
    return [problem for part in check(db) for problem in part.problems]


@settings(max_examples=examples(60))
@given(
    scheme=st.sampled_from([*NOISY, *CLEAN]),
    seed=st.integers(0, 2**32),
    visits=st.integers(2, 6),
)
def test_a_noisy_site_has_the_history_of_its_plain_twin(tmp_path_factory, scheme, seed, visits):
    made = list(enumerate(history(seed, visits)))
    folder = tmp_path_factory.mktemp("twins")
    with store(folder / "noisy.db") as (db, site), store(folder / "plain.db") as (plain, twin):
        for number, visit in made:
            record(db, site, scheme, [(number, visit)])
            record(plain, twin, "path", [(number, visit)])
            if number:
                assert told(db, site) == told(plain, twin)
            assert joins.differences(db, site) == 0
        before = told(db, site)
        with transaction(db):
            rebuild_all(db, START)
        assert told(db, site) == before
        assert problems(db) == []


@settings(max_examples=examples(20))
@given(
    scheme=st.sampled_from([*NOISY]),
    seed=st.integers(0, 2**32),
    visits=st.integers(2, 6),
    data=st.data(),
)
def test_imports_in_any_order_end_alike(tmp_path_factory, scheme, seed, visits, data):
    made = list(enumerate(history(seed, visits)))
    order = data.draw(st.permutations(made))
    folder = tmp_path_factory.mktemp("orders")
    with store(folder / "noisy.db") as (db, site), store(folder / "plain.db") as (plain, twin):
        record(plain, twin, "path", made, "import")
        for visit in order:
            record(db, site, scheme, [visit], data.draw(st.sampled_from(["import", "fetch"])))
            assert joins.differences(db, site) == 0
        assert told(db, site) == told(plain, twin)
        assert problems(db) == []
