"""Placement: what a page offers, recorded beside what is read, and shown only where it is named."""

import pytest
from fakesite import FakeSite, write_config
from flow import Flow, tracker

from cli.pipeline.list_names import names
from scrapers import Entry, Ranking

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

ON = "placement = true\n"
OTHERS = ("day", "week", "month")


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        write_config(flow.config, site.address, more=ON)
        yield flow


def visit(flow, hour, *, offer=None):
    """A visit at an hour; the page offers these articles, and the day's list moves on by one."""
    flow.at(f"2026-01-28 {hour:02}:00")
    flow.site.latest = offer or flow.site.latest
    flow.site.turned()
    assert flow.rankings() == 0


def placed(flow, *words):
    """(time, rank) -> number of the article that the page offered there."""
    rows = flow.export("rankings", "--window", "placement", *words)
    return {(row["observed"], row["rank"]): int(row["url"][-11:-5]) for row in rows}


def test_the_page_offers_what_stands_outside_its_lists_in_its_order(flow):
    visit(flow, 6, offer=[6003, 6001, 6002])
    visit(flow, 7, offer=[6011, 6003, 6001])
    assert list(placed(flow).values()) == [6003, 6001, 6002, 6011, 6003, 6001]


def test_without_the_setting_nothing_is_recorded_until_the_pages_are_read_again(flow):
    write_config(flow.config, flow.site.address)
    visit(flow, 6, offer=[6003, 6001, 6002])
    visit(flow, 7)
    assert flow.run("export", "rankings", "--window", "placement").status == 2
    before = flow.run("export", "rankings").out
    write_config(flow.config, flow.site.address, more=ON)
    assert flow.run("reread").status == 0
    assert list(placed(flow).values()) == [6003, 6001, 6002] * 2
    assert flow.run("export", "rankings").out == before
    assert flow.run("check").status == 0


def test_a_page_that_did_not_change_offers_the_same(flow):
    visit(flow, 6, offer=[6003, 6001])
    flow.at("2026-01-28 07:00")
    assert flow.rankings() == 0
    assert flow.query("SELECT status FROM attempts ORDER BY time DESC LIMIT 1") == [(304,)]
    assert list(placed(flow).values()) == [6003, 6001] * 2
    write_config(flow.config, flow.site.address)
    flow.at("2026-01-28 08:00")
    assert flow.rankings() == 0
    assert list(placed(flow).values()) == [6003, 6001] * 2


def test_nothing_tells_the_placement_unless_it_is_named(flow):
    for hour in range(6, 12):
        visit(flow, hour, offer=[6001 + hour, 6001, 6002])
    flow.at("2026-01-28 12:00")
    for words in (
        *(["export", kind] for kind in ("rankings", "observations", "panel", "events", "gaps")),
        *(["export", kind] for kind in ("stays", "titles")),
        *(["top", "--all"], ["movers"], ["leaders"], ["status"], ["log"], ["digest", "--day"], []),
        *(["feed", "events"], ["profile"], ["notify"], ["report"]),
    ):
        said = flow.run(*words)
        assert said.status in {0, 2}
        assert "placement" not in said.out, words
    views = "SELECT list FROM rankings UNION SELECT list FROM observations"
    assert sorted(flow.query(views)) == [(name,) for name in sorted(OTHERS)]
    assert "placement" in flow.run("top", "--window", "placement", "--csv").out
    assert "placement" in flow.run("leaders", "--window", "placement", "--csv").out


def test_a_list_of_the_site_never_takes_the_reserved_name():
    rows = tuple(Entry(n, f"Title {n}", f"https://a.example/{n}", "") for n in range(1, 4))
    assert names([Ranking("Placement", None, None, rows)], []) == ["placement-2"]


def test_profile_says_what_was_offered_and_not_read(flow):
    for hour in range(6, 9):
        flow.site.lists["day"] = [6001, 6002, 6003]
        visit(flow, hour, offer=[6003, 6002, 6012])
    said = flow.run("profile", "--placement", "--window", "day", "--csv").out.splitlines()
    row = dict(zip(said[0].split(","), said[1].split(","), strict=True))
    numbers = ("observations", "compared", "offered", "listed", "both", "not_listed", "not_offered")
    assert [int(row[name]) for name in numbers] == [3, 3, 3, 3, 2, 1, 1]
    assert flow.run("profile", "--placement", "--hours").status == 2
    assert flow.run("profile", "--placement", "-w", "placement").status == 2
    shown = flow.run("profile", "--placement", "--lang", "ja").out
    assert "順序一致" in shown


def test_profile_says_what_to_do_where_nothing_was_recorded(flow):
    write_config(flow.config, flow.site.address)
    visit(flow, 6)
    said = flow.run("profile", "--placement")
    assert said.status == 2
    assert "tracker sites set local placement=true" in said.err


def test_a_merge_takes_the_placement_and_an_undo_takes_it_back(flow, tmp_path):
    visit(flow, 6, offer=[6003, 6001, 6002])
    visit(flow, 7, offer=[6011, 6003, 6001])
    here = placed(flow)
    flow.at("2026-01-29 06:00")
    other = tmp_path / "other.db"
    both = ("--db", str(other), "--config", str(flow.config))
    assert tracker(*both, "import", str(flow.store)).status == 0
    merged = tracker(*both, "export", "rankings", "--window", "placement").out
    assert merged == flow.run("export", "rankings", "--window", "placement").out
    assert len(merged.splitlines()) == len(here) + 1
    file = tmp_path / "placement.csv"
    file.write_text(merged)
    third = ("--db", str(tmp_path / "third.db"), "--config", str(flow.config))
    assert tracker(*third, "import", str(file)).status == 0
    assert tracker(*third, "export", "rankings", "--window", "placement").out == merged
    for store in (both, third):
        assert tracker(*store, "check").status == 0
        assert tracker(*store, "check", "--rebuild").status == 0
        assert tracker(*store, "import", "--undo", "1").status == 0
        assert tracker(*store, "check").status == 0
