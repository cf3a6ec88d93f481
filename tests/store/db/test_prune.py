"""`tracker prune`: old pages go; no observation, no newer page and no validator is touched."""

import shutil
import sqlite3
from contextlib import closing
from unittest.mock import patch

import pytest
from fakesite import FakeSite
from flow import Flow, tracker
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples
from storekit import fresh_store

from scrapers.model import Answer, Site
from store.check.check import check
from store.db.connect import reading, transaction, writing
from store.db.prune import plan, prune
from store.history.sites import ensure_site
from store.pages import archive, attempts

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

DATA = ("rankings", "observations", "articles", "titles", "stays")
DAY = 86_400


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Three days of fetches, two each, the last of them half a year later."""
    with FakeSite() as site, pytest.MonkeyPatch.context() as patch:
        flow = Flow(site, tmp_path_factory.mktemp("filled"), patch)
        for time in ("01-27 17:03", "01-27 18:03", "01-28 17:03", "01-28 18:03", "07-28 17:03"):
            flow.at(f"2026-{time}")
            site.lists["day"].insert(0, site.lists["day"].pop())
            assert flow.fetch().status == 0
        yield flow


@pytest.fixture
def flow(filled, tmp_path, monkeypatch):
    """A copy of that store, at the time of its newest fetch."""
    copy = Flow(filled.site, tmp_path, monkeypatch)
    shutil.copy(filled.store, copy.store)
    copy.at("2026-07-28 17:03")
    return copy


def told(flow):
    return [flow.run("export", kind) for kind in DATA]


def kept(flow):
    return flow.query("SELECT count(*) FROM page")[0][0]


def test_old_pages_go_and_nothing_else(flow):
    before = told(flow)
    visits = flow.query("SELECT count(*) FROM attempt")
    number = kept(flow)
    would = flow.run("prune", "--pages-older-than", "90d", "--dry-run")
    assert (would.status, kept(flow), would.out) == (0, number, "")
    done = flow.run("prune", "--pages-older-than", "90d")
    gone = number - kept(flow)
    assert gone > 5
    assert would.err.startswith(f"{gone} kept pages (")
    assert "would go" in would.err
    assert done.err.splitlines()[0] == would.err.splitlines()[0].replace("would go", "deleted")
    assert told(flow) == before
    assert flow.query("SELECT count(*) FROM attempt") == visits
    assert flow.run("check").status == 0
    assert flow.run("prune", "--pages-older-than", "90d").err.startswith("0 kept pages")


def test_the_next_fetch_goes_on_as_before(flow):
    flow.at("2027-07-28 17:03")
    flow.run("prune", "--pages-older-than", "1d")
    assert kept(flow) == 1, "the page that a 304 will stand for"
    assert flow.fetch().status == 0
    assert flow.attempts()[-1][2] == 304
    assert flow.run("check").status == 0
    assert len(flow.top()) == 10


def test_a_page_that_came_again_is_not_old(flow):
    """The same bytes are kept once, with the time of their first visit."""
    with closing(sqlite3.connect(flow.store)) as db:
        db.execute("UPDATE attempt SET page = 1 WHERE id = (SELECT max(id) FROM attempt)")
        db.commit()
    flow.run("prune", "--pages-older-than", "90d")
    assert flow.query("SELECT id FROM page WHERE id = 1") == [(1,)]


def test_vacuum_makes_the_file_smaller(flow):
    before = flow.store.stat().st_size
    flow.run("prune", "--pages-older-than", "90d")
    assert flow.store.stat().st_size == before
    flow.run("prune", "--pages-older-than", "90d", "--vacuum")
    assert flow.store.stat().st_size < before
    assert flow.run("check").status == 0


def test_a_span_must_be_said_and_a_store_be_there(flow, tmp_path):
    assert flow.run("prune").status == 2
    assert flow.run("prune", "--pages-older-than", "old").status == 2
    flow.store = tmp_path / "typo.db"
    assert flow.run("prune", "--pages-older-than", "1y").status == 2
    assert not flow.store.exists()


@settings(max_examples=examples(60), deadline=None)
@given(
    visits=st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 5), st.sampled_from(["ranking", "article"])),
        min_size=1,
        max_size=25,
    ),
    limit=st.integers(0, 10),
)
def test_no_page_that_is_needed_goes(visits, limit):
    """Days and bodies at random: what stays can be read back, what went was old."""
    with fresh_store() as (db, site):
        bodies = {}
        with transaction(db):
            for day, body, kind in sorted(visits):
                text = b"<p>%d</p>" % body + bytes(range(256)) * 8
                answer = Answer("http://a/", "http://a/", day * DAY + body, 200, body=text)
                number = attempts.keep_attempt(db, site, kind, answer)
                attempts.accept(db, site, answer, number)
                bodies[number] = text
        young = {n for n, time in db.execute("SELECT id, time FROM attempt") if time >= limit * DAY}
        foreseen = plan(db, limit * DAY, [site])
        with patch("store.db.prune.LOT", 1):
            steps = []
            assert prune(db, limit * DAY, [site], lambda *step: steps.append(step)) == foreseen
        number = len(foreseen.pages)
        assert steps == [(gone, number) for gone in range(number)]
        for number, page in db.execute("SELECT id, page FROM attempt").fetchall():
            if page is not None:
                assert archive.load(db, page) == bodies[number]
            else:
                assert number not in young
        assert not any(part.problems for part in check(db))


def test_only_the_pages_of_the_sites_that_were_meant_go(tmp_path):
    store = str(tmp_path / "t.db")
    with writing(store) as db, transaction(db):
        for name in ("a", "b"):
            site = ensure_site(db, Site(name, name, f"http://{name}/"), "UTC")
            answer = Answer(f"http://{name}/", f"http://{name}/", 0, 200, body=name.encode() * 99)
            attempts.keep_attempt(db, site, "ranking", answer)
    assert tracker("--db", store, "prune", "--site", "c", "--pages-older-than", "1h").status == 2
    assert tracker("--db", store, "prune", "--site", "a", "--pages-older-than", "1h").status == 0
    with reading(store) as db:
        left = db.execute("SELECT name FROM page JOIN site ON site.id = page.site").fetchall()
    assert left == [("b",)]
