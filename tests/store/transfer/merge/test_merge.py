"""Merging stores: a fleet answers as if one machine had fetched all, in whatever order."""

import lzma
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from addresses import NOISY, Place
from histories import START, site_histories
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Obs
from sizes import examples
from storekit import HOME, OFFSET, SITE, entries, reading

from scrapers import canonical
from scrapers.model import Answer, Article, Link
from store import ImportRefused, Merging, StoreError, merge_store, open_store
from store.check.check import check
from store.db.connect import reading as reading_store
from store.db.connect import transaction, writing
from store.history.articles import article_id
from store.history.identity.identities import Identities
from store.history.readings import Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site
from store.pages.article_queue import fetched, keep_part
from store.pages.attempts import keep_attempt
from store.transfer.exports.exports import KINDS
from store.transfer.exports.timeline import Scope

NOW = 1_900_000_000
FIRST_RELEASE = Path(__file__).parents[2] / "db" / "store-0.1.0.db.xz"
LOCAL = {"article": 0, "attempt": 0}
"""Columns with numbers that each store counts by itself."""


def plain(article, _):
    return f"{HOME}docs/a{article}.html"


def visit(db, site, time, lists, scheme=plain):
    """A visit to the site that found these lists; without any it failed."""
    answer = Answer(
        HOME, HOME, time, 200, body=repr(sorted(lists.items())).encode(), wire=len(lists)
    )
    problem = (None, "") if lists else ("status-5xx", "HTTP 503")
    number = keep_attempt(db, site, "ranking", answer, problem)
    rows = [
        reading(db, site, name, lists[name], "fetch")._replace(
            entries=tuple(spelt_rows(scheme, name, lists[name]))
        )
        for name in sorted(lists)
    ]
    if rows:
        with recording(db) as recorder:
            recorder.record(Snapshot(site, time, OFFSET, number, rows))


def spelt_rows(scheme, name, observation):
    """The rows of a list, with the addresses that a site of this scheme shows there and then."""
    for row, article in zip(entries(observation), observation.entries, strict=True):
        if article is None:
            yield row
            continue
        url = scheme(int(article[1:]), Place(name, row.rank, observation.time))
        yield row._replace(url=url, article=canonical(url))


def read_article(db, site, time, name):
    """A visit to the page of an article."""
    url = f"{HOME}docs/{name}.html"
    answer = Answer(url, url, time, 200, body=f"{name} {time}".encode())
    own, _ = article_id(db, Identities(db), site, Link("", url, url), time)
    number = keep_attempt(db, site, "article", answer)
    keep_part(db, own, number, Article(f"Page {name}", body=f"{name} 海自 {time}"), "r/1", time)
    fetched(db, own, time, 1)


def fill(path, events, scheme=plain):
    with writing(str(path)) as db:
        with transaction(db):
            site = ensure_site(db, SITE, "JST", 3600)
            for name in ("day", "week", "month"):
                ensure_list(db, site, name, name, name)
        with transaction(db):
            for time, lists, name in events:
                if name:
                    read_article(db, site, time, name)
                else:
                    visit(db, site, time, lists, scheme)


def merge(path, other, **more):
    return merge_store(str(path), Merging(str(other), NOW, more.pop("lists", {}), **more))


def answers(path, *, spelling=True):
    """Everything that a store says, without the numbers that it counts by itself.

    Of several spellings of an address each store keeps those that it needs; without `spelling`
    only the address that an article is known by counts.
    """
    with open_store(str(path)) as store:
        told = {kind: list(store.rows(kind, Scope())) for kind in KINDS if kind != "joins"}
    if not spelling:
        told["rankings"] = [row._replace(url="", flags=lively(row)) for row in told["rankings"]]
        told["observations"] = [row._replace(flags=lively(row)) for row in told["observations"]]
    said = {
        kind: sorted(
            repr(row._replace(**{n: 0 for n in LOCAL if n in row._fields})) for row in rows
        )
        for kind, rows in told.items()
    }
    with open_store(str(path)) as store:
        for of in store.lists(store.site()):
            if store.history.newest(of):
                top = store.top(of)
                said[f"top {of.name}"] = [
                    repr((r.row.rank, r.row.title, spelling and r.row.url, *r[1:])).replace(" ", "")
                    for r in (row._replace(others={}) for row in top.rows)
                ]
                leaders = store.leaders(of).rows
                said[f"leaders {of.name}"] = sorted(
                    repr((r.title, r.url, *r.chart[:8], r.last_seen, r.now)) for r in leaders
                )
        said["search"] = sorted(hit.url for hit in store.search("海自"))
    return said


def lively(row):
    """The flags of a row without `frozen`: another spelling is a change of what the list shows."""
    return row.flags.replace("frozen", "").strip()


def same(found, wanted):
    """The answers are equal; where not, only what differs is shown."""
    for kind, rows in wanted.items():
        missing = Counter(rows) - Counter(found[kind])
        assert (kind, Counter(found[kind]) - Counter(rows)) == (kind, missing)
    assert found == wanted


