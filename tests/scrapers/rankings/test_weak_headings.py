"""Detection: headings of weak words ("Popular", ランキング) and what they need besides.

A weak word alone names a most-read list where it stands right over headlines. A ranking of anything
but articles is none, whatever ranks it prints; nor are rows that print prices.
"""

import markups
import pytest

from scrapers.html.page import parse
from scrapers.rankings.find import find
from scrapers.rankings.result import Found
from scrapers.windows import window_of
from scrapers.words.phrases import phrase_of

STORIES = markups.lists()[0]
ALONE = (
    "Popular", "Populaires", "Populares", "Popolari", "Populair", "Nu populair", "Populært", "Populärt just nu",
    "Aktuell beliebt", "Népszerű", "Toplista", "Δημοφιλή", "Популярное", "Популярно сейчас", "Popularne teraz",
    "Ranking", "ランキング", "ランキングTOP10", "本日のランキング", "国内ランキング", "热门", "24小时热门", "本周热门", "熱門",
    "週人氣", "TOP 10 熱門", "랭킹", "TOP 10", "Top 5 today", "Die Top 5", "Top 10 de la semaine", "排行榜",
)  # fmt: skip
OF_OTHER_THINGS = (
    "Classement Ligue 1", "Classifica Serie A", "Ranking telefonów", "Ranking of lighthouses", "Рейтинг маяков",
    "灯台ランキング", "登台排行榜", "등대 랭킹", "映画ランキング", "株価ランキング", "住みたい街ランキング", "求人ランキング",
    "シェアランキング", "베스트셀러", "销量排行", "热门城市", "Популярные товары",
)  # fmt: skip
NOT_ARTICLES = (
    "Most popular cars", "Most popular cities", "Beliebteste Produkte", "Die beliebtesten Handys",
    "Les auteurs les plus lus", "Los goleadores más populares", "銘柄アクセスランキング", "商品人気ランキング",
    "Empresas más vistas", "Самые просматриваемые объявления", "Mest lästa böcker", "En çok okunan kitaplar",
    "پربازدیدترین محصولات", "Sản phẩm xem nhiều", "人気の街ランキング", "Last viewed", "Najpopularniejsze sklepy", "Οι πιο δημοφιλείς συνταγές",
)  # fmt: skip


def found_in(html: str) -> Found:
    page = f"<h1>南波市</h1><p>発表した。</p><main>{html}</main>"
    return find(parse(page.encode(), markups.HOME + "/docs/mod/005000.html", None))


def box(heading: str, rows: str, names: str = "box", between: str = "") -> str:
    head = f'<div class="box-head"><h3>{heading}</h3></div>'
    return (
        f'<aside><div class="{names}"><div class="inner">{head}{between}{rows}</div></div></aside>'
    )


def test_a_weak_word_right_over_headlines_names_a_list():
    for heading in ALONE:
        found = found_in(box(heading, markups.li(STORIES)))
        assert [len(one.entries) for one in found.rankings] == [len(STORIES)], heading


def test_a_weak_word_needs_headlines_right_under_it():
    links = "".join(f'<li><a href="/docs/{n}.html">話題{n}</a></li>' for n in range(1001, 1007))
    many = markups.li([markups.story(n) for n in range(25)])
    between = "<p>Sailors and their ships</p>"
    for heading in ALONE:
        if window_of(heading) is None:
            short = box(heading, f"<ul>{links}</ul>")
            apart = box(heading, markups.li(STORIES), between=between)
            for html in (short, apart, box(heading, many)):
                assert found_in(html).rankings == (), html


def test_rankings_of_other_things_are_none_whatever_ranks_they_print():
    for heading in (*OF_OTHER_THINGS, *NOT_ARTICLES):
        for rows in (markups.li, markups.numbered, markups.number_image):
            assert found_in(box(heading, rows(STORIES))).rankings == (), (heading, rows.__name__)


@pytest.mark.parametrize(
    "heading",
    [
        "Most read articles on cars",
        "Most read in Books",
        "人気の商品記事ランキング",
        "Cars: most read",
    ],
)
def test_things_that_articles_are_about_do_not_count(heading):
    assert len(found_in(box(heading, markups.li(STORIES))).rankings) == 1


def priced(price: str) -> str:
    rows = (
        f'<li><a href="{s.path}">{s.title}</a><b>{price.format(n)}</b></li>'
        for n, s in enumerate(STORIES, 3)
    )
    return f"<ul>{''.join(rows)}</ul>"


@pytest.mark.parametrize(
    "price",
    [
        "{},980円",
        "£{}9,995",
        "from $ {}49.00",
        "{}9,90 €",
        "¥{},280（税込）",
        "{} 499 kr",
        "{}9 zł",
    ],
)
def test_rows_that_print_prices_are_goods(price):
    for heading in ("Popular", "よく売れている人気ランキング"):
        assert found_in(box(heading, priced(price))).rankings == ()


@pytest.mark.parametrize(
    "text", ["{} comments", "{} min", "2027-02-0{}", "Fee rises to {} €, says port"]
)
def test_other_texts_of_rows_are_no_prices(text):
    assert len(found_in(box("Popular", priced(text))).rankings) == 1


@pytest.mark.parametrize("place", ["item", "product", "stock", "players"])
def test_addresses_of_goods_speak_against_a_weak_heading(place):
    stories = [s._replace(path=s.path.replace("/docs/", f"/{place}/")) for s in STORIES]
    for heading in ("Popular", "月間ランキング"):
        assert found_in(box(heading, markups.li(stories), "popular")).rankings == ()
    assert len(found_in(box("Most read", markups.li(stories))).rankings) == 1


def test_class_names_tell_as_far_up_as_no_other_list_stands():
    rows = markups.li(STORIES)
    note = "<p>Our readers</p>"
    widget = (
        f'<section class="most-read"><div><div>{box("Popular", rows, between=note)}</div></div>'
    )
    other = f"<h3>Latest</h3>{markups.li([markups.story(n) for n in range(30, 36)])}"
    assert len(found_in(f"{widget}</section>").rankings) == 1
    assert found_in(f"{widget}{other}</section>").rankings == ()


@pytest.mark.parametrize(
    "names", ["breadcrumb", "thread-list", "photo-box", "view view-box", "spread"]
)
def test_class_names_that_only_hold_the_letters_do_not_tell(names):
    between = "<p>Our readers</p>"
    assert found_in(box("Popular", markups.li(STORIES), names, between)).rankings == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Veelgelezen", "Andra läser", "Andre leser", "Andre læser", "Lige nu læser andre", "Nyt luetaan",
        "Právě čtené", "Most olvassák", "Сейчас читают", "הנקראים היום", "최다 조회", "지금 뜨는 뉴스", "点击TOP10",
    ],
)  # fmt: skip
def test_what_others_read(heading):
    assert phrase_of(heading) is not None
    assert len(found_in(box(heading, markups.li(STORIES))).rankings) == 1
