"""Detection: every markup of the same lists gives the same lists, and decoys give none.

The golden pages are in `pages/detect`, each with what was found in it beside it; made anew by

    GOLDEN=write pytest tests/scrapers/rankings/test_find.py      (then look at the difference)
"""

import json
import os
from pathlib import Path

import markups
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import FULL, examples, part

from scrapers.html.page import parse
from scrapers.model import ListSpec, Ranking, Site
from scrapers.rankings.find import find
from scrapers.rankings.learnt import learn, read
from scrapers.rankings.result import Found
from scrapers.rankings.signals import WEIGHTS

PAGES = sorted((Path(__file__).parents[2] / "pages" / "detect").glob("*.html"))
URL = "https://news.example.org/page/2027/some-page.html"
ARTICLE = r"^/docs/(?P<section>[^/]+)/(?P<id>\d{6})(?:-(?P<part>\d+))?\.html$"
SITE = Site("made", "Made", markups.HOME + "/", article=ARTICLE)


def found_in(html: str, url: str = URL, site: Site | None = None) -> Found:
    return find(parse(html.encode(), url, None), site, selectors=True)


def facts(found: Found) -> dict[str, object]:
    """What a golden page fixes: everything but the scores."""
    return {
        "widget": found.widget,
        "rankings": [
            {
                "heading": one.heading,
                "window": one.window,
                "label": one.label,
                "flags": one.flags,
                "selector": one.selector,
                "entries": [[e.rank, e.title, e.url, e.article, *e.flags] for e in one.entries],
            }
            for one in found.rankings
        ],
        "rejected": [[one.heading, one.label, one.evidence[-1].text] for one in found.rejected],
        "problems": [list(problem) for problem in found.problems],
    }


def shown(found: Found) -> list[tuple[str | None, list[tuple[str, str]]]]:
    lists = [(one.window, [(e.title, e.url) for e in one.entries]) for one in found.rankings]
    return sorted(lists, key=str)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_golden_pages(path):
    found = find(parse(path.read_bytes(), URL, None), selectors=True)
    said = json.dumps(facts(found), ensure_ascii=False, indent=1)
    expected = path.with_suffix(".json")
    if os.environ.get("GOLDEN") == "write":
        expected.write_text(said + "\n", encoding="utf-8")
    assert said + "\n" == expected.read_text(encoding="utf-8")


@pytest.mark.full
@pytest.mark.parametrize("site", [None, SITE], ids=["unknown", "known"])
def test_the_same_lists_in_every_markup(site):
    for page in part([*markups.pages()], 4):
        found = found_in(page.html, markups.HOME + "/docs/mod/005000.html", site)
        assert (page.name, shown(found)) == (page.name, sorted(page.truth, key=str))
        assert (page.name, found.widget) == (page.name, "lists")


WORDINGS = (
    ("デイリー", "ウィークリー", "マンスリー"),
    ("24h", "1w", "1m"),
    ("今日", "今週", "今月"),
    ("２４時間", "１週間", "１ヵ月"),
    ("24時間ランキング", "週間ランキング", "月間ランキング"),
    ("Today", "Last 7 days", "Last 30 days"),
)


@pytest.mark.full
@pytest.mark.parametrize("length", [2, 3, 10] if FULL else [2, 3])
@pytest.mark.parametrize("tabs", markups.TABS, ids=lambda part: part.__name__)
def test_other_words_and_lengths(tabs, length):
    own = markups.lists(length)
    for number, rows in part([*enumerate(markups.ROWS)], 3):
        labels = WORDINGS[number % len(WORDINGS)]
        panels = [markups.Panel(label, rows(s)) for label, s in zip(labels, own, strict=True)]
        html = markups.beside_newest(markups.h3_spans(tabs(panels)))
        found = found_in(html, markups.HOME + "/docs/mod/005000.html", SITE)
        assert shown(found) == sorted(markups.truth(own), key=str), (rows.__name__, labels)


def test_a_widget_without_rows_is_empty_and_nothing_else_takes_its_place():
    for page in markups.empty_pages():
        found = found_in(page.html, markups.HOME + "/docs/mod/005000.html")
        codes = [problem.code for problem in found.problems]
        assert (page.name, found.widget, found.rankings, codes) == (
            page.name,
            "empty",
            (),
            ["needs-script"],
        )


@pytest.mark.parametrize("around", markups.SURROUNDINGS, ids=lambda part: part.__name__)
def test_a_page_without_the_widget_has_none(around):
    assert found_in(around("")) == Found()


