"""The first site's own reader of lists: it answers as detection does, or not at all."""

import gzip
import itertools
import json
import os
import random
from pathlib import Path

import markups
import pytest
from defensepages import ADDRESS, EXTRAS, FRAMES, HEADS, PAGERS, WIDGETS, Shape, page
from hostile import mutated

from scrapers.html.page import parse
from scrapers.model import Reader
from scrapers.rankings import not_rankings, vocabulary
from scrapers.rankings.find import find
from scrapers.rankings.phrases import reading_of
from scrapers.sites import jdefense_lists
from scrapers.sites.jdefense import SITE
from scrapers.sites.jdefense.places import Places

SHARED = Path(__file__).parents[3].parent / "shared"
HOME = SITE.home.removesuffix("/")
MADE = int(os.environ.get("TRACKER_FUZZ", "600"))


def answer(html, url=ADDRESS, site=SITE):
    """What the reader says of a page; where it says anything, detection has said the same."""
    parsed = parse(html if isinstance(html, bytes) else html.encode(), url, "text/html")
    own = jdefense_lists.read(parsed, site, Places(parsed, site))
    if own is not None:
        assert told(own) == told(find(parsed, site))
    return own


def told(found):
    """All of a finding but the reasons, which are each reader's own."""
    bare = [one._replace(evidence=(), score=1.0, selector="") for one in found.rankings]
    return bare, found.widget, found.rejected, found.problems


