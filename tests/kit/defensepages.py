"""Article pages in the shape of the first site, in a thousand markups. All text is invented.

A `Story` is what a page must give; a `Shape` is one way to mark it up. `page(story, shape)` is
the HTML. The order of the parts and the fixed phrases are the site's, the tags are anybody's.
"""

from html import escape
from typing import NamedTuple

ADDRESS = "https://j-defense.ikaros.jp/docs/mod/004321.html"
BRAND = "Jディフェンスニュース"
TAGLINE = "日本の防衛と安全保障の今を伝える"

LEAD = "港湾局は令和8(2026)年1月28日(水)15時00分、無人測量艇「しおさい」の公試を終えたと発表した。"
TEXT = (
    "公試は1月20日から26日まで南波湾で行なわれ、速力や旋回性能、自動離着桟の機能を確かめた。",
    "1 艇長は「冬の海でも安定して走れた。次は夜間の測量に挑みたい」と話し、乗員の練度にも触れた。",
    "2 今後は離島の港で試験を重ね、令和9年度の引き渡しを目指す。予算は前年度と同額の12億円を見込む。",
    "測量で得た水深の値は、海図の改訂に使われるほか、防災の訓練にも提供される予定である。",
)


class Story(NamedTuple):
    """What an article says: the truth that reading must give."""

    title: str = "無人測量艇「しおさい」が公試を終える　南波湾で7日間（1月28日）"
    category: tuple[str, ...] = ("日本の防衛",)
    date: str | None = "2026-1-29 9:05"
    published: str | None = "2026-01-29T09:05:00+09:00"
    body: tuple[str, ...] = (LEAD, *TEXT)


class Shape(NamedTuple):
    """One markup. Each field names a variant of one part of the page."""

    frame: str = "main"
    heading: str = "h2"
    labels: str = "ul"
    when: str = "p"
    text: str = "p"
    end: str = "（以上）"
    note: bool = True
    pager: str = "ul"
    widget: str = "after"
    head: str = "both"
    extra: str = "none"


FRAMES = ("main", "soup", "table", "sections", "header")
HEADINGS = ("h1", "h2", "h3", "p", "div", "split", "inline")
LABELS = ("ul", "span", "links", "p")
WHENS = ("p", "time", "span", "dl", "labelled", "div")
TEXTS = ("p", "div", "br", "brbr", "section", "indent", "spans", "lines")
ENDS = ("（以上）", "(以上)", "（ 以上 ）", "")
PAGERS = ("ul", "links", "arrows", "none")
WIDGETS = ("after", "aside", "before", "empty", "between", "none")
HEADS = ("both", "title", "og", "other", "brand", "none")
EXTRAS = ("none", "share", "figure", "related", "tags", "form", "contents", "breadcrumb")

RANKED = tuple(
    (f"読まれている記事の見出しその{n}、訓練の様子を公開", f"/docs/mod/00{6000 + n}.html")
    for n in range(15)
)


STORY, SHAPE = Story(), Shape()


def page(story: Story = STORY, shape: Shape = SHAPE) -> str:
    """The HTML of a story in a shape."""
    parts = {
        "top": f"<p>{BRAND}</p>{_title(story, shape)}{_labels(story, shape)}{_when(story, shape)}",
        "text": _before(shape) + _text(story, shape) + _after(shape),
        "close": _close(shape),
    }
    widget = _widget(shape)
    if shape.widget == "between":
        parts["top"] += widget
    inner = _frame(parts, shape)
    first, last = (widget, "") if shape.widget == "before" else ("", widget)
    if shape.widget == "between":
        first = last = ""
    crumbs = ""
    if shape.extra == "breadcrumb":
        crumbs = f'<ol><li><a href="/">ホーム</a></li><li>{escape(story.title)}</li></ol>'
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">{_head(story, shape)}</head>'
        f"<body>{_masthead(shape)}{crumbs}{first}{inner}{last}{_foot(shape)}</body></html>"
    )


def _head(story: Story, shape: Shape) -> str:
    title = escape(story.title)
    full = {"none": "", "brand": BRAND}.get(shape.head, f"{title} | {BRAND}")
    og = {"both": title, "og": title, "other": "まったく別の記事の見出しである"}.get(shape.head, "")
    element = "" if shape.head in {"og", "none"} else f"<title>{full}</title>"
    if shape.head == "other":
        element = f"<title>まったく別の記事の見出しである | {BRAND}</title>"
    return element + (f'<meta property="og:title" content="{og}">' if og else "")


def _masthead(shape: Shape) -> str:
    logo = f'<a href="/"><img src="/l.png" alt="[{BRAND}]"></a>'
    sections = "".join(
        f'<li><a href="/docs/{s}/">{n}</a></li>'
        for s, n in (("mod", "日本の防衛"), ("special", "特集"), ("words", "用語集"))
    )
    if shape.frame == "soup":
        return f"<div>{TAGLINE}</div><div>{logo}</div><div>site search</div><div>menu</div>"
    return (
        f"<header><p>{TAGLINE}</p><h1>{logo}</h1><nav><p>menu</p><ul>{sections}</ul></nav></header>"
    )


def _title(story: Story, shape: Shape) -> str:
    title = escape(story.title)
    if shape.heading == "split":
        return f"<h2>{title.replace('　', '<br>')}</h2>"
    if shape.heading == "inline":
        return f"<h2><span>{title[:6]}</span><span>{title[6:]}</span></h2>"
    return f'<{shape.heading} class="x">{title}</{shape.heading}>'


