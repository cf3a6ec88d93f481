"""The canned queries for Datasette: they find something, and none reads a long table whole."""

import json
import re
import sqlite3
from contextlib import closing

import madestore
import pytest
from once import once
from running import ROOT

FILE = json.loads((ROOT / "docs" / "datasette.json").read_text(encoding="utf-8"))
QUERIES = {name: query["sql"] for name, query in FILE["databases"]["tracker"]["queries"].items()}
VALUES = {"list": "day", "article": "3"}


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = once(tmp_path_factory, "week", lambda at: madestore.make(at / "t.db")) / "t.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
        yield opened


def test_the_queries_find_something(db):
    for name, sql in QUERIES.items():
        assert db.execute(sql, VALUES).fetchall(), name


def test_the_queries_reach_long_tables_by_a_key(db):
    for name, sql in QUERIES.items():
        steps = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", VALUES)]
        assert any(step.startswith("SEARCH") for step in steps), name
        scanned = {step.split()[1] for step in steps if step.startswith("SCAN")}
        assert scanned <= {"l", "place", "site", "n", "CONSTANT"}, (name, steps)


def test_the_query_of_readme_reads_no_history(db):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sql = re.search(r'(?m)^sqlite3 \S+ "(.*)"$', readme)[1]
    assert db.execute(sql).fetchall()
    steps = " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert not re.search(r"\b(snapshot|change|shape_list)\b", steps)


def test_the_latest_lists_are_those_of_the_view(db):
    shown = db.execute(QUERIES["latest"]).fetchall()
    sql = (
        "SELECT site, list, observed, rank, title, url FROM rankings "
        "WHERE observed = (SELECT max(observed) FROM observations) ORDER BY site, list, rank"
    )
    assert shown == db.execute(sql).fetchall()
