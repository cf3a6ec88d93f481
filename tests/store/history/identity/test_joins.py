"""Joins in the store: kept up visit by visit they are what a rebuild makes of the whole.

The reference is a twin: the same history of a site whose links have no noise in them.
"""

from contextlib import contextmanager

from addresses import CLEAN, LISTS, NOISY, Place, history, known_by, shown, spelt
from flow import tracker
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples

from scrapers import Entry, Site, canonical
from store.check.check import check
from store.db.connect import transaction, writing
from store.history.derived.rebuild import rebuild_all
from store.history.derived.stay_table import all_stays
from store.history.identity import joins
from store.history.identity.identities import set_by_hand
from store.history.observations import replay
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site, is_applied, lists
from store.transfer.exports.exports import KINDS
from store.transfer.exports.timeline import Scope

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


def addresses(db):
    """(visit, list, rank) -> the address by which the store knows the article there."""
    return {
        ((row.observed.seconds - START) // HOUR, LISTS.index(row.list), row.rank): row.article_url
        for row in KINDS["rankings"](db, Scope(), None)
    }


def reference(scheme, visits):
    """The same as the reference has it."""
    known = known_by(shown(scheme, dict(visits)))
    return {place: canonical(url) for place, url in known.items()}


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
                assert addresses(db) == reference(scheme, made[: number + 1])
            assert joins.differences(db, site) == 0
        before = told(db, site)
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
        assert addresses(db) == reference(scheme, made)
        assert problems(db) == []


def visit_of(db, site, host, numbers, at):
    (of, *_) = lists(db, site)
    urls = [f"https://{host}/docs/{n:06d}.html" for n in numbers]
    rows = (Entry(i, f"Headline {url[-11:]}", url, canonical(url)) for i, url in enumerate(urls, 1))
    with transaction(db), recording(db) as recorder:
        reading = ListReading(of, tuple(rows))
        recorder.record(Snapshot(site, START + at * HOUR, 0, None, [reading]))


def test_a_former_host_is_the_same_site(tmp_path):
    moved = Site("made", "Made", "https://www.news.example/", formerly=("old.example",))
    with store(tmp_path / "t.db") as (db, site):
        visit_of(db, site, "old.example", [1, 2, 3, 4], 0)
        with transaction(db):
            set_by_hand(db, site, moved)
        assert not is_applied(db, site), "the past waits for check --rebuild"
        assert "tracker check --rebuild" in tracker("--db", str(tmp_path / "t.db"), "status").out
        visit_of(db, site, "news.example", [2, 1, 3], 1)
        assert db.execute("SELECT count(DISTINCT article) FROM stay").fetchone() == (4,)
        evidence = db.execute("SELECT DISTINCT evidence FROM joining").fetchall()
        assert evidence == [("formerly",)]
        rebuild_all(db, START)
        assert is_applied(db, site)
        assert "--rebuild" not in tracker("--db", str(tmp_path / "t.db"), "status").out
        assert db.execute("SELECT count(DISTINCT article) FROM stay").fetchone() == (4,)
        assert problems(db) == []


def test_addresses_kept_apart_by_hand_are_parted_by_a_rebuild(tmp_path):
    made = list(enumerate(history(1, 3)))
    with store(tmp_path / "t.db") as (db, site):
        record(db, site, "clock", made)
        joined = db.execute("SELECT count(*) FROM article WHERE joined IS NOT NULL").fetchone()
        a, b = (
            row[0]
            for row in db.execute(
                "SELECT url FROM article WHERE 8 IN (id, joined) ORDER BY id LIMIT 2"
            )
        )
        with transaction(db):
            home = "https://news.example/"
            set_by_hand(db, site, Site("made", "Made", home, apart=((a, b),)))
        rebuild_all(db, START)
        assert joined > db.execute("SELECT count(joined) FROM article").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM joining WHERE undone IS NULL").fetchone() == (0,)
        assert problems(db) == []
