"""Pages that a site shows one after the other, and what the record must say of them."""

import sqlite3

import pytest
from fakesite import FakeSite
from flow import Flow

from scrapers.sites.jdefense import SITE

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

STORIES = [
    "町の水車小屋が三十年ぶりに回る",
    "駅前の書店、深夜の朗読会を始める",
    "渡し船の時刻表を中学生が作り直す",
    "丘の天文台が冬の一般開放へ",
    "漁港の氷蔵を音楽堂に改装",
    "商店街の時計塔、鐘の音を録り直し",
    "棚田の案内板が四つの言葉になる",
    "山小屋の郵便受けに新しい消印",
    "運河の跳ね橋を夜間も動かす試み",
    "植物園の温室で百年目の開花",
    "路面電車の古い車両が展示へ",
    "灯台守の日誌を図書館が公開",
]
WINDOWS = [label for label, _ in SITE.windows]


@pytest.fixture
def flow(tmp_path, monkeypatch):
    """A store that knows a fake site as `local`, with the windows of the first site."""
    with FakeSite() as site:
        yield Flow(site, tmp_path, monkeypatch)


@pytest.fixture
def plain(flow):
    """The same of a site of which nothing is known but its home page."""
    flow.config.write_text(
        f'[sites.local]\nhome = "{flow.site.address}"\nrankings_on = ["home"]\n'
        "allow_private = true\ndelay = 0\n"
    )
    return flow


def link(number, text=None):
    return f'<a href="/docs/mod/{6001 + number:06d}.html">{text or STORIES[number]}</a>'


def rows(numbers, extra=None):
    """A list of stories; `extra` maps a story's number to what stands after its row or in it."""
    items = [f"<li>{link(n)}</li>" for n in numbers]
    for place, html in sorted((extra or {}).items(), reverse=True):
        items.insert(place, html)
    return f"<ol>{''.join(items)}</ol>"


def page(*blocks):
    latest = "<section><h2>新着記事</h2><ul><li>お知らせはありません</li></ul></section>"
    head = '<meta charset="utf-8"><title>みほん日報</title>'
    body = f"<main>{''.join(blocks)}</main>{latest}"
    return f'<!DOCTYPE html><html lang="ja"><head>{head}</head><body>{body}</body></html>'


def block(heading, numbers):
    return f"<section><h2>{heading}</h2>{rows(numbers)}</section>"


def tabbed(lists, extra=None):
    """A widget with a tab for each window and a panel for each list."""
    tabs = "".join(f'<li><a href="#w{n}">{WINDOWS[n]}</a></li>' for n in range(len(lists)))
    panels = "".join(f'<div id="w{n}">{rows(one, extra)}</div>' for n, one in enumerate(lists))
    return f"<ul>{tabs}</ul>{panels}"


def widget(lists, extra=None):
    return f"<section><h3>読まれている記事</h3>{tabbed(lists, extra)}</section>"


def visit(flow, hour, html):
    """The exit status of a fetch that is shown this page at the home address."""
    flow.site.on("/", body=html, times=1)
    flow.at(f"2026-01-28 {hour:02d}:03")
    return flow.rankings()


def recorded(flow):
    """Hour -> list -> the stories that were recorded, best read first."""
    found: dict[int, dict[str, list[int | None]]] = {}
    sql = "SELECT observed, list, title FROM rankings ORDER BY observed, list, rank"
    for observed, name, title in flow.query(sql):
        story = STORIES.index(title) if title in STORIES else None
        found.setdefault((int(observed[11:13]) + 9) % 24, {}).setdefault(name, []).append(story)
    return found


# Names


def test_two_lists_under_one_heading_keep_their_names(plain):
    shown = page(block("Most Read", [0, 1, 2, 3, 4]), block("Most Read", [5, 4, 3, 1]))
    for hour in (10, 11, 12):
        assert visit(plain, hour, shown) == 0
    names = {hour: list(lists) for hour, lists in recorded(plain).items()}
    assert names == {hour: ["most-read", "most-read-2"] for hour in (10, 11, 12)}


