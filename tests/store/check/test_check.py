"""`tracker check`: whatever is damaged is found, and whatever is sound is not complained of."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from fakesite import FakeSite
from flow import Flow
from histories import history_with_imports, schedules, site_histories
from hypothesis import given, settings
from sizes import examples, part
from storekit import fresh_store, record, record_in_turn

from store.check.check import check

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store with a few fetches, articles and a gap in it."""
    with FakeSite() as site, pytest.MonkeyPatch.context() as patch:
        flow = Flow(site, tmp_path_factory.mktemp("filled"), patch)
        for day, hour in [(28, 17), (28, 18), (28, 19), (30, 7), (30, 8)]:
            flow.at(f"2026-01-{day} {hour:02}:03")
            site.lists["day"].insert(0, site.lists["day"].pop())
            if hour == 19:
                site.lists["week"] = site.lists["week"][:5]
            assert flow.fetch().status == 0
        yield flow


@pytest.fixture
def flow(filled, tmp_path, monkeypatch):
    """A copy of that store, to be damaged."""
    copy = Flow(filled.site, tmp_path, monkeypatch)
    shutil.copy(filled.store, copy.store)
    return copy


def change(flow, *statements):
    with closing(sqlite3.connect(flow.store, isolation_level=None)) as db:
        for statement in statements:
            assert db.execute(statement).rowcount != 0


def checked(flow, *words):
    """Exit status and rows of a check."""
    said = flow.run("check", "--json", *words)
    assert said.err == ""
    return said.status, json.loads(said.out)


def damaged(flow, *words):
    """The problems that a check tells: (part, what, remedy)."""
    status, rows = checked(flow, *words)
    found = [(r["part"], r["what"], r["remedy"]) for r in rows if r["state"] == "damaged"]
    assert status == (6 if found else 0)
    return found


def test_a_sound_store_is_told_in_numbers(flow):
    status, rows = checked(flow)
    assert status == 0
    assert [(row["part"], row["state"]) for row in rows] == [
        (part, "ok")
        for part in ("file", "values", "pages", "history", "identity", "stays", "search")
    ]
    pages = flow.query("SELECT count(*) FROM page")[0][0]
    keys = flow.query("SELECT count(*) FROM page WHERE key IS NULL")[0][0]
    assert rows[2]["what"].startswith(f"{pages} pages ({keys} keys), the hash of each")
    assert rows[3]["what"].startswith("5 snapshots, 3 lists, ")
    assert flow.run("check").out.split()[-2:] == ["is", "sound"]
    assert flow.run("-q", "check") == (0, "", "")


