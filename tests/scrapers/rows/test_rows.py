"""Detection: what is a row, and which rows belong to one list, in markups that blur it."""

import markups
import pytest

from scrapers.html.page import parse
from scrapers.model import Ranking
from scrapers.rankings.find import find

STORIES = markups.lists(5)[0]
OTHERS = [markups.story(number) for number in range(30, 36)]


def found_in(widget: str) -> list[Ranking]:
    html = markups.beside_newest(f'<section class="w">{widget}</section>')
    return list(find(parse(html.encode(), markups.HOME + "/docs/mod/005000.html", None)).rankings)


def titles(rankings: list[Ranking]) -> list[list[str]]:
    return [[entry.title for entry in one.entries] for one in rankings]


def link(story: markups.Story, inside: str = "", name: str = "") -> str:
    return f'<a class="{name}" href="{story.path}">{inside or story.title}</a>'


def items(tag: str, rows: list[str], attributes: str = "") -> str:
    return f"<{tag} {attributes}>" + "".join(f"<li>{row}</li>" for row in rows) + f"</{tag}>"


HEAD = "<h3>よく読まれている記事</h3>"
TOLD = [[story.title for story in STORIES]]


EXTRAS = {
    "author": '<a href="/writers-of-the/7701-a">沖津 港</a>',
    "authors": '<a href="/x/writer-no-{odd}">沖津 港</a>',
    "writer": '<a href="/writers/{n}880/">Orrin of the eastern bay, our writer</a>',
    "section": '<a href="/ports/all.html">港湾</a>',
    "comments": '<a href="/talk/{n}9931">{n} 件</a>',
    "sharing": '<a href="https://social.example.com/intent/post?id={n}77">送る</a>',
    "passing": '<a href="https://pass.example.com/?u=https%3A%2F%2Fa.example%2F{n}">送る</a>',
    "several": '<a href="/p/a-b-{odd}">港</a><a href="https://s.example.com/?i={n}">送</a>',
}


@pytest.mark.parametrize("extra", EXTRAS)
def test_other_links_in_the_rows(extra):
    beside = [EXTRAS[extra].format(n=n, odd=n % 2) for n in range(5)]
    before = [more + link(s) for s, more in zip(STORIES, beside, strict=True)]
    after = [link(s) + more for s, more in zip(STORIES, beside, strict=True)]
    for rows in (before, after):
        assert titles(found_in(HEAD + items("ul", rows))) == TOLD


def test_rows_that_do_not_all_name_an_author():
    rows = [
        link(s) + ("<a href='/p/a-b-1'>沖津 港</a>" if n % 2 else "") for n, s in enumerate(STORIES)
    ]
    assert titles(found_in(HEAD + items("ul", rows))) == TOLD


def test_panels_whose_first_row_says_more_are_no_rows():
    """Three tabs with two rows each: as many links in each, and one much longer."""
    panels = [
        markups.Panel(label, markups.li([own[0]._replace(title=own[0].title * 3), own[1]]))
        for (label, _), own in zip(markups.WINDOWS, markups.lists(2), strict=True)
    ]
    assert [len(one.entries) for one in found_in(HEAD + markups.by_order(panels))] == [2, 2, 2]


def test_two_stories_in_a_row_are_not_one():
    pairs = zip(STORIES[:4], OTHERS, strict=False)
    rows = "".join(f"<tr><td>{link(a)}</td><td>{link(b)}</td></tr>" for a, b in pairs)
    assert all(len(one) != 4 for one in titles(found_in(f"{HEAD}<table>{rows}</table>")))


LEADS = {
    "division": '<div class="lead"><a href="{0.path}"><img src="/l.jpg"></a><h4>{1}</h4></div>',
    "heading": "<article><h3>{1}</h3><p>訓練は10日まで続く。</p></article>",
    "link": '<a class="lead" href="{0.path}"><img src="/l.jpg"><strong>{0.title}</strong></a>',
    "rank": "<div><span>1</span><p>{1}</p></div>",
    "inside": '<div><a href="{0.path}"><i>1</i><b>特集</b><h2>{0.title}</h2></a></div>',
    "column": '<div class="col"><article><h2>{1}</h2></article></div>',
}  # fmt: skip


def led(lead: str, *rest: str) -> str:
    first = LEADS[lead].format(STORIES[0], link(STORIES[0]))
    return HEAD + first + "".join(rest)