def _labels(story: Story, shape: Shape) -> str:
    if not story.category:
        return ""
    names = list(story.category)
    if shape.labels == "span":
        return "<div>" + "<br>".join(f"<span>{n}</span>" for n in names) + "</div>"
    if shape.labels == "links":
        return "<ul>" + "".join(f'<li><a href="/docs/x/">{n}</a></li>' for n in names) + "</ul>"
    if shape.labels == "p":
        return "".join(f"<p>{n}</p>" for n in names)
    return "<ul>" + "".join(f"<li>{n}</li>" for n in names) + "</ul>"


def _when(story: Story, shape: Shape) -> str:
    if not story.date:
        return ""
    stamp = (story.published or "")[:16]
    return {
        "p": f"<p>{story.date}</p>",
        "time": f'<time datetime="{stamp}">{story.date}</time>',
        "span": f"<div><span>{story.date}</span></div>",
        "dl": f"<dl><dd>{story.date}</dd></dl>",
        "labelled": f"<p>公開日：{story.date}</p>",
        "div": f"<div>\n  {story.date}\n</div>",
    }[shape.when]


def _text(story: Story, shape: Shape) -> str:
    lines = [*map(escape, story.body), *([shape.end] if shape.end else [])]
    joined = {
        "br": "<div>" + "<br>\n".join(lines) + "</div>",
        "brbr": "<p>" + "<br><br>".join(lines) + "</p>",
        "section": f"<section><p>{lines[0]}</p></section><section>{_each('p', lines[1:])}</section>",
        "indent": "".join(f"<p>　{line}</p>\n" for line in lines),
        "spans": "".join(f"<p><span>{x[:5]}</span><b>{x[5:9]}</b>{x[9:]}</p>" for x in lines),
        "lines": "<div>" + "".join(f"<div><p>\n{line}\n</p></div>" for line in lines) + "</div>",
    }
    return joined.get(shape.text) or _each(shape.text, lines)


def _each(tag: str, lines: list[str]) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def _before(shape: Shape) -> str:
    if shape.extra == "share":
        return (
            '<ul><li><a href="https://twitter.com/share?url=x">ツイート</a></li>'
            '<li><a href="https://www.facebook.com/sharer">シェア</a></li></ul>'
        )
    if shape.extra == "contents":
        return '<p>目次</p><ul><li><a href="#a">公試のあらまし</a></li><li><a href="#b">今後</a></li></ul>'
    if shape.extra == "figure":
        return '<figure><img src="/a.jpg"><figcaption>桟橋を離れる艇</figcaption></figure>'
    return ""


def _after(shape: Shape) -> str:
    if shape.extra == "related":
        links = "".join(f'<li><a href="{url}">{title}</a></li>' for title, url in RANKED[:3])
        return f"<h3>関連記事</h3><ul>{links}</ul>"
    if shape.extra == "tags":
        return '<p>タグ</p><p><a href="/tag/1">測量</a> <a href="/tag/2">無人艇</a></p>'
    if shape.extra == "form":
        return "<form><p>この記事はいかがでしたか。ご意見をお寄せください。お待ちしています。</p></form>"
    return ""


def _close(shape: Shape) -> str:
    note = "<p>◎下の［次の記事］［前の記事］ボタンで、ニュース記事を次々にご覧いただけます。</p>"
    on, back = "/docs/mod/004322.html", "/docs/mod/004320.html"
    pager = {
        "ul": f'<ul><li><a href="{on}">次の記事</a></li><li><a href="{back}">前の記事</a></li></ul>',
        "links": f'<a href="{on}">次の記事</a> <a href="{back}">前の記事</a>',
        "arrows": f'<div><a href="{on}">≪ 次の記事</a></div><div><a href="{back}">前の記事 ≫</a></div>',
        "none": "",
    }[shape.pager]
    return (note if shape.note else "") + pager


def _frame(parts: dict[str, str], shape: Shape) -> str:
    top, text, close = parts["top"], parts["text"], parts["close"]
    return {
        "main": f"<main><article>{top}<div>{text}</div>{close}</article></main>",
        "soup": f"<div><div>{top}</div><div><div>{text}</div></div>{close}</div>",
        "table": f"<table><tr><td>{top}{text}{close}</td></tr></table>",
        "sections": f"<section>{top}</section><section>{text}</section><section>{close}</section>",
        "header": f"<article><header>{top}</header>{text}<footer>{close}</footer></article>",
    }[shape.frame]


def _widget(shape: Shape) -> str:
    if shape.widget == "none":
        return ""
    lists = ("24時間", "1週間", "1ヶ月")
    tabs = "".join(f'<li><a href="#r{n}">{name}</a></li>' for n, name in enumerate(lists))
    rows = (
        ""
        if shape.widget == "empty"
        else "".join(f'<li><a href="{url}">{title}</a></li>' for title, url in RANKED[:5])
    )
    panels = "".join(f'<div id="r{n}"><ol>{rows}</ol></div>' for n in range(3))
    inner = f"<h3><span>Ranking</span>読まれている記事</h3><ul>{tabs}</ul>{panels}"
    tag = "aside" if shape.widget == "aside" else "div"
    return f"<{tag}>{inner}</{tag}>"


def _foot(shape: Shape) -> str:
    inner = (
        '<ul><li><a href="https://books.example/"><img alt="bnrname"></a></li></ul>'
        '<p><a href="/about/">このサイトについて</a></p><p>Copyright © 2026 Ikaros Publications</p>'
        '<p><a href="#top">pagetop</a></p>'
    )
    return f"<div>{inner}</div>" if shape.frame == "soup" else f"<footer>{inner}</footer>"
