"""Article pages of any site: which claim is believed, and what is no article at all."""

import json
from importlib.util import find_spec

import corpus
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizes import FULL

from scrapers.articles import body_text
from scrapers.articles.metadata import claims_of
from scrapers.articles.reader import read_article
from scrapers.html.page import parse
from scrapers.model import Article, Site

AT = 1769760000  # 2026-01-30
URL = "https://news.example.org/politics/2026/harbour-bridge-reopens"
TITLE = "Harbour bridge reopens after three years of repairs"
TEXT = (
    "The harbour bridge was reopened to traffic on Tuesday, three years after a storm had closed it.",
    "Engineers replaced forty cables and the whole of the northern deck, at a cost of 80 million.",
    "“It will stand for another century,” said the chief engineer as the first bus went across.",
    "Cyclists and pedestrians have a lane of their own, which the old bridge never offered to them.",
)
SITE = Site(name="x", label="X", home="https://news.example.org/", timezone="Europe/Berlin")
EXTRA = pytest.mark.skipif(not find_spec("trafilatura"), reason="needs the extra articles")


def ld(**fields):
    node = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def html(head="", *, h1=TITLE, top="", text=TEXT, title=f"{TITLE} | Example News"):
    body = "".join(f"<p>{x}</p>" for x in text)
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return f"<html lang=en><head><title>{title}</title>{head}</head><body><article>{heading}{top}{body}</article></body></html>"


def read(source, url=URL, site=None, at=AT):
    return read_article(parse(source.encode(), url, "text/html"), site, at)[0]


# --- what is an article


@pytest.mark.parametrize(
    ("source", "url", "is_one"),
    [
        (html(), URL, True),
        (html(), "", True),
        (html(ld(headline=TITLE)), URL, True),
        (html('<meta property="og:type" content="article">', text=()), URL, True),
        (html(text=()), URL, False),
        (html(h1=""), URL, False),
        (html(h1="", top=f"<div>{TITLE}</div>"), URL, True),  # a headline without a heading's tag
        (html(h1="", top=f"<div><a href=/a>{TITLE}</a></div>"), URL, False),
        (html(), "https://news.example.org/", False),
        (html(), "https://news.example.org/account/login?next=/2026", False),
        (html(), "https://news.example.org/newsletters/harbour", False),
        (html(), "https://news.example.org/?s=harbour", False),
        (html(ld(headline=TITLE)), "https://news.example.org/newsletters/harbour", True),
        (html(), "https://news.example.org/account-of-a-storm", True),
        ("<ul>" + "<li><a href=/a>One of the headlines of the day, as long as a sentence can be</a>" * 30, URL, False),
        ("", URL, False),
    ],
)  # fmt: skip
def test_evidence(source, url, is_one):
    assert (read(source, url) is not None) is is_one


def test_a_list_of_articles_is_none():
    many = "".join(ld(headline=f"Headline {n}") for n in range(8))
    assert read(html(many, text=()), URL) is None


def teasers(*titles):
    return "".join(f"<h2><a href=/{n}>{x}</a></h2><p>{TEXT[n]}</p>" for n, x in enumerate(titles))


def test_a_page_of_teasers_is_no_article():
    listed = teasers("The bridge is open", "Forty cables are new", "It will stand for a century")
    assert read(html(h1="Transport", text=(), top=listed)) is None
    assert read(html(top=teasers("The storm of that year, in pictures"))) is not None


@pytest.mark.parametrize("kind", ["CollectionPage", "ProfilePage", "SearchResultsPage"])
def test_a_list_or_a_person_is_no_article_whatever_else_the_page_says(kind):
    told = '<meta property="og:type" content="article">' + ld(
        **{"@type": kind, "name": "Transport"}
    )
    assert read(html(told)) is None
    assert read(html(told + ld(headline=TITLE))).title == TITLE  # an article may be part of one