def test_lists_that_swap_places_and_are_reworded_keep_their_names(plain):
    first, second = [0, 1, 2, 3, 4], [5, 6, 7, 8, 9]
    assert visit(plain, 10, page(block("Most Read", first), block("Most Read", second))) == 0
    assert visit(plain, 11, page(block("Most Read", second), block("Most Read", first))) == 0
    assert visit(plain, 12, page(block("Most Popular", second), block("Most Read", first))) == 0
    assert set(map(repr, recorded(plain).values())) == {
        repr({"most-read": first, "most-read-2": second})
    }


def test_a_shorter_copy_for_an_hour_is_the_list_and_no_other(plain):
    whole = [0, 1, 2, 3, 4, 5, 6, 7]
    assert visit(plain, 10, page(block("Most Read", whole))) == 0
    assert visit(plain, 11, page(block("Trending now", whole[:5]), block("Most Read", whole))) == 0
    assert visit(plain, 12, page(block("Most Read", whole[:5]))) == 0
    assert recorded(plain) == {
        10: {"most-read": whole},
        11: {"most-read": whole},
        12: {"most-read": whole[:5]},
    }
    details = plain.query("SELECT detail FROM attempts ORDER BY attempt")
    assert [detail for (detail,) in details] == ["", "1 shorter copy of a list was left out", ""]


def test_an_old_page_that_is_read_again_does_not_bring_back_its_heading(plain):
    assert visit(plain, 10, page(block("Most Read", [5, 0, 1, 2, 3]))) == 0
    assert visit(plain, 11, page(block("Most Popular", [0, 1, 2, 3, 4]))) == 0
    with sqlite3.connect(plain.store) as db:
        db.execute("UPDATE entry SET title = 'misread' WHERE title = ?", (STORIES[5],))
    db.close()
    assert plain.run("reread").status == 0
    assert plain.query("SELECT name, label FROM list") == [("most-read", "Most Popular")]
    assert recorded(plain)[10] == {"most-read": [5, 0, 1, 2, 3]}


@pytest.mark.parametrize("alias", ["24h", "24時間"])
def test_a_list_that_was_imported_under_an_alias_goes_on(flow, tmp_path, alias):
    old = tmp_path / "old.csv"
    fields = "observed,site,list,rank,title,url\n"
    story = f"{STORIES[0]},{flow.site.url(6001)}\n"
    old.write_text(f"{fields}2026-01-28T09:03:00+09:00,local,{alias},1,{story}")
    flow.at("2026-01-28 10:00")
    assert flow.run("import", str(old)).status == 0
    assert visit(flow, 10, page(widget(LISTS))) == 0
    assert set(recorded(flow)[10]) == {"day", "week", "month"}
    assert recorded(flow)[9] == {"day": [0]}


# Windows of a configured site

LISTS = [[0, 1, 2, 3, 4], [1, 0, 2, 5, 3], [5, 4, 3, 2, 1]]
BY_WINDOW = dict(zip(("day", "week", "month"), LISTS, strict=True))


def test_a_ranking_that_is_itself_a_tab_is_read_by_its_windows(flow):
    outer = '<ul><li><a href="#new">新着</a></li><li><a href="#rank">ランキング</a></li></ul>'
    panels = f'<div id="new">{rows([11, 10, 9])}</div><div id="rank">{tabbed(LISTS)}</div>'
    assert visit(flow, 10, page(f"<section>{outer}{panels}</section>")) == 0
    assert recorded(flow) == {10: BY_WINDOW}


def test_a_window_that_the_page_does_not_show_makes_the_record_partial(flow):
    assert visit(flow, 10, page(widget(LISTS[:2]))) == 3
    assert visit(flow, 11, page(widget(LISTS))) == 0
    assert visit(flow, 12, page(widget(LISTS[:2]))) == 3
    day_and_week = {name: BY_WINDOW[name] for name in ("day", "week")}
    assert recorded(flow) == {10: day_and_week, 11: BY_WINDOW, 12: day_and_week}


def test_a_list_of_no_window_of_the_site_is_never_recorded(flow):
    both = page(widget(LISTS), block("アクセスランキング", [6, 7, 8, 9]))
    assert visit(flow, 10, both) == 0
    assert recorded(flow) == {10: BY_WINDOW}


