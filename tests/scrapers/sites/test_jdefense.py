"""Articles and lists of the first site, whatever their markup."""

import itertools

import corpus
import pytest
from defensepages import (
    ADDRESS,
    ENDS,
    EXTRAS,
    FRAMES,
    HEADINGS,
    HEADS,
    LABELS,
    LEAD,
    PAGERS,
    RANKED,
    TEXT,
    TEXTS,
    WHENS,
    WIDGETS,
    Shape,
    Story,
    page,
)  # fmt: skip
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples, part

from scrapers.html.page import parse
from scrapers.rankings.find import find
from scrapers.sites.jdefense import SITE
from scrapers.sites.jdefense.article import read_article

AT = 1769760000
LISTED = {(title, SITE.home.rstrip("/") + path) for title, path in RANKED}

VARIANTS = {
    "frame": FRAMES, "heading": HEADINGS, "labels": LABELS, "when": WHENS, "text": TEXTS,
    "end": ENDS, "note": (True, False), "pager": PAGERS, "widget": WIDGETS, "head": HEADS,
    "extra": EXTRAS,
}  # fmt: skip


def read(html, url=ADDRESS):
    parsed = parse(html.encode(), url, "text/html")
    return read_article(parsed, SITE, AT)[0]


def facts(article):
    return article.title, article.category, article.published, article.body.split("\n\n")


def check(story, shape):
    title = story.title.replace("　", " ") if shape.heading == "split" else story.title
    expected = title, story.category, story.published, list(story.body)
    assert facts(read(page(story, shape))) == expected, shape


def test_each_variant_alone():
    for field, values in VARIANTS.items():
        for value in values:
            check(Story(), Shape(**{field: value}))


@pytest.mark.full
def test_variants_in_pairs():
    pairs = [
        Shape(**{a: x, b: y})
        for a, b in itertools.combinations(VARIANTS, 2)
        for x, y in itertools.product(VARIANTS[a], VARIANTS[b])
    ]
    for shape in part([shape for shape in pairs if readable(shape)], 4):
        check(Story(), shape)


def readable(shape):
    """Whether anything at all tells the title: the head, or a heading that is one."""
    told = shape.head in {"both", "title", "og"}
    return told or shape.heading in {"h1", "h2", "h3", "inline", "split"}


shapes = st.builds(Shape, **{field: st.sampled_from(values) for field, values in VARIANTS.items()})
stories = st.builds(
    Story,
    title=st.sampled_from([
        "無人測量艇「しおさい」が公試を終える　南波湾で7日間（1月28日）",
        "《特集》海図の読み方 & 書き方──前編",
        "人事発令　1月28日付け、2佐職人事（陸自3名、海自1名）",
        "A<B>C “巨大”訓練 ～その②～",
        "答弁",
        "特集 | 灯台と海図",
    ]),
    date=st.just(Story().date),
    published=st.just(Story().published),
    category=st.sampled_from([("日本の防衛",), ("特集", "日本の防衛"), ("ニュース解説",)]),
    body=st.sampled_from([
        (LEAD, *TEXT),
        (LEAD,),
        (LEAD, "公試のあらまし", *TEXT[:2], "■参加した部隊", "第1測量隊", "南波港湾局", *TEXT[2:]),
        (LEAD, TEXT[0] + "（以上のとおり）", "詳しくは3階まで", TEXT[1]),
    ]),
)  # fmt: skip


@settings(max_examples=examples(300), deadline=None)
@given(stories, shapes.filter(readable))
def test_any_story_in_any_markup(story, shape):
    check(story, shape)


@settings(max_examples=examples(60), deadline=None)
@given(shapes.filter(readable))
def test_without_a_date(shape):
    check(Story(date=None, published=None), shape)


def test_without_a_date_no_date_is_taken_from_the_text():
    body = (
        "令和8年1月28日(水)15時00分、港湾局は公試を終えたと発表した。艇は無事に帰港している。",
        *TEXT,
    )
    story = Story(date=None, published=None, body=body)
    assert read(page(story)).published is None


def test_category_and_date_above_the_title():
    top = '<div><a href="/docs/mod/">日本の防衛</a></div><div>2026年1月29日(木) 09:05</div>'
    html = page(Story(category=(), date=None)).replace("<h2", top + "<h2")
    assert facts(read(html)) == (Story().title, ("日本の防衛",), Story().published, [LEAD, *TEXT])


def test_category_and_date_on_one_line():
    for line in (
        "日本の防衛　2026-1-29 9:05",
        "2026-1-29 9:05 | 日本の防衛",
        "<i>日本の防衛</i><b>2026-1-29 9:05</b>",
    ):
        html = page(Story(category=(), date=None)).replace("</h2>", f"</h2><p>{line}</p>")
        assert facts(read(html)) == (
            Story().title,
            ("日本の防衛",),
            Story().published,
            [LEAD, *TEXT],
        )