def test_the_updates_of_a_live_report_are_not_the_report():
    updates = [
        {"@type": "BlogPosting", "headline": f"Update {n}", "articleBody": "x"} for n in range(3)
    ]
    live = {"@type": "LiveBlogPosting", "headline": TITLE, "datePublished": "2026-01-20T07:00:00Z"}
    article = read(html(ld(**live, liveBlogUpdate=updates), top="<h2>Update 0</h2>"))
    assert (article.title, article.published) == (TITLE, "2026-01-20T07:00:00+00:00")


# --- title


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (html(ld(headline=TITLE)), TITLE),
        (html(ld(headline=TITLE), h1=f"Live: {TITLE}"), f"Live: {TITLE}"),
        (html(f'<meta property="og:title" content="{TITLE} - Example News">'), TITLE),
        (html(ld(headline="Terms of use and cookies")), TITLE),
        (html(ld(headline="Harbour bridge is open again after three years"), title="Example News"),
         "Harbour bridge is open again after three years"),
        (html(ld(headline=TITLE), h1=""), TITLE),
        (html(f'<meta property="og:title" content="{TITLE[:-2]}">'), TITLE),
        (html('<meta property="og:type" content="article">', h1=""), TITLE),
        (html(ld(headline="Fish &amp; chips: a harbour story"), h1="Fish &amp; chips: a harbour story"),
         "Fish & chips: a harbour story"),
        (html(ld(headline=TITLE), h1=TITLE.replace(" after", "<br>after")), TITLE),
        (html(h1="News").replace("<p>", f"<h2>{TITLE}</h2><p>", 1), TITLE),
        (html(f'<meta property="og:title" content="{TITLE}">', title=f"Harbour diary: {TITLE}", h1="Harbour diary")
         .replace("<p>", f"<h3>{TITLE}</h3><p>", 1), TITLE),
        (html(f'<meta property="og:title" content="{TITLE} - Example News">', h1="Transport and roads")
         .replace("<p>", f"<h3>{TITLE}</h3><p>", 1), TITLE),
        (html(f'<meta property="og:title" content="{TITLE}">',
              h1=f"<span>{TITLE}</span><span>How the town learned to live with a ferry, and what it lost with it</span>"), TITLE),
    ],
)  # fmt: skip
def test_title(source, title):
    assert read(source).title == title


def test_the_name_of_the_site_and_the_number_of_a_page_are_not_of_the_title():
    name = '<meta property="og:site_name" content="Example News">'
    for claim in (
        f"{TITLE} | Example News",
        f"{TITLE}: Example News",
        f"Example News - {TITLE}",
        f"{TITLE} (2/3)",
    ):
        head = f'{name}<meta property="og:type" content="article"><meta property="og:title" content="{claim}">'
        assert read(html(head, h1="")).title == TITLE, claim
    assert read(html(ld(headline=TITLE), h1=f"{TITLE} <span>(2/3)</span>")).title == TITLE


def test_the_claims_of_another_article_are_not_taken():
    other = ld(headline="Another story of the coast", url="https://news.example.org/1/other",
               datePublished="2025-01-01T10:00:00Z")  # fmt: skip
    article = read(html(other, top="<p>January 20, 2026</p>"))
    assert (article.title, article.published) == (TITLE, "2026-01-20")