def test_a_page_without_any_window_of_the_site_is_refused(flow):
    flow.site.widget = "none"
    alone = page(block("アクセスランキング", [6, 7, 8, 9]))
    assert visit(flow, 10, alone) == 5
    assert {code for *_, code in flow.attempts()} == {"layout"}
    assert recorded(flow) == {}


# Rows that are no articles

HOUSE_ADS = [
    "1週間の無料購読をお試しください",
    "人気の連載が本になりました",
    "新しい読者会員を募集しています",
]


@pytest.mark.parametrize("place", [0, 2, 5])
@pytest.mark.parametrize("text", HOUSE_ADS)
def test_a_house_advertisement_changes_nothing_of_the_rest(flow, text, place):
    advertisement = f'<li><a href="/campaign/2611.html">{text}</a></li>'
    assert visit(flow, 10, page(widget(LISTS))) == 0
    assert visit(flow, 11, page(widget(LISTS, {place: advertisement}))) == 0
    told = {
        name: [story for story in stories if story is not None]
        for name, stories in recorded(flow)[11].items()
    }
    assert told == BY_WINDOW


def test_related_links_within_a_row_are_no_rows(flow):
    related = f"<ul><li>{link(9, '関連：前の話')}</li><li>{link(10, '関連：後の話')}</li></ul>"
    with_links = page(widget(LISTS)).replace(link(0), link(0) + related)
    assert visit(flow, 10, page(widget(LISTS))) == 0
    assert visit(flow, 11, with_links) == 0
    assert recorded(flow) == {10: BY_WINDOW, 11: BY_WINDOW}


def test_a_row_without_a_rank_among_printed_ranks_is_no_row(plain):
    items = [f"<li><span>{n}</span>{link(n - 1)}</li>" for n in range(1, 6)]
    advertisement = (
        '<li><span>PR</span><a href="/publicity/2611.html">冬の港を撮る望遠レンズ</a></li>'
    )
    for hour, place in ((10, None), (11, 2), (12, 0)):
        shown = items if place is None else [*items[:place], advertisement, *items[place:]]
        ranking = f"<section><h2>アクセスランキング</h2><ol>{''.join(shown)}</ol></section>"
        assert visit(plain, hour, page(ranking)) == 0
    assert [list(lists.values()) for lists in recorded(plain).values()] == [[[0, 1, 2, 3, 4]]] * 3


MARKED = [
    '<li>PR <a href="/publicity/2611.html">{}</a></li>',
    '<li><span>広告</span><a href="/publicity/2611.html">{}</a></li>',
    '<li><small>Sponsored</small><a href="/publicity/2611.html">{}</a></li>',
    '<li><a rel="sponsored" href="/docs/mod/009999.html">{}</a></li>',
    '<li><a href="https://shop.example/lens/2611.html">{}</a></li>',
]


@pytest.mark.parametrize("advertisement", MARKED)
def test_an_advertisement_among_rows_without_ranks_is_no_row(plain, advertisement):
    text = "冬の港を撮る望遠レンズの選び方と使い方"
    shown = rows([0, 1, 2, 3, 4], {2: advertisement.format(text)})
    assert visit(plain, 10, page(f"<section><h2>アクセスランキング</h2>{shown}</section>")) == 0
    assert list(recorded(plain)[10].values()) == [[0, 1, 2, 3, 4]]


# Ranks within titles

FORMS = ["【{}位】", "第{}位 ", "{}位：", "No.{} ", "#{} ", "[{}] ", "{}. "]


@pytest.mark.parametrize("form", [*FORMS, "circled", "wide"])
def test_a_rank_within_the_text_is_no_part_of_the_title(plain, form):
    def printed(rank):
        kinds = {"circled": chr(0x2460 + rank - 1), "wide": chr(0xFF10 + rank) + "．"}
        return kinds.get(form) or form.format(rank)

    for hour, order in ((10, [0, 1, 2, 3, 4]), (11, [1, 0, 2, 4, 3])):
        items = (f"<li>{link(n, printed(k) + STORIES[n])}</li>" for k, n in enumerate(order, 1))
        shown = f"<section><h2>アクセスランキング</h2><ol>{''.join(items)}</ol></section>"
        assert visit(plain, hour, page(shown)) == 0
        assert list(recorded(plain)[hour].values()) == [order]