@pytest.mark.parametrize("lead", LEADS)
def test_a_lead_before_the_list_is_its_first_row(lead):
    plain = [link(s) for s in STORIES[1:]]
    numbered = [f"<b>{n}</b>{row}" for n, row in enumerate(plain, 2)]
    for rest in (items("ul", plain), items("ol", plain, 'start="2"'), items("ul", numbered)):
        assert titles(found_in(led(lead, rest))) == TOLD
        assert titles(found_in(led(lead, f'<div class="rest">{rest}</div>'))) == TOLD


def test_each_panel_has_its_lead():
    panels = [
        markups.Panel(label, f"<div><h4>{link(own[0])}</h4></div>{markups.li(own[1:])}")
        for (label, _), own in zip(markups.WINDOWS, markups.lists(5), strict=True)
    ]
    told = [[story.title for story in own] for own in markups.lists(5)]
    for tabs in (markups.by_href, markups.by_aria, markups.by_block):
        found = found_in(HEAD + tabs(panels))
        assert sorted(titles(found)) == sorted(told), tabs.__name__


@pytest.mark.parametrize("lead", LEADS)
def test_a_lead_below_the_box_of_the_heading(lead):
    box = f'<div class="head">{HEAD}<small>読者が開いた記事</small></div>'
    rest = items("ul", [link(s) for s in STORIES[1:]])
    assert titles(found_in(led(lead, rest).replace(HEAD, box))) == TOLD


def test_an_offer_of_more_at_the_end_of_a_panel_is_no_lead():
    panels = [
        markups.Panel(label, f"<div>{link(own[0])}</div>{markups.li(own[1:])}{more}")
        for (label, _), own, more in zip(
            markups.WINDOWS,
            markups.lists(5),
            [f'<a href="/list/all-{n}.html">もっと見る</a>' for n in range(3)],
            strict=True,
        )
    ]
    told = [[story.title for story in own] for own in markups.lists(5)]
    assert sorted(titles(found_in(HEAD + markups.by_href(panels)))) == sorted(told)


NO_LEADS = {
    "numbered from 1": HEAD + link(OTHERS[0]) + markups.numbered(STORIES),
    "its own heading": f"{HEAD}<div><h4>特集</h4>{link(OTHERS[0])}</div>{markups.li(STORIES)}",
    "a section": f"{HEAD}<h4><a href='/marks/x-of-7/'>港湾防災の年の記録</a></h4>{markups.li(STORIES)}",
    "in the list": f"{HEAD}<div>{link(STORIES[2])}</div>{markups.li(STORIES)}",
    "a label between": f"{HEAD}<div>{link(OTHERS[0])}</div><h4>24時間</h4>{markups.li(STORIES)}",
    "elsewhere": f"{HEAD}<a href='https://shop.example.com/{OTHERS[0].path}'>{OTHERS[0].title}</a>"
    + markups.li(STORIES),
    "two": f"{HEAD}<p>{link(OTHERS[0])}</p><div>{link(OTHERS[1])}</div>{markups.li(STORIES)}",
}


@pytest.mark.parametrize("name", NO_LEADS)
def test_other_articles_before_the_list_are_not_its_first_row(name):
    assert titles(found_in(NO_LEADS[name])) in (TOLD, [])


def test_a_weak_heading_over_a_lead_needs_ranks():
    inside = f"<div><h4>{link(STORIES[0])}</h4></div>{markups.li(STORIES[1:])}"
    assert found_in(f"<h3>Trending stories</h3>{inside}") == []


COLUMNS = {
    "nested": '<div class="row"><div class="col">{0}</div><div class="col">{1}</div></div>',
    "deeper": '<div><div class="c"><div>{0}</div></div><div class="c"><div>{1}</div></div></div>',
    "sides": '<div class="col col-left">{0}</div><div class="col col-right">{1}</div>',
    "plain": "<div><div>{0}</div><div>{1}</div></div>",
    "bare": "{0}{1}",
}
MANY = markups.lists(10)[0]
ALL = [[story.title for story in MANY]]


def counted(tag: str, *, start: int, stories: list[markups.Story]) -> str:
    return items(tag, [f"<i>{n}</i>{link(s)}" for n, s in enumerate(stories, start)])


@pytest.mark.parametrize("columns", COLUMNS)
def test_columns_are_one_list(columns):
    plain = markups.li(MANY[:5]), markups.li(MANY[5:])
    numbered = [counted("ul", start=n, stories=MANY[n - 1 : n + 4]) for n in (1, 6)]
    for halves in (plain, numbered):
        assert titles(found_in(HEAD + COLUMNS[columns].format(*halves))) == ALL


