"""Migrations: from a blank file, from the first release's stores, all or nothing, once."""

import lzma
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import blankstore
import pytest
from sqlite_utils import Database

from store.check.check import check
from store.db import migrations
from store.db.connect import reading, writing
from store.db.create import make_store
from store.db.versions import APPLICATION_ID, SCHEMA_VERSION
from store.errors import StoreError

FIRST_RELEASE = Path(__file__).with_name("store-0.1.0.db.xz")
"""A store with twelve hours of the demo's rows, as the first release wrote it."""

VIEWS = {"rankings", "observations", "articles", "article_parts", "attempts"}
CREATED = re.compile(r"^CREATE (?:\w+ )*?(?:TABLE|INDEX|VIEW) (\w+)", re.MULTILINE)
SHADOWS = {"words_config", "words_data", "words_docsize", "words_idx"}
"""What SQLite makes for full-text search."""


@pytest.fixture(autouse=True)
def _stores_are_made_anew(monkeypatch):
    monkeypatch.setattr("store.db.create.make_tables", blankstore.make_tables)


def objects(db):
    """(type, name) of everything that a schema consists of, apart from what sqlite-utils notes."""
    rows = db.execute("SELECT type, name FROM sqlite_schema ORDER BY type, name")
    return [row for row in rows if "sqlite_" not in row[1]]


def columns(db):
    """Table or view -> its columns with their types, as queries see them."""
    names = [name for kind, name in objects(db) if kind in {"table", "view"}]
    return {name: db.execute(f"PRAGMA table_xinfo({name})").fetchall() for name in names}


def dump(db):
    """All statements that would make the database anew, without the times of its migrations."""
    db.execute("UPDATE _sqlite_migrations SET applied_at = ''")
    db.commit()
    return sorted(db.iterdump())


def everything(db):
    """Table -> all of its rows."""
    tables = db.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict "
        "AND name NOT GLOB '_sqlite*'"
    )
    return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in tables}


@pytest.fixture
def blank():
    with closing(sqlite3.connect(":memory:")) as db:
        migrations.migrations.apply(Database(db))
        yield db


@pytest.fixture(params=["empty", "with rows"])
def released(request, tmp_path):
    """A store that the first release wrote, with and without rows."""
    path = tmp_path / "t.db"
    path.write_bytes(lzma.decompress(FIRST_RELEASE.read_bytes()))
    if request.param == "empty":
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            for table in everything(db):
                db.execute(f"DELETE FROM {table}")
            db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    return path


def test_a_blank_database_becomes_a_store(blank):
    made = objects(blank)
    assert {name for kind, name in made if kind == "view"} == VIEWS
    assert blank.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert blank.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert blank.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    migrations.migrations.apply(Database(blank))
    assert objects(blank) == made


def test_a_new_store_is_what_all_migrations_make_of_a_blank_file(blank):
    with closing(sqlite3.connect(":memory:")) as db:
        migrations.create(Database(db))
        assert dump(db) == dump(blank)
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert migrations.migrations.pending(Database(db)) == []


def test_every_table_is_strict(blank):
    loose = blank.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict "
        "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite%'"
    ).fetchall()
    assert loose == []


def test_each_migration_after_the_first_raises_the_version_by_one():
    assert len(migrations.migrations._migrations) == SCHEMA_VERSION - 1


def test_every_statement_of_the_first_schema_is_run():
    with closing(sqlite3.connect(":memory:")) as db:
        migrations.run(Database(db), migrations.SCHEMA.read_text())
        named = {
            name
            for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE sql IS NOT NULL")
            if name not in SHADOWS
        }
        assert named == set(CREATED.findall(migrations.SCHEMA.read_text()))