# --- times


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        (ld(headline=TITLE, datePublished="2026-01-20T10:00:00Z"), "", "2026-01-20T10:00:00+00:00"),
        (ld(headline=TITLE, datePublished="2026-01-20T10:00:00"), "", "2026-01-20T10:00:00+01:00"),
        (ld(headline=TITLE, datePublished="2099-01-20"), "<p>January 20, 2026</p>", "2026-01-20"),
        (ld(headline=TITLE, datePublished="1970-01-01"), "<p>January 20, 2026</p>", "2026-01-20"),
        (ld(headline=TITLE, datePublished=["2026-01-20", "2026-01-21"]), "", "2026-01-20"),
        (ld(headline=TITLE, datePublished=1768903200), "<p>20.01.2026</p>", "2026-01-20T10:00:00+00:00"),
        ('<meta property="article:published_time" content="2026-01-20T10:00:00+02:00">', "",
         "2026-01-20T10:00:00+02:00"),
        ('<meta name="DC.date.issued" content="2026-01-20">', "", "2026-01-20"),
        ("", '<time datetime="2026-01-20T10:00">20 Jan</time>', "2026-01-20T10:00:00+01:00"),
        ("", "<p>Updated: January 21, 2026</p><p>Published January 20, 2026</p>", "2026-01-20"),
        ("", "<p>yesterday</p>", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_published(head, top, published):
    source = html(head, top=top, text=TEXT)
    assert read(source, site=SITE).published == published


def test_a_date_of_the_site_is_not_the_article_s():
    node = {"@type": "WebSite", "name": "Example", "datePublished": "2001-01-01"}
    page = html(f'<script type="application/ld+json">{json.dumps(node)}</script>')
    assert read(page).published is None


def test_a_date_in_the_address_is_the_last_resort():
    url = "https://news.example.org/2026/01/20/bridge.html"
    guess = read(html(), url)
    assert (guess.published, guess.published_from) == ("2026-01-20", "address")
    shown = read(html(top="<p>January 19, 2026</p>"), url)
    assert (shown.published, shown.published_from) == ("2026-01-19", "text")
    claimed = read(html(ld(headline=TITLE, datePublished="2026-01-20T10:00:00Z")), url)
    assert claimed.published_from == "claims"
    assert read(html()).published_from is None


# --- other facts


def test_authors_section_language_and_address():
    article = read(html(
        ld(headline=TITLE, author=[{"name": "Ada Byron"}, "Ben Carr"], articleSection="Transport",
           dateModified="2026-01-21T08:00:00Z")
        + '<link rel=canonical href="https://www.news.example.org/bridge?utm_source=x#top">'
    ))  # fmt: skip
    assert article.authors == ("Ada Byron", "Ben Carr")
    assert (article.category, article.section, article.lang) == (("Transport",), "politics", "en")
    assert article.modified == "2026-01-21T08:00:00+00:00"
    assert article.url == "https://news.example.org/bridge"


@pytest.mark.parametrize("href", ["https://elsewhere.example.net/x", "/", "javascript:x", ""])
def test_an_address_elsewhere_is_not_the_canonical_one(href):
    assert read(html(f'<link rel=canonical href="{href}">')).url == URL


def test_authors_are_names():
    for told, names in (
        ("By Ada Byron", ("Ada Byron",)),
        ([{"name": "https://news.example.org/author/1"}, "Ben Carr"], ("Ben Carr",)),
        ({"name": "Ada Byron has written about harbours, bridges and ships for thirty years."}, ()),
    ):
        assert read(html(ld(headline=TITLE, author=told))).authors == names
    byline = '<p>By <a rel="author" href="/staff/1">Ada Byron</a></p>'
    assert read(html(ld(headline=TITLE), top=byline)).authors == ("Ada Byron",)


def test_an_update_before_the_publication_on_one_line():
    line = "<p>更新：2026年1月21日 9:00 公開：2026年1月20日 15:05</p>"
    assert read(html(top=line)).published == "2026-01-20"


def test_microdata():
    source = (
        '<body><div itemscope itemtype="https://schema.org/NewsArticle">'
        f'<h1 itemprop="headline">{TITLE}</h1><span itemprop="author">Ada Byron</span>'
        f'<time itemprop="datePublished" datetime="2026-01-20">x</time><p>{TEXT[0]}</p></div>'
    )
    article = read(source)
    assert (article.title, article.published, article.authors) == (
        TITLE,
        "2026-01-20",
        ("Ada Byron",),
    )


# --- hostile JSON


@pytest.mark.parametrize(
    "source",
    ["{", "null", "[]", "[[" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000,
     '{"@type":"NewsArticle","headline":NaN}', '{"@type":"NewsArticle","headline":' + "9" * 5000 + "}",
     '{"@type":{"a":1},"headline":{}}', '{"@type":["NewsArticle",3],"headline":[[]]}',
     '{"@type":"NewsArticle","headline":"\\ud800"}', '{"@type":"NewsArticle","author":[[[]],{"name":{}}]}',
     '{"@type":"NewsArticle","headline":"a","headline":"b"}', "\ufeff{}", "<!-- {} -->"],
)  # fmt: skip
def test_odd_json_is_no_claim_and_no_harm(source):
    article = read(html(f'<script type="application/ld+json">{source}</script>'))
    assert article.title in {TITLE, "\ufffd"}
    json.dumps(article).encode()


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["@type", "headline", "author", "datePublished", "name"]), inner),
    max_leaves=8,
))  # fmt: skip
def test_any_json_is_harmless(value):
    claims_of(parse(html(ld(x=value)).encode(), URL, None))


