"""The same rankings in many markups: a little language of rows, tabs, headings and surroundings.

`pages()` yields every shape with what must be found in it, which never changes: three windows of
a made-up site. Titles, addresses and dates are invented. A shape is named by its parts, so that a
failing test says which part it is about.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

HOME = "https://news.example.jp"


class Story(NamedTuple):
    """An article of the made-up site."""

    title: str
    path: str


Truth = tuple[str | None, list[tuple[str, str]]]
"""A window's slug, and title and address of each row."""


class Page(NamedTuple):
    """A page and what must be found in it."""

    name: str
    html: str
    truth: list[Truth]


SUBJECTS = (
    "架空重工、無人輸送機「はやぶさ改」の初飛行に成功（2月3日）",
    "港湾防災訓練を南波市で実施へ　5機関が参加予定",
    "《特集》冬の極地輸送を支える砕氷船「しらなみ」のすべて",
    "人事発令　2月1日付け、課長級人事（12名）",
    "【講演録】沖津教授「海図の読み方を学ぶ人へ」",
    "南波飛行場の滑走路を延伸、令和9年度に完成見込み（1月30日）",
    "《解説》レーダー“可動率60%”の内訳を読む",
    "森野長官が定例会見　通信網の更新、予備自の募集など（2月2日）",
    "新型消防艇「あさぎり」進水　全長42m、放水量は従来比1.8倍",
    "山岳救助ヘリ3号機を公開、夜間装備を一新（第2報）",
    "国際共同演習「ノーザン・ライト27」、2月10日～18日に実施",
    "給与改定案を閣議決定　初任給は月額で平均8,000円増",
    "第14回「空の写真展」入賞作を発表、最優秀賞は高校生",
    "離島の燃料備蓄を倍増へ　補給拠点の候補地を公表（1月18日）",
)
WINDOWS = (("24時間", "day"), ("1週間", "week"), ("1ヶ月", "month"))
SECTIONS = ("mod", "special", "words")


def story(number: int) -> Story:
    """The story with a number; the same number is the same story."""
    part = f"（第{number // len(SUBJECTS) + 1}回）" if number >= len(SUBJECTS) else ""
    title = SUBJECTS[number % len(SUBJECTS)] + part
    return Story(title, f"/docs/{SECTIONS[number % 3]}/{6100 + 7 * number:06}.html")


def lists(length: int = 5) -> list[list[Story]]:
    """Three lists that share some stories at other ranks."""
    orders = ([3, 0, 11, 5, 7, 1, 9, 4, 13, 2], [0, 14, 3, 8, 15, 5, 16, 6, 10, 12])
    last = [17, 0, 18, 14, 19, 20, 3, 21, 22, 23]
    return [[story(n) for n in order[:length]] for order in (*orders, last)]


# Rows: stories to the inside of a panel.


def li(stories: Sequence[Story]) -> str:
    return "<ul>" + "".join(f'<li><a href="{s.path}">{s.title}</a></li>' for s in stories) + "</ul>"


def ol_spaced(stories: Sequence[Story]) -> str:
    rows = (f'\n <li>\n  <a href="{HOME}{s.path}">\n   {s.title}\n  </a>\n </li>' for s in stories)
    return '<ol class="list">' + "".join(rows) + "\n</ol>"


def numbered(stories: Sequence[Story]) -> str:
    rows = (
        f'<li class="item"><span class="n">{n}</span><a href="{s.path}">{s.title}</a></li>'
        for n, s in enumerate(stories, 1)
    )
    return "<ul>" + "".join(rows) + "</ul>"


def number_inside(stories: Sequence[Story]) -> str:
    rows = (
        f'<li><a href="{s.path}"><em>{n}位</em><span class="t">{s.title}</span></a></li>'
        for n, s in enumerate(stories, 1)
    )
    return "<ul>" + "".join(rows) + "</ul>"


def number_after(stories: Sequence[Story]) -> str:
    rows = (
        f'<div class="r"><a href="{s.path}">{s.title}</a><div class="idx">{n}</div></div>'
        for n, s in enumerate(stories, 1)
    )
    return "".join(rows)


def number_image(stories: Sequence[Story]) -> str:
    rows = (
        f'<li><img src="/img/rank_{n:02}.png" alt="{n}位"><a href="{s.path}">{s.title}</a></li>'
        for n, s in enumerate(stories, 1)
    )
    return "<ul>" + "".join(rows) + "</ul>"


def number_class(stories: Sequence[Story]) -> str:
    rows = (
        f'<li class="rank rank{n}"><a href="{s.path}">{s.title}</a></li>'
        for n, s in enumerate(stories, 1)
    )
    return "<ul>" + "".join(rows) + "</ul>"


