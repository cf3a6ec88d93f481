"""`tracker sites set`, `follow` and `remove`: the sites file changed, and nothing else in it."""

import pytest
from flow import tracker

from scrapers import ConfigError, config

FILE = """\
# what the desk reads
contact = "desk@example.org"  # asked for by the sites

# ours
[sites.a]  # the first
home = "http://a.example/"   # keep
every = "1h"

# theirs
[sites.b]
home = "http://b.example/"

[[sites.b.readers]]
kind = "selectors"

[[sites.b.readers.lists]]
name = "day"  # the only one
selector = "ol > li"
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "sites.toml"
    path.write_text(FILE)
    monkeypatch.setenv("TRACKER_CONFIG", str(path))
    return path


def test_a_value_is_set_where_it_stands_or_behind_the_last(file):
    said = tracker("sites", "set", "a", "every=2h", "delay=5", "label=日刊")
    assert (said.status, said.err) == (0, f"{file}: written; followed: a, b\n")
    assert file.read_text() == FILE.replace(
        'every = "1h"\n', 'every = "2h"\ndelay = 5\nlabel = "日刊"\n'
    )
    tracker("sites", "set", "a", "every=1h", "delay=", "label=")
    assert file.read_text() == FILE


def test_a_value_goes_before_the_tables_of_a_site(file):
    assert tracker("sites", "set", "b", "every=30m").status == 0
    known = config.load(file)
    assert known.visiting["b"].every == 1800
    assert known.sites["b"].readers[0].lists[0].name == "day"


def test_a_site_is_followed_or_not(file):
    assert tracker("sites", "follow", "a", "--off").err.endswith("followed: b\n")
    assert tracker("sites", "follow", "jdefense").err.endswith("followed: b, jdefense\n")
    assert tracker("sites", "follow", "a").err.endswith("followed: a, b, jdefense\n")
    assert all(line in file.read_text() for line in FILE.splitlines())


def test_a_removed_site_leaves_the_comments_of_others(file):
    assert tracker("sites", "remove", "b").err.endswith("followed: a\n")
    assert file.read_text().startswith(FILE.partition("# theirs")[0])
    assert "readers" not in file.read_text()
    assert tracker("sites", "remove", "a").err.endswith("followed: jdefense\n")
    assert "sites." not in file.read_text()


def test_a_file_is_made_where_there_is_none(file):
    file.unlink()
    assert tracker("sites", "set", "jdefense", "every=30m").status == 0
    assert file.read_text() == '[sites.jdefense]\nevery = "30m"\n'


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["set", "a", "evry=3"], "a site has no 'evry'; did you mean every?"),
        (["set", "a", "every=soon"], "every: seconds or a time such as 1h expected"),
        (["set", "a", "home="], ":5: [sites.a] home is missing"),
        (["set", "a", "every"], "FIELD=VALUE expected"),
        (["set", "zzz", "every=1h"], "no site is called zzz"),
        (["follow", "zzz"], "no site is called zzz"),
        (["remove", "jdefense"], "jdefense is built in; to visit it no more:"),
    ],
)
def test_what_cannot_be_is_an_error_and_changes_nothing(file, words, says):
    said = tracker("sites", *words)
    assert said.status == 2
    assert says in said.err
    assert file.read_text() == FILE


def test_an_entry_written_in_another_way_is_changed_all_the_same_or_not_at_all(file):
    for text in (
        'sites.a.home = "http://a.example/"\n',
        'sites = { a = { home = "http://a.example/" } }\n',
        '[sites.a]\nhome = "http://a.example/"\n[sites.b]\nextends = "a"\n[sites.a.windows]\n"24時間" = "day"\n',
    ):
        file.write_text(text)
        try:
            config.edit.set_values(file, "a", {"every": "2h"})
        except ConfigError as error:
            assert "edit it" in str(error)  # noqa: PT017 - either way is right
            assert file.read_text() == text
        else:
            assert config.load(file).visiting["a"].every == 7200