# --- text


@EXTRA
def test_text_without_its_surroundings():
    source = html(ld(headline=TITLE), top="<p>January 20, 2026</p>").replace(
        "</article>",
        "<p>Photo: Ada Byron</p><h3>Related articles</h3><p>Another story of the harbour and its ships, told at length."
        "</p></article><aside><p>Subscribe to our letter, it is free of charge and comes on Sundays.</p></aside>",
    )
    article = read(source)
    assert article.body.split("\n\n") == list(TEXT)
    assert article.lead == TEXT[0]


@EXTRA
def test_what_the_publisher_tells_decides_which_paragraphs_belong():
    told = " ".join(TEXT[:3])
    article = read(html(ld(headline=TITLE, articleBody=told)))
    assert article.body.split("\n\n") == list(TEXT[:3])


def test_without_the_extra_a_problem_says_how_to_get_the_text(monkeypatch):
    monkeypatch.setattr(body_text, "_installed", lambda: False)
    article, problems = read_article(parse(html().encode(), URL, None), None, AT)
    assert (article.title, article.body) == (TITLE, None)
    assert [problem.code for problem in problems] == ["no-text"]
    assert "the extra 'articles'" in problems[0].message


def test_an_extra_that_fails_costs_the_text_alone(monkeypatch):
    monkeypatch.setattr(body_text, "_installed", lambda: True)
    monkeypatch.setattr(body_text, "_extracted", _fails)
    article, problems = read_article(parse(html().encode(), URL, None), None, AT)
    assert (article.title, article.body) == (TITLE, None)
    assert [problem.code for problem in problems] == ["extra-broken"]
    assert "ImportError: no module lxml.html.clean" in problems[0].text


def _fails(_page):
    raise ImportError("no module lxml.html.clean")


FLOORS = {
    "first": [(0.97, 0.97, 0.94), (0.97, 0.92, 0.91)],
    "second": [(0.88, 0.97, 0.84), (0.97, 0.97, 0.85)],
}
"""What titles, dates and texts must reach: on all pages, and on every fourth."""


@EXTRA
@pytest.mark.full
@pytest.mark.parametrize("half", FLOORS)
def test_real_pages(half):
    score = corpus.score()
    titles, dates, bodies = [], [], []
    pages = [page for page in corpus.records("corpus", "article") if page[0]["half"] == half]
    for record, source in pages if FULL else pages[::4]:
        article, _ = read_article(parse(source, record["page_url"], None), None, 1795000000)
        article = article or Article("")
        if record["title"]:
            a, b = score.fold(article.title), score.fold(record["title"])
            titles.append(bool(a) and (a in b or b in a))
        if record["published"]:
            dates.append(score.same_day(article.published, record["published"]))
        if (value := score.body_f1(article.body, record)) is not None:
            bodies.append(value)
    reached = [sum(values) / len(values) for values in (titles, dates, bodies)]
    floors = FLOORS[half][not FULL]
    assert all(value >= floor for value, floor in zip(reached, floors, strict=True)), reached


# --- what readers see, where machines are told nothing

SHORT = (
    "市は28日、浸水対策の排水ポンプを来年度までに3カ所へ整備すると発表した。総事業費は12億円という。",
) * 2


def seen(top, *, text=SHORT, after="", title="県議会、予算案を可決　子育て支援を拡充"):
    return read(
        html(h1=title, top=top, text=text, title=f"{title} | 港新聞").replace(
            "</article>", f"</article>{after}"
        )
    )


def test_short_paragraphs_in_wide_letters_make_an_article():
    assert seen("<p>2025年11月28日</p>") is not None