IDLE = """
INSERT INTO change SELECT list, rank, (SELECT max(observed) FROM snapshot) AS newest, entry
FROM change GROUP BY list, rank HAVING max(observed) < newest LIMIT 1
"""
DAMAGES = {
    "a rank without an entry": ("DELETE FROM change WHERE rank = 3 AND list = 1", "history"),
    "a change of nothing": (IDLE, "history"),
    "a change out of time": ("UPDATE change SET observed = observed + 1 WHERE rank = 2", "history"),
    "a snapshot that is gone": (
        "DELETE FROM snapshot WHERE observed = (SELECT min(observed) FROM snapshot)",
        "history",
    ),
    "a verdict turned round": ("UPDATE shape_list SET gap = 1 - gap WHERE list = 1", "history"),
    "a depth": ("UPDATE shape_list SET items = items + 1 WHERE list = 2", "history"),
    "a peak": ("UPDATE stay SET peak = peak + 1", "stays"),
    "a stay that is gone": ("DELETE FROM stay WHERE list = 2", "stays"),
    "a sum": ("UPDATE total SET seconds = seconds + 1", "stays"),
    "a sum of nothing": ("INSERT INTO total SELECT 3, id, 1, 1, 1, 1, 1 FROM article", "stays"),
    "a gap of nothing": ("INSERT INTO gap VALUES (1, 1, 0)", "stays"),
    "a title without its words": (
        "INSERT INTO title SELECT id, '一語', 0, 'list' FROM article LIMIT 1",
        "search",
    ),
    "words of nobody": ("INSERT INTO words (rowid, title) VALUES (99999, '無名')", "search"),
    "a page's size": ("UPDATE page SET size = size + 1 WHERE id = 1", "pages"),
    "a page's hash": ("UPDATE page SET sha256 = randomblob(32) WHERE id = 2", "pages"),
    "a page's bytes": ("UPDATE page SET data = randomblob(300) WHERE id = 2", "pages"),
    "a key of its own": ("UPDATE page SET key = id WHERE key IS NOT NULL", "pages"),
    "a page too long to be": ("UPDATE page SET size = 9223372036854775807 WHERE id = 1", "pages"),
    "a key that is gone": (
        "DELETE FROM page WHERE id = (SELECT key FROM page WHERE key IS NOT NULL)",
        "pages",
    ),
    "an attempt that is gone": ("DELETE FROM attempt WHERE id = 1", "file"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_is_found_in_its_part(flow, name):
    statement, part = DAMAGES[name]
    change(flow, statement)
    assert part in {found[0] for found in damaged(flow)}


@pytest.mark.parametrize("name", [name for name, (_, part) in DAMAGES.items() if part == "stays"])
def test_stays_are_derived_again(flow, name):
    before = flow.query("SELECT * FROM stay ORDER BY article, list, begun")
    change(flow, DAMAGES[name][0])
    assert {found[2] for found in damaged(flow)} == {"tracker check --rebuild"}
    assert damaged(flow, "--rebuild") == []
    assert flow.query("SELECT * FROM stay ORDER BY article, list, begun") == before


@pytest.mark.parametrize("name", [name for name, (_, part) in DAMAGES.items() if part == "search"])
def test_the_search_index_is_made_again(flow, name):
    change(flow, DAMAGES[name][0])
    assert damaged(flow, "--rebuild") == []
    found = json.loads(flow.run("search", "一語", "--json").out)
    assert len(found) == (1 if "title" in name else 0)


def test_a_damaged_key_is_told_with_the_pages_that_lean_on_it(flow):
    (key,) = flow.query("SELECT DISTINCT key FROM page WHERE key IS NOT NULL LIMIT 1")[0]
    leaning = flow.query("SELECT id FROM page WHERE key = ?", key)
    change(flow, f"UPDATE page SET data = substr(data, 1, 200) WHERE id = {key}")
    found = damaged(flow)
    assert len(found) == 1 + len(leaning)
    assert sum("its key" in what for _, what, _ in found) == len(leaning)


def test_a_fetch_goes_on_beside_a_damaged_key(flow):
    change(flow, "UPDATE page SET data = substr(data, 1, 200) WHERE key IS NULL")
    flow.at("2026-01-30 09:03")
    flow.site.lists["day"].insert(0, flow.site.lists["day"].pop())
    assert flow.rankings() == 0
    before = {found[1] for found in damaged(flow)}
    flow.at("2026-01-30 10:03")
    flow.site.lists["day"].insert(0, flow.site.lists["day"].pop())
    assert flow.rankings() == 0
    assert {found[1] for found in damaged(flow)} == before, "the new pages are whole"


@pytest.mark.full
def test_every_block_of_the_file_may_be_lost(flow):
    """A part that cannot be read says so; the others are checked all the same."""
    size = flow.query("PRAGMA page_size")[0][0]
    whole = flow.store.read_bytes()
    used = {0}
    for block in part(range(1, len(whole) // size), 3):
        flow.store.write_bytes(whole[: block * size] + b"\xa5" * size + whole[(block + 1) * size :])
        said = flow.run("check", "--json")
        if said.out:
            assert (said.status, said.err) == (6, "")
            used.add(len([r for r in json.loads(said.out) if r["state"] == "ok"]))
        else:
            assert (said.status, said.err.count("\n")) == (6, 1)
    assert max(used) >= 3


def test_a_header_that_is_lost_is_no_store(flow):
    flow.store.write_bytes(b"\0" * 100 + flow.store.read_bytes()[100:])
    said = flow.run("check")
    assert (said.status, said.out) == (6, "")


def test_a_path_mistyped_makes_no_file(tmp_path, flow):
    flow.store = tmp_path / "typo.db"
    assert flow.run("check").status == 2
    assert flow.run("check", "--rebuild").status == 2
    assert not flow.store.exists()


def problems(db):
    return [problem for part in check(db) for problem in part.problems]


@settings(max_examples=examples(15), deadline=None)
@given(batches=history_with_imports(), every=schedules())
def test_whatever_was_recorded_is_sound(batches, every):
    with fresh_store(every) as (db, site):
        record_in_turn(db, site, batches)
        assert problems(db) == []


@settings(max_examples=examples(8), deadline=None)
@given(site_lists=site_histories())
def test_sites_of_several_lists_are_sound(site_lists):
    with fresh_store() as (db, site):
        times = sorted({o.time for history in site_lists.values() for o in history})
        for time in times:
            found = {n: o for n, history in site_lists.items() for o in history if o.time == time}
            record(db, site, [found])
        assert problems(db) == []
