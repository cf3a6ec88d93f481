"""The report: complete as text, safe whatever titles hold, the same bytes each time."""

import base64
import hashlib
import re

import hostilestore
import madestore
import pytest
from histories import at, schedules, site_histories
from hypothesis import given, settings
from hypothesis import strategies as st
from once import once
from reports import page_of
from selectolax.lexbor import LexborHTMLParser
from sizes import examples
from storekit import fresh_store, record

from cli.commands.demo.script import VISITS
from cli.documents.report.overview import Listed, overview
from cli.documents.report.page import report
from cli.documents.subject import Subject
from cli.terminal import times
from cli.words import Words
from scrapers import TrackerError
from store import Store, open_store

SMALL = 5 * 1024


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The store of the demo's week."""
    return str(once(tmp_path_factory, "week", lambda at: madestore.make(at / "t.db")) / "t.db")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return str(
        once(tmp_path_factory, "hostile", lambda at: hostilestore.make(at / "t.db")) / "t.db"
    )


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """A store of three sites."""
    made = once(tmp_path_factory, "sites", lambda at: madestore.three_sites(at / "t.db"))
    return str(made / "t.db")


@pytest.fixture(scope="module")
def page(week):
    return page_of(week)


def text_of(page):
    """What a reader without a style, a script or a picture has."""
    tree = LexborHTMLParser(page)
    tree.strip_tags(["script", "style", "svg", "head"])
    return " ".join(tree.body.text(separator=" ").split())


def test_the_text_has_every_rank_of_the_newest_observation(week, page):
    tree = LexborHTMLParser(page)
    with open_store(week) as store:
        site = store.site()
        for of, section in zip(store.lists(site), tree.css("section.list"), strict=True):
            top = store.top(of)
            rows = section.css("table.ranks tbody tr")
            shown = [
                (row.css_first(".rank").text(), row.css_first(".t > a, .t > s").text())
                for row in rows
            ]
            expected = [(str(row.row.rank), row.row.title) for row in top.rows]
            assert shown[: len(expected)] == expected
            gone = sorted(top.departures, key=lambda gone: gone.rank)
            assert shown[len(expected) :] == [("–", gone.title) for gone in gone]


def test_the_text_has_every_stay(week, page):
    tree = LexborHTMLParser(page)
    with open_store(week) as store:
        for place, of in enumerate(store.lists(store.site())):
            for article, lines in store.rank_lines(of).lines.items():
                section = tree.css_first(f"#a{article}")
                after = section.css_first(f'use[href="#l{place}-{article}"]').parent.next
                stays = [item.text() for item in after.css("li")]
                assert len(stays) == len(lines)
                for stay, line in zip(stays, lines, strict=True):
                    ends = [times.brief(times.Moment(line.points[at][0], 540)) for at in (0, -1)]
                    assert f"{ends[0]} to {ends[1]}" in stay


def test_the_first_things_said_are_what_moved(page):
    text = text_of(page)
    for words in (
        "81.8 % measured, 73 observations, 1 gap",
        "#1 陸自と豪州陸軍、雪上の共同訓練を2月上旬に実施予定 (9 → 1, since 00:03, week 8)",
        "New 2 人事発令 1月26日付け、2佐人事（陸自5名） (in Mon 16:03)",
        "Down 掃海艇「ためししま」除籍",
        "Out 陸自ヘリ",
        "compared with Mon 26 Jan 08:03 (24 h before)",
        "22 Jan 08:03 to 23 Jan 16:03: no fetch was run",
    ):
        assert words in text


def test_a_report_in_japanese(week):
    text = text_of(page_of(week, "--lang", "ja"))
    for words in (
        "首位",
        "初登場",
        "圏外へ",
        "観測率81.8%",
        "比較（24時間前）",
        "取得が実行されず",
    ):
        assert words in text


def test_the_same_store_and_time_give_the_same_bytes(week, page):
    assert page_of(week) == page