def cards(stories: Sequence[Story]) -> str:
    rows = (
        f'<article class="card"><a class="thumb" href="{s.path}"><img src="/t/{n}.jpg" alt=""></a>'
        f'<div><p class="cat"><a href="/docs/mod/">日本の防衛</a></p><h4><a href="{s.path}">{s.title}'
        f"</a></h4><time>2027-2-{n} 10:0{n}</time></div></article>"
        for n, s in enumerate(stories, 1)
    )
    return '<div class="cards">' + "".join(rows) + "</div>"


def wrapped(stories: Sequence[Story]) -> str:
    rows = (
        f'<a class="post" href="{s.path}"><div class="pic"><img src="/t.jpg" alt="{s.title}"></div>'
        f'<div class="txt"><span class="date">2027.02.0{n % 10}</span>'
        f'<p class="title">{s.title}</p></div></a>'
        for n, s in enumerate(stories, 1)
    )
    return "".join(rows)


def description(stories: Sequence[Story]) -> str:
    rows = (
        f'<dt>{n}</dt><dd><a href="{s.path}">{s.title}</a></dd>' for n, s in enumerate(stories, 1)
    )
    return "<dl>" + "".join(rows) + "</dl>"


def table(stories: Sequence[Story]) -> str:
    rows = (
        f'<tr><th>{n}</th><td><a href="{s.path}">{s.title}</a></td></tr>'
        for n, s in enumerate(stories, 1)
    )
    return "<table>" + "".join(rows) + "</table>"


def bare(stories: Sequence[Story]) -> str:
    return "<p>" + "<br>".join(f'<a href="{s.path}">{s.title}</a>' for s in stories) + "</p>"


def columns(stories: Sequence[Story]) -> str:
    half = (len(stories) + 1) // 2
    return f'<div class="cols">{li(stories[:half])}{li(stories[half:])}</div>'


def with_comments(stories: Sequence[Story]) -> str:
    rows = (
        f'<li><h4><a href="{s.path}">{s.title}</a></h4>'
        f'<a class="c" href="{s.path}#comments">コメント {n * 3}</a></li>'
        for n, s in enumerate(stories, 1)
    )
    return "<ul>" + "".join(rows) + '</ul><p class="more"><a href="/ranking/">もっと見る</a></p>'


ROWS: tuple[Callable[[Sequence[Story]], str], ...] = (
    li, ol_spaced, numbered, number_inside, number_after, number_image, number_class, cards,
    wrapped, description, table, bare, columns, with_comments,
)  # fmt: skip


# Tabs: labels and panels to the inside of a widget.


class Panel(NamedTuple):
    """A window: its label and the markup of its rows."""

    label: str
    rows: str


def by_href(panels: Sequence[Panel]) -> str:
    tabs = "".join(f'<li><a href="#rk{n}">{p.label}</a></li>' for n, p in enumerate(panels))
    return f'<ul class="tabs">{tabs}</ul>' + "".join(
        f'<div class="panel" id="rk{n}">{p.rows}</div>' for n, p in enumerate(panels)
    )


def by_href_shuffled(panels: Sequence[Panel]) -> str:
    tabs = "".join(f'<li><a href="#rk{n}">{p.label}</a></li>' for n, p in enumerate(panels))
    return f'<ul class="tabs">{tabs}</ul><div class="panels">' + "".join(
        f'<div class="panel" id="rk{n}">{panels[n].rows}</div>' for n in (2, 0, 1)
    ) + "</div>"  # fmt: skip


def by_data(panels: Sequence[Panel]) -> str:
    names = ("daily", "weekly", "monthly")
    tabs = "".join(
        f'<button type="button" data-target="{k}">{p.label}</button>'
        for k, p in zip(names, panels, strict=True)
    )
    return f'<div class="nav-tabs">{tabs}</div>' + "".join(
        f'<div class="pane" data-pane="tab-{k}"{" hidden" if k != "daily" else ""}>{p.rows}</div>'
        for k, p in zip(names, panels, strict=True)
    )


def by_aria(panels: Sequence[Panel]) -> str:
    tabs = "".join(
        f'<button role="tab" id="t{n}" aria-controls="p{n}" aria-selected="{str(n == 0).lower()}">'
        f"{p.label}</button>"
        for n, p in enumerate(panels)
    )
    return f'<div role="tablist">{tabs}</div>' + "".join(
        f'<div role="tabpanel" id="p{n}" aria-labelledby="t{n}">{p.rows}</div>'
        for n, p in reversed(list(enumerate(panels)))
    )


def by_order(panels: Sequence[Panel]) -> str:
    tabs = "".join(f"<li>{p.label}</li>" for p in panels)
    return f'<ul class="switch">{tabs}</ul>' + "".join(
        f'<div class="box">{p.rows}</div>' for p in panels
    )


