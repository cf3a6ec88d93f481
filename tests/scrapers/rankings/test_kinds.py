"""Detection: kinds of widgets, each as small as it can be, with the windows and addresses in it."""

import markups

from scrapers.html.page import parse
from scrapers.rankings.find import find

FIVE = range(5)
WEEKS = ("今日", "週間", "月間")
SLUGS = ("day", "week", "month")


def path(number, of=1):
    return f"/news/2026/11/{10 + number}/{1000 * of + 37 * number}.html"


def link(number, of=1, inside=""):
    return f'<a href="{path(number, of)}">{inside or markups.SUBJECTS[number]}</a>'


def ol(numbers=FIVE, of=1, attributes=""):
    rows = "".join(f"<li>{link(number, of)}</li>" for number in numbers)
    return f"<ol {attributes}>{rows}</ol>"


def read(widget):
    """The lists of a page: window, and the addresses in the order of their ranks."""
    newest = f"<section><h2>新着記事</h2>{ol(range(6, 10), 9)}</section>"
    page = f"<main><section>{widget}</section>{newest}</main>"
    found = find(parse(page.encode(), markups.HOME + "/", None)).rankings
    return [(one.window, [entry.url for entry in one.entries]) for one in found]


def told(window=None, numbers=FIVE, of=1):
    return window, [markups.HOME + path(number, of) for number in numbers]


def strip(href="#p{}", between="", marked=None, labels=WEEKS):
    names = {marked: ' class="is-active"'}
    links = (
        f'<a href="{href.format(n)}"{names.get(n, "")}>{name}</a>' for n, name in enumerate(labels)
    )
    return f"<p>{between.join(links)}</p>"


HEAD = "<h2>アクセスランキング</h2>"
PANELS = "".join(f'<div id="p{n}">{ol(of=n + 1)}</div>' for n in range(3))
ALL = [told(slug, of=n + 1) for n, slug in enumerate(SLUGS)]


def test_columns_that_a_head_row_names():
    heads = ("おすすめ記事", "よく読まれた記事", "コメントの多い記事")
    for table, row, head, cell in (("table", "tr", "th", "td"), ("div", "ul", "li", "li")):
        names = "".join(f"<{head}>{name}</{head}>" for name in heads)
        lines = ("".join(f"<{cell}>{link(n, of)}</{cell}>" for of in (2, 1, 3)) for n in FIVE)
        rows = "".join(f"<{row}>{line}</{row}>" for line in (names, *lines))
        assert read(f"<{table}>{rows}</{table}>") == [told()]
    boxes = "".join(f"<div>{ol(of=of)}</div>" for of in (2, 1, 3))
    names = "".join(f"<div>{head}</div>" for head in heads)
    assert read(f"<div>{names}</div><div>{boxes}</div>") == [told()]


def test_the_newest_hour_is_a_window():
    tabs = "".join(f"<li>{name}</li>" for name in ("最新1時間", "24時間", "7日間"))
    windows = ("hour", "day", "week")
    wanted = [told(window, of=n + 1) for n, window in enumerate(windows)]
    assert read(f"{HEAD}<ul>{tabs}</ul>{PANELS.replace('id', 'data-x')}") == wanted


def test_what_stands_between_tabs_is_none():
    assert read(HEAD + strip(between=" | ") + PANELS) == ALL
    spans = " / ".join(f"<span>{name}</span>" for name in WEEKS)
    assert read(f"{HEAD}<p>{spans}</p>{PANELS.replace('id', 'data-x')}") == ALL
    items = "".join(f'<li><a href="#p{n}">{name}</a>｜</li>' for n, name in enumerate(WEEKS))
    assert read(f"{HEAD}<ul>{items}</ul>{PANELS}") == ALL


def test_a_button_of_several_pieces_is_one_tab():
    buttons = "".join(
        f'<button aria-controls="p{n}"><span>アクセスランキング</span> <span>{name}</span></button>'
        for n, name in enumerate(WEEKS)
    )
    teasers = "".join(f"<div>{link(n, 4)}</div>" for n in (6, 7))
    assert read(f"{HEAD}<div>{buttons}</div>{PANELS}<div>{teasers}</div>") == ALL