def sound(path):
    with reading_store(str(path)) as db:
        db.execute("COMMIT")
        assert [problem for part in check(db) for problem in part.problems] == []


@st.composite
def fleets(draw):
    """Visits in the order of time, each with the machines that made it."""
    played = draw(site_histories(most=10))
    times = {o.time for history in played.values() for o in history}
    seen = {
        time: {n: o for n, history in played.items() for o in history if o.time == time}
        for time in times
    }
    events = [(time, lists, "") for time, lists in seen.items()]
    for time in draw(st.sets(st.sampled_from(sorted(times)), max_size=4)):
        kind = draw(st.sampled_from(["", "a1", "a2"]))
        if time + 1 not in times:
            events.append((time + 1, {}, kind))
    machines = st.sets(st.integers(0, 2), min_size=1)
    return [(event, draw(machines)) for event in sorted(events, key=lambda event: event[0])]


@settings(max_examples=examples(20), deadline=None)
@given(fleet=fleets(), data=st.data())
def test_a_fleet_merged_in_any_order_is_as_one_machine(fleet, data):
    first, *others = data.draw(st.permutations(range(3)))
    with TemporaryDirectory() as folder:
        path = Path(folder)
        fill(path / "one.db", [event for event, _ in fleet])
        for number in range(3):
            fill(path / f"{number}.db", [event for event, made in fleet if number in made])
        for number in others:
            merge(path / f"{first}.db", path / f"{number}.db")
        same(answers(path / f"{first}.db"), answers(path / "one.db"))
        sound(path / f"{first}.db")


@settings(max_examples=examples(20), deadline=None)
@given(fleet=fleets(), data=st.data())
def test_a_merge_undone_leaves_what_this_machine_fetched(fleet, data):
    order = data.draw(st.permutations([1, 2]))
    undone = data.draw(st.permutations([1, 2]))
    with TemporaryDirectory() as folder:
        path = Path(folder)
        for number in range(3):
            fill(path / f"{number}.db", [event for event, made in fleet if number in made])
        before = answers(path / "0.db")
        for number in order:
            merge(path / "0.db", path / f"{number}.db")
        with open_store(str(path / "0.db"), write=True) as store:
            for number in undone:
                store.undo_import(number, NOW)
        same(answers(path / "0.db"), before)
        sound(path / "0.db")


@settings(max_examples=examples(30), deadline=None)
@given(fleet=fleets(), scheme=st.sampled_from(sorted(NOISY)), data=st.data())
def test_a_fleet_agrees_about_articles_whose_links_are_noisy(fleet, scheme, data):
    first, *others = data.draw(st.permutations(range(3)))
    events = [((time, lists, ""), made) for (time, lists, _), made in fleet]
    with TemporaryDirectory() as folder:
        path = Path(folder)
        fill(path / "one.db", [event for event, _ in events], NOISY[scheme])
        for number in range(3):
            here = [event for event, made in events if number in made]
            fill(path / f"{number}.db", here, NOISY[scheme])
        for number in others:
            merge(path / f"{first}.db", path / f"{number}.db")
        stores = path / f"{first}.db", path / "one.db"
        same(*(answers(store, spelling=False) for store in stores))
        sound(path / f"{first}.db")


# --- by hand


def obs(time, rows):
    return Obs(time, tuple(rows.split()))