HEADINGS = {
    "en": "Most read", "de": "Am meisten gelesen", "fr": "Les + lus", "es": "Lo más leído",
    "pt": "Mais lidas", "it": "I più letti", "ca": "El més llegit", "ro": "Cele mai citite",
    "nl": "Best gelezen", "sv": "Mest läst", "no": "Mest lest", "da": "Mest læste",
    "is": "Mest lesið", "fi": "Luetuimmat", "et": "Loetumad", "lv": "Lasītākie",
    "lt": "Skaitomiausi", "pl": "Najczęściej czytane", "cs": "Nejčtenější", "sk": "Najčítanejšie",
    "hu": "Legolvasottabb", "sl": "Najbolj brano", "hr": "Najčitanije", "sr": "Најчитаније",
    "mk": "Најчитано", "bg": "Най-четени", "ru": "Самое читаемое", "uk": "Найпопулярніше",
    "be": "Самае чытаемае", "el": "Τα πιο διαβασμένα", "tr": "En çok okunanlar",
    "az": "Ən çox oxunanlar", "kk": "Көп оқылғандар", "ka": "ყველაზე კითხვადი", "hy": "Ամենաընթերցված",
    "he": "הנקראות ביותר", "ar": "الأكثر قراءة", "fa": "پربازدیدترین‌ها", "ur": "سب سے زیادہ پڑھی جانے والی",
    "hi": "सबसे ज्यादा पढ़ी गई", "mr": "सर्वाधिक वाचलेले", "bn": "সর্বাধিক পঠিত", "ta": "அதிகம் படிக்கப்பட்டவை",
    "th": "อ่านมากที่สุด", "vi": "Đọc nhiều nhất", "id": "Terpopuler", "ms": "Paling popular",
    "ja": "よく読まれている記事", "ko": "많이 본 기사", "zh": "点击排行", "zh-TW": "最多人閱讀", "my": "အဖတ်အများဆုံး",
    "sq": "Më të lexuarat", "sw": "Zilizosomwa zaidi", "tl": "Pinakabinabasa",
}  # fmt: skip
OTHERS = (
    "Most commented", "Most shared", "Videos más vistos", "Les plus commentés", "Meistkommentiert",
    "Meistgeteilt", "Più commentati", "跟贴排行", "口コミランキング", "動画ランキング", "많이 본 영상", "Popular topics",
    "Latest news", "新着記事", "関連記事", "Neueste Artikel", "You may also like", "Самые обсуждаемые",
)  # fmt: skip


def block(heading: str) -> str:
    return f"<h1>南波市</h1><p>発表した。</p><div><h3>{heading}</h3>{markups.li(markups.lists()[0])}</div>"


def test_headings_in_many_languages():
    for language, heading in HEADINGS.items():
        found = found_in(block(heading))
        lists = [(one.heading, len(one.entries)) for one in found.rankings]
        assert lists == [(heading, 5)], language


def test_lists_of_other_kinds_are_not_returned():
    for heading in OTHERS:
        assert found_in(block(heading)).rankings == (), heading


def test_a_weak_heading_needs_more_than_words():
    apart = block("Popular").replace("</h3>", "</h3><p>Of ships and sailors</p>")
    alone = found_in(apart)
    with_ranks = found_in(apart.replace("<ul>", "<ol>").replace("</ul>", "</ol>"))
    assert (alone.rankings, [one.heading for one in alone.rejected]) == ((), ["Popular"])
    assert [one.heading for one in with_ranks.rankings] == []
    right_under_it = found_in(block("Popular"))
    assert [one.heading for one in right_under_it.rankings] == ["Popular"]


def test_rejected_lists_say_why():
    html = block("Most read").replace('href="', 'href="https://www.elsewhere.test')
    found = found_in(html)
    assert found.rankings == ()
    assert any(why.rule == "leaving" for why in found.rejected[0].evidence)


def test_evidence_names_heading_and_ranks():
    rows = markups.numbered(markups.lists()[0])
    found = found_in(f"<section><h3>よく読まれている記事</h3>{rows}</section>")
    said = " ".join(one.text for one in found.rankings[0].evidence)
    assert "よく読まれている記事" in said
    assert "ranks 1 to 5 printed" in said
    assert 0 < found.rankings[0].score <= 1


def test_the_score_is_the_sum_of_the_weights_in_the_evidence():
    for html in (block("Most read"), block("Popular"), block("Popular Ranking of lighthouses")):
        found = found_in(html)
        for one in (*found.rankings, *found.rejected):
            total = sum(each.weight for each in one.evidence)
            assert one.score == pytest.approx(min(1.0, max(0.0, total)))
            assert {each.rule for each in one.evidence if each.weight} <= WEIGHTS.keys()


def test_five_rows_under_the_active_label():
    rows = markups.li(markups.lists()[1])
    tabs = "<ul><li>24時間</li><li class='is-active'>1週間</li><li>1ヶ月</li></ul>"
    found = found_in(f"<section><h3>Ranking読まれている記事</h3>{tabs}{rows}</section>")
    assert [(one.window, one.label, len(one.entries)) for one in found.rankings] == [
        ("week", "1週間", 5)
    ]


def test_one_empty_panel_leaves_the_others_in_place():
    panels = [
        markups.Panel(label, rows)
        for (label, _), rows in zip(
            markups.WINDOWS, ["", *map(markups.li, markups.lists()[1:])], strict=True
        )
    ]
    for tabs in (markups.by_href, markups.by_data, markups.by_order, markups.by_radio):
        found = found_in(markups.after_article(markups.plain_h2(tabs(panels))))
        assert [one.window for one in found.rankings] == ["week", "month"], tabs.__name__