def test_a_linked_heading_over_rows_of_pictures():
    picture = '<a href="{}"><img src="/a.jpg"></a><h3>{}</h3>'
    rows = "".join(f"<div>{picture.format(path(n, 1), link(n))}</div>" for n in FIVE)
    assert read(f'<div><a href="/list">人気記事</a></div>{rows}') == [told()]


def test_tabs_may_lead_to_the_page_itself():
    assert read(HEAD + strip("/?q=0#p{}") + PANELS) == ALL
    assert read(HEAD + strip("?tab={}", marked=0) + ol()) == [told("day")]
    rows = "".join(f'<li><a href="/?p={n + 9000}">{markups.SUBJECTS[n]}</a></li>' for n in FIVE)
    assert len(read(f"{HEAD}<ol>{rows}</ol>")) == 1


def test_tabs_of_which_none_is_marked_tell_no_window():
    assert read(HEAD + strip("?tab={}") + ol()) == [told()]
    assert read(HEAD + strip("/ranking/{}.html") + ol()) == [told()]
    assert read(HEAD + strip("/ranking/{}.html", marked=1) + ol()) == [told("week")]
    shown = '<p><a href="/r/day">今日</a><strong class="cur">週間</strong><a href="/r/month">月間</a></p>'
    assert read(HEAD + shown + ol()) == [told("week")]


def test_all_beside_sections_is_no_window():
    for names in (("総合", "野球", "芸能"), ("All", "Ports", "Ships")):
        titled = "".join(f"<div><h4>{name}</h4>{ol(of=n)}</div>" for n, name in enumerate(names, 1))
        assert read(HEAD + titled) == [told(of=n) for n in (1, 2, 3)]
        assert read(HEAD + strip(labels=names) + PANELS) == [told(of=n) for n in (1, 2, 3)]
    assert read(HEAD + strip(labels=("週間", "月間", "総合")) + PANELS)[2] == told("all", of=3)


def test_the_heading_names_the_window_of_sections_and_of_all_of_them():
    names = ("総合", "野球", "芸能")
    wanted = [told("day", of=n) for n in (1, 2, 3)]
    titled = "".join(f"<div><h4>{name}</h4>{ol(of=n)}</div>" for n, name in enumerate(names, 1))
    listed = "".join(f"<dt>{name}</dt><dd>{ol(of=n)}</dd>" for n, name in enumerate(names, 1))
    tabs = strip(labels=names) + PANELS
    for sections in (titled, f"<dl>{listed}</dl>", tabs):
        assert read(f"<h2>本日のアクセスランキング</h2>{sections}") == wanted
        assert read(f"{HEAD}<p>※集計期間：直近24時間</p>{sections}") == wanted
        assert read(f"{HEAD}<p>直近24時間のアクセス数　1月27日 19:00更新</p>{sections}") == wanted
    columns = f'<p>19:30更新</p><div class="cols">{titled.replace("総合", "釣り")}</div>'
    assert read(HEAD + columns) == [told(of=n) for n in (1, 2, 3)]


def test_the_title_of_a_page_may_be_a_window_and_a_weak_word():
    rows = "".join(f"<li><b>{n + 1}</b>{link(n)}</li>" for n in FIVE)
    sections = f"<section><h2>総合</h2><ul>{rows}</ul></section>"
    assert read(f"<h1>週間ランキング</h1>{sections}") == [told("week")]
    assert read(f"<h1>ランキング</h1>{sections}") == []


def test_a_byline_with_a_date_names_no_list():
    assert read(f"<h1>年間アクセスランキング</h1><p>2025年12月29日 編集部</p>{ol()}") == [
        told("year")
    ]