class Maker:
    """A page with a widget, made at random of what the reader knows and, seldom, of anything else."""

    HEADINGS = (
        '<h3 class="t"><span>Ranking</span>読まれている記事</h3>', "<h2>アクセスランキング</h2>",
        "<h3>Ranking<br><small>読まれている記事</small></h3>", "<div><h3>よく読まれている記事</h3></div>",
        "<p><span>Ranking</span> <span>読まれている記事</span></p>", "<div>人気記事ランキング</div>",
    )  # fmt: skip
    ODD_HEADINGS = (
        "<h1>ランキング</h1>", '<h3><a href="/r/">アクセスランキング</a></h3>', "<h3>人気</h3>", "<h3>新着記事</h3>",
        '<h3><img src="/h.png" alt="アクセスランキング"></h3>', "<h4>読まれている特集の記事</h4>", "", "<h3>注目</h3>",
        '<p><span class="tab">Ranking</span><span class="tab">読まれている記事</span></p>', "<h3>コメントランキング</h3>",
    )  # fmt: skip
    DECOYS = (
        "<p>更新</p>", "<span>1時間ごとに更新</span>", "<h3>人気の特集</h3>", "<p>Popular now</p>", "<h4>関連記事</h4>",
        "説明の文", "<script>var x = '24時間';</script>", "<!-- 24時間 -->", "<ul></ul>", "<div></div>",
        '<p><a href="/docs/mod/">一覧</a></p>', '<p><a href="/docs/mod/007777.html">前回の記事の見出しを置いたもの</a></p>',
        "<template><h3>ランキング</h3></template>", "<noscript><p>人気</p></noscript>", "<p>24時間</p>", "<hr>",
        '<div class="panel"></div>', '<img src="/1.png" alt="">', '<img src="/2.png" alt="人気記事">', "<h2>人<b>気</b>記事</h2>",
        "<h3>Most <i>read</i></h3>", "<p>F-15とフランス</p>", "<p>ｱｸｾｽ</p>", "<p>Top</p><p>10</p>", "<dl><dt>注目の<b>話題</b></dt></dl>",
    )  # fmt: skip
    TITLES = ("3位の部隊", "1 冬の訓練を終える　海と空と陸で7日間（2月3日）", "特集", "A &amp; B &lt;C&gt;の訓練、離島で7日間（2月3日）",
              "人気の護衛艦を一般に公開、読まれている解説とともに", " 前後に\n空白の　ある見出し、離島で7日間（2月3日）　", "もっと見る")  # fmt: skip

    def __init__(self, seed):
        self.chance = random.Random(seed)
        length = self.pick(5, 5, 10, 10, 3)
        self.stories = [[self.story(s) for s in own] for own in markups.lists(length)]
        if self.seldom():
            self.stories[1] = self.stories[0]
        if self.seldom():
            self.stories[2] = self.stories[2][1:]

    def pick(self, *parts):
        return self.chance.choice(parts)

    def seldom(self):
        return self.chance.random() < 0.012

    def odd(self):
        return self.pick(*self.DECOYS) if self.seldom() else self.pick("", "", "\n  ")

    def story(self, known):
        title = self.pick(*self.TITLES) if self.chance.random() < 0.02 else known.title
        path = known.path
        if self.chance.random() < 0.005:
            path = self.pick(
                path + "?a=1",
                path + "#c",
                path.replace(".html", "-2.html"),
                "/about/",
                markups.HOME + path,
            )
        return title, path

    def row(self, rank, title, path):
        link = f'<a href="{path}">{title}</a>'
        if self.shape == "plain":
            return f"<li>{link}</li>"
        if self.shape == "classes":
            return f'<li class="item"><a class="tx" href="{path}" title="x">{title}</a></li>'
        if self.shape == "ranked":
            return f'<li class="r{rank}">{link}</li>'
        number = f'<span class="n">{rank}</span>'
        if self.shape == "numbers":
            return f"<li>{number}{link}</li>"
        return f'<li>{number}<a href="{path}"><img src="/{rank}.jpg" alt=""></a>{link}<time>2月{rank}日</time></li>'

    def rows(self, stories):
        items = [self.row(rank, *one) + self.odd() for rank, one in enumerate(stories, 1)]
        if self.seldom():
            self.chance.shuffle(items)
        if self.seldom():
            items.append(
                self.pick(
                    "<li>見出しだけで行き先のない行もある（2月3日）</li>", "<li></li>", items[0]
                )
            )
        tag = self.pick("ul", "ol")
        return f"<{tag}>{self.odd()}{''.join(items)}</{tag}>"

    def tabs(self, names):
        tag = self.pick("li", "button", "span")
        refer = {
            "href": 'href="#{}"',
            "data": 'data-tab="{}"',
            "aria": 'aria-controls="{}"',
            "none": "",
        }[self.by]
        said = []
        for place, label in enumerate(self.labels):
            own = refer.format(names[place])
            active = self.pick(' class="is-active"', "") if place == 0 else ""
            inner = f"<a {own}>{label}</a>" if tag == "li" and own else label
            said.append(f"<{tag}{active} {'' if tag == 'li' else own}>{inner}</{tag}>{self.odd()}")
        return f'<{"ul" if tag == "li" else "div"} class="tabs">{"".join(said)}</{"ul" if tag == "li" else "div"}>'

    def panels(self, names):
        say = {"href": 'id="{}"', "data": 'data-panel="tab-{}"', "aria": 'id="{}"', "none": ""}[
            self.by
        ]
        order = [0, 1, 2]
        if self.by != "none" and self.chance.random() < 0.2:
            self.chance.shuffle(order)
        tag = self.pick("div", "section")
        made = [
            f"<{tag} {say.format(names[n])}>{self.odd()}{self.rows(self.stories[n])}</{tag}>"
            for n in order
        ]
        return self.odd().join(made)

    def widget(self):
        self.shape = self.pick("plain", "plain", "classes", "ranked", "numbers", "cards")
        self.by = self.pick("href", "data", "aria", "none")
        self.labels = ["24時間", "1週間", self.pick("1ヶ月", "1カ月", "1か月")]
        if self.seldom():
            self.labels[self.chance.randrange(3)] = self.pick(
                "月間", "今週", "24h", "総合", "1時間", "人気", "24 時間"
            )
        if self.seldom():
            self.chance.shuffle(self.labels)
        names = self.pick(("day", "week", "month"), ("r0", "r1", "r2"), ("a", "b", "c"))
        lists = self.panels(names) if self.chance.random() < 0.8 else self.rows(self.stories[0])
        if self.chance.random() < 0.2:
            lists = f"<div>{self.odd()}{lists}</div>"
        inner = f"{self.tabs(names)}{self.odd()}{lists}"
        if self.chance.random() < 0.2:
            inner = f"<div>{self.odd()}{inner}</div>"
        heading = self.pick(*self.ODD_HEADINGS) if self.seldom() else self.pick(*self.HEADINGS)
        return f"{heading}{self.odd()}{inner}{self.odd()}"

    def page(self):
        box = self.pick("section", "aside", "div", "nav", "main")
        widget = f'<{box} class="{self.pick("w", "menu", "ranking")}">{self.widget()}</{box}>'
        if self.seldom():
            widget += self.pick(widget, "<h3>新着記事</h3>" + self.rows(self.stories[0]))
        banners = '<ul><li><a href="https://books.example/"><img alt="bnrname"></a></li></ul>'
        before = f'<p><a href="/docs/mod/004322.html">次の記事</a></p>{self.odd()}'
        return f"<!DOCTYPE html><body><h2>港湾の訓練</h2><p>発表した。</p>{before}{widget}{self.odd()}{banners}"