def test_the_time_of_an_update_is_not_that_of_the_publication():
    updated = "<p>更新 2026-2-10 09:00</p>"
    published = page(Story(date=None)).replace("</h2>", f"</h2>{updated}<p>公開 2026-1-29 9:05</p>")
    assert read(published).published == Story().published
    alone = page(Story(date=None)).replace("</h2>", f"</h2>{updated}")
    assert read(alone).published == "2026-02-10T09:00:00+09:00"


def test_without_category():
    check(Story(category=()), Shape())


def test_rows_items_and_subheads_are_paragraphs():
    html = page().replace(
        f"<p>{TEXT[1]}</p>",
        "<h3>配置</h3><table><tr><th>氏名</th><th>新職</th></tr><tr><td>山田一郎</td><td>艇長</td></tr></table>"
        "<ul><li>夜間測量</li><li>離島支援</li></ul><blockquote>安全第一</blockquote>",
    )
    expected = [
        LEAD,
        TEXT[0],
        "配置",
        "氏名 新職",
        "山田一郎 艇長",
        "夜間測量",
        "離島支援",
        "安全第一",
    ]
    assert facts(read(html))[3] == [*expected, *TEXT[2:]]


def test_a_link_to_elsewhere_is_text_and_one_to_the_site_is_not():
    html = page().replace(
        f"<p>{TEXT[1]}</p>",
        '<p><a href="https://www.example.go.jp/">港湾局の発表</a></p><p><a href="/docs/mod/004000.html">前回</a></p>'
        '<p>前回は<a href="/docs/mod/004000.html">こちら</a>で述べた。</p>',
    )
    expected = [LEAD, TEXT[0], "港湾局の発表", "前回はこちらで述べた。", *TEXT[2:]]
    assert facts(read(html))[3] == expected


def test_title_with_break_and_entities():
    html = page().replace(Story().title, "測量艇 &amp; 海図&lt;上&gt;<br>公試を終える", 3)
    html = html.replace(
        "測量艇 &amp; 海図&lt;上&gt;<br>公試を終える", "測量艇 &amp; 海図&lt;上&gt;公試を終える", 2
    )
    assert read(html).title == "測量艇 & 海図<上> 公試を終える"


def test_parts_of_a_long_article():
    links = "".join(
        f'<a href="/docs/mod/004321{n}.html#top">{m}</a> '
        for n, m in (("", 1), ("-2", 2), ("-3", 3))
    )
    html = (
        page()
        .replace("（以上）", "")
        .replace(
            '<ul><li><a href="/docs/mod/004322',
            f'<div>{links} 次のページへ</div><ul><li><a href="/docs/mod/004322',
        )
    )
    second = ADDRESS.replace(".html", "-2.html")
    article = read(html, second)
    assert (article.part, article.url, article.section) == (2, ADDRESS, "mod")
    assert article.parts == (ADDRESS, ADDRESS.replace(".html", "-3.html"))
    assert article.body.split("\n\n") == [LEAD, *TEXT]
    first = read(html)
    assert (first.part, first.parts) == (1, (second, ADDRESS.replace(".html", "-3.html")))
    assert read(page()).parts == ()


@pytest.mark.parametrize(
    "path", ["", "docs/mod/", "docs/special/index.html", "docs/mod/43210.html"]
)
def test_other_pages_are_no_articles(path):
    assert read(page(), SITE.home + path) is None


def test_a_page_without_text_is_no_article():
    assert read("<h1>見出し</h1>") is None
    assert read("") is None


def test_lead_section_and_language():
    article = read(page())
    assert (article.lead, article.section, article.lang) == (LEAD, "mod", "ja")
    assert article.url == ADDRESS


@pytest.mark.full
def test_the_three_lists_stand_in_every_shape():
    variants = [*itertools.product(FRAMES, WIDGETS, EXTRAS)]
    for frame, widget, extra in part(variants, 4):
        html = page(shape=Shape(frame=frame, widget=widget, extra=extra)).encode()
        found = find(parse(html, ADDRESS, "text/html"), SITE)
        shown = [] if widget in {"none", "empty"} else ["day", "week", "month"]
        assert [ranking.window for ranking in found.rankings] == shown, (frame, widget, extra)
        rows = {tuple((e.title, e.url) for e in ranking.entries) for ranking in found.rankings}
        assert all(len(row) >= 5 and set(row) <= LISTED for row in rows)


def test_made_pages_of_the_site():
    pages = list(corpus.records("jdefense", "article", "ranking", "none", "trap"))
    (truth,) = (record for record, _ in pages if record["set"] == "article")
    body_f1 = corpus.score().body_f1
    for record, html in pages:
        parsed = parse(html, record["page_url"], None)
        article = read_article(parsed, SITE, AT)[0]
        assert (article.title, article.published) == (truth["title"], truth["published"])
        assert body_f1(article.body, truth) == 1.0