def test_values_of_rows_join_columns_to_what_stands_before_them():
    cards = "".join(f"<div><b>{n}</b><h3>{link(n - 1)}</h3></div>" for n in (1, 2, 3))
    rest = "".join(f'<li value="{n}">{link(n - 1)}</li>' for n in (4, 5, 6))
    joined = f'<div class="top">{cards}</div><div class="rest"><ol>{rest}</ol></div>'
    assert read(HEAD + joined) == [told(numbers=range(6))]


def test_the_marked_tab_is_of_all_columns_of_a_list():
    rest = ol(range(5, 9), attributes='start="6"')
    columns = f"<div><div>{ol()}</div><div>{rest}</div></div>"
    tabs = strip("/ranking/{}.html", marked=1)
    assert read(HEAD + tabs + columns) == [told("week", numbers=range(9))]


def test_a_second_heading_has_its_own_list():
    past = "<h2>過去のランキング</h2>" + ol(range(5, 8)).replace("ol>", "ul>").replace(
        "<ol ", "<ul "
    )
    towns = "".join(f'<li><a href="/town/{name}">{name}</a></li>' for name in "abcdefg")
    assert read(f"<h2>人気記事ランキング</h2><ul>{towns}</ul>{past}") == []


def test_a_heading_like_the_first_opens_another_block():
    rows = "".join(f'<div class="row">{link(n)}</div>' for n in FIVE)
    others = "".join(f'<div class="row">{link(n, 4)}</div>' for n in (6, 7))
    head = '<div class="head">{}</div>'
    assert read(head.format("人気記事") + rows + head.format("港の便り") + others) == [told()]


def test_a_list_is_of_the_heading_whose_tab_it_is():
    names = "".join(
        f'<li><a href="#p{n}">{name}</a></li>' for n, name in enumerate(("人気記事", "今月の人気"))
    )
    assert read(f"<ul>{names}</ul>{PANELS}")[:2] == [told(), told("month", of=2)]


def test_of_two_headings_the_one_with_a_window_tells():
    menu = '<ul><li><a href="/">Home</a></li><li><a href="/new">Latest</a></li><li class="on"><a href="/most">Most read</a></li></ul>'
    tabs = strip("/r?p={}", marked=1, labels=("Last 24 hours", "Last 7 days", "Last 30 days"))
    assert read(f"{menu}<div><h1>Most read stories</h1>{tabs}</div>{ol()}") == [told("week")]


def test_tabs_in_one_line_of_which_one_is_marked():
    names = '<p><span class="mous_on">点击排行</span><span>最新文章</span><span>作者推荐</span></p>'
    panels = "".join(ol(of=of) for of in (1, 2, 3))
    assert read(f"{names}<div>{panels}</div>") == [told()]


def test_the_latest_of_a_ranking_is_one_of_its_lists():
    labels = ("最新", "デイリー", "週間")
    panels = f'<div id="p0">{ol()}</div><div id="p2" hidden>{ol(of=3)}</div>'
    assert read(HEAD + strip(marked=0, labels=labels) + panels) == [told(), told("week", of=3)]
    assert read(HEAD + strip("/r/{}.html", marked=0, labels=labels) + ol()) == [told()]
    assert read("<h2>記事</h2>" + strip(marked=0, labels=labels) + panels) == []


def test_what_stands_after_empty_panels_is_not_their_list():
    assert read(f"{HEAD}{strip()}{'<div></div>' * 3}</section><section>{ol()}") == []


def test_the_markup_of_a_list_gives_its_ranks():
    last_first = told(numbers=[*reversed(FIVE)])
    assert read(HEAD + ol(attributes="reversed")) == [last_first]
    valued = "".join(f'<li value="{5 - n}">{link(number)}</li>' for n, number in enumerate(FIVE))
    assert read(f"{HEAD}<ol>{valued}</ol>") == [last_first]


def test_images_may_show_the_ranks():
    ranks = dict(zip(FIVE, (2, 1, 3, 4, 5), strict=True))
    rows = "".join(f'<li><img src="/i/rank{ranks[n]}.png">{link(n)}</li>' for n in FIVE)
    assert read(f"{HEAD}<ul>{rows}</ul>") == [told(numbers=sorted(FIVE, key=ranks.get))]


