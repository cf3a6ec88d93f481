"""`tracker sites`: the known sites, and what holds for each and why."""

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest
from flow import run_here
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import Obs
from running import complaint, run, text
from sizes import examples
from storekit import SITE, record

from cli.commands.sites import _plain
from scrapers import config
from scrapers.config.file import toml_key, toml_value
from scrapers.model import ListSpec, Reader, Site
from scrapers.visiting import Visiting
from scrapers.windows import WINDOWS
from store.db.connect import transaction, writing
from store.history.sites import ensure_site

FILE = """
default = "near"
contact = "mailto:me@example.org"

[sites.base]
extends = "jdefense"
home = "https://base.example/"
follow = false
delay = 7

[sites.near]
extends = "base"
home = "https://near.example/"
label = "近く"
follow = true
every = "30m"

[sites.news]
home = "https://news.example/"
"""
NOW = "2026-01-29T07:03:00+09:00"
SEEN = 1_769_634_000  # 06:00 in Tokyo on that day


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


@pytest.fixture
def store(tmp_path):
    path = str(tmp_path / "t.db")
    with writing(path) as db:
        with transaction(db):
            site = ensure_site(db, SITE, "JST")
        times = [SEEN - 3600 * n for n in reversed(range(6))]
        batch = [{name: Obs(time, ("a", "b")) for name in ("day", "week")} for time in times]
        record(db, site, batch)
    return path


def listed(*arguments):
    env = {"TRACKER_NOW": NOW}
    rows = csv.DictReader(io.StringIO(text(run(*arguments, "--csv", env=env))))
    return {row["site"]: row for row in rows}


def test_the_built_in_sites_are_known_without_file_and_store(tmp_path):
    absent = str(tmp_path / "none.db")
    shown = text(run_here("--db", absent, "sites"))
    assert shown.splitlines()[1].split() == [
        "jdefense", "-", "yes", "-", "never", "https://j-defense.ikaros.jp/",
    ]  # fmt: skip
    assert not Path(absent).exists()


def test_the_files_sites_come_after_the_built_in_ones(file, tmp_path):
    rows = listed("--config", file, "--db", str(tmp_path / "none.db"), "sites")
    assert [*rows] == ["jdefense", "base", "near", "news"]
    assert [row["followed"] for row in rows.values()] == ["false", "false", "true", "true"]
    assert rows["near"]["every"] == "1800"
    assert rows["near"]["label"] == "近く"


def test_what_was_recorded_stands_beside_the_site(file, store):
    rows = listed("--config", file, "--db", store, "sites")
    assert rows["news"]["lists"] == "day week"
    assert rows["news"]["last_success"] == "2026-01-29T06:00:00+09:00"
    assert rows["news"]["every"] == "3600"
    assert rows["near"]["last_success"] == ""
    people = text(run("--config", file, "--db", store, "sites", env={"TRACKER_NOW": NOW}))
    line = next(line for line in people.splitlines() if line.startswith("news "))
    assert "day week" in line
    assert "1 h ago" in line


def test_one_site_alone(file, tmp_path):
    absent = str(tmp_path / "none.db")
    assert [*listed("--config", file, "--db", absent, "--site", "near", "sites")] == ["near"]


def test_a_file_that_follows_nothing_is_listed_all_the_same(tmp_path):
    path = tmp_path / "sites.toml"
    path.write_text("[sites.jdefense]\nfollow = false\n")
    rows = listed("--config", str(path), "--db", str(tmp_path / "none.db"), "sites")
    assert rows["jdefense"]["followed"] == "false"


def test_a_store_that_cannot_be_read_is_an_error(tmp_path):
    path = tmp_path / "t.db"
    path.write_text("This is no store at all, just a text file. " * 40)
    assert complaint(run_here("--db", str(path), "sites"))[0] == 6


@pytest.mark.parametrize(
    "arguments", [["sites", "show", "jdefence"], ["--site", "jdefence", "sites"]]
)
def test_an_unknown_site_is_told_with_the_nearest_names(arguments):
    status, line = complaint(run_here(*arguments))
    assert (status, line) == (2, "no site is called jdefence; did you mean jdefense?")


def test_what_is_shown_could_stand_in_the_file(file):
    shown = text(run_here("--config", file, "sites", "show", "near"))
    before, _, _ = FILE.partition("[sites.near]")
    again = config.parse((before + shown).encode(), Path("shown.toml"))
    known = config.load(Path(file))
    assert again.sites["near"] == known.sites["near"]
    assert again.visiting["near"] == known.visiting["near"]


def test_every_value_names_where_it_is_from(file):
    said = json.loads(text(run_here("--config", file, "sites", "show", "near", "--json")))
    assert said["site"] == "near"
    fields = {*Site._fields, *Visiting._fields} - {"name"}
    assert set(said["from"]) == set(said["values"]) == fields
    origins = {
        "home": file,
        "every": file,
        "extends": file,
        "delay": f"{file}, sites.base",
        "contact": f"{file}, contact",
        "timezone": "built-in jdefense",
        "article": "built-in jdefense",
        "robots": "default",
        "ping": "default",
    }
    assert {field: said["from"][field] for field in origins} == origins


def test_a_built_in_site_is_shown_without_a_file(tmp_path):
    shown = text(run("sites", "show", "jdefense", env={"XDG_CONFIG_HOME": str(tmp_path)}))
    assert tomllib.loads(shown)["sites"]["jdefense"]["timezone"] == "Asia/Tokyo"
    assert "# built-in jdefense\n" in shown


words = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x7F) | st.sampled_from("防衛時間"), min_size=1
)
readers = st.builds(
    Reader,
    kind=st.sampled_from(["detect", "jdefense"]),
    version=st.integers(1, 99),
    since=st.none() | st.integers(0, 2**30),
    until=st.none() | st.integers(2**30 + 1, 2**31),
    lists=st.just(()) | st.tuples(st.just(ListSpec("day", heading='"x" = 1'))),
)
sites = st.fixed_dictionaries(
    {
        "label": words.filter(str.strip),
        "windows": st.dictionaries(words, st.sampled_from(WINDOWS), max_size=3).map(
            lambda labels: tuple(labels.items())
        ),
        "readers": st.lists(readers, min_size=1, max_size=3).map(tuple),
    }
).map(lambda said: Site(name="x", home="https://x.example/", **said))
visits = st.fixed_dictionaries(
    {
        "follow": st.booleans(),
        "delay": st.floats(0, 86400),
        "every": st.none() | st.integers(1, 86400),
    }
).map(lambda said: Visiting(**said))


@given(sites, visits)
@settings(max_examples=examples(50))
def test_any_site_in_toml_is_the_same_site_again(site, visiting):
    values = _plain({**site._asdict(), **visiting._asdict()})
    said = {k: v for k, v in values.items() if v is not None and k != "name"}
    lines = [f"{toml_key(key)} = {toml_value(value)}" for key, value in said.items()]
    again = config.parse("\n".join(["[sites.x]", *lines]).encode(), Path("x.toml"))
    assert (again.sites["x"], again.visiting["x"]) == (site, visiting)


def test_every_help_shows_examples_and_the_subcommands():
    assert "Commands:\n  show " in text(run_here("sites", "--help"))
    assert "Examples:\n  tracker sites show" in text(run_here("sites", "show", "--help"))