@EXTRA
@pytest.mark.parametrize(
    "top",
    [
        "<p>2025年11月28日 9時30分</p>",
        "<p>山田太郎</p><p>11月28日 9時30分</p>",
        "<p>記事保存</p><p>港新聞社</p>",
    ],
)
def test_a_short_text_has_its_paragraphs_and_nothing_above_them(top):
    article = seen(top)
    assert article is not None
    assert (article.title, article.body) == (
        "県議会、予算案を可決　子育て支援を拡充",
        "\n\n".join(SHORT),
    )


@pytest.mark.parametrize(
    ("top", "published"),
    [
        ("<p>Publié le 28 novembre 2025 à 09h30 - Mis à jour le 29 novembre 2025 à 10h</p>", "2025-11-28"),
        ("<p>Actualizado: 29/11/2025 10:00 Publicado: 28/11/2025 09:30</p>", "2025-11-28"),
        ("<p>修正：2025-11-29 10:00 發布：2025-11-28 09:30</p>", "2025-11-28"),
        ("<p>28 ноября 2025</p>", "2025-11-28"),
        ("<p>2025/11/28 19:03(最終更新: 2025/11/29 8:40)</p><p>2025年11月20日</p>", "2025-11-28"),
        ("<p>Ada Byron / Example News, harbour desk - Published: 28 Nov 2025, 07:10 PM Updated: 29 Nov 2025, 10:32 AM</p>", "2025-11-28"),
        ("<p>最終更新 2025年11月28日</p><blockquote>A bus on the bridge! — Bob (@bob) November 20, 2025</blockquote>", "2025-11-28"),
        ("", None),
    ],
)  # fmt: skip
def test_the_date_of_another_article_beside_is_not_taken(top, published):
    article = seen(top, after="<aside><p>前の記事 2025.11.20</p></aside>")
    assert article is not None
    assert article.published == published


@pytest.mark.parametrize(
    ("top", "authors"),
    [
        ('<p class="byline">By <a href="/a">Jane Smith</a></p>', ("Jane Smith",)),
        ('<div class="author">By Jane Smith, Political correspondent</div>', ("Jane Smith",)),
        ('<span class="author vcard"><a class="fn">Jane Smith</a></span>', ("Jane Smith",)),
        ('<p class="author">Jane Smith and John O. Doe</p>', ("Jane Smith", "John O. Doe")),
        ('<p class="author">港 花子 2025年11月28日</p>', ("港 花子",)),
        ('<div class="comments"><b class="author">Bob</b></div>', ()),
        ('<p class="author">文・写真／山田太郎</p>', ("山田太郎",)),
        ('<p class="author">文＝山田太郎／写真＝佐藤花子</p>', ("山田太郎",)),
        ('<p class="author">【ワシントン=山田太郎】</p>', ("山田太郎",)),
        ('<p class="author">Story by Jane Roe; photos by Tim Snap</p>', ("Jane Roe",)),
        ('<p class="author">Analysis by Jane Roe in London</p>', ("Jane Roe",)),
        ('<p class="byline"><b>Text</b> Jane Smith <b>Foto</b> Tim Snap</p>', ("Jane Smith",)),
        ("<p>di Jane Smith e John Doe</p>", ("Jane Smith", "John Doe")),
        ('<p class="byline">Jane Smith (texto) e Tim Snap (fotografia)</p>', ("Jane Smith",)),
        ("<p>取材・文＝港花子　撮影＝佐藤一郎</p>", ("港花子",)),
        ("<p>2025-11-28 09:26 来源：港口报 作者：陈大文 字体：大 中 小</p>", ("陈大文",)),
        ("<ul><li data-hook=author><span>Jane Smith</span></li></ul>", ("Jane Smith",)),
        ("<p>〔記者林怡君、陳大文／花蓮報導〕港口的橋開了。</p>", ("林怡君", "陳大文")),
        ("<ul><li>김민수 기자</li><li>입력 2025.11.28 15:21</li></ul>", ("김민수",)),
        (
            '<p><a href="/autor/1">Jane Smith</a>, <a href="/autor/2">Dr. John Doe</a></p>',
            ("Jane Smith", "Dr. John Doe"),
        ),
        (
            '<p><a href="/staff/1/jane-smith/">Jane Smith</a> · <a href="/staff/1">Jane Smith Follow</a></p>',
            ("Jane Smith",),
        ),
        (
            '<ul><li class="author"><a href="/writers/1">港 花子 : 港新聞 記者</a></li></ul>',
            ("港 花子",),
        ),
        ('<p><a href="/staff/?from=menu">Jane Smith</a></p>', ()),
        ('<figcaption><b class="x-byline">Tim Snap</b></figcaption>', ()),
        ('<footer><a rel="author" href="/a">Jane Smith</a></footer>', ("Jane Smith",)),
        (f'{"<p>x</p>" * 30}<a href="/author/1">Jane Smith</a>', ("Jane Smith",)),
        (
            f'{"<p>x</p>" * 30}<a href="/author/1">Jane Smith</a><a href="/author/2">John Doe</a>',
            (),
        ),
        (
            '<footer><a rel="author" href="/a">Jane Smith</a><a rel="author" href="/b">John Doe</a></footer>',
            (),
        ),
        ('<div class="quote"><b class="quote-author">Jane Smith</b></div>', ()),
    ],
)
def test_authors_that_readers_see(top, authors):
    article = seen(top)
    assert article is not None
    assert article.authors == authors