def test_panels_that_all_repeat_the_name_of_the_first_tab():
    labels = "".join(f"<li>{name}</li>" for name in WEEKS)
    panels = "".join(f"<div><h3>今日</h3>{ol(of=n + 1)}</div>" for n in range(3))
    assert read(f"{HEAD}<ul>{labels}</ul>{panels}") == ALL


def test_the_copies_at_the_ends_of_a_carousel_need_no_name():
    assert read(HEAD + ol([4, *FIVE, 0])) == [told()]


def test_a_note_beside_the_heading_names_no_list():
    for note, window in (
        ("u poslednja 24 sata", "day"),
        ("pēdējā nedēļā", "week"),
        ("w tym miesiącu", "month"),
    ):
        head = f"<header><h2>アクセスランキング</h2><small>{note}</small></header>"
        assert read(head + ol()) == [told(window)], note


def test_a_note_of_updates_is_no_window():
    for note in ("1時間ごとに更新", "24時間の集計（1時間ごとに更新）", "updated every hour"):
        window = "day" if "24" in note else None
        assert read(f"{HEAD}<p>{note}</p>{ol()}") == [told(window)]
    assert read(f"<h2>アクセスランキング（今日 18:00更新）</h2>{ol()}") == [told()]


def test_a_tag_is_no_heading():
    rows = "".join(f"<li><h3>{link(n)}</h3></li>" for n in FIVE)
    assert read(f'<a href="/tag/most-popular">Most Popular</a><ul>{rows}</ul>') == []


def test_an_ordered_list_of_sister_papers():
    ordered = ol().replace('href="', 'href="https://sister.example.net')
    assert len(read(f"<h2>Most read</h2>{ordered}")) == 1
    unordered = ordered.replace("<ol", "<ul").replace("</ol", "</ul")
    assert read(f"<h2>Popular</h2>{unordered}") == []


WANTED = [markups.SUBJECTS[number] for number in FIVE]


def titles(rows):
    """The titles of a list whose rows hold that."""
    items = "".join(f"<li>{row}</li>" for row in rows)
    page = f"<main><section>{HEAD}<ol>{items}</ol></section></main>"
    (found,) = find(parse(page.encode(), markups.HOME + "/", None)).rankings
    return [entry.title for entry in found.entries]


def test_marks_and_kickers_are_not_of_the_title():
    for row in (
        "<i>有料会員限定</i>{}",
        "<em>社会</em><strong>{}</strong>",
        "<b>連載</b> {}",
        '<span class="u">港の人びとをたずねて十年の記録:</span><span class="v"> {}</span>',
        '{}<small class="fine"> </small>',
    ):
        assert titles(link(n, 1, row.format(WANTED[n])) for n in FIVE) == WANTED, row
    kinds = dict(zip(FIVE, ("社会", "経済", "国際", "科学", "港湾"), strict=True))
    two = "<h4><span>{}</span> <span>{}</span></h4>"
    rows = [link(n, 1, two.format(kinds[n], markups.SUBJECTS[n])) for n in FIVE]
    assert titles(rows) == WANTED


def test_dates_of_publication_in_brackets_are_not_of_the_title():
    for date in ("(2026-01-2{})", "（2026年1月2{}日 10:05）", " [2026/01/2{}]"):
        assert titles(link(n, 1, WANTED[n] + date.format(n)) for n in FIVE) == WANTED, date
    wanted = [f"南波港で訓練を実施（1月2{n}日）" for n in FIVE]  # without a year: when it happened
    assert titles(link(n, 1, wanted[n]) for n in FIVE) == wanted


def test_a_subheadline_is_not_the_title():
    for below in ("subheadline", "sub-title", "dachzeile"):
        rows = (
            f'<p class="{below}">{link(n, 1, "A long line that stands above the headline")}</p>'
            f'<p class="title">{link(n)}</p>'
            for n in FIVE
        )
        assert titles(rows) == WANTED, below