def by_order_spans(panels: Sequence[Panel]) -> str:
    tabs = "".join(f'<span class="tab">{p.label}</span>' for p in panels)
    inner = "".join(f"<section>{p.rows}</section>" for p in panels)
    return f'<div class="tabs">{tabs}</div><div class="wrap">{inner}</div>'


def by_radio(panels: Sequence[Panel]) -> str:
    inputs = "".join(f'<input type="radio" name="rk" id="rk-{n}">' for n, _ in enumerate(panels))
    labels = "".join(f'<label for="rk-{n}">{p.label}</label>' for n, p in enumerate(panels))
    return inputs + labels + "".join(
        f'<div class="content c{n}">{p.rows}</div>' for n, p in enumerate(panels)
    )  # fmt: skip


def by_radio_between(panels: Sequence[Panel]) -> str:
    return "".join(
        f'<input type="radio" name="rk" id="r{n}"><label for="r{n}">{p.label}</label>'
        f'<div class="content">{p.rows}</div>'
        for n, p in enumerate(panels)
    )


def by_subheading(panels: Sequence[Panel]) -> str:
    return "".join(f'<h4 class="w">{p.label}</h4>{p.rows}' for p in panels)


def by_paragraph(panels: Sequence[Panel]) -> str:
    return "".join(f'<p class="w">{p.label}</p>{p.rows}' for p in panels)


def by_block(panels: Sequence[Panel]) -> str:
    return "".join(f"<div><p><b>{p.label}</b></p><div>{p.rows}</div></div>" for p in panels)


def by_description(panels: Sequence[Panel]) -> str:
    return "<dl>" + "".join(f"<dt>{p.label}</dt><dd>{p.rows}</dd>" for p in panels) + "</dl>"


def by_details(panels: Sequence[Panel]) -> str:
    return "".join(f"<details><summary>{p.label}</summary>{p.rows}</details>" for p in panels)


def by_script(panels: Sequence[Panel]) -> str:
    names = ("d", "w", "m")
    tabs = "".join(
        f'<a href="javascript:void(0)" onclick="show(\'box_{k}\')">{p.label}</a>'
        for k, p in zip(names, panels, strict=True)
    )
    boxes = zip(names, panels, strict=True)
    return f"<p>{tabs}</p>" + "".join(f'<div id="box_{k}">{p.rows}</div>' for k, p in boxes)


def by_pictures(panels: Sequence[Panel]) -> str:
    tabs = "".join(
        f'<li><a href="#w{n}"><img src="/tab{n}.gif" alt="{p.label}"></a></li>'
        for n, p in enumerate(panels)
    )
    return f"<ul>{tabs}</ul>" + "".join(
        f'<div id="w{n}">{p.rows}</div>' for n, p in enumerate(panels)
    )


TABS: tuple[Callable[[Sequence[Panel]], str], ...] = (
    by_href, by_href_shuffled, by_data, by_aria, by_order, by_order_spans, by_radio,
    by_radio_between, by_subheading, by_paragraph, by_block, by_description, by_details, by_script,
    by_pictures,
)  # fmt: skip


# Headings: the inside of a widget to the widget.


def h3_spans(inside: str) -> str:
    return (
        f'<section class="ranking"><h3><span>Ranking</span>読まれている記事</h3>{inside}</section>'
    )


def plain_h2(inside: str) -> str:
    return f"<div><h2>よく読まれている記事</h2>{inside}</div>"


def two_spans(inside: str) -> str:
    return f'<div class="b"><p><span>Ranking</span><span>読まれている記事</span></p>{inside}</div>'


def division(inside: str) -> str:
    return f'<div class="side-block"><div class="side-ttl">アクセスランキング</div><div>{inside}</div></div>'


def picture(inside: str) -> str:
    return f'<div id="rank"><h3><img src="/h.png" alt="アクセスランキング"></h3>{inside}</div>'


def framed(inside: str) -> str:
    return (
        '<div class="box"><div class="box-head"><h3>人気記事ランキング</h3><small>Ranking</small></div>'
        f'<div class="box-body">{inside}</div></div>'
    )


def linked(inside: str) -> str:
    return f'<aside><h3><a href="/ranking/">アクセスランキング</a></h3>{inside}</aside>'


def broken(inside: str) -> str:
    return f"<section><h3>Ranking<br><small>読まれている記事</small></h3>{inside}</section>"


HEADS: tuple[Callable[[str], str], ...] = (
    h3_spans, plain_h2, two_spans, division, picture, framed, linked, broken,
)  # fmt: skip


# Surroundings: the widget and what stands around it.