@pytest.mark.parametrize("second", ["hidden", 'style="display: none"', 'id="b"', 'class="rest"'])
def test_ranks_that_go_on_prove_columns_and_nothing_else_does(second):
    rows = [link(story) for story in MANY]
    outer = f"<div>{markups.li(MANY[:5])}</div><div {second}>{markups.li(MANY[5:])}</div>"
    assert titles(found_in(HEAD + items("ol", rows[:5]) + items("ol", rows[5:], second))) == TOLD
    assert titles(found_in(HEAD + outer)) == TOLD
    begun = items("ol", rows[5:], f'{second} start="6"')
    assert titles(found_in(HEAD + items("ol", rows[:5]) + begun)) == ALL


@pytest.mark.parametrize("columns", COLUMNS)
def test_ranks_that_begin_anew_are_another_list(columns):
    halves = [counted("ul", start=1, stories=part) for part in (MANY[:5], MANY[5:])]
    assert titles(found_in(HEAD + COLUMNS[columns].format(*halves))) == TOLD


@pytest.mark.parametrize(
    ("remark", "window"),
    [
        ("過去24時間に多く開かれた記事を、毎時集計しています。", "day"),
        ("What our readers opened most often in the past 7 days, counted anew each hour.", "week"),
        ("Sign up to the morning briefing, and have it by letter each day of the year.", None),
        ("The reporters choose nothing here: it is what people have looked at.", None),
    ],
)
def test_a_sentence_before_the_list_may_say_its_window(remark, window):
    found = found_in(f"{HEAD}<p>{remark}</p>{markups.li(STORIES)}")
    assert titles(found) == TOLD
    assert [(one.window, one.label) for one in found] == [(window, None)]


def test_a_sentence_of_another_list_still_names_it():
    remark = "What our readers commented on most often of late."
    assert found_in(f"{HEAD}<p>{remark}</p>{markups.li(OTHERS)}") == []


def test_running_text_between_heading_and_list():
    text = "<p>The list of the harbour is old. It hung at the door. See what hangs there now:</p>"
    assert found_in(f"<h2>Popular stories of the port</h2>{text * 2}{markups.li(OTHERS)}") == []


MENU = (
    "<header><nav><ul><li><a href='/'>はじめ</a></li><li class='active'><a href='/read/'>人気記事</a>"
    "</li><li><a href='/ports/'>港湾</a></li><li><a href='/air/'>航空</a></li></ul></nav></header>"
)


def test_the_entry_of_a_menu_is_no_heading():
    assert found_in(MENU + markups.li(STORIES)) == []
    page = f"<h1>人気記事ランキング</h1><p>過去24時間の集計です。</p>{markups.numbered(STORIES)}"
    found = found_in(f"{MENU}<div>{page}</div>")
    assert [(one.heading, one.window) for one in found] == [("人気記事ランキング", "day")]


def test_tabs_in_a_nav_that_lead_to_other_pages_are_tabs():
    tabs = "<nav><a class='on' href='/read/'>よく読まれている記事</a><a href='/new/'>新着記事</a></nav>"
    assert titles(found_in(tabs + markups.li(STORIES))) == TOLD


def test_a_section_after_the_list_is_not_the_heading_s():
    section = f"<section><h2>港湾</h2>{markups.li(OTHERS)}</section>"
    for more in (section, section + section.replace("港湾", "航空")):
        found = found_in(f"<h1>よく読まれている記事</h1>{markups.numbered(STORIES)}{more}")
        assert titles(found) == TOLD
    week = section.replace("港湾", "今週")
    assert len(found_in(f"{HEAD}{markups.li(STORIES)}{week}")) == len(TOLD) + 1


def slides(stories: list[markups.Story], *, first: int, name: str = "") -> str:
    return "".join(
        f'<div class="slide {name}"><a href="{s.path}"><b>{n}</b><h4>{s.title}</h4></a></div>'
        for n, s in enumerate(stories, first)
    )


@pytest.mark.parametrize("name", ["slide-duplicate", "slick-cloned", "slide--clone"])
def test_the_copies_at_the_ends_of_a_carousel_are_no_rows(name):
    ends = slides(STORIES[3:], first=4, name=name), slides(STORIES[:2], first=1, name=name)
    found = found_in(f"{HEAD}<div>{ends[0]}{slides(STORIES, first=1)}{ends[1]}</div>")
    assert titles(found) == TOLD
    assert [entry.rank for entry in found[0].entries] == [1, 2, 3, 4, 5]


def test_a_name_alone_makes_no_copy():
    found = found_in(f"{HEAD}<div>{slides(STORIES, first=1, name='clone')}</div>")
    assert titles(found) == TOLD


