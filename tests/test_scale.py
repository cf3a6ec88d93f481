"""docs/scale.md is run: what other engines make of the exports is what the program says itself.

DuckDB is asked in `make test`, Polars and Spark in `make scale`, since they take minutes.
"""

import csv
import io
import os
import re
import shutil
import sys
from contextlib import redirect_stdout
from importlib.util import find_spec
from math import floor

import pytest
from flow import tracker
from running import ROOT, run

from store import open_store

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"(?m)^\$ tracker (.*)$", PAGE)
CODE = {
    part.partition("\n")[0]: "\n".join(re.findall(r"(?ms)^```python\n(.*?)^```", part))
    for part in PAGE.split("\n## ")
}
NOW = "2026-02-01T00:00:00+00:00"

pytestmark = pytest.mark.filterwarnings("ignore")  # other people's libraries warn as they like


@pytest.fixture(scope="module")
def folder(demo, tmp_path_factory):
    """The store of the demo with all that the page's commands make of it."""
    folder = tmp_path_factory.mktemp("scale")
    shutil.copy(demo / "tracker.db", folder)
    export(folder, COMMANDS)
    with open_store(folder / "tracker.db") as store:
        home = store.site().home
    (folder / "sites.toml").write_text(
        f'[sites.demo]\nextends = "jdefense"\nhome = "{home}"\nallow_private = true\n'
    )
    return folder


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    """A made history of some months, with gaps and articles that come back, and its set."""
    folder = tmp_path_factory.mktemp("months")
    words = ("--years", "0.3", "--interval", "3600", "--no-attempts")
    script = ROOT / "benchmarks" / "make_history.py"
    made = run(str(script), str(folder / "tracker.db"), *words, program=[sys.executable])
    assert made.returncode == 0, made.stderr
    export(folder, COMMANDS[:2])
    return folder


def export(folder, commands):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in commands:
            assert tracker("--db", "tracker.db", *command.split()).status == 0


def told(folder):
    """What `tracker leaders` says of each article on each list."""
    store = str(folder / "tracker.db")
    with open_store(store) as opened:
        names = [of.name for of in opened.lists(opened.site())]
    charts = [
        tracker("--db", store, "leaders", "-w", n, "--limit", "99999", "--csv").out for n in names
    ]
    rows = [row for chart in charts for row in csv.DictReader(io.StringIO(chart))]
    return {
        (row["site"], row["list"], row["url"]): (
            float(row["hours"]), int(row["peak"]), float(row["hours_at_1"]), int(row["entries"]),
        )
        for row in rows
    }  # fmt: skip


def found(leaders):
    """The same from the rows that a section's code makes."""
    return {
        (site, name, url): (cut(hours), peak, cut(first), int(entries))
        for site, name, url, hours, peak, first, entries in leaders
    }


def cut(hours):
    """Hours as the program writes them."""
    return floor(round(hours * 3600) * 10_000 / 3600) / 10_000


def leaders_by(section, folder, monkeypatch):
    """The names that the code of a section leaves, behind that of the query."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TRACKER_NOW", NOW)
    names = {}
    for title in ("The chart, in SQL", section):
        exec(compile(CODE[title], f"docs/scale.md {title}", "exec"), names)
    return names


def needs(module, *programs, at_scale=True):
    """Skip a test, before its stores are made, where something that it needs is not here."""
    lacking = [] if find_spec(module) else [f"{module} is not here"]
    lacking += [f"{name} is not here" for name in programs if shutil.which(name) is None]
    lacking += ["that is for make scale"] if at_scale and "TRACKER_SCALE" not in os.environ else []
    return pytest.mark.skipif(
        bool(lacking), reason=f"{module} was not asked: {' and '.join(lacking)}"
    )


@needs("duckdb", at_scale=False)
def test_duckdb_tells_the_leaders_of_the_program(folder, monkeypatch):
    names = leaders_by("DuckDB", folder, monkeypatch)
    assert len(told(folder)) > 30
    assert found(names["leaders"]) == told(folder)


@needs("polars")
def test_polars_tells_the_leaders_of_the_program(folder, months, monkeypatch):
    for place in (folder, months):
        assert found(leaders_by("Polars", place, monkeypatch)["leaders"]) == told(place)


@needs("pyspark", "java")
def test_spark_tells_the_leaders_and_reads_the_rows_of_the_store(
    folder, months, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for place in (months, folder):  # its Java stays in the folder in which it was started
        for name in ("set", "pages", "sites.toml"):
            (tmp_path / name).unlink(missing_ok=True)
            (tmp_path / name).symlink_to(place / name)
        names = leaders_by("Spark", tmp_path, monkeypatch)
        assert found(names["leaders"]) == told(place)
    title = "Millions of pages, read again"
    with redirect_stdout(io.StringIO()) as out:
        exec(compile(CODE[title], f"docs/scale.md {title}", "exec"), names)
    names["spark"].stop()
    stored = tracker("--db", str(folder / "tracker.db"), "export", "rankings").out.count("\n") - 1
    assert stored > 2000
    assert len(names["shards"]) > 1
    assert out.getvalue() == f"0 rows are not stored,\n0 of {stored} were not read\n"
