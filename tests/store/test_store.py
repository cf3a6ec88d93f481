"""The door of the store: what a block sees, what it may do, and what stays outside."""

import sqlite3
from contextlib import closing

import pytest
from madestore import VISITS, make

from scrapers import Answer, Entry, Link, Site
from store import (
    ListReading,
    ListRow,
    NoStore,
    NotFound,
    RankingVisit,
    StoreError,
    Versus,
    open_store,
)

HOME = "https://news.example/"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return make(tmp_path_factory.mktemp("store") / "t.db", visits=VISITS[:30])


@pytest.fixture
def fresh(tmp_path):
    return tmp_path / "t.db"


def test_asking_never_makes_a_store(fresh):
    for write in (False, True):
        with pytest.raises(NoStore), open_store(fresh, write=write):
            pass
    assert not fresh.exists()


def test_asking_writes_nothing(path):
    with pytest.raises(StoreError, match="may not be written"), open_store(path) as store:
        store.visits.keep_host_states([{"host": "news.example"}])


def test_without_a_list_the_day_of_the_default_site_is_meant(path):
    with open_store(path) as store:
        day = store.one_list(store.site(), "24h")
        assert store.top() == store.top(day)
        assert store.movers() == store.movers(day, versus=Versus("usual"))
        assert store.leaders().rows == store.leaders(day, until=2**40).rows


def test_a_site_list_or_article_that_is_not_there_is_said(path):
    with open_store(path) as store:
        with pytest.raises(NotFound, match="did you mean mihon"):
            store.site("mihom")
        with pytest.raises(NotFound, match="no list 'decade'"):
            store.one_list(store.site(), "decade")
        with pytest.raises(NotFound, match="no article 999"):
            store.article(999)


def written(path, key):
    """Whether another program could write into the store just now."""
    with closing(sqlite3.connect(path, timeout=0)) as db:
        try:
            db.execute("INSERT INTO meta VALUES (?, '')", (key,))
            db.commit()
        except sqlite3.OperationalError:
            return False
        return True


def test_a_block_sees_one_state_and_rows_do_not_hold_a_writer_up(path):
    with open_store(path) as store:
        before = store.top()
        assert not written(path, "during questions")
        assert store.top() == before
        rows = store.rows("rankings")
        next(rows)
        assert written(path, "during rows")
        assert sum(1 for _ in rows) > 0
        for part in store.check():
            assert part.problems == []
            assert written(path, f"after {part.part}")


def visit(time, readings=(), problem=(None, "")):
    answer = Answer(HOME, HOME, time, 200, body=b"<html>%d" % time)
    link = Link("Another", f"{HOME}b", f"{HOME}b")
    return RankingVisit(answer, problem, [link], readings)


def reading(site, *names):
    """A list that the store does not know yet: its id is 0."""
    of = ListRow(0, site.id, "day", "day", "Today")
    entries = [Entry(rank, name, HOME + name, HOME + name) for rank, name in enumerate(names, 1)]
    return ListReading(of, tuple(entries), reader="test/1")


@pytest.fixture
def recording(fresh):
    with open_store(fresh, write=True, create=True) as store:
        rows = store.visits.begin([(Site("news", "News", HOME), "JST", None)], "news", [])
        yield store, rows["news"]


def test_a_recorded_visit_makes_its_lists_and_asks_for_its_articles(recording):
    store, site = recording
    assert store.visits.record(site, visit(1000, [reading(site, "a")]), lambda _: 540)
    [day] = store.lists(site)
    seen = store.history.latest(day)
    assert (seen.observation.observed, seen.observation.utc_offset) == (1000, 540)
    assert [row.title for row in seen.rows] == ["a"]
    assert {wanted.url for wanted in store.queue.wanted(site, 1000)} == {f"{HOME}a", f"{HOME}b"}
    assert not store.visits.record(site, visit(2000, [reading(site, "b")]), lambda _: 540)
    assert [row.title for row in store.history.latest(day, 1999).rows] == ["a"]


def test_an_article_has_its_identity_and_the_address_that_leads_there(recording):
    store, site = recording
    shown = reading(site, "a")
    entries = tuple(entry._replace(url=entry.url + "/?ref=1") for entry in shown.entries)
    store.visits.record(site, visit(1000, [shown._replace(entries=entries)]), lambda _: 540)
    [row] = store.history.latest(store.lists(site)[0]).rows
    article = store.article(row.article)
    assert (article.url, article.shown_url) == (f"{HOME}a", f"{HOME}a/?ref=1")


def test_a_refused_visit_is_kept_and_makes_no_list(recording):
    store, site = recording
    refused = visit(1000, problem=("layout", "no ranking"))
    assert not store.visits.record(site, refused, lambda _: 540)
    assert store.lists(site) == []
    assert store.pages.load(store.pages.refused(site).newest.page) == b"<html>1000"


def test_a_visit_that_cannot_be_recorded_whole_leaves_nothing(recording):
    store, site = recording

    def no_zone(_):
        raise LookupError

    with pytest.raises(LookupError):
        store.visits.record(site, visit(1000, [reading(site, "a")]), no_zone)
    assert store.lists(site) == []
    assert store.queue.wanted(site, 1000) == []
    assert list(store.log([site])) == []


def test_a_rereading_is_tried_on_a_copy_and_leaves_the_store_alone(recording):
    store, site = recording
    store.visits.record(site, visit(1000, problem=("layout", "no ranking")), lambda _: 540)
    [kept] = store.pages.of_rankings(site, 0, 2000)
    with store.private_copy() as copy:
        for tried, recorded in ((copy, False), (store, True)):
            with tried.history.rereading(site) as again:
                again.record(kept, {}, [reading(site, "a")], 3000, lambda _: 540)
            assert tried.lists(site)
            assert bool(store.lists(site)) == recorded
    [day] = store.lists(site)
    assert store.history.latest(day).observation.source == "reread"
    assert store.pages.refused(site) is None
