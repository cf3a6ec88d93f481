"""A store from elsewhere, or a damaged one: every command ends in time, with 6 and one line."""

import os
import random
import signal
import sqlite3
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest
from flow import tracker
from madestore import make
from sizes import FULL
from sqlite_utils import Database

from store.db import trust
from store.db.connect import writing
from store.db.migrations import migrations
from store.pages.archive import zstd

PATIENCE = 60
"""Seconds of CPU time after which a command is called endless."""

READING = (
    ("top",),
    ("movers",),
    ("leaders",),
    ("article", "day:1", "--evidence"),
    ("search", "海"),
    ("log",),
    ("status",),
    ("export", "rankings", "--csv"),
    ("export", "observations", "--csv"),
    ("export", "articles", "--nl"),
    ("check",),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A sound store's bytes."""
    return Path(make(tmp_path_factory.mktemp("whole") / "t.db")).read_bytes()


@pytest.fixture
def damaged(whole, tmp_path):
    """A way to change a copy of the store by SQL; its path."""

    def change(sql, *values):
        path = tmp_path / "x.db"
        path.write_bytes(whole)
        with closing(sqlite3.connect(path)) as db:
            if values:
                db.execute(sql, values)
                db.commit()
            else:
                db.executescript(sql)
        return str(path)

    return change


@contextmanager
def in_time():
    """What takes more CPU time fails."""
    old = signal.signal(signal.SIGVTALRM, lambda *_: pytest.fail("it does not end"))
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)


def refused(path, *words):
    """The one line of a command that ends with 6."""
    with in_time():
        status, _, err = tracker("--db", path, *words)
    assert (status, err.count("\n")) == (6, 1), err
    return err


@cache
def bomb():
    pack = zstd.ZstdCompressor(level=3)
    return b"".join([pack.compress(bytes(1 << 24)) for _ in range(64)] + [pack.flush()])


@pytest.mark.parametrize("size", [1 << 30, -2])
def test_a_page_that_lies_about_its_size_is_not_unpacked(damaged, size):
    path = damaged("UPDATE page SET data = ?, size = ?, key = NULL", bomb(), size)
    with in_time():
        said = tracker("--db", path, "check")
    assert said.status == 6
    assert f"no page has {size} bytes" in said.out
    assert "no page has" in refused(path, "reread", "--dry-run")


NOTHING = ", ".join(
    f"'' AS {name}"
    for name in [
        "site",
        "url",
        "title",
        "category",
        "section",
        "published",
        "modified",
        "authors",
        "lang",
        "first_seen",
        "fetched",
        "gone",
        "lead",
        "body",
    ]
)
ENDLESS = "WITH RECURSIVE x(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM x)"
ENDLESS_VIEW = (
    f"DROP VIEW articles; CREATE VIEW articles AS {ENDLESS} "
    f"SELECT 1 AS article, {NOTHING} FROM x WHERE a < 0;"
)
ENDLESS_TRIGGER = (
    f"CREATE TRIGGER t AFTER INSERT ON attempt BEGIN INSERT INTO address (url) {ENDLESS} "
    "SELECT a FROM x; END;"
)


@pytest.mark.parametrize(
    "sql",
    [
        ENDLESS_VIEW,
        ENDLESS_TRIGGER,
        "DROP TABLE words",
        "DROP INDEX entry_identity",
        "ALTER TABLE title RENAME COLUMN title TO name",
    ],
)
def test_tables_and_views_are_ours_letter_by_letter(damaged, sql):
    path = damaged(sql)
    for words in (*READING, ("fetch", "--no-articles"), ("prune", "--pages-older-than", "1y")):
        assert "another program changed the store" in refused(path, *words)