def test_a_store_of_the_first_release_ends_like_a_new_one(released, blank):
    with writing(str(released)) as db:
        assert objects(db) == objects(blank)
        assert columns(db) == columns(blank)
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_entries_and_visits_of_the_first_release_keep_what_they_meant(released):
    types = (
        "SELECT t.id, p.content_type FROM attempt t JOIN page p ON p.id = t.page "
        "WHERE p.content_type IS NOT NULL"
    )
    with closing(sqlite3.connect(released, isolation_level=None)) as db:
        db.execute(
            "INSERT INTO page (site, kind, content_type, kept, sha256, size, data) "
            "SELECT id, 'ranking', 'text/html; charset=x', 0, zeroblob(32), 0, x'' FROM site"
        )
        db.execute("UPDATE attempt SET page = (SELECT id FROM page) WHERE id % 2")
        articles = dict(db.execute("SELECT id, article FROM entry"))
        said = dict(db.execute(types))
    with writing(str(released)) as db:
        assert dict(db.execute("SELECT id, own FROM entry")) == articles
        media = "SELECT t.id, m.type FROM attempt t JOIN media m ON m.id = t.media"
        assert dict(db.execute(media)) == said
        assert bool(articles) == bool(said) == bool(db.execute("SELECT 1 FROM site").fetchall())


def test_a_store_of_the_first_release_keeps_its_gaps_and_frees_the_reserved_name(released):
    gaps = "SELECT gap, count(*) FROM shape_list GROUP BY gap"
    with closing(sqlite3.connect(released, isolation_level=None)) as db:
        db.execute("UPDATE list SET name = 'placement' WHERE name = 'day'")
        before = db.execute(gaps).fetchall()
    with writing(str(released)) as db:
        assert db.execute(gaps).fetchall() == before
        assert db.execute("SELECT 1 FROM list WHERE name = 'placement'").fetchall() == []
        told = dict(db.execute("SELECT source, every FROM shape_list"))
        assert told == ({"fetch": 0} if before else {}), "by which schedule is not known"


def test_the_rows_of_a_store_of_the_first_release_are_sound(released):
    with writing(str(released)):
        pass  # brings it up to date
    with reading(str(released)) as db:
        db.execute("COMMIT")
        assert [problem for part in check(db) for problem in part.problems] == []


def test_a_store_of_the_first_release_is_read_as_it_stands(released):
    """Until the first change of the schema: then a reader says to fetch, as for any older store."""
    if SCHEMA_VERSION > 2:
        with pytest.raises(StoreError, match="any  tracker fetch"), reading(str(released)):
            pass
        return
    before = released.read_bytes()
    with reading(str(released)) as db:
        rows = everything(db)
        assert db.execute("SELECT count(*) FROM rankings").fetchone()[0] == (
            360 if rows["snapshot"] else 0
        )
    with writing(str(released)) as db:
        assert everything(db) == rows
    assert released.read_bytes() == before


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


def test_a_writer_brings_an_older_store_up_to_date(older, blank):
    with writing(str(older)) as db:
        assert objects(db) == objects(blank)
    with reading(str(older)) as db:
        assert db.execute("SELECT count(*) FROM rankings").fetchone() == (0,)


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A schema whose last statement cannot be run; gives what takes the fault away."""
    text = migrations.SCHEMA.read_text() + "CREATE VIEW broken AS SELECT FROM;\n"
    schema = tmp_path / "broken.sql"
    schema.write_text(text)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA", schema)
        patch.setattr(migrations, "NEWEST", schema)
        yield patch.undo


def test_a_migration_that_stops_half_way_leaves_nothing_and_the_next_one_finishes(older, broken):
    with pytest.raises(sqlite3.OperationalError), writing(str(older)):
        pass
    with closing(sqlite3.connect(older)) as db:
        assert objects(db) == []
        assert db.execute("PRAGMA user_version").fetchone() == (0,)
    broken()
    with writing(str(older)) as db:
        assert db.execute("SELECT count(*) FROM rankings").fetchone() == (0,)


def test_a_new_store_that_cannot_be_finished_leaves_no_file(tmp_path, broken):
    with pytest.raises(sqlite3.OperationalError), writing(str(tmp_path / "t.db")):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["broken.sql"]
    broken()
    with writing(str(tmp_path / "t.db")) as db:
        assert db.execute("SELECT count(*) FROM rankings").fetchone() == (0,)


def test_a_store_that_another_process_made_meanwhile_stands(tmp_path):
    path = tmp_path / "t.db"
    with writing(str(path)) as db:
        db.execute("INSERT INTO meta VALUES ('whose', 'theirs')")
    make_store(str(path))
    with reading(str(path)) as db:
        assert db.execute("SELECT value FROM meta").fetchall() == [("theirs",)]
    assert [found.name for found in tmp_path.iterdir()] == ["t.db"]