def test_made_pages_are_read_alike():
    answers = [answer(Maker(seed).page()) for seed in range(MADE)]
    answered = sum(1 for one in answers if one is not None)
    assert answered > MADE // 5, "the reader is there to be used"
    assert answered < MADE, "and odd pages are made, too"


@pytest.mark.parametrize("length", [5, 10])
def test_any_markup_is_read_alike(length):
    pages = [*markups.pages(length), *itertools.islice(markups.empty_pages(), 0, None, 4)]
    answers = [answer(one.html.replace(markups.HOME, HOME)) for one in pages]
    assert any(one is not None for one in answers)


def shapes():
    for field, values in (
        ("frame", FRAMES), ("head", HEADS), ("extra", EXTRAS), ("pager", PAGERS), ("widget", WIDGETS),
    ):  # fmt: skip
        yield from (Shape(**{field: value}) for value in values)
    yield from (
        Shape(frame=f, widget=w, extra=e) for f, w, e in itertools.product(FRAMES, WIDGETS, EXTRAS)
    )


def test_the_site_s_pages_are_answered():
    for shape in shapes():
        shown = shape.widget not in {"none", "empty"}
        assert (answer(page(shape=shape)) is not None) == shown, shape


def test_mutated_pages_are_read_alike():
    answers = [answer(body) for body in mutated(MADE)]
    assert 0 < sum(1 for one in answers if one is not None) < MADE


def test_pages_of_the_site():
    if not (SHARED / "jdefense").is_dir():
        pytest.skip("no made pages here")
    records = [json.loads(x) for x in (SHARED / "jdefense/manifest.jsonl").read_text().splitlines()]
    records = [record for record in records if record["set"] == "ranking"]
    answered = 0
    for record in records:
        html = gzip.decompress((SHARED / f"jdefense/html/{record['id']}.html.gz").read_bytes())
        answered += answer(html, record["page_url"]) is not None
    assert 2 * answered > len(records)


def phrases():
    """All that detection knows to speak of reading."""
    for source, name in itertools.product((vocabulary, not_rankings), ("READ", "WEAK", "TREND")):
        for line in getattr(source, name, "").split("\n"):
            yield from line.partition(":")[2].replace("*", "").replace(".", "").split("|")
        for line in getattr(source, f"{name}_INSIDE", "").split("\n"):
            yield from line.partition(":")[2].split()


def test_no_other_list_is_overlooked():
    """In whatever language its heading speaks, whole, in pieces or in an image."""
    known = [phrase.strip() for phrase in phrases() if reading_of(phrase.strip())]
    assert len(known) > 200
    rows = markups.li(markups.lists()[0])
    for number, phrase in enumerate(known):
        cut = len(phrase) // 2
        pieces = f"<h3>{phrase[:cut]}<b>{phrase[cut:]}</b></h3>"
        image = f'<p><img src="/h.png" alt="{phrase}"></p>'
        for heading in (f"<h3>{phrase}</h3>", *((pieces, image) if number % 5 == 0 else ())):
            html = page().replace("</header>", f"</header><div>{heading}{rows}</div>")
            assert heading in html
            answer(html)


def test_a_site_with_other_labels_or_without_a_pattern_is_left_to_detection():
    for site in (
        SITE._replace(windows=(*SITE.windows, ("総合", "all"))),
        SITE._replace(windows=(("24時間", "hour"),)),
        SITE._replace(article=None),
        SITE._replace(home="https://elsewhere.example/"),
    ):
        assert answer(page(), site=site) is None
    assert answer(page(), url="") is None
    assert answer(page().replace("<head>", '<head><base href="/x/">')) is None
    assert answer(page(), site=SITE._replace(readers=(Reader("detect"),))) is not None