def test_a_number_that_only_happens_to_be_the_rank_is_of_the_title():
    wanted = [*WANTED[:2], "3.500 euros por una operación en el puerto", *WANTED[3:]]
    for number in ("<b>{}</b>", '<i class="n{}"></i>'):
        rows = [number.format(n + 1) + link(n, 1, wanted[n]) for n in FIVE]
        assert titles(rows) == wanted
    assert titles(link(n, 1, f"{n + 1}. {WANTED[n]}") for n in FIVE) == WANTED


def test_a_row_that_begins_with_an_arrow_offers_more():
    more = '<a href="/list/2026/schlagzeilen.html">» zu Schlagzeilen</a>'
    assert titles([*map(link, FIVE), more]) == WANTED


def test_sentences_in_panels_are_no_tabs():
    tabs = '<ul><li><a href="#a">많이 본</a></li><li><a href="#b">댓글 많은</a></li></ul>'
    notes = ("오후 11시~자정까지 집계한 결과입니다.", "전날 하루동안 집계한 결과입니다.")
    panels = "".join(f"<div>{ol(of=n)}</div>" for n in (1, 2))
    sentences = "".join(f"<p>{note}</p>" for note in notes)
    assert read(f"<h2>랭킹 뉴스</h2>{tabs}<div>{sentences}</div>{panels}") == [told()]


CARDS = "".join(f"<article><h2>{link(n, 4)}</h2><p>港の話をひとつ。</p></article>" for n in FIVE)


def test_what_stands_after_a_list_filled_by_a_script_is_not_the_list():
    for place in ('<div id="rank"></div>', '<ul id="rank"></ul>'):
        assert read(f"<div><h3>Most read</h3>{place}</div><div>{CARDS}</div>") == []
    assert read('<div aria-label="Most read"><div></div></div>' + CARDS) == []
    line = '<div class="line"></div>'
    assert read(f"<div>{HEAD}{line}</div>{ol()}") == [told()]


def test_a_heading_over_links_to_sections_is_not_the_heading_of_the_next_list():
    sections = "".join(
        f'<li><a href="/{name}/">{name}</a></li>' for name in ("sea", "town", "hill")
    )
    assert read(f"<div><h3>Trending</h3><ul>{sections}</ul></div>{CARDS}") == []


SECTIONS = ("政治", "経済", "社会")
IN_SECTIONS = [told(of=n + 1) for n in range(3)]


def test_what_an_icon_is_called_is_no_part_of_the_heading():
    flame = '<svg width="9"><title>flame</title><path d="M0 0"/></svg>'
    assert read(f"<h2>{flame}Most read</h2>{ol()}") == [told()]
    assert read(f"<h2><svg><title>Most read</title></svg></h2>{ol()}") == [told()]


def test_an_offer_of_more_beside_the_heading_is_passed_over():
    for offer in ("もっと見る", "Zobrazit více", "Mehr anzeigen", "Показать ещё"):
        head = f'<div>{HEAD}<a href="/ranking/">{offer}</a></div>'
        assert read(head + strip(labels=SECTIONS, marked=0) + PANELS) == IN_SECTIONS, offer


def test_a_heading_that_is_the_first_row_of_its_list():
    rows = "".join(f"<li>{link(number)}</li>" for number in FIVE)
    assert read(f'<ul><li class="ttl">よく読まれている記事</li>{rows}</ul>') == [told()]


def test_sections_of_a_ranking_whose_heading_has_no_level():
    columns = "".join(
        f'<div><h4><a href="/{n}/">{name}</a></h4>{ol(of=n + 1)}</div>'
        for n, name in enumerate(SECTIONS)
    )
    head = '<div class="ttl">アクセスランキング</div>'
    assert read(f'{head}<div class="cols">{columns}</div>') == IN_SECTIONS


def test_an_advertisement_among_rows_names_no_list():
    ad = '<li class="pr"><a href="https://ad.example.net/c?1"><b>PR</b>La ministre gagne à la dernière minute</a></li>'
    rows = ol().replace("</li>", "</li>" + ad, 1)
    assert read(f"<h2>Les plus lus</h2>{rows}") == [told()]


