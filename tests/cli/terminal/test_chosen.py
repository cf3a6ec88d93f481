"""`--rule` means what the same words, categories, sites and lists mean when they are typed."""

import madestore
import pytest
from flow import tracker

CONFIG = """
[sites.mihon]
home = "https://mihon.example/"
[sites.kenpo]
home = "https://kenpo.example/"
[[alerts]]
name = "navy"
when = "new"
match = "海自 -艦"
sites = ["mihon"]
lists = ["24h", "1週間"]
[[alerts]]
name = "posts"
when = "new"
category = ["特集"]
"""
COMMANDS = {
    "movers": ["movers", "--csv", "--since", "7d"],
    "digest": ["digest", "--week"],
    "feed": ["feed", "events"],
    "events": ["export", "events"],
    "report": ["report"],
    "panel": ["export", "panel", "--every", "6h"],
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """A store of three sites, and a configuration with rules."""
    folder = tmp_path_factory.mktemp("chosen")
    (folder / "sites.toml").write_text(CONFIG)
    return madestore.three_sites(folder / "t.db"), str(folder / "sites.toml")


@pytest.fixture
def ask(sites, monkeypatch):
    """A function that runs a command on that store."""
    monkeypatch.setenv("TRACKER_NOW", madestore.NOW)
    store, config = sites
    return lambda *words: tracker("--db", store, "--config", config, "--lang", "en", *words)


def test_a_rule_is_what_could_be_typed(ask):
    for command, words in COMMANDS.items():
        by_rule = ask(*words, "--site", "mihon", "--rule", "posts")
        assert by_rule == ask(*words, "--site", "mihon", "--category", "特集"), command
        assert by_rule.status == 0, command
        assert len(by_rule.out) > 250, command
        assert by_rule.out != ask(*words, "--site", "mihon").out, command


def test_a_rule_chooses_sites_and_lists(ask):
    events = ask("export", "events", "--rule", "navy").out
    for name in ("day", "week"):
        of_list = ask("export", "events", "--match", "海自 -艦", "--site", "mihon", "-w", name).out
        rows = set(of_list.splitlines())
        assert len(rows) > 1
        assert rows <= set(events.splitlines())
    assert ",month," not in events
    assert "kenpo" not in events
    digest = ask("digest", "--week", "--rule", "navy").out
    assert "海自" in digest
    assert "Month" not in digest
    assert "sites" not in digest.splitlines()[0]
    assert "mihon" in ask("movers", "--rule", "navy", "--csv").out


def test_a_rule_that_does_not_fit_is_answered(ask):
    for words, expected in (
        (["--rule", "nave"], "no alert rule is called 'nave'; did you mean navy?"),
        (["--rule", "navy", "--match", "陸自"], "--rule has words and categories of its own"),
        (["--rule", "navy", "--site", "kenpo"], "the rule is about other sites; say --site mihon"),
        (["--rule", "navy", "-w", "month"], "the rule is about 24h, 1週間, and not month"),
    ):
        said = ask("movers", *words)
        assert said.status == 2, words
        assert expected in said.err, words
    for words in (["feed", "events"], ["export", "rankings"], ["report"]):
        assert "no site has a list 'x'; see  tracker status" in ask(*words, "-w", "x").err
    said = ask("digest", "--rule", "navy", "--site", "kenpo")
    assert "the rule is about mihon, and not about these sites" in said.err
