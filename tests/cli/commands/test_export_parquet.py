"""`tracker export` as Parquet: the rows of NDJSON with types, the same bytes twice, whole files."""

import json
import re
import shutil
import sys
from pathlib import Path

import madestore
import pytest
from flow import seconds, tracker
from hypothesis import given, settings
from hypothesis import strategies as st
from running import ROOT
from sizes import examples

from cli.commands.doctor import machine
from cli.commands.export import parquet
from scrapers.model import Site
from store.db.connect import transaction, writing
from store.history.readings import ListReading, Snapshot
from store.history.recorder import recording
from store.history.sites import ensure_list, ensure_site, lists
from store.transfer.exports.parquet import ParquetWriter

duckdb = pytest.importorskip("duckdb", reason="Parquet was not tested: duckdb is not here")

FORMATS = (ROOT / "docs" / "formats.md").read_text()
TYPES = {
    "text": "VARCHAR",
    "integer": "SMALLINT",
    "flag": "BOOLEAN",
    "UTC time": "TIMESTAMP WITH TIME ZONE",
}
ODD = ("50%", "a=b/c", "007", "日本 #1", "q\"'*?", "..")
"""Names of sites that a path cannot have, or that look like numbers."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return madestore.make(tmp_path_factory.mktemp("parquet") / "made.db")


@pytest.fixture
def store(made, tmp_path):
    return shutil.copy(made, tmp_path / "t.db")


def export(store, *words):
    said = tracker("--db", str(store), "export", *map(str, words))
    return said.status, said.err.strip()


def exported(store, *words):
    status, said = export(store, *words)
    assert status == 0, said
    return said


def read(path, **options):
    """The rows of files, times in the spelling of the other forms."""
    given_ = "".join(f", {name} = {value}" for name, value in options.items())
    query = f"SELECT * FROM read_parquet('{path}'{given_})"
    with duckdb.connect() as db:
        columns = [(row[0], row[1]) for row in db.execute(f"DESCRIBE {query}").fetchall()]
        told = ", ".join(
            f"strftime(\"{name}\" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS \"{name}\""
            if "TIME" in kind
            else f'"{name}"'
            for name, kind in columns
        )
        found = db.execute(f"SELECT {told} FROM ({query})").fetchall()
    return [dict(zip([name for name, _ in columns], row, strict=True)) for row in found]


def record(store, site, day, titles=("a", "b"), month="2026-03"):
    """One more observation of a site's list of the day."""
    with writing(str(store)) as db, transaction(db):
        number = ensure_site(db, Site(site, site, madestore.HOME), "JST")
        ensure_list(db, number, "day", "day", "24時間")
        of = next(of for of in lists(db, number) if of.name == "day")
        url = madestore.HOME + "docs/{}.html"
        shown = tuple(
            madestore.Entry(rank, title, url.format(title), url.format(title))
            for rank, title in enumerate(titles, 1)
        )
        with recording(db) as recorder:
            at = seconds(f"{month}-{day:02} 12:00")
            recorder.record(Snapshot(number, at, 540, None, [ListReading(of, shown)]))


@pytest.mark.parametrize("kind", parquet.COLUMNS)
def test_a_file_has_the_rows_of_ndjson_and_the_documented_types(made, tmp_path, kind):
    path = tmp_path / "x.parquet"
    lines = tracker("--db", made, "export", kind, "--nl").out.splitlines()
    assert exported(made, kind, "-o", path) == f"{path}: {len(lines):,} rows"
    found = read(path)
    if kind == "rankings":
        urls = [row.pop("article_url") for row in found]
        assert all(url.startswith("https://mihon.example/docs/") for url in urls)
    assert found == [json.loads(line) for line in lines]
    with duckdb.connect() as db:
        columns = db.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()
    assert {name: kind for name, kind, *_ in columns} == documented(kind)


def documented(kind):
    section = FORMATS.split(f"\n## `tracker export {kind}`")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| `(\w+)` \| ([\w ]+?)\?? \|", section)
    columns = {name: TYPES[kind] for name, kind in rows}
    return columns | ({"article_url": "VARCHAR"} if kind == "rankings" else {})


