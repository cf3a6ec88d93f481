"""The digest: it tells what the events query gives, in a few lines, or nothing at all.

The golden files are made anew by  GOLDEN=write pytest tests/cli/documents/test_digest.py
"""

import os
import re
from itertools import pairwise

import hostilestore
import madestore
import pytest
from click.testing import CliRunner
from golden import check
from histories import history_with_imports, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from once import once
from reference import Obs
from selectolax.lexbor import LexborHTMLParser
from sizes import examples
from storekit import fresh_store, record_in_turn

from cli.commands.digest import command
from cli.documents.digest import Period, digest, html, markdown, text
from cli.documents.digest.period import last, named
from cli.documents.sentences.stretch import TOLD
from cli.terminal.folding import width
from cli.terminal.printable import printable
from cli.terminal.times import DAY, HOUR, local_time, parse_time
from cli.words import Words, catalogue
from store import Choice, Store, open_store

JST = 540
NOW = parse_time(madestore.NOW, 0, JST)
VISITS = madestore.VISITS
NIGHT = next(n for n, (a, b) in enumerate(pairwise(VISITS)) if b - a > DAY)
"""The visit before the one gap of the demo's week."""


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The store of the demo's week."""
    return str(once(tmp_path_factory, "week", lambda at: madestore.make(at / "t.db")) / "t.db")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return str(
        once(tmp_path_factory, "hostile", lambda at: hostilestore.make(at / "t.db")) / "t.db"
    )


def told(path, period, words=None, **more):
    with open_store(path) as store:
        return digest(store, period, words or Words(), now=NOW, **more)