def numbered(numbers, first=1, mark="<b>{}</b>"):
    rows = (f"<li>{mark.format(n)}{link(k)}</li>" for n, k in enumerate(numbers, first))
    return f"<ol>{''.join(rows)}</ol>"


def test_what_pages_through_a_list_is_no_strip_of_tabs():
    pages = "<ul><li class='on'>1位～5位</li><li>6位～10位</li></ul>"
    rest = f'<div style="display:none">{ol(range(5, 10), attributes="start=6")}</div>'
    assert read(f"{HEAD}{pages}<div>{ol()}</div>{rest}") == [told(numbers=range(10))]


def test_advertisements_that_say_so_behind_their_title():
    mark = '<span class="label">広告</span>'
    rows = [f"<li>{link(n, 1, markups.SUBJECTS[n])}</li>" for n in FIVE]
    for n in (1, 4):
        rows[n] += (
            f'<li><a href="https://shop.example.net/p{n}">はじめての定期便、初回は半額{mark}</a></li>'
        )
    assert read(f"{HEAD}<ul>{''.join(rows)}</ul>") == [told()]


def test_the_block_after_a_ranking_of_months():
    months = "".join(f"<h2>{n}月の人気記事</h2>{ol(of=n)}" for n in (1, 2))
    others = f"<div><h2>ニュース</h2>{ol(range(5, 9), 3)}</div>"
    wanted = [addresses for _, addresses in (told(of=1), told(of=2))]
    lists = read(f"<h1>人気記事ランキング</h1>{months}{others}")
    assert [addresses for _, addresses in lists] == wanted


def test_a_related_article_in_a_list_of_its_row():
    long = "港の人びとをたずねて十年、記者が見た町のこれからと船の行方"
    for kicker in ("", '<a href="/cat/{0}">社会</a>'):
        row = f'<li>{kicker}{{1}}<ul><li><a href="/news/2026/10/{{0}}/900.html">{long}</a></li></ul></li>'
        rows = "".join(row.format(n + 1, link(n)) for n in FIVE)
        assert read(f"{HEAD}<ol>{rows}</ol>") == [told()], kicker
    row = '<li><a href="{1}"><img src="{0}.jpg"></a><ul><li><a href="/cat/{0}">社会</a></li><li>{2}</li></ul></li>'
    rows = "".join(row.format(n + 1, path(n), link(n)) for n in FIVE)
    assert read(f"{HEAD}<ul>{rows}</ul>") == [told()]


def test_the_rest_of_a_list_may_stand_deeper():
    rest = f"<div hidden>{numbered(range(5, 10), 6)}</div>"
    assert read(HEAD + numbered(FIVE) + rest) == [told(numbers=range(10))]


def test_ranks_in_the_cell_before():
    rows = "".join(
        f"<tr><td>{n + 1}</td><td>{link(n)}</td><td>{n + 6}</td><td>{link(n + 5)}</td></tr>"
        for n in FIVE
    )
    assert read(f"{HEAD}<table>{rows}</table>") == [told(numbers=range(10))]
    terms = "".join(f"<dt>{5 - n}</dt><dd>{link(n)}</dd>" for n in reversed(FIVE))
    assert read(f"<h2>ランキング</h2><dl>{terms}</dl>") == [told(numbers=[*reversed(FIVE)])]


def test_headings_side_by_side_are_tabs_where_one_is_marked():
    tabs = '<div><h3 class="on">熱門新聞</h3><h3>最新</h3></div>'
    assert read(f"{tabs}<div>{ol()}</div><div>{ol(of=2)}</div>") == [told()]


def test_panels_may_stand_beside_their_tabs():
    names = ("Meistgelesen", "Neueste", "Meistkommentiert")
    tabs = "".join(
        f'<input type="radio" name="t" id="t{n}"><label for="t{n}">{name}</label>'
        for n, name in enumerate(names)
    )
    panels = "".join(f"<div>{ol(of=n + 1)}</div>" for n in range(3))
    assert read(f"<div>{tabs}{panels}</div>") == [told()]
