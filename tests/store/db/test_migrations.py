"""Migrations: from a blank file, from an older store, all or nothing, once."""

import re
import sqlite3
from contextlib import closing

import pytest
from histories import schedules, site_histories
from hypothesis import given, settings
from sqlite_utils import Database
from storekit import fresh_store, record

from store.db import connect, schema
from store.db.connect import reading, writing
from store.db.versions import APPLICATION_ID, SCHEMA_VERSION
from store.errors import StoreError

STATEMENT = re.compile(
    r"^(CREATE|DROP|ALTER) (?:\w+ )*?(?:TABLE|INDEX|VIEW) (\w+)(?: RENAME TO (\w+))?", re.MULTILINE
)
VISITS = """
INSERT INTO site (id, name, label, home) VALUES (1, 's', 'S', 'https://s.example/');
INSERT INTO address VALUES (1, 'https://s.example/'), (2, 'https://s.example/a');
INSERT INTO attempt (id, site, kind, time, asked, answered, status, bytes, seconds)
VALUES (1, 1, 'ranking', 1000, 1, 1, 200, 4096, 0.123), (2, 1, 'article', 1001, 2, 1, 301, 0, 12);
INSERT INTO attempt (id, site, kind, time, asked, answered, code, detail)
VALUES (7, 1, 'ranking', 2000, 1, 1, 'connect', 'nobody there');
INSERT INTO shape VALUES (1, '');
INSERT INTO snapshot VALUES (1, 1000, 1, 1, 540);
"""


def objects(db):
    """Everything that a schema consists of, apart from what sqlite-utils notes."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return [row for row in rows if "sqlite_" not in row[1]]


def test_a_blank_database_becomes_a_store():
    with closing(sqlite3.connect(":memory:")) as db:
        schema.migrations.apply(Database(db))
        made = objects(db)
        kinds = {name: kind for kind, name, _ in made}
        assert {name for name, kind in kinds.items() if kind == "view"} == {
            "rankings",
            "observations",
            "articles",
            "article_parts",
            "attempts",
        }
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        schema.migrations.apply(Database(db))
        assert objects(db) == made


def test_every_table_is_strict():
    with closing(sqlite3.connect(":memory:")) as db:
        schema.migrations.apply(Database(db))
        loose = db.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict "
            "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite%'"
        ).fetchall()
    assert loose == []


def test_each_migration_raises_the_version_by_one():
    assert len(schema.migrations._migrations) == SCHEMA_VERSION


@pytest.fixture
def older(tmp_path):
    """A store of a tracker before the first: ours, without any table."""
    path = tmp_path / "t.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return path


def test_a_reader_leaves_an_older_store_as_it_is_and_says_what_to_do(older):
    before = older.read_bytes()
    with pytest.raises(StoreError, match="any  tracker fetch"), reading(str(older)):
        pass
    assert older.read_bytes() == before


def test_a_writer_brings_an_older_store_up_to_date(older, tmp_path):
    with writing(str(tmp_path / "new.db")) as db:
        fresh = objects(db)
    with writing(str(older)) as db:
        assert objects(db) == fresh
    with reading(str(older)) as db:
        assert db.execute("SELECT count(*) FROM rankings").fetchone() == (0,)


def test_a_migration_that_stops_half_way_leaves_nothing_and_the_next_one_finishes(
    older, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(schema, "VIEWS", schema.VIEWS + "CREATE VIEW broken AS SELECT FROM;\n")
        with pytest.raises(sqlite3.OperationalError), writing(str(older)):
            pass
    with closing(sqlite3.connect(older)) as db:
        assert objects(db) == []
        assert db.execute("PRAGMA user_version").fetchone() == (0,)
    with writing(str(older)) as db:
        assert db.execute("SELECT count(*) FROM rankings").fetchone() == (0,)


def test_a_new_store_that_cannot_be_finished_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "VIEWS", "CREATE VIEW broken AS SELECT FROM;\n")
    with pytest.raises(sqlite3.OperationalError), writing(str(tmp_path / "t.db")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_another_process_made_meanwhile_stands(tmp_path):
    path = tmp_path / "t.db"
    with writing(str(path)) as db:
        db.execute("INSERT INTO meta VALUES ('whose', 'theirs')")
    connect._create(str(path))
    with reading(str(path)) as db:
        assert db.execute("SELECT value FROM meta").fetchall() == [("theirs",)]
    assert [found.name for found in tmp_path.iterdir()] == ["t.db"]


def test_every_statement_of_the_schema_is_run():
    said = set()
    for script in (schema.TABLES, schema.VIEWS, schema.SUMMARIES, schema.ATTEMPTS):
        for verb, name, other in STATEMENT.findall(script):
            (said.add if verb == "CREATE" else said.discard)(name)
            said |= {other} - {""}
    with closing(sqlite3.connect(":memory:")) as db:
        schema.migrations.apply(Database(db))
        shadows = {"words_config", "words_data", "words_docsize", "words_idx"}
        assert {name for _, name, sql in objects(db) if sql} - shadows == said


def everything(db):
    """All rows of all tables, in order."""
    tables = db.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict "
        "AND name NOT GLOB '_sqlite*'"
    )
    return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in tables}


def of_the_first_schema(new):
    """A store as the first schema had it, with the rows of a new one."""
    db = sqlite3.connect(":memory:")
    schema.migrations.apply(Database(db), stop_before="m002_summaries")
    for table, rows in everything(new).items():
        columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
        if rows and table not in {"gap", "total"}:
            marks = ",".join("?" * len(columns))
            db.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)
    db.commit()
    return db


@settings(max_examples=25, deadline=None)
@given(site_lists=site_histories(), every=schedules())
def test_the_first_schema_becomes_what_would_have_been_recorded(site_lists, every):
    with fresh_store(every) as (new, site):
        times = sorted({o.time for history in site_lists.values() for o in history})
        for time in times:
            found = {n: o for n, history in site_lists.items() for o in history if o.time == time}
            record(new, site, [found])
        found = everything(new)
        with closing(of_the_first_schema(new)) as db:
            schema.migrations.apply(Database(db))
            assert everything(db) == found


def test_visits_of_the_first_schema_are_told_as_before():
    with closing(sqlite3.connect(":memory:")) as db:
        schema.migrations.apply(Database(db), stop_before="m002_summaries")
        db.executescript(VISITS)
        told = "SELECT * FROM attempts ORDER BY attempt"
        before = db.execute(told).fetchall()
        schema.migrations.apply(Database(db))
        assert db.execute(told).fetchall() == before
        assert [row[3] for row in before] == ["ranking", "article", "ranking"]
        assert [row[10] for row in before] == [0.123, 12.0, 0.0]
        assert db.execute("SELECT * FROM snapshot JOIN attempt ON id = attempt").fetchall()
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