@settings(max_examples=examples(10))
@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=60))
def test_every_text_comes_back(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    lines = [json.dumps({"title": text, "rank": None}) for text in texts]
    (folder / "rows").write_text("\n".join([*lines, ""]))
    types = {"title": "VARCHAR", "rank": "SMALLINT"}
    with ParquetWriter("rankings", types, str(folder)) as writer:
        made = writer.write(str(folder / "rows"), str(folder / "x.parquet"))
    assert made == len(texts)
    assert [row["title"] for row in read(folder / "x.parquet")] == texts


def files(folder):
    """Path below the folder -> what shows whether a file was replaced, and its bytes."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.read_bytes())
        for path in Path(folder).rglob("*.parquet")
    }


def test_a_set_is_rewritten_only_where_a_month_changed(store, tmp_path):
    for month in ("2026-02", "2026-03"):
        record(store, "mihon", 3, month=month)
    folder = tmp_path / "set"
    said = exported(store, "rankings", "--parquet", "-o", folder)
    assert said.endswith("in 3 files: 3 written, 0 removed")
    before = files(folder)
    assert next(iter(before)).startswith("site=mihon/month=2026-")
    (tmp_path / "other").mkdir()
    exported(store, "rankings", "--parquet", "-o", tmp_path / "other")
    assert {name: data for name, (_, data) in files(tmp_path / "other").items()} == {
        name: data for name, (_, data) in before.items()
    }
    assert exported(store, "rankings", "--parquet", "-o", folder).endswith("0 written, 0 removed")
    assert files(folder) == before
    record(store, "mihon", 4)
    assert exported(store, "rankings", "--parquet", "-o", folder).endswith("1 written, 0 removed")
    after = files(folder)
    assert [name for name in after if after[name] != before[name]] == [
        "site=mihon/month=2026-03/rankings.parquet"
    ]


def test_a_set_has_the_rows_of_one_file_whatever_its_sites_are_called(store, tmp_path):
    for name in ODD:
        record(store, name, 5, titles=("c",))
    exported(store, "rankings", "--parquet", "-o", f"{tmp_path}/set/")
    exported(store, "rankings", "-o", tmp_path / "x.parquet")
    found = read(f"{tmp_path}/set/*/*/rankings.parquet", hive_types_autocast="false")
    assert {row["site"] for row in found} == {"mihon", *ODD}
    assert all(row.pop("month") == row["observed"][:7] for row in found)
    key = lambda row: (row["observed"], row["site"], row["list"], row["rank"])  # noqa: E731
    assert sorted(found, key=key) == read(tmp_path / "x.parquet")


def test_files_of_ours_without_rows_go_and_others_stay(store, tmp_path):
    record(store, "mihon", 5)
    folder = tmp_path / "set"
    exported(store, "rankings", "--parquet", "-o", folder)
    exported(store, "observations", "--parquet", "-o", folder)
    foreign = folder / "site=x" / "month=2020-01" / "rankings.parquet"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"PAR1 of somebody else PAR1")
    said = exported(store, "rankings", "--until", "2026-02", "--parquet", "-o", folder)
    assert said.endswith("in 1 file: 0 written, 1 removed")
    assert not (folder / "site=mihon/month=2026-03/rankings.parquet").exists()
    assert (folder / "site=mihon/month=2026-03/observations.parquet").exists()
    assert foreign.exists()
    exported(store, "observations", "--until", "2026-02", "--parquet", "-o", folder)
    assert not (folder / "site=mihon/month=2026-03").exists()
    described = json.loads((folder / "metadata.json").read_text())["files"]
    assert described.keys() == {
        f"site=mihon/month=2026-01/{kind}.parquet" for kind in ("rankings", "observations")
    }


def test_only_a_file_of_the_same_kind_is_replaced(made, tmp_path):
    path = tmp_path / "x.parquet"
    exported(made, "events", "-o", path)
    events = path.read_bytes()
    for other in (b"not ours", events):
        path.write_bytes(other)
        status, said = export(made, "rankings", "-o", path)
        assert status == 6
        assert said.endswith(
            f"{path} is there and is no such output; name another file, or remove it"
        )
        assert path.read_bytes() == other
    exported(made, "events", "-o", path)
    assert [file.name for file in tmp_path.iterdir()] == ["x.parquet"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["articles", "-o", "x.parquet"], "the nearest for articles is .csv: x.parquet"),
        (["rankings", "--parquet"], "--parquet goes with -o FILE.parquet, or with -o DIR"),
        (["rankings", "--parquet", "-o", "x.csv"], "-o FILE.parquet, or with -o DIR"),
        (["rankings", "--parquet", "--json", "-o", "x"], "-o FILE.parquet, or with -o DIR"),
        (["rankings", "--local", "-o", "x.parquet"], "in UTC; leave --local out"),
        (["top", "-o", "x.parquet"], "cannot write .parquet files; the nearest is .csv"),
        (["rankings", "-o", "no/x.parquet"], "cannot write no/x.parquet: No such file"),
    ],
)
def test_what_cannot_be_parquet_is_said(made, tmp_path, monkeypatch, words, why):
    monkeypatch.chdir(tmp_path)
    command = words if words[0] == "top" else ["export", *words]
    said = tracker("--db", str(made), *command)
    assert said.status == (6 if "No such" in why else 2)
    assert why in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_export_without_rows_has_its_columns(made, tmp_path):
    exported(made, "rankings", "--until", "2020", "-o", tmp_path / "x.parquet")
    assert read(tmp_path / "x.parquet") == []
    said = exported(made, "rankings", "--until", "2020", "--parquet", "-o", tmp_path / "set")
    assert said.endswith(": 0 rows in 0 files: 0 written, 0 removed")


def test_an_export_is_of_one_moment_and_lets_a_fetch_write(store, tmp_path, monkeypatch):
    write = ParquetWriter.write

    def beside_a_fetch(*words):
        record(store, "mihon", 6, month="2026-02")
        return write(*words)

    record(store, "mihon", 5)
    monkeypatch.setattr(ParquetWriter, "write", beside_a_fetch)
    exported(store, "rankings", "--parquet", "-o", tmp_path / "set")
    months = {path.parent.name for path in (tmp_path / "set").rglob("*.parquet")}
    assert months == {"month=2026-01", "month=2026-03"}


def test_without_duckdb_one_line_says_what_to_do(made, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    status, said = export(made, "rankings", "-o", tmp_path / "x.parquet")
    assert status == 2
    assert re.fullmatch(r"tracker: Parquet needs duckdb; .*'\.\[parquet\]'", said)
    assert "is not installed" in machine.parquet_extra().what


def test_a_broken_duckdb_is_named(made, tmp_path, monkeypatch):
    monkeypatch.delitem(sys.modules, "duckdb")
    (tmp_path / "duckdb.py").write_text("raise OSError('libduckdb.so: no\\nsuch file')")
    monkeypatch.syspath_prepend(tmp_path)
    status, said = export(made, "rankings", "-o", tmp_path / "x.parquet")
    assert status == 2
    assert "cannot be loaded (OSError: libduckdb.so: no such file); install" in said
    found = machine.parquet_extra()
    assert (found.state, found.remedy[:7]) == ("warn", "install")
    sys.modules.pop("duckdb", None)
    assert not (tmp_path / "x.parquet").exists()
