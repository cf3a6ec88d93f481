"""The plausibility checks before recording, and `tracker reread` after a reader was corrected."""

import json

import pytest
from fakesite import FakeSite, write_config
from flow import Flow

from cli.commands.demo.pages import page, path_of

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

MOVED = "article = '^/(docs|news)/(?P<section>[^/]+)/(?P<id>\\d{6})\\.html$'\n"


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        yield Flow(site, tmp_path, monkeypatch)


def move(site) -> None:
    """Give all articles other addresses, on every page that links to them."""
    paths = ["/", *(path_of(number, story) for number, story in site.articles.items())]
    for path in paths:
        body = page(site.state(), path).replace('href="/docs/', 'href="/news/')
        site.on(path, body=body)


def mend(flow, more: str) -> None:
    write_config(flow.config, flow.site.address, more=more)


def redesigned(flow) -> None:
    """Good at 10:00, redesigned from 11:00 to 13:00, seen every hour."""
    for hour in range(6, 11):
        flow.at(f"2026-01-28 {hour:02}:00")
        assert flow.rankings() == 0
    move(flow.site)
    for hour in (11, 12, 13):
        flow.at(f"2026-01-28 {hour}:00")
        flow.rankings()


def test_rows_that_are_no_articles_any_more_are_refused_and_kept(flow):
    redesigned(flow)
    refused = flow.query("SELECT code FROM attempts WHERE code IS NOT NULL AND page <> ''")
    assert len(refused) == 6, "each visit tried the home page and an article"
    assert len(flow.export("rankings")) == 5 * 30


def test_reread_records_what_was_refused_once_the_reader_was_mended(flow):
    redesigned(flow)
    mend(flow, MOVED)
    flow.at("2026-01-28 14:00")
    before = flow.run("export", "rankings").out
    dry = flow.run("reread", "--dry-run")
    assert "9 observations would be recorded" in dry.err
    assert flow.run("export", "rankings").out == before
    done = flow.run("reread", "--since", "2026-01-28 11:00")
    assert done.status == 0
    assert "3 kept pages" in done.err
    assert "9 observations recorded" in done.err
    assert "0 still not read" in done.err
    rows = flow.export("observations")
    assert {row["source"] for row in rows[-9:]} == {"reread"}
    assert {row["result"] for row in rows} == {"ok"}
    assert len(flow.export("rankings")) == 8 * 30
    told = json.loads(flow.run("log", "--refused", "--json").out)
    assert {row["result"] for row in told} == {"refused"}
    assert len(told) == 6, "what was refused stays in the log"
    assert all("tracker reread recorded the lists" in row["detail"] for row in told)
    assert [row["lists"] for row in told if row["lists"]] == ["day:10 week:10 month:10"] * 3


def test_reread_twice_changes_nothing_more(flow):
    redesigned(flow)
    mend(flow, MOVED)
    flow.run("reread")
    before = flow.run("export", "rankings").out
    again = flow.run("reread")
    assert "0 observations recorded, 0 pages changed, 8 as before" in again.err
    assert flow.run("export", "rankings").out == before


def test_the_result_is_the_same_however_many_pages_are_read_at_a_time(flow):
    redesigned(flow)
    mend(flow, MOVED)
    before = flow.store.read_bytes()
    told = []
    for jobs in (1, 2, 5):
        flow.store.write_bytes(before)
        done = flow.run("reread", "--jobs", str(jobs))
        kinds = ("rankings", "observations", "attempts", "stays", "events", "joins")
        told.append([done, *(flow.run("export", kind).out for kind in kinds)])
        told[-1] += [flow.run("log", "--json"), flow.query("SELECT * FROM superseded")]
    assert "9 observations recorded" in told[0][0].err
    assert told[1:] == told[:-1]


def test_reread_without_a_mended_reader_refuses_again(flow):
    redesigned(flow)
    said = flow.run("reread")
    assert "0 observations recorded" in said.err
    assert "6 still not read" in said.err


def test_a_reading_that_differs_takes_the_place_of_the_old_which_is_kept(flow):
    flow.at("2026-01-28 10:00")
    flow.rankings()
    home = page(flow.site.state(), "/")
    mend(flow, "article = '^/docs/(?P<section>mod)/(?P<id>\\d{6})\\.html$'\n")
    flow.run("reread")
    assert home.count("/docs/special/") > 0
    kept = flow.query("SELECT result, source, items FROM superseded")
    assert kept == [("ok", "fetch", 10)] * 3
    flags = {row["flags"] for row in flow.export("rankings") if "/docs/special/" in row["url"]}
    assert all("no-article" in flag for flag in flags)


def test_windows_that_changed_places_are_refused(flow):
    flow.at("2026-01-28 10:00")
    flow.rankings()
    lists = flow.site.lists
    lists["day"], lists["week"] = lists["week"], lists["day"]
    flow.at("2026-01-28 11:00")
    assert flow.rankings() == 5
    assert flow.attempts()[-1][3] == "swapped"
    assert len(flow.export("rankings")) == 30


def test_a_list_replaced_whole_is_recorded_with_a_flag(flow):
    flow.site.lists["day"] = [6001, 6002, 6003, 6004]
    flow.at("2026-01-28 10:00")
    flow.rankings()
    flow.site.lists["day"] = [6008, 6007, 6006, 6005]
    flow.at("2026-01-28 11:00")
    assert flow.rankings() == 0
    rows = flow.export("rankings")
    assert {r["flags"] for r in rows[-30:] if r["list"] == "day"} == {"big-swap"}
    assert {r["flags"] for r in rows[-30:] if r["list"] != "day"} == {""}


def test_a_day_list_that_stands_still_for_days_is_flagged_frozen(flow):
    for day in (20, 21, 22, 23, 24):
        flow.at(f"2026-01-{day} 10:00")
        assert flow.rankings() == 0
    frozen = [r["flags"] for r in flow.export("rankings") if r["rank"] == 1 and r["list"] == "day"]
    assert frozen == ["", "", "", "", "frozen"]
