"""The file behind -o: what it may take the place of, and which endings a command can write."""

import contextlib
import os
import stat

import pytest
from flow import tracker
from madestore import make

from cli.terminal.output_file import begins_as


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    make(folder / "t.db")
    (folder / "sites.toml").write_text("# mine\n")
    return folder


@pytest.fixture
def run(made, monkeypatch):
    monkeypatch.chdir(made)
    monkeypatch.delenv("TRACKER_CONFIG", raising=False)
    return lambda *words: tracker("--db", "t.db", "--config", "sites.toml", *words)


@pytest.mark.parametrize(
    "own", ["t.db", "./t.db", "t.db.lock", "t.db-journal", "sites.toml", "link", "hard"]
)
def test_the_store_its_companions_and_the_configuration_are_never_written_over(made, run, own):
    if own == "link":
        (made / "link").symlink_to("t.db")
    if own == "hard":
        os.link(made / "t.db", made / "hard")
    before = (made / "t.db").read_bytes(), (made / "sites.toml").read_bytes()
    for words in (("top", "--csv"), ("export", "rankings")):
        status, out, err = run(*words, "-o", own)
        assert (status, out, err.count("\n")) == (6, "", 1), err
    assert ((made / "t.db").read_bytes(), (made / "sites.toml").read_bytes()) == before
    for extra in ("link", "hard"):
        with contextlib.suppress(FileNotFoundError):
            (made / extra).unlink()


def test_a_replaced_file_keeps_its_rights(made, run):
    place = made / "private.csv"
    place.touch(0o600)
    for _ in range(2):
        assert run("export", "rankings", "-o", "private.csv").status == 0
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("export", "rankings"), "a.csv"),
        (("export", "rankings", "--excel"), "b.csv"),
        (("export", "rankings", "--no-headers"), "c.csv"),
        (("export", "rankings"), "d.tsv"),
        (("export", "articles"), "e.json"),
        (("export", "attempts"), "f.ndjson"),
        (("export", "rankings"), "g.2026-01"),
        (("top",), "h.txt"),
        (("top", "--json"), "i"),
        (("article", "day:1", "--text"), "j.txt"),
    ],
)
def test_the_same_output_takes_the_place_of_the_last_one(run, words, name):
    for _ in range(2):
        assert run(*words, "-o", name).status == 0


@pytest.mark.parametrize("name", ["notes.csv", "notes.json", "notes.ndjson", "notes.tsv", "notes"])
def test_what_is_no_such_output_is_left_alone(made, run, name):
    (made / name).write_text("what the user cares for\n")
    status, _, err = run("top", "-o", name)
    assert (status, err.count("\n")) == (6, 1)
    assert (made / name).read_text() == "what the user cares for\n"


def test_an_export_of_another_kind_is_left_alone(made, run):
    assert run("export", "articles", "-o", "k.csv").status == 0
    before = (made / "k.csv").read_bytes()
    assert run("export", "rankings", "-o", "k.csv").status == 6
    assert (made / "k.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("x.xlsx", ".csv with --excel"),
        ("x.db", ".csv"),
        ("x.csv.gz", ".csv"),
        ("x.HTML", ".txt"),
        ("x.parquet", ".csv"),
        ("x.mp3", ".csv"),
    ],
)
def test_an_ending_that_cannot_be_written_is_refused_with_the_nearest(made, run, name, nearest):
    for words in (("top",), ("top", "--csv")):
        status, _, err = run(*words, "-o", name)
        assert status == 2
        assert f"the nearest is {nearest}: {name}\n" in err
        assert not (made / name).exists()


def test_a_dash_is_standard_output(made, run):
    assert run("top", "--csv", "-o", "-") == run("top", "--csv")
    assert run("export", "rankings", "--parquet", "-o", "-")[0] == 2
    assert not (made / "-").exists()


def test_an_empty_list_of_objects_may_be_replaced():
    assert begins_as("json", ["site"], headers=True, file="x.json")("[]\n")
    assert not begins_as("json", ["site"], headers=True, file="x.json")('[{"name": 1}]')


@pytest.mark.parametrize("words", [("check",), ("backup", "b.db"), ("demo",)])
def test_a_command_that_cannot_be_limited_refuses_a_site(made, run, words):
    for asked in (("--site", "mihon", *words), (*words, "--site", "mihon")):
        status, _, err = run(*asked)
        assert (status, "--site" in err, err.count("\n")) == (2, True, 1)
    assert not (made / "b.db").exists()


def test_a_backup_takes_the_place_of_stores_only(made, run):
    (made / "thesis.db").write_text("years of work")
    assert run("backup", "--force", "thesis.db").status == 2
    assert (made / "thesis.db").read_text() == "years of work"
    assert [run("backup", "--force", "copy.db").status for _ in range(2)] == [0, 0]
    assert run("backup", "--force", "sites.toml").status == 2