def test_a_column_of_one_row_with_a_link_beside_it():
    more = f'<a href="{STORIES[4].path}">{STORIES[4].title}</a>'
    columns = "".join(
        f'<div class="c"><ul><li>{"</li><li>".join(map(link, part))}</li></ul>{end}</div>'
        for part, end in ((STORIES[:3], ""), (STORIES[4:], more))
    )
    assert titles(found_in(HEAD + columns)) == [TOLD[0][:3]]


def test_a_link_without_text_that_covers_its_row():
    cover = '<p>{0.title}</p><a class="cover" href="{0.path}"></a>'
    for panels in (1, 3):
        tabs = "".join(f'<li><a href="#p{n}">{n}週間</a></li>' for n in range(1, panels + 1))
        rows = items("ul", [cover.format(story) for story in STORIES])
        boxes = "".join(f'<div id="p{n}">{rows}</div>' for n in range(1, panels + 1))
        found = found_in(f"{HEAD}<ul>{tabs}</ul>{boxes}")
        assert titles(found)[:1] == TOLD


def test_an_offer_of_the_rest_is_no_row():
    for offer in ("6位以下はこちら", "ランキング一覧を表示する", "もっと見る"):
        more = f'<a href="/list/2026/all.html">{offer}</a>'
        assert titles(found_in(HEAD + items("ol", [*map(link, STORIES), more]))) == TOLD


def test_short_headlines_are_told_by_their_headings():
    short = ["The Lamp", "A Ferry", "Station", "Old Mill"]
    rows = [f'<a href="/a/{n}77.html">{name}</a>' for n, name in enumerate(short)]
    assert found_in("<h3>Most read</h3>" + items("ul", rows)) == []
    rows = [f"<h4>{row}</h4>" for row in rows]
    assert titles(found_in("<h3>Most read</h3>" + items("ul", rows))) == [short]


def test_a_filter_shows_only_the_rows_that_it_marks():
    chips = '<p><button class="on">よく読まれている記事</button><button>動画</button></p>'
    names = ["item item--active", "item"] * 5
    rows = [
        f'<div class="{name}">{link(story)}</div>'
        for name, story in zip(names, STORIES + OTHERS, strict=False)
    ]
    shown = [story.title for story in (STORIES + OTHERS)[:10:2]]
    assert titles(found_in(f"{chips}<div>{''.join(rows)}</div>")) == [shown]


def test_rows_that_are_headings_themselves():
    rows = "".join(f"<h2>{link(story)}</h2>" for story in STORIES)
    assert titles(found_in(HEAD + rows)) == TOLD


def test_the_article_of_a_row_is_the_one_that_most_links_lead_to():
    rows = [
        f'<p><a href="{story.path}"><img src="/p.png"></a></p>{link(story, "港の船")}'
        f'<a href="/firm/a-very-long-name-of-a-firm-{n}.html">A very long name of a firm {n}</a>'
        for n, story in enumerate(STORIES)
    ]
    found = found_in(HEAD + items("ul", rows))
    assert [entry.url for entry in found[0].entries] == [
        markups.HOME + story.path for story in STORIES
    ]


def tabbed(labels, *panels):
    return f"{HEAD}<div>{labels}</div>{''.join(panels)}"


RADIO = '<label for="r{0}"><span>{1}</span></label>'


def test_labels_of_radio_buttons_are_tabs():
    labels = RADIO.format(1, "よく読まれている記事") + RADIO.format(2, "コメントの多い記事")
    panels = [items("ol", list(map(link, rows)), f'id="list-{n}"')
              for n, rows in ((1, STORIES), (2, OTHERS))]  # fmt: skip
    assert titles(found_in(f"<div>{labels}</div>{''.join(panels)}")) == TOLD


def test_a_list_after_the_panels_is_no_panel():
    tabs = '<ul><li><a href="#a">今日</a></li><li><a href="#b">今週</a></li></ul>'
    panels = [items("ol", list(map(link, rows)), f'id="{name}"')
              for name, rows in (("a", STORIES), ("b", STORIES[::-1]))]  # fmt: skip
    found = found_in(tabbed(tabs, *panels, items("ul", list(map(link, OTHERS[:3])))))
    assert [one.window for one in found] == ["day", "week"]
    assert titles(found) == [TOLD[0], TOLD[0][::-1]]


def test_what_stands_before_the_tabs_is_no_panel():
    table = "<table><tr><td><div>よく読まれた</div></td><td><div>コメント</div></td></tr></table>"
    rows = items("ul", list(map(link, STORIES)))
    head = "<div>人気の記事</div>"
    found = found_in(f"{head}<div>{table}</div><div>{rows}</div>")
    assert titles(found) == TOLD