def test_a_page_allows_its_own_style_and_script_and_nothing_else(page):
    tree = LexborHTMLParser(page)
    policy = tree.css_first("meta[http-equiv]").attributes["content"]
    for tag in ("style", "script"):
        (element,) = tree.css(tag)
        digest = hashlib.sha256(element.text(deep=True).encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert not tree.css("[style], [onclick], iframe, object, img")
    assert len(tree.css_first("script").text(deep=True)) < SMALL


@pytest.mark.parametrize("kind", ["report", "overview"])
def test_hostile_titles_stay_text_and_hostile_addresses_no_links(hostile, kind):
    page = page_of(hostile, now=hostilestore.NOW) if kind == "report" else glance_at(hostile)
    tree = LexborHTMLParser(page)
    assert len(tree.css("script")) == (kind == "report")
    assert len(tree.css("style")) == 1
    assert not tree.css("img, b > svg, [onmouseover], [onerror], [onload]")
    for link in tree.css("a"):
        assert re.match(r"https?://news\.example/[!-~]*$|#\S+$", link.attributes["href"])
    assert not re.search("[\u202a-\u202e\u2066-\u2069\0\x1b]", page)
    text = text_of(page)
    assert "{{ 7 * 7 }} {% raw %} ${7*7}" in text
    assert "</script><script>alert(1)</script>" in text
    assert "\\u202egnp.exe\\u2066 reversed" in text
    assert "{+9600 characters}" in text or kind == "overview"  # which has the first five alone


def glance_at(path):
    """The overview of a store that has one site."""
    now = times.parse_time(hostilestore.NOW, 0, 0)
    with open_store(path) as store:
        subject = Subject(store, store.site(), now, now, now, Words())
        return overview([Listed(subject, store.lists(subject.site))])


def test_lists_and_times_that_were_asked_for(week):
    page = page_of(week, "-w", "1週間", "--since", "2026-01-24", "--until", "2026-01-25")
    tree = LexborHTMLParser(page)
    assert [section.attributes["id"] for section in tree.css("section.list")] == ["week"]
    assert "24 Jan 00:03 to 25 Jan 22:03" in text_of(page)


def test_chosen_articles_alone_are_told(week):
    chosen = text_of(page_of(week, "--match", "海自"))
    assert "only titles with 海自" in chosen
    assert "none of these articles" in chosen
    with open_store(week) as store:
        facts = store.article_facts(range(1, 60)).values()
    told = {of.title for of in facts if " ".join(of.title.split()) in chosen}
    assert told == {of.title for of in facts if "海自" in of.title}
    assert 1 < len(told) < len(facts)


def test_several_sites_make_an_overview(sites):
    page = page_of(sites)
    assert page_of(sites) == page
    tree = LexborHTMLParser(page)
    assert not tree.css("script")
    assert len(page.encode()) < 40_000
    assert [row.css_first("a").text() for row in tree.css("main > table tbody tr")] == [
        "県報", "みほん防衛ニュース", "海風新聞",
    ]  # fmt: skip
    with open_store(sites) as store:
        for site, section in zip(store.sites(), tree.css("section.site"), strict=True):
            tables = section.css("table")
            for of, table in zip(store.lists(site), tables, strict=bool(tables)):
                first = [row.row.title for row in store.top(of).rows[:5]]
                assert [row.css_first("td.t").text() for row in table.css("tbody tr")] == first
    text = text_of(page)
    for words in (
        "24時間 · new number one, 2 new, 1 back, 3 out",
        "no good page since 27 Jan 04:03 (layout, 3 times)",
        "no good page since 26 Jan 23:03 (status-5xx, 1 time)",
        "Climb 陸自と豪州陸軍、雪上の共同訓練を2月上旬に実… 9 → 1",
        "nothing was recorded",
        "compared with Mon 26 Jan 08:03 (24 h before)",
    ):
        assert words in text, words


def test_an_overview_of_a_list_at_a_past_time(sites):
    text = text_of(page_of(sites, "-w", "week", "--until", "2026-01-25", "--lang", "ja"))
    assert "1週間" in text
    assert "24時間 " not in text
    assert "1月25日（日）22:03" in text
    with pytest.raises(AssertionError, match="--since is for one site; say --site NAME"):
        page_of(sites, "--since", "7d")


def test_every_link_within_a_page_leads_somewhere(week):
    """A short period, too: what left before it began is named, and has its section."""
    for arguments in ((), ("--since", "6h"), ("-w", "week", "--since", "2026-01-27")):
        tree = LexborHTMLParser(page_of(week, *arguments))
        named = {link.attributes["href"][1:] for link in tree.css("a[href^='#']")}
        assert named
        assert named <= {element.attributes["id"] for element in tree.css("[id]")}


def test_a_file_appears_whole_and_takes_no_foreign_place(week, tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_NOW", madestore.NOW)
    target = tmp_path / "r.html"
    for _ in range(2):
        page_of(week, "-o", str(target))
    assert target.read_text().startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]
    foreign = tmp_path / "mine.html"
    foreign.write_text("<!DOCTYPE html><title>mine</title>")
    for name, why in (("mine.html", "no such output"), ("r.pdf", "FILE.html")):
        with pytest.raises(TrackerError, match=why):
            page_of(week, "-o", str(tmp_path / name))
    assert foreign.read_text().endswith("mine</title>")


def test_a_time_before_the_record_says_where_to_look(week):
    with pytest.raises(TrackerError, match="nothing was measured of mihon then"):
        page_of(week, "--since", "2025-01", "--until", "2025-01")


def test_a_first_day_has_its_list_without_arrows(tmp_path):
    store = madestore.make(tmp_path / "t.db", visits=VISITS[:1])
    text = text_of(page_of(store, now="2026-01-20T02:00:00+09:00"))
    assert "#1 陸自の炊事車" in text
    assert "nothing to compare with; history begins 20 Jan 00:03" in text
    assert "one observation, 20 Jan 00:03" in text
    assert "%" not in text


@settings(max_examples=examples(24), deadline=None)
@given(site_histories(most=16), schedules(), st.sampled_from([6, 24, 24 * 30]))
def test_every_history_can_be_reported(histories, every, hours):
    """Whatever happened, there is a page, and its links lead somewhere."""
    visits = {}
    for name, history in histories.items():
        for observation in history:
            visits.setdefault(observation.time, {})[name] = observation
    with fresh_store(every) as (db, site):
        record(db, site, [visits[time] for time in sorted(visits)])
        store = Store(db)
        lists, newest = store.lists(store.site()), max(visits)
        subject = Subject(store, store.site(), newest, newest, newest, Words())
        tree = LexborHTMLParser(report(subject, lists, newest - hours * 3600))
        named = {link.attributes["href"][1:] for link in tree.css("a[href^='#']")}
        assert named <= {element.attributes["id"] for element in tree.css("[id]")}


def test_many_number_ones_in_a_day_are_counted():
    """The one that led at the beginning stays on the list: nothing else is told of it."""
    order = [
        "a b c d e f",
        "b a c d e f",
        "c a b d e f",
        "d a b c e f",
        "e a b c d f",
        "f a b c d e",
    ]
    history = [at(24 * (number > 0) + number / 4, rows) for number, rows in enumerate(order)]
    with fresh_store(86_400) as (db, site):
        record(db, site, [{"day": observation} for observation in history])
        store, newest = Store(db), history[-1].time
        subject = Subject(store, store.site(), newest, newest, newest, Words())
        text = text_of(report(subject, store.lists(store.site()), 0))
    assert "#1 Title f (6 → 1" in text
    assert "before: Title e" in text
    assert "before: Title c" in text
    assert "1 other" in text