@pytest.mark.parametrize(
    "sql",
    [
        "CAST(sql AS BLOB)",
        "replace(sql, 'CREATE TRIGGER', 'CREATE TEMP TRIGGER')",
        "replace(sql, 'CREATE TRIGGER', 'create/**/trigger')",
    ],
)
def test_a_trigger_in_disguise_is_one(damaged, sql):
    path = damaged(
        f"{ENDLESS_TRIGGER} PRAGMA writable_schema = 1; "
        f"UPDATE sqlite_schema SET sql = {sql} WHERE name = 't'"
    )
    assert "another program changed the store" in refused(path, "top")


@pytest.mark.parametrize(("sql", "status"), [("sql", 0), ("replace(sql, 'value', 'worth')", 6)])
def test_a_statement_may_be_no_text_and_is_looked_at_too(damaged, sql, status):
    path = damaged(
        "PRAGMA writable_schema = 1; "
        f"UPDATE sqlite_schema SET sql = CAST({sql} AS BLOB) WHERE name = 'meta'"
    )
    assert tracker("--db", path, "status").status == status


def test_tables_and_views_of_others_beside_ours_do_no_harm(damaged):
    path = damaged("CREATE TABLE mine (a); CREATE VIEW heads AS SELECT title FROM rankings")
    assert tracker("--db", path, "check").status == 0


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE shape_list SET items = 1 << 40", ("top",)),
        ("UPDATE shape_list SET items = 1 << 40", ("export", "rankings")),
        ("UPDATE change SET rank = rank + 1000000000 WHERE rank = 10", ("export", "rankings")),
        ("UPDATE entry SET title = CAST(x'ff80fe' AS TEXT) || id", ("top",)),
        ("UPDATE snapshot SET utc_offset = 1 << 60", ("top",)),
        ("UPDATE snapshot SET observed = observed + (1 << 60)", ("export", "observations")),
        ("UPDATE attempt SET time = 1 << 60", ("log",)),
        ("INSERT INTO host VALUES ('127.0.0.1', 'not json')", ("doctor", "--network")),
    ],
)
def test_a_value_that_cannot_be_is_damage(damaged, sql, words):
    path = damaged(sql)
    if words[0] != "doctor":
        assert "damaged" in refused(path, *words)
    with in_time():
        assert tracker("--db", path, "check").status == 6


def test_a_bug_is_no_damage(damaged, monkeypatch):
    path = damaged("SELECT 1")
    monkeypatch.setattr("store.queries.visits.status.status", lambda *_: {}["a"])
    with pytest.raises(KeyError):
        tracker("--db", path, "status")


def test_a_statement_has_steps_in_proportion_to_the_file(damaged, monkeypatch):
    monkeypatch.setattr(trust, "STEPS", trust.STEPS // 20)
    path = damaged("SELECT 1")
    with in_time(), pytest.raises(Exception, match="does not end"), writing(path) as db:
        db.execute(f"{ENDLESS} SELECT count(*) FROM x")


@pytest.mark.full
def test_flipped_bits_never_show_a_traceback(whole, tmp_path):
    """Every command ends; what it says is right, or one line and 6 (2: what it names is gone)."""
    chance = random.Random(os.environ.get("TRACKER_SEED", "bits"))
    path = tmp_path / "x.db"
    for number in range(3_000 if FULL else 20):
        turned = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 30))):
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        path.write_bytes(turned)
        words = READING[number % len(READING)]
        with in_time():
            status, _, err = tracker("--db", str(path), *words)
        assert status in {0, 2, 6, 7}, (number, words, err)
        assert err.count("\n") <= 1, (number, words, err)


def test_the_schema_as_it_is_now():
    """Written by `make golden` (a golden file of another folder) after a migration."""
    with closing(sqlite3.connect(":memory:")) as db:
        migrations.apply(Database(db))
        schema = trust.schema_of(db)
    if os.environ.get("GOLDEN") == "write":
        Path(trust.EXPECTED).write_text(schema, encoding="utf-8")
    assert schema == Path(trust.EXPECTED).read_text(encoding="utf-8")