def test_a_second_box_that_repeats_articles_is_another_list():
    tabs = '<ul><li><a href="#a">よく読まれた</a></li><li><a href="#b">コメント</a></li></ul>'
    again = items("ul", list(map(link, [*OTHERS[:2], *STORIES[:2]])))
    panel = f'<div id="a">{items("ul", list(map(link, STORIES)))}{again}</div>'
    other = f'<div id="b">{items("ul", list(map(link, OTHERS)))}</div>'
    assert titles(found_in(tabbed(tabs, panel, other))) == TOLD


def test_an_offer_of_more_within_the_link_of_a_heading():
    head = '<h2><a href="/popular">人気記事<span>もっと見る</span></a></h2>'
    found = found_in(head + items("ul", list(map(link, STORIES))))
    assert [(one.heading, titles([one])[0]) for one in found] == [("人気記事", TOLD[0])]


def test_a_sponsored_link_is_no_row_where_no_ranks_are_printed():
    rows = [link(story) for story in STORIES]
    rows.insert(
        1, '<a rel="sponsored nofollow" href="/docs/mod/009000.html">冬の寝具を選ぶ十の方法</a>'
    )
    assert titles(found_in(HEAD + items("ul", rows))) == TOLD


LONG_DATES = (
    "<time>2026年11月{day}日(土) 09:30</time>",
    '<span class="date">Saturday, {day} November 2026 09:30 GMT</span>',
    '<p class="post-author">Karl-Friedrich Oberhuber the {day}th</p>',
    "<i>2026년 11월 {day}일 토요일 09:30</i>",
    "<i>{day} de noviembre de 2026, 09:30</i>",
    "<i>11月{day}日(土) 10時05分</i>",
)


@pytest.mark.parametrize("date", LONG_DATES)
def test_dates_and_authors_before_the_headline_in_one_link(date):
    rows = [link(s, f"{date.format(day=n + 10)}<p>{s.title}</p>") for n, s in enumerate(STORIES)]
    assert titles(found_in(HEAD + items("ol", rows))) == TOLD
    shown = [
        f'{date.format(day=n + 10)}<p>{s.title}</p><a href="{s.path}"></a>'
        for n, s in enumerate(STORIES)
    ]
    assert titles(found_in(HEAD + items("ol", shown))) == TOLD


def test_a_stressed_first_line_is_the_author_and_not_the_headline():
    names = ("Ito", "Kay Lund", "Oda Falk", "Ron Weir", "Uma Rask")
    rows = [link(s, f"<b>{name}</b><br>{s.title}") for s, name in zip(STORIES, names, strict=True)]
    assert titles(found_in(HEAD + items("ol", rows))) == TOLD
    stressed = [
        link(s, f"{s.title[:4]}<b>{s.title[4:9]}</b><br>{s.title[9:]}") for s in STORIES[1:]
    ]
    broken = [f"{s.title[:9]} {s.title[9:]}" for s in STORIES[1:]]
    assert titles(found_in(HEAD + items("ol", stressed))) == [broken]


def test_titles_stand_where_most_rows_have_theirs():
    short = [s._replace(title="港に灯") if n == 2 else s for n, s in enumerate(STORIES)]
    rows = [
        link(s, f"<p>{s.title}</p><p>{STORIES[n - 1].title}、{n}つ目の話の続きは本文で</p>")
        for n, s in enumerate(short)
    ]
    assert titles(found_in(HEAD + items("ol", rows))) == [[s.title for s in short]]


RANKS = (
    "<span>{n}</span>",
    "<span>No.0{n}</span>",
    "<span>RANK {n}</span>",
    "<span>{black}</span>",
    "<span>{n}\ufe0f\u20e3</span>",
    "<i>{n}th</i>",
    "{n} ",
)


@pytest.mark.parametrize("rank", RANKS)
def test_ranks_in_one_link_with_titles_that_begin_with_numbers(rank):
    told = [s._replace(title=f"{n}0代の{s.title}") for n, s in enumerate(STORIES, 2)]
    rows = [
        link(s, rank.format(n=n, black=chr(0x2775 + n)) + s.title) for n, s in enumerate(told, 1)
    ]
    assert titles(found_in(HEAD + items("ul", rows))) == [[s.title for s in told]]


def test_a_number_before_the_headline_is_its_rank():
    told = [s._replace(title=f"{n}0代の{s.title}") for n, s in enumerate(STORIES, 2)]
    rows = [link(s, f"{n}<span>{s.title}</span>") for n, s in enumerate(told, 1)]
    assert titles(found_in(HEAD + items("ul", rows))) == [[s.title for s in told]]