HOUSE = {"@type": "Organization", "name": "Example News"}


@pytest.mark.parametrize(
    ("top", "authors"),
    [
        ("", ("Example News",)),
        ("<p>Von Ada Byron und Ben de Carr</p>", ("Ada Byron", "Ben de Carr")),
        ("<p>By Ada Byron, harbour correspondent</p>", ("Ada Byron",)),
        ("<p>By Monday the bridge is open</p>", ("Example News",)),
        ("<div class=x-author-name>更新于</div>", ("Example News",)),
        ("<h2>Von Hamburg nach Bremen</h2><p>Von Hamburg nach Bremen</p>", ("Example News",)),
        ("<p>記者林怡君／台北報導</p>", ("林怡君",)),
        ("<p>（文・写真　中村さくら）</p>", ("中村さくら",)),
        ("<ul><li>기자명 김민수 기자</li></ul>", ("김민수",)),
        ("<div class=story__byline>[高木涼，Example]</div>", ("高木涼",)),
        ("<div class=x-author-name>Ada Byron</div><div class=author-bio>Ada Byron</div>", ("Ada Byron",)),
        ("<aside><div class=x-author-name>Ada Byron</div></aside>", ("Example News",)),
    ],
)  # fmt: skip
def test_a_person_is_named_before_the_house(top, authors):
    assert read(html(ld(headline=TITLE, author=HOUSE), top=top)).authors == authors


def test_a_claimed_name_that_the_page_s_title_ends_with_is_the_site_s():
    claim = '<meta name="author" content="Example News">'
    byline = '<p class="byline">By <a href="/a">Ada Byron</a></p>'
    assert read(html(claim, top=byline)).authors == ("Ada Byron",)
    assert read(html(claim)).authors == ("Example News",)


def test_an_author_is_found_by_the_address_that_stands_for_him():
    people = ld(**{"@type": "Person", "@id": "#ada", "name": "Ada Byron"}) + ld(
        name="Carl", **{"@type": "Person"}
    )
    assert read(html(people + ld(headline=TITLE, author={"@id": "#ada"}))).authors == ("Ada Byron",)
    assert read(html(people + ld(headline=TITLE, author={"name": "Ben Carr"}))).authors == (
        "Ben Carr",
    )
    assert read(html(ld(headline=TITLE, author={"@id": ["#ada"]}))).authors == ()