_BODY = (
    "<p>南波市は3日、港湾の防災訓練の概要を以下のように発表した。</p>"
    "<p>1　冒頭、担当者から、昨年度の人気企画を含む計画が示された。</p><p>（以上）</p>"
)
_NEAR = (
    "<p>◎下の［次の記事］［前の記事］ボタンで続きをご覧いただけます。</p>"
    f'<ul class="pager"><li><a href="{story(30).path}">次の記事</a></li>'
    f'<li><a href="{story(31).path}">前の記事</a></li></ul>'
)
_BANNERS = (
    '<ul class="bnr"><li><a href="https://shop.example.com/"><img src="/b1.png" alt="bnrname"></a></li>'
    '<li><a href="https://books.example.com/"><img src="/b2.png" alt="bnrname"></a></li></ul>'
)
_MENU = (
    '<nav><p>menu</p><ul class="gnav"><li><a href="/docs/mod/">日本の防衛</a></li>'
    '<li><a href="/docs/special/">特集</a></li><li><a href="/docs/words/">用語集</a></li></ul></nav>'
)


def _others(heading: str, first: int, tag: str = "h3") -> str:
    rows = li([story(n) for n in range(first, first + 6)])
    return f'<section class="news"><{tag}>{heading}</{tag}>{rows}</section>'


def _page(main: str, end: str = "", article: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>港湾の防災訓練</title>'
        "<script>var menu = '<ul><li><a href=\"/x\">アクセスランキング</a></li></ul>';</script></head>"
        f"<body><header><p>架空の防災を伝える</p>{_MENU}</header><main><article><h2>港湾の防災訓練</h2>"
        '<ul class="cat"><li>日本の防衛</li></ul><p class="date">2027-2-3 10:02</p>'
        f'<div class="body">{_BODY}{article}</div>{_NEAR}</article>{main}</main>'
        f'<footer>{_BANNERS}{end}<p><a href="#top">pagetop</a></p></footer></body></html>'
    )


def after_article(widget: str) -> str:
    return _page(widget)


def beside_newest(widget: str) -> str:
    return _page(_others("新着記事", 40) + widget + _others("関連記事", 50))


def among_plain_titles(widget: str) -> str:
    return _page(f'<div class="in">{widget}{_others("新着記事", 40, "p")}{_BANNERS}</div>')


def in_footer(widget: str) -> str:
    return _page(_others("関連記事", 50), end=widget)


def in_article(widget: str) -> str:
    return _page(_others("新着記事", 40), article=widget + "<p>訓練は10日まで続く。</p>")


def in_drawer(widget: str) -> str:
    return _page(_others("新着記事", 40), end=f'<div class="drawer-menu" hidden>{widget}</div>')


def twice(widget: str) -> str:
    return _page(f'<div class="pc">{widget}</div><div class="sp">{widget}</div>')


def with_template(widget: str) -> str:
    copy = _others("アクセスランキング", 60)
    return _page(f"<template>{copy}</template>{widget}<script type='text/x'>{copy}</script>")


SURROUNDINGS: tuple[Callable[[str], str], ...] = (
    after_article, beside_newest, among_plain_titles, in_footer, in_article, in_drawer, twice,
    with_template,
)  # fmt: skip


def truth(stories: Sequence[Sequence[Story]]) -> list[Truth]:
    """What must be found where each window has its stories."""
    return [
        (slug, [(s.title, HOME + s.path) for s in own])
        for (_, slug), own in zip(WINDOWS, stories, strict=True)
    ]


def pages(length: int = 5) -> Iterator[Page]:
    """Every row markup with every kind of tabs, each with headings and surroundings in turn."""
    own = lists(length)
    number = 0
    for rows in ROWS:
        for tabs in TABS:
            head = HEADS[number % len(HEADS)]
            around = SURROUNDINGS[(number // len(HEADS) + number) % len(SURROUNDINGS)]
            panels = [Panel(label, rows(s)) for (label, _), s in zip(WINDOWS, own, strict=True)]
            yield _named((rows, tabs, head, around), around(head(tabs(panels))), truth(own))
            number += 1


EMPTY = (
    "", "<ul></ul>", '<ol class="l">\n</ol>', "<p>読み込み中…</p>", "<ul><li></li></ul>",
    '<div class="loading"></div>', '<ul></ul><p class="more"><a href="/ranking/">もっと見る</a></p>',
)  # fmt: skip


def empty_pages() -> Iterator[Page]:
    """Every kind of tabs, headings and surroundings with panels that a script would fill."""
    for number, (tabs, head) in enumerate((tabs, head) for tabs in TABS for head in HEADS):
        around = SURROUNDINGS[number % len(SURROUNDINGS)]
        inside = EMPTY[number % len(EMPTY)]
        panels = [Panel(label, inside) for label, _ in WINDOWS]
        yield _named((tabs, head, around), around(head(tabs(panels))), [])


def _named(parts: Sequence[Callable[..., str]], html: str, found: list[Truth]) -> Page:
    return Page("-".join(part.__name__ for part in parts), html, found)
