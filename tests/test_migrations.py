"""Migrations: from a blank file, from an older store, all or nothing, once."""

import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from store import connect, schema
from store.connect import reading, writing
from store.errors import StoreError
from store.versions import APPLICATION_ID, SCHEMA_VERSION


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
    with closing(sqlite3.connect(":memory:")) as db:
        schema.migrations.apply(Database(db))
        said = (schema.TABLES + schema.VIEWS).count("\nCREATE ")
        shadows = {"words_config", "words_data", "words_docsize", "words_idx"}
        made = [row for row in objects(db) if row[1] not in shadows and row[2]]
    assert len(made) == said