@EXTRA
def test_the_name_at_the_end_of_the_text():
    for last, authors in (("The work took three years.【佐藤健】", ("佐藤健",)), ("Lê Hoàng", ("Lê Hoàng",)),
                          ("Lê Hoàng - Bùi Toàn", ("Lê Hoàng", "Bùi Toàn")), ("橋は来月開く。（大塚　健二）", ("大塚 健二",)),
                          ("橋は来月開く。（根釧支局　佐久間涼介）", ("佐久間涼介",)), ("橋は来月開く。（共同）", ()), ("橋は来月開く。（敬称略）", ()),
                          ("It opens on Monday.", ()), ("Subscribe Now", ())):  # fmt: skip
        assert read(html(ld(headline=TITLE), text=(*TEXT, last))).authors == authors
    for last, kept in (("Lê Hoàng - Bùi Toàn", TEXT), ("Lê Hoàng has the last word", (*TEXT, "Lê Hoàng has the last word"))):  # fmt: skip
        claims = ld(headline=TITLE, author=["Lê Hoàng", "Bùi Toàn"])
        assert read(html(claims, text=(*TEXT, last))).body == "\n\n".join(kept)


@EXTRA
def test_boxes_and_notices_within_the_text_are_not_read():
    boxes = (
        "<div class=Newsletter-Box><h3>Sign up for our letter</h3><p>The best stories, once a week.</p></div>",
        "<div class=profile><h4>PROFILE</h4><p>Ada Byron was born by the harbour and builds bridges.</p></div>",
        "<div class=p-blogCard><a href=/x>Ten years of the old bridge</a></div>",
        "<div><span>Related</span><a href=/x><h4>Ten years of the old bridge</h4></a></div>",
        "<h3>Sign up for the harbour letter, free of charge</h3><p>Get the harbour in your inbox</p>",
        *(f"<p>{x}</p>" for x in ("Czytaj też: Stary most", "ADVERTISEMENT", "▲ 港口的橋。", "The deck — Foto: A. Lima",
                                  "More: <a href=/x>The old bridge</a>", "Recommended reading: <a href=/x>The old bridge</a>", "※記事内に広告が含まれています。", "<span>Lire aussi</span><b>Le vieux pont</b>",
                                  "Ακολουθήστε μας στο Google News", "Reporter Ada Byron can be reached at ada@news.example.org.", "重新開放的大橋。（記者林怡君攝）")),
    )  # fmt: skip
    for box in boxes:
        source = html(ld(headline=TITLE)).replace("<p>Cyclists", f"{box}<p>Cyclists")
        assert read(source).body == "\n\n".join(TEXT), box


@EXTRA
def test_the_end_of_a_text():
    for end in (
        "Reporting by Ada Byron; Editing by Ben Carr",
        "Subscribe to read on, it is free",
        "Obserwuj nas w Wiadomościach Google",
    ):
        text = (*TEXT, end, "Our standards: the principles of this house.")
        assert read(html(ld(headline=TITLE), text=text)).body == "\n\n".join(TEXT), end


@EXTRA
def test_a_heading_that_leads_to_its_own_page_is_the_text_s():
    heading = "<h2><a href=#cables>Forty cables and a new deck</a></h2>"
    source = html(ld(headline=TITLE)).replace("<p>Cyclists", f"{heading}<p>Cyclists")
    assert read(source).body == "\n\n".join([*TEXT[:3], "Forty cables and a new deck", TEXT[3]])


@EXTRA
def test_no_paragraph_is_lost_that_only_breaks_part():
    text = [f"市は{day}日、浸水対策の排水ポンプを来年度までに{day}カ所へ整備すると発表した。総事業費は12億円という。" for day in range(1, 7)]  # fmt: skip
    apart = f"<section><div class=body-text><p>{'<br><br>'.join(text[1:3])}</p></div></section>"
    article = seen(f"<p>{text[0]}</p>{apart}", text=text[3:])
    assert set(article.body.split("\n\n")) == set(text)


@EXTRA
def test_a_text_of_few_words_keeps_its_paragraphs():
    text = ("市内の七つの学校で四日、地元で捕れた鹿の肉を使ったカレーが給食に出された。児童らは柔らかく煮込まれた肉を味わった。",
            "鹿による被害が増える中、命を無駄にせず食べることを知ってもらおうと、市が初めて企画した。来月には竜田揚げも出る予定だ。")  # fmt: skip
    source = html(
        h1="鹿肉のカレー、給食に", top="<p>2026年1月4日（水）</p>", text=text, title="鹿肉のカレー"
    )
    assert read(source).body == "\n\n".join(text)
