"""Detection: what only resembles a most-read list is none, whatever digits and class names say.

Headings of latest, related, picked, commented and shared lists stand over rows that a ranking could
have. A most-read heading whose own list is empty must not take the next one.
"""

import markups
import pytest

from scrapers.html.page import parse
from scrapers.rankings.find import find
from scrapers.rankings.result import Found

DECOYS = {
    "en": ("Latest news", "Related stories", "Editor's picks", "Recommended for you", "Most commented",
        "Most popular episodes"),
    "de": ("Neueste Artikel", "Auch interessant", "Empfehlungen der Redaktion", "Meistgeteilt"),
    "fr": ("Dernières actualités", "Articles similaires", "Le choix de la rédaction", "Les plus commentés"),
    "es": ("Últimas noticias", "Te puede interesar", "Destacados", "Lo más compartido", "Temas populares"),
    "pt": ("Últimas notícias", "Leia também", "Destaques", "Mais comentadas"),
    "it": ("Ultime notizie", "Articoli correlati", "Da non perdere", "I più commentati"),
    "nl": ("Laatste nieuws", "Lees ook", "Aanbevolen", "Meest besproken"),
    "sv": ("Senaste nytt", "Relaterade artiklar", "Rekommenderas", "Mest kommenterat"),
    "pl": ("Najnowsze", "Polecamy", "Wybór redakcji", "Najczęściej komentowane", "Popularne tematy"),
    "hu": ("Legfrissebb", "Ajánljuk", "Kapcsolódó cikkek", "Legtöbbet kommentált", "Népszerű témák"),
    "ru": ("Последние новости", "Похожие статьи", "Выбор редакции", "Самые обсуждаемые", "Популярные темы"),
    "tr": ("Son dakika", "Benzer haberler", "Editörün seçtikleri", "En çok yorumlananlar"),
    "ar": ("آخر الأخبار", "مقالات ذات صلة", "اخترنا لكم", "الأكثر تعليقا"),
    "ja": ("最新記事", "関連記事", "編集部のおすすめ", "同じカテゴリの記事", "コメントランキング", "人気のタグ",
        "人気の宿ランキング", "人気投票ランキング", "こちらの記事も読まれてます", "あわせて読まれている記事",
        "関連する人気記事", "ソーシャルランキング"),
    "zh": ("最新文章", "相关推荐", "编辑精选", "延伸閱讀", "熱門關鍵字", "评论排行"),
    "ko": ("최신 기사", "관련 기사", "추천 기사", "주요뉴스", "댓글 많은 뉴스", "인기 검색어",
        "함께 많이 본 기사"),
}  # fmt: skip
OTHER_TABS = (
    ("Mest läst", "Mest kommenterat"), ("Nejčtenější", "Nejdiskutovanější"), ("Najčitanije", "Najnovije"),
    ("Cele mai citite", "Cele mai comentate"), ("Legolvasottabb", "Legtöbbet kommentált"),
    ("Najbolj brano", "Najnovejše"), ("הנקראות ביותר", "תגובות"), ("Luetuimmat", "Kommentoiduimmat"),
)  # fmt: skip
STORIES = markups.lists()[0]
OTHERS = [markups.story(number) for number in range(30, 36)]
ROWS = (markups.li, markups.numbered, markups.number_class)


def found_in(html: str) -> Found:
    page = f"<h1>南波市</h1><p>発表した。</p><main>{html}</main>"
    return find(parse(page.encode(), markups.HOME + "/docs/mod/005000.html", None))


def titles(found: Found) -> list[list[str]]:
    return [[entry.title for entry in one.entries] for one in found.rankings]