def test_identical_windows_are_flagged():
    rows = markups.li(markups.lists()[0])
    panels = [markups.Panel(label, rows) for label, _ in markups.WINDOWS]
    found = found_in(markups.after_article(markups.plain_h2(markups.by_href(panels))))
    assert [one.flags for one in found.rankings] == [("cloned-tab",)] * 3


def test_further_parts_of_an_article_are_the_article():
    stories = [s._replace(path=s.path.replace(".html", "-2.html")) for s in markups.lists()[0]]
    html = markups.after_article(markups.plain_h2(markups.li(stories)))
    entries = found_in(html, markups.HOME + "/", SITE).rankings[0].entries
    assert [e.article for e in entries] == [markups.HOME + s.path for s in markups.lists()[0]]
    assert entries[0].url.endswith("-2.html")


def test_extra_labels_of_a_site():
    panels = [
        markups.Panel(label, markups.li(own))
        for label, own in zip("朝昼", markups.lists()[:2], strict=True)
    ]
    html = markups.after_article(markups.plain_h2(markups.by_href(panels)))
    site = SITE._replace(windows=(("朝", "day"), ("昼", "week")))
    assert [one.window for one in found_in(html, markups.HOME, site).rankings] == ["day", "week"]


def rows_by(ranking: Ranking, page_html: str) -> list[str]:
    tree = parse(page_html.encode(), URL, None).tree
    return [node.text(separator=" ", strip=True) for node in tree.css(ranking.selector)]


def test_selectors_find_the_rows_again():
    for page in list(markups.pages())[::7]:
        for ranking in found_in(page.html).rankings:
            if ranking.selector:
                texts = rows_by(ranking, page.html)
                assert len(texts) == len(ranking.entries), page.name
                pairs = zip(ranking.entries, texts, strict=True)
                assert all(entry.title in text for entry, text in pairs), page.name


@pytest.mark.parametrize("tag", ["li;", 'x"y', "l&i", "p}", "a\\", "li:1"])
def test_rows_in_elements_of_a_broken_name_are_rows(tag):
    rows = "".join(
        f'<{tag}><a href="/docs/00{n}.html">長い見出しの記事その{n}について述べる</a></{tag}>'
        for n in range(1, 8)
    )
    found = found_in(f"<div><h3>アクセスランキング</h3><div>{rows}</div></div>")
    assert len(found.rankings) == 1
    assert len(found.rankings[0].entries) == 7


PIECES = st.sampled_from(
    ["<ul>", "</ul>", "<li>", "</div>", "<div>", "<h3>Most read</h3>", "24時間", "<a href='/a/1-2-3'>",
     "</a>", "<ol>", "<table><tr><td>", "<template>", "Ranking", "<dl><dt>", "<dd>", "x" * 40, "&nbsp;",
     "<a href='#t1'>1週間</a>", "<a href='http://[::1'>", "<img alt='1'>", "<script>", "</script>"]
)  # fmt: skip


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markup_has_an_answer(html):
    found = found_in(html)
    assert found.widget in ("lists", "empty", "none")
    assert (found.widget == "lists") == bool(found.rankings)
    assert found == found_in(html)
    for ranking in found.rankings:
        assert [e.rank for e in ranking.entries] == list(range(1, len(ranking.entries) + 1))


def learnt(html: str) -> list[ListSpec]:
    return [spec for ranking in found_in(html).rankings if (spec := learn(ranking))]


def test_what_was_learnt_reads_the_next_page():
    first = markups.after_article(markups.h3_spans(markups.by_href(panels_of(5))))
    later = markups.beside_newest(markups.h3_spans(markups.by_href(panels_of(10))))
    read_again = read(parse(later.encode(), markups.HOME, None), SITE, learnt(first))
    assert shown(read_again) == sorted(markups.truth(markups.lists(10)), key=str)
    assert read_again.problems == ()


def test_learnt_selectors_need_their_heading_and_label():
    html = markups.after_article(markups.h3_spans(markups.by_href(panels_of(5))))
    known = learnt(html)
    for old, new in (
        ("読まれている記事", "おすすめの記事"),
        ("1週間", "特集"),
        ('id="rk1"', 'id="other"'),
    ):
        changed = read(parse(html.replace(old, new).encode(), markups.HOME, None), SITE, known)
        assert {problem.code for problem in changed.problems} == {"layout"}, old
        assert len(changed.rankings) < 3
    broken = read(parse(html.encode(), markups.HOME, None), SITE, [ListSpec(selector="li >> [")])
    assert [problem.code for problem in broken.problems] == ["layout"]


def panels_of(length: int) -> list[markups.Panel]:
    pairs = zip(markups.WINDOWS, markups.lists(length), strict=True)
    return [markups.Panel(label, markups.li(own)) for (label, _), own in pairs]