def run(path, *arguments, now=madestore.NOW):
    done = CliRunner(env={"TRACKER_NOW": now}).invoke(command, ["--db", path, *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_reads_well_in_72_columns(week, tmp_path, language):
    slept = madestore.make(tmp_path / "slept.db", visits=VISITS[: NIGHT + 2])
    for name, path, kind, now in (
        ("day", week, "--day", madestore.NOW),
        ("week", week, "--week", madestore.NOW),
        ("slept", slept, "--day", "2026-01-23T17:00+09:00"),
    ):
        status, shown, _ = run(path, kind, "--lang", language, now=now)
        assert status == 0
        check(f"digest-{name}-{language}.txt", shown)
        assert max(map(width, shown.splitlines())) <= len("x" * 72)


def events_of(found):
    """The events that a digest tells, each once: no two sentences of a list tell the same."""
    events = [
        event
        for section in found.sections
        for sentence in section.sentences
        for event in sentence.events
    ]
    assert len(events) == len(set(events))
    return set(events)


@pytest.mark.parametrize("kind", ["day", "week", "month"])
def test_it_tells_exactly_the_events_of_its_period(week, kind):
    with open_store(week) as store:
        for day in range(NOW - 8 * DAY, NOW + DAY, DAY):
            period = last(kind, day)
            expected = {e for e in store.events(None, *period[1:]) if e.kind in TOLD}
            found = digest(store, period, Words(), now=NOW)
            assert (events_of(found) if found else set()) == expected


@settings(deadline=None, max_examples=examples(30))
@given(history_with_imports(), schedules(), st.data())
def test_any_period_of_any_history_is_told_exactly(batches, every, data):
    with fresh_store(every) as (db, site):
        record_in_turn(db, site, batches)
        store = Store(db)
        times = [o.time for batch in batches for o in batch]
        since, until = sorted(data.draw(st.tuples(*[st.sampled_from(times)] * 2)))
        kind = data.draw(st.sampled_from(["day", "week"]))
        expected = {e for e in store.events(None, since, until) if e.kind in TOLD}
        found = digest(store, Period(kind, since, until), catalogue("ja"), now=max(times))
        assert (events_of(found) if found else set()) == expected
        if found:
            assert max(map(width, text(found).splitlines())) <= len("x" * 72)


def test_a_week_in_which_only_number_one_changed_is_told_with_that_event():
    batches = [[Obs(HOUR * n, ("a1", "a2"))] for n in (1, 2)] + [[Obs(HOUR * 3, ("a2", "a1"))]]
    with fresh_store() as (db, site):
        record_in_turn(db, site, batches)
        found = digest(Store(db), Period("week", HOUR, HOUR * 4), Words(), now=HOUR * 3)
    assert [event.kind for event in events_of(found)] == ["first"]


def test_an_article_is_named_once_a_list(week):
    found = told(week, last("day", NOW))
    main = found.sections[0].sentences[:-3]
    named = [part.article for s in main for line in s.lines for part in line if part.article]
    assert named
    assert len(named) == len(set(named))


def test_what_lies_across_a_gap_has_both_times_and_no_other(tmp_path):
    path = madestore.make(tmp_path / "slept.db", visits=VISITS[: NIGHT + 2])
    with open_store(path) as store:
        now = VISITS[NIGHT + 1] + HOUR
        found = digest(store, last("day", now), Words(), now=now)
    (gap,) = [s for s in found.sections[0].sentences if s.status == "gap"]
    assert all(not event.exact for event in gap.events)
    assert gap.lines[0][0].text == "between 22 Jan 08:03 and 23 Jan 16:03"
    assert not [s for s in found.sections[0].sentences if s.heading in {"New", "Back", "Out"}]


def test_nothing_is_said_where_nothing_happened(week):
    with open_store(week) as store:
        quiet = next(
            (a, b) for a, b in pairwise(VISITS) if b - a < DAY and not store.events(None, a, b + 1)
        )
    period = Period("day", quiet[1], quiet[1] + 1)
    found = told(week, period)
    assert found is None or not events_of(found)
    assert run(week, "--day", "2026-01-01") == (0, "", "")
    assert run(week, "--month", "2025-12", "--html") == (0, "", "")


def test_an_outage_is_something(tmp_path):
    path = madestore.three_sites(tmp_path / "three.db")
    status, shown, _ = run(path, "--site", "umikaze")
    assert status == 0
    assert "no good page since 26 Jan 23:03 (status-5xx, 1 time)" in shown
    status, shown, _ = run(path, "--site", "mihon", now="2026-02-01T08:12+09:00")
    assert status == 0
    assert "no fetch was run since 27 Jan 08:03" in shown
    status, shown, _ = run(path)
    assert shown.startswith("3 sites 27 Jan: ")


def test_a_day_that_runs_into_a_gap_was_measured_in_part(week):
    _, shown, _ = run(week, "--day", "2026-01-22")
    assert "Measured      10 of 25 h (38 %), 6 observations, 1 gap" in shown
    assert "Not measured  22 Jan 08:03 to 23 Jan 16:03" in shown


def test_the_period_is_a_whole_one_of_the_calendar():
    def days(kind, date):
        _, since, until = named(kind, date, NOW, JST)
        return [f"{local_time(t, JST):%m-%d %H:%M}" for t in (since, until)]

    assert days("day", "昨日") == ["01-26 00:00", "01-27 00:00"]
    assert days("week", "先週") == ["01-19 00:00", "01-26 00:00"]
    assert days("week", "last-week") == days("week", "2026-01-21")
    assert days("month", "先月") == ["12-01 00:00", "01-01 00:00"]
    assert days("month", "2026-01") == ["01-01 00:00", "02-01 00:00"]


def test_bad_words_are_answered(week, tmp_path):
    for arguments, expected in (
        (["--day", "--week"], "only one of --day, --week"),
        (["--markdown", "--html"], "only one of --markdown, --html"),
        (["--day", "someday"], "not a time: 'someday'"),
        (["--day", "2026-03-01"], "nothing can have happened yet"),
        (["-o", str(tmp_path / "d.csv")], "a digest is written as .txt, .md or .html"),
        (["--match", "-"], "has no word to look for"),
    ):
        done = CliRunner(env={"TRACKER_NOW": madestore.NOW}).invoke(
            command, ["--db", week, *arguments]
        )
        assert expected in done.stderr + str(done.exception), arguments


def test_a_file_is_written_by_its_ending_and_only_over_its_like(week, tmp_path):
    for ending, begin in (("txt", "みほん"), ("md", "<!-- made by"), ("html", "<!DOCTYPE")):
        path = tmp_path / f"d.{ending}"
        for _ in "ab":
            assert run(week, "-o", str(path)) == (0, "", "")
        assert path.read_text().startswith(begin)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert run(week, "-o", str(pipe), "--markdown") == (0, "", "")
    assert os.read(reader, 2) == b"# "
    os.close(reader)
    mine = tmp_path / "notes.md"
    mine.write_text("# Notes\n")
    done = CliRunner(env={"TRACKER_NOW": madestore.NOW}).invoke(
        command, ["--db", week, "-o", str(mine)]
    )
    assert done.exit_code
    assert mine.read_text() == "# Notes\n"


def test_words_choose_articles(week):
    _, shown, _ = run(week, "--match", "ｐ-1 OR")
    assert shown == ""
    _, shown, _ = run(week, "--match", "人事 -2佐", "--week")
    assert "将補人事" in shown
    assert "2佐" not in shown


def test_a_category_is_that_of_the_page(week):
    with open_store(week) as store:
        facts = store.article_facts(range(1, 40)).values()
        category = next(fact.category for fact in facts if fact.category)
        keep = store.filter(Choice(categories=(category,)))
        kept = [fact.article for fact in facts if keep(fact.article, fact.title)]
        assert kept == [fact.article for fact in facts if category in fact.category.split("、")]
        assert 0 < len(kept) < len(facts)
        assert not keep(None, "no article")
    assert run(week, "--category", "none such") == (0, "", "")


def titles_of(found):
    """Every title of a digest with its address."""
    lines = [x for section in found.sections for s in section.sentences for x in s.lines]
    return [part for line in lines for part in line if part.article]


@pytest.mark.parametrize("kind", ["day", "week"])
def test_titles_stay_text_in_every_form(hostile, kind):
    with open_store(hostile) as store:
        newest = max(store.history.newest(of).observed for of in store.lists(store.sites()[0]))
        found = digest(store, last(kind, newest), catalogue("ja"), now=newest)
    parts = titles_of(found)
    assert parts
    tree = LexborHTMLParser(html(found))
    assert {node.tag for node in tree.css("main *")} <= {
        "h1",
        "h2",
        "section",
        "p",
        "dl",
        "div",
        "dt",
        "dd",
        "a",
    }
    assert tree.css_first("script") is None
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    assert "script-src 'none'" in policy
    marked = MarkdownIt("commonmark").render(markdown(found))
    shown = LexborHTMLParser(marked)
    assert {node.tag for node in shown.css("body *")} <= {
        "h1",
        "h2",
        "p",
        "ul",
        "li",
        "strong",
        "a",
    }
    for page in (tree, shown):
        addresses = [node.attributes["href"] for node in page.css("body a")]
        assert all(re.match("https?://", address) for address in addresses)
        text_only = page.body.text()
        assert all(part.text in text_only for part in parts)
    lines = text(found).split("\n")
    assert [printable(line) for line in lines] == lines
    assert max(map(width, lines)) <= len("x" * 72)