DAY = [
    (START, {"day": obs(START, "a1 a2")}, ""),
    (START + 3600, {"day": obs(START + 3600, "a2")}, ""),
]
OTHER = [
    (START, {"day": obs(START, "a2 a1")}, ""),
    (START + 7200, {"day": obs(START + 7200, "a3")}, ""),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two stores that differ in one second, and what the first one says."""
    folder = tmp_path_factory.mktemp("two")
    stores = folder / "a.db", folder / "b.db"
    for store, events in zip(stores, (DAY, OTHER), strict=True):
        fill(store, events)
    return *stores, answers(stores[0])


@pytest.fixture
def two(made, tmp_path):
    """Copies of these stores."""
    return [Path(shutil.copy(store, tmp_path)) for store in made[:2]]


def relabel(path, label):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE list SET label = ? WHERE name = 'day'", (label,))
        db.execute("UPDATE shape_list SET label = ? WHERE list = 1", (label,))
        db.execute(
            "UPDATE shape SET form = (SELECT json_group_array(json_array(list, items, result, "
            "flags, source, reader, gap, label, every)) FROM shape_list x WHERE x.shape = shape.id)"
        )


def test_a_conflict_stops_the_merge_and_is_named(two):
    ours, theirs = two
    before, there = answers(ours), theirs.read_bytes()
    with pytest.raises(ImportRefused, match="news day of 2026-01-01T00:00:00Z is stored already"):
        merge(ours, theirs)
    assert answers(ours) == before
    done = merge(ours, theirs, skip=True)
    assert (done.observations, done.known, done.skipped) == (1, 0, 1)
    with reading_store(str(ours)) as db:
        kept = "SELECT observed, json_array_length(entries) FROM skipped"
        assert db.execute(kept).fetchall() == [(START, 2)]
    assert theirs.read_bytes() == there
    sound(ours)


def test_a_merge_that_is_refused_late_leaves_no_site_behind(two, tmp_path, monkeypatch):
    def refuse(*_):
        raise ImportRefused("a fetch came between")

    with writing(str(tmp_path / "new.db")):
        pass  # a store without a site
    monkeypatch.setattr("store.transfer.merge.merge.merge_readings", refuse)
    with pytest.raises(ImportRefused, match="came between"):
        merge(tmp_path / "new.db", two[0])
    with reading_store(str(tmp_path / "new.db")) as db:
        left = "SELECT (SELECT count(*) FROM site), (SELECT count(*) FROM page)"
        assert db.execute(left).fetchone() == (0, 0)


@pytest.mark.parametrize("undone", [(1, 2), (2, 1)])
def test_an_article_that_a_merged_page_dated_is_dated_as_before(tmp_path, undone):
    """The list that showed it first goes before the page that was read of it, or behind it."""
    page, later = (START + 1, {}, "a1"), (START + 3600, {"day": obs(START + 3600, "a1")}, "")
    fill(tmp_path / "0.db", [later])
    fill(tmp_path / "1.db", [page, later])
    fill(tmp_path / "2.db", [DAY[0], page, later])
    before = answers(tmp_path / "0.db")
    for number in (1, 2):
        merge(tmp_path / "0.db", tmp_path / f"{number}.db")
    with open_store(str(tmp_path / "0.db"), write=True) as store:
        for number in undone:
            store.undo_import(number, NOW)
    same(answers(tmp_path / "0.db"), before)


def test_lists_with_other_labels_in_the_same_time_need_a_decision(two, tmp_path):
    ours, _ = two
    fill(tmp_path / "c.db", DAY)
    relabel(ours, "Most read")
    relabel(tmp_path / "c.db", "Most shared")
    with pytest.raises(ImportRefused, match=r"'Most shared' there and 'Most read' here .*--list"):
        merge(ours, tmp_path / "c.db")
    assert merge(ours, tmp_path / "c.db", lists={"day": "day"}).known == 2
    assert merge(ours, tmp_path / "c.db", lists={"day": "shared"}).observations == 2
    with open_store(str(ours)) as store:
        assert "shared" in [of.name for of in store.lists(store.site())]
    with pytest.raises(ImportRefused, match="no such list to merge"):
        merge(ours, tmp_path / "c.db", lists={"dya": "day"})


def test_the_age_of_a_store_counts_its_own_fetches_only(two):
    ours, theirs = two
    merge(ours, theirs, skip=True)
    with open_store(str(ours)) as store:
        of = store.one_list(store.site(), "day")
        assert store.history.newest(of).observed == START + 7200
        assert store.history.newest_own(of).observed == START + 3600


def test_a_store_of_the_first_release_is_merged_and_not_touched(tmp_path):
    old = tmp_path / "old.db"
    old.write_bytes(lzma.decompress(FIRST_RELEASE.read_bytes()))
    before = old.read_bytes()
    assert merge(tmp_path / "new.db", old).observations == 36
    assert old.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("old")] == ["old.db"]
    sound(tmp_path / "new.db")


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE snapshot SET observed = 4000000000 WHERE observed = (SELECT max(observed) FROM snapshot)",
        "CREATE TRIGGER t AFTER INSERT ON list BEGIN DELETE FROM list; END",
        "DROP VIEW rankings; CREATE VIEW rankings AS SELECT 1 AS x",
        "UPDATE entry SET title = CAST(x'80ff' AS TEXT)",
        "DELETE FROM change WHERE rank = 1",
        "UPDATE page SET data = x'00'",
        "UPDATE page SET size = 30",
        "PRAGMA foreign_keys = 0; DELETE FROM address",
        "PRAGMA foreign_keys = 0; DELETE FROM entry",
        "UPDATE site SET by_hand = '{'",
        "UPDATE site SET by_hand = '[]'",
        "INSERT INTO telling SELECT 1, 'x', '{'",
        "UPDATE claim SET url = ''",
        "UPDATE article SET url = 'x' WHERE id = 1",
        "UPDATE shape_list SET source = 'reread'",
        "UPDATE attempt SET time = 9000000000000000000",
    ],
)
def test_a_hostile_store_ends_in_one_line_and_changes_nothing(made, two, harm):
    ours, theirs = two
    *_, before = made
    with closing(sqlite3.connect(theirs)) as db:
        db.executescript(harm)
    said = ""
    try:
        merge(ours, theirs, skip=True)
    except (StoreError, ImportRefused) as problem:
        said = str(problem)
    assert "\n" not in said
    assert not said or answers(ours) == before
    sound(ours)