@pytest.mark.parametrize("rows", ROWS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("language", DECOYS)
def test_no_digit_and_no_class_name_makes_a_ranking(language, rows):
    for heading in DECOYS[language]:
        inside = f"<h3>{heading}</h3>{rows(STORIES)}"
        for box in ("<div>", '<div class="most-read ranking" id="popular">'):
            assert found_in(f"{box}{inside}</div>").rankings == (), (heading, box)


@pytest.mark.parametrize("rows", ROWS, ids=lambda part: part.__name__)
@pytest.mark.parametrize("names", OTHER_TABS, ids=lambda names: names[0])
def test_the_tab_beside_it_is_no_ranking(names, rows):
    panels = [markups.Panel(names[0], rows(STORIES)), markups.Panel(names[1], rows(OTHERS))]
    for tabs in (markups.by_href, markups.by_order):
        found = found_in(f"<section>{tabs(panels)}</section>")
        assert titles(found) == [[story.title for story in STORIES]], tabs.__name__


@pytest.mark.parametrize(
    "empty", ["<ul></ul>", '<ol class="rank">\n</ol>', "<ul><li><a></a></li></ul>"]
)
@pytest.mark.parametrize("rows", ROWS, ids=lambda part: part.__name__)
def test_an_empty_list_is_not_replaced_by_the_next(empty, rows):
    for after in (
        "<div>{}</div>",
        "<section><p>コラム</p>{}</section>",
        "<div><h4>コラム</h4>{}</div>",
    ):
        widget = f'<div class="ranking"><h3>Most read</h3>{empty}</div>'
        assert found_in(widget + after.format(rows(OTHERS))).rankings == ()
        assert found_in(f"<h3>Most read</h3>{empty}" + after.format(rows(OTHERS))).rankings == ()


def test_blocks_of_their_own_are_not_the_heading_s():
    blocks = "".join(
        f"<div><h4>{name}</h4>{markups.li(OTHERS)}</div>"
        for name in ("Ports of the bay", "Football")
    )
    assert found_in(f"<div><h3>Most read</h3></div><p>Sign up.</p>{blocks}").rankings == ()


@pytest.mark.parametrize(
    "label", ["Édition du jour", "Principais do dia", "Idiomas con 15 minutos al día"]
)
def test_a_label_that_names_a_day_among_other_things_is_no_window(label):
    html = f"<div><h3>Most read</h3></div><div><h4>{label}</h4>{markups.li(OTHERS)}</div>"
    assert found_in(html).rankings == ()


@pytest.mark.parametrize("box", ["div", "nav", "footer"])
def test_an_entry_of_a_menu_is_no_heading_of_the_list_after_it(box):
    names = ("Home", "Most read", "Ports", "Photos", "Weather")
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in names)
    topics = (
        f'<li><a href="/topic/{name}">{name}</a></li>' for name in ("Snow", "Rugby", "Oscars")
    )
    strip = f"<p>Trending</p><ul>{''.join(topics)}</ul>"
    for entries, after in ((menu, ""), (menu.replace("/Most", "#most"), f"<div>{strip}</div>")):
        page = f"<{box}><ul>{entries}</ul></{box}>{after}<div>{markups.numbered(OTHERS)}</div>"
        assert found_in(page).rankings == ()


def test_what_a_menu_opens_is_not_of_the_entry_before_it():
    opened = f'<li><a href="/ports/">Ports</a><div>{markups.li(OTHERS)}</div></li>'
    menu = f'<li><a href="/most-read">Most read</a></li>{opened}<li><a href="/tv/">TV</a></li>'
    assert found_in(f"<ul>{menu}</ul>").rankings == ()


def test_links_to_other_pages_are_no_tabs_of_the_list_after_them():
    names = {"ranking": "アクセスランキング", "new": "新着", "pr": "PR"}
    links = "".join(f'<a href="/{page}/">{name}</a>' for page, name in names.items())
    assert found_in(f"<div>{links}</div><div>{markups.li(OTHERS)}</div>").rankings == ()
    head = '<div><a href="/ranking/">アクセスランキング</a><a href="/ranking/all">一覧</a></div>'
    assert len(found_in(f"<div>{head}{markups.li(OTHERS)}</div>").rankings) == 1


def test_a_list_that_a_script_writes_is_not_replaced_by_the_next():
    widget = "<div><h2>アクセスランキング</h2><noscript>要JavaScript</noscript><script>r()</script></div>"
    found = found_in(f"{widget}<div><p>お知らせ</p>{markups.li(OTHERS)}</div>")
    assert (found.rankings, found.widget) == ((), "empty")
    picture = '<div><h2>アクセスランキング</h2><noscript><img src="/h.png"></noscript></div>'
    assert len(found_in(f"{picture}<div>{markups.li(OTHERS)}</div>").rankings) == 1


LOST = "Two ships were lost in the fog for a whole day"


def test_a_mark_that_articles_bear_is_no_heading_of_those_after_it():
    badge = '<figure><div class="badge">Most read</div><img src="/1.jpg"></figure>'
    stories = [STORIES[0], STORIES[1]._replace(title=LOST), *OTHERS]
    cards = (
        f'<div class="card">{badge}<h2><a href="{s.path}">{s.title}</a></h2></div>' for s in stories
    )
    assert found_in("".join(cards)).rankings == ()
    lead = f'<div><span class="kicker">Most read</span><h1><a href="/docs/9.html">{LOST}</a></h1></div>'
    assert found_in(f"{lead}<div>{markups.li(OTHERS)}</div>").rankings == ()


NOT_A_LIST = (
    "<p>Loading…</p>",
    '<div class="bar"></div>' * 3,
    '<p>Log in to see it.</p><a href="/login">Log in</a>',
    "<p>None of them has been read today.</p>",
)


