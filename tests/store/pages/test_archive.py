"""The archive of kept pages: every byte comes back, at the price of what changed."""

import random
import sqlite3

import pytest
from fakesite import FakeSite
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples
from storekit import fresh_store

from cli.commands.demo.pages import page
from store.db.connect import transaction
from store.errors import StoreError
from store.pages import archive

DAY = 86_400


@pytest.fixture
def store():
    with fresh_store() as (db, site), transaction(db):
        yield db, site


def sizes(db):
    """(key, bytes stored) of each page, in order."""
    return db.execute("SELECT key, length(data) FROM page ORDER BY id").fetchall()


@st.composite
def bodies(draw):
    """Pages one after another: some alike, some another, some twice, some empty."""
    first = draw(st.binary(max_size=400)) * draw(st.sampled_from((1, 7, 100)))
    made = [first]
    for _ in range(draw(st.integers(0, 8))):
        old = draw(st.sampled_from(made))
        cut = draw(st.integers(0, len(old)))
        made.append(
            old[:cut] + draw(st.binary(max_size=40)) + old[cut + draw(st.integers(0, 30)) :]
        )
    return made


@settings(max_examples=examples(60))
@given(bodies=bodies(), steps=st.lists(st.sampled_from((0, 1, 3600, DAY, -3600)), min_size=9))
def test_any_bytes_come_back_exactly(bodies, steps):
    with fresh_store() as (db, site), transaction(db):
        time, kept = 10 * DAY, {}
        for body, step in zip(bodies, steps, strict=False):
            time += step
            kept[archive.keep(db, site, "ranking", body, time)] = body
        assert {number: archive.load(db, number) for number in kept} == kept
        assert len(kept) == len(set(kept.values()))


def ranking_page(numbers):
    with FakeSite() as site:
        site.lists["day"] = numbers
        return page(site.state(), "/").encode()


def test_a_page_that_hardly_changed_costs_little(store):
    db, site = store
    numbers = [6001 + n for n in range(10)]
    noise = random.Random(1).randbytes(40_000).hex().encode()
    first = ranking_page(numbers) + noise
    second = ranking_page(numbers[::-1]) + noise
    archive.keep(db, site, "ranking", first, 0)
    archive.keep(db, site, "ranking", second, 3600)
    (_, whole), (key, delta) = sizes(db)
    assert key == 1
    assert delta < 1000 < whole
    assert archive.load(db, 2) == second


def test_equal_bytes_are_kept_once(store):
    db, site = store
    assert archive.keep(db, site, "ranking", b"x" * 99, 0) == archive.keep(
        db, site, "article", b"x" * 99, 5 * DAY
    )


def test_a_key_serves_a_day_a_kind_and_what_resembles_it(store):
    db, site = store
    draw = random.Random(2)
    text, other = draw.randbytes(20_000), draw.randbytes(20_000)
    for kind, body, time in [
        ("ranking", text, 0),
        ("ranking", text + b"1", DAY - 1),
        ("article", text + b"2", DAY - 1),
        ("ranking", text + b"3", DAY),
        ("ranking", text + b"4", 2 * DAY - 1),
        ("ranking", other, 2 * DAY - 1),
        ("ranking", other + b"5", 2 * DAY),
    ]:
        archive.keep(db, site, kind, body, time)
    assert [key for key, _ in sizes(db)] == [None, 1, None, None, 4, None, 6]


def test_reading_back_takes_two_steps_at_most(store):
    db, site = store
    body = random.Random(3).randbytes(5000)
    for number in range(30):
        archive.keep(db, site, "ranking", body + bytes([number]), number * 7200)
    keys = {number for number, key in db.execute("SELECT id, key FROM page") if key is None}
    assert {key for key, _ in sizes(db)} - {None} <= keys
    assert len(keys) == 3


@pytest.mark.parametrize("column", ["data", "sha256", "size"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_damaged_row_is_an_error_that_names_it(store, number, column):
    db, site = store
    body = random.Random(4).randbytes(5000)
    archive.keep(db, site, "ranking", body, 0)
    archive.keep(db, site, "ranking", body + b"changed", 1)
    (value,) = db.execute(f"SELECT {column} FROM page WHERE id = ?", (number,)).fetchone()
    damaged = value - 3 if column == "size" else bytes([value[0] ^ 1]) + value[1:]
    db.execute(f"UPDATE page SET {column} = ? WHERE id = ?", (damaged, number))
    with pytest.raises(StoreError, match=f"kept page {number} is damaged"):
        archive.load(db, number)


@pytest.mark.parametrize("column", ["data", "sha256", "size"])
def test_a_key_that_was_damaged_since_it_was_used_is_used_no_more(store, column):
    db, site = store
    body = random.Random(6).randbytes(5000)
    for number in range(2):
        archive.keep(db, site, "ranking", body + bytes([number]), number)
    (value,) = db.execute(f"SELECT {column} FROM page WHERE id = 1").fetchone()
    damaged = value - 3 if column == "size" else bytes([value[0] ^ 1]) + value[1:]
    db.execute(f"UPDATE page SET {column} = ? WHERE id = 1", (damaged,))
    third = archive.keep(db, site, "ranking", body + b"2", 2)
    assert [key for key, _ in sizes(db)] == [None, 1, None]
    assert archive.load(db, third) == body + b"2"
    with pytest.raises(StoreError, match="kept page 1 is damaged"):
        archive.load(db, 2)


@pytest.mark.parametrize("level", [1, 2, 3, 19])
def test_a_page_packed_at_any_level_is_read(store, level):
    db, site = store
    key = random.Random(7).randbytes(30_000)
    body = key[:9000] + b"changed" + key[9500:]
    archive.keep(db, site, "ranking", key, 0)
    archive.keep(db, site, "ranking", body, 1)
    prefix = archive.zstd.ZstdDict(key, is_raw=True).as_prefix
    packed = archive.zstd.compress(body, level, zstd_dict=prefix)
    db.execute("UPDATE page SET data = ? WHERE id = 2", (packed,))
    assert archive.load(db, 2) == body


def test_no_flipped_bit_goes_unnoticed(store):
    db, site = store
    body = b"<p>one page of several words</p>" * 20
    archive.keep(db, site, "ranking", body, 0)
    (data,) = db.execute("SELECT data FROM page").fetchone()
    noticed = 0
    for at in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[at // 8] ^= 1 << at % 8
        db.execute("UPDATE page SET data = ?", (bytes(flipped),))
        try:
            assert archive.load(db, 1) == body
        except StoreError:
            noticed += 1
    assert noticed > len(data) * 7  # a few bits of zstd's header mean nothing


def test_a_crafted_row_is_no_bomb(store):
    db, site = store
    archive.keep(db, site, "ranking", b"\0" * 50_000_000, 0)
    db.execute("UPDATE page SET size = 100")
    with pytest.raises(StoreError, match="damaged"):
        archive.load(db, 1)


def test_a_key_may_not_go_before_its_dependents(store):
    db, site = store
    body = random.Random(5).randbytes(5000)
    archive.keep(db, site, "ranking", body, 0)
    archive.keep(db, site, "ranking", body + b"2", 1)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("DELETE FROM page WHERE id = 1")