@pytest.mark.parametrize("shown", NOT_A_LIST)
def test_a_box_without_a_list_is_not_filled_with_that_of_the_next(shown):
    for begin, end in (('<div class="widget">', "</div>"), ("<section>", "</section>")):
        box = f"{begin}<h3>Most read</h3>{shown}{end}"
        assert found_in(f"{box}{begin}{markups.numbered(OTHERS)}{end}").rankings == ()


def test_a_box_for_the_heading_alone_is_followed_by_that_of_its_list():
    offer = '<a href="/most-read">See all</a>'
    for names, more in (("part", ""), ("part", offer), ("row mb-4", "<p>What others like.</p>")):
        head = f'<div class="{names}"><h3>Most read</h3>{more}</div>'
        html = f'{head}<div class="{names}">{markups.numbered(OTHERS)}</div>'
        assert len(found_in(html).rankings) == 1, names


def test_an_offer_of_a_newsletter_is_no_heading_of_the_list_after_it():
    for form in ('<form><input type="email"></form>', '<p>Free.</p><input type="email">'):
        offer = f"<div><h3>Get our most read stories by mail</h3>{form}</div>"
        assert found_in(f"<div>{offer}{markups.li(OTHERS)}</div>").rankings == ()


def test_texts_that_name_kinds_of_lists_are_tabs_without_a_sign_of_it():
    tabs = "".join(f"<div>{name}</div>" for name in ("Latest", "Most read", "For you"))
    assert found_in(f"<div><div>{tabs}</div><div>{markups.li(OTHERS)}</div></div>").rankings == ()


def test_a_list_after_the_panels_of_tabs_is_none_of_them():
    tabs = '<ul><li><a href="#new">新着</a></li><li><a href="#top">人気</a></li></ul>'
    after = f"<p>イベント</p><p>{markups.li(OTHERS)}</p>"
    for top in ("", markups.li([markups.story(number) for number in range(40, 46)])):
        new = (
            f'<div id="new">{markups.li([markups.story(number) for number in range(50, 56)])}</div>'
        )
        html = f'{tabs}<div>{new}<div id="top">{top}</div></div>{after}'
        addresses = [entry.url for one in found_in(html).rankings for entry in one.entries]
        assert addresses == (
            [markups.HOME + markups.story(n).path for n in range(40, 46)] if top else []
        )


def test_a_section_or_a_chart_is_no_ranking_of_articles():
    head = '<h2><a href="/category/ranking/">ランキング</a></h2>'
    assert found_in(f"<section>{head}{markups.li(OTHERS)}</section>").rankings == ()
    names = ("Galaxia S26", "Pixela 11", "Acme X12")
    for head, folder in (("スマホ人気ランキング", "phones"), ("Hot 100", "songs")):
        rows = "".join(
            f'<li>{n} <a href="/{folder}/{1000 + n}/">{name}</a></li>'
            for n, name in enumerate(names, 1)
        )
        assert found_in(f"<section><h2>{head}</h2><ul>{rows}</ul></section>").rankings == ()


def test_two_links_are_no_ranking_without_more_than_a_heading():
    rows = markups.li(OTHERS[:2])
    assert found_in(f"<div><h3>Most read</h3>{rows}</div>").rankings == ()
    assert len(found_in(f'<div class="most-read"><h3>Most read</h3>{rows}</div>').rankings) == 1


def test_a_strip_of_topics_is_what_is_trending():
    topics = ("Climate", "Housing", "Schools", "Space")
    strip = "".join(f'<li><a href="/topic/{name}">{name}</a></li>' for name in topics)
    head = f'<div class="trending"><span>Trending</span><ul>{strip}</ul></div>'
    assert found_in(f"{head}<div>{markups.li(OTHERS)}</div>").rankings == ()


def test_things_are_told_by_addresses_unlike_those_of_all_articles():
    latest = markups.li([markups.story(number) for number in range(40, 60)])
    bills = "".join(
        f'<li><a href="/bills/{n}">Bill number {n} on phones in all schools</a></li>'
        for n in range(112, 117)
    )
    for rows, known, count in ((bills, latest, 0), (bills, "", 1), (markups.li(OTHERS), latest, 1)):
        html = f"<aside><h3>Most viewed of the session</h3><ol>{rows}</ol></aside>"
        assert len(found_in(f"<h3>Latest</h3>{known}{html}").rankings) == count


def test_how_a_ranking_of_things_is_made_is_no_heading():
    note = "<h3>人気イベントランキング</h3><p>直近7日間のアクセス数</p>"
    assert found_in(f"<section>{note}{markups.li(OTHERS)}</section>").rankings == ()
