"""Pages of a made news site, in the shape of the first site: text in, HTML out.

A `SiteState` says what the site is at one moment: its stories, the most-read lists, how the
widget is built. `page` renders any of its addresses. The markup of such widgets differs from
site to site and from year to year, so there are several to choose from, with the same content.

The shape: `/docs/<section>/<6 digits>.html`, further parts `<6 digits>-<n>.html`; title,
category, date `YYYY-M-D HH:MM`, text, the next and previous links, then the widget.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import NamedTuple

LABELS = {"day": "24時間", "week": "1週間", "month": "1ヶ月"}
"""The widget's tab for each window, in the order of the tabs."""

BRAND = "みほん防衛ニュース"
TAGLINE = "つくりもののニュースを伝える"
SECTIONS = {"mod": "日本の防衛", "special": "特集", "commentary": "ニュース解説", "words": "用語集"}

_ADDRESS = re.compile(r"/docs/(?P<section>\w+)/(?P<number>\d{6})(?:-(?P<part>[2-9]))?\.html")


class Story(NamedTuple):
    """One article. `date` is as printed (`2026-1-26 18:00`), or None for a page without one."""

    title: str
    date: str | None = None
    category: str = "日本の防衛"
    section: str = "mod"
    paragraphs: tuple[str, ...] = ("見本のために書かれた記事である。", "（以上）")
    parts: int = 1


class SiteState(NamedTuple):
    """The site at one moment.

    `lists` holds article numbers by window slug, best read first; `latest` those that the home
    page shows as new. `widget` is "lists", "empty" (headings without entries, to be filled by
    a script) or "none".
    """

    stories: Mapping[int, Story]
    lists: Mapping[str, Sequence[int]]
    latest: Sequence[int] = ()
    markup: str = "tabs-href"
    widget: str = "lists"


def path_of(number: int, story: Story, part: int = 1) -> str:
    """The path of an article's page."""
    tail = f"-{part}" if part > 1 else ""
    return f"/docs/{story.section}/{number:06}{tail}.html"


def page(state: SiteState, path: str) -> str | None:
    """The page at `path`, or None where the site has none."""
    if path == "/":
        return _home(state)
    match = _ADDRESS.fullmatch(path)
    story = state.stories.get(int(match["number"])) if match else None
    if not match or not story or story.section != match["section"]:
        return None
    part = int(match["part"] or 1)
    return _article(state, int(match["number"]), part) if part <= story.parts else None


def _home(state: SiteState) -> str:
    news = "".join(_row(state, number) for number in state.latest)
    main = f'<article><section><h2>新着記事</h2><ul class="news">{news}</ul></section></article>'
    return _document(BRAND, main + _widget(state))


def _article(state: SiteState, number: int, part: int) -> str:
    story = state.stories[number]
    title = escape(story.title)
    date = f'<p class="when">{story.date}</p>' if story.date else ""
    main = (
        f'<article><p class="brand">{BRAND}</p><h1>{title}</h1>'
        f"<ul><li>{escape(story.category)}</li></ul>{date}"
        f'<div class="text">{_text(story, part)}</div>{_parts(number, story, part)}'
        f"{_neighbours(state, number)}</article>"
    )
    return _document(f"{title} | {BRAND}", main + _widget(state))


def _text(story: Story, part: int) -> str:
    """One part's share of the paragraphs; every part has at least one line."""
    share = -(-len(story.paragraphs) // story.parts)
    rows = story.paragraphs[(part - 1) * share : part * share] or (f"第{part}頁。",)
    return "".join(f"<p>{escape(row)}</p>\n" for row in rows)


def _parts(number: int, story: Story, part: int) -> str:
    if story.parts == 1:
        return ""
    shown = (
        f"<span>{n}</span>" if n == part else f'<a href="{path_of(number, story, n)}">{n}</a>'
        for n in range(1, story.parts + 1)
    )
    return f'<div class="parts">{"".join(shown)}</div>'


def _neighbours(state: SiteState, number: int) -> str:
    """Links that look like articles and stand right before the ranking."""
    numbers = sorted(state.stories)
    place = numbers.index(number)
    links = {"次の記事": numbers[place + 1 : place + 2], "前の記事": numbers[:place][-1:]}
    return "".join(
        f'<p class="turn"><a href="{path_of(n, state.stories[n])}">{word}</a></p>'
        for word, near in links.items()
        for n in near
    )


def _document(title: str, main: str) -> str:
    menu = "".join(
        f'<li><a href="/docs/{slug}/">{label}</a></li>' for slug, label in SECTIONS.items()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body><header><p>{TAGLINE}</p><a href="/"><img src="/logo.png" alt="[{BRAND}]"></a>'
        f"<p>site search</p><p>menu</p><ul>{menu}</ul></header>\n<main>{main}</main>\n"
        '<footer><a href="/banner"><img src="/banner.png" alt="bnrname"></a>'
        '<p><a href="#top">pagetop</a></p></footer></body></html>\n'
    )


def _widget(state: SiteState) -> str:
    if state.widget == "none":
        return ""
    empty = state.widget == "empty"
    rows = {window: [] if empty else list(state.lists.get(window, ())) for window in LABELS}
    filled = "<script>fill('/api/most-read')</script>" if empty else ""
    heading = "<h3><span>Ranking</span><span>読まれている記事</span></h3>"
    body = MARKUPS[state.markup](state, rows)
    return f'\n<section class="most">{heading}{body}{filled}</section>\n'


def _link(state: SiteState, number: int) -> str:
    story = state.stories[number]
    return f'<a href="{path_of(number, story)}">{escape(story.title)}</a>'


def _row(state: SiteState, number: int) -> str:
    return f"<li>{_link(state, number)}</li>\n"


def _rows(state: SiteState, numbers: Sequence[int], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(_row(state, number) for number in numbers)}</{tag}>"


Rows = Mapping[str, Sequence[int]]


def _tabs_href(state: SiteState, lists: Rows) -> str:
    tabs = "".join(f'<li><a href="#most-{w}">{LABELS[w]}</a></li>' for w in lists)
    panels = "".join(f'<div id="most-{w}">{_rows(state, rows)}</div>' for w, rows in lists.items())
    return f'<ul class="pick">{tabs}</ul>{panels}'


def _tabs_data(state: SiteState, lists: Rows) -> str:
    tabs = "".join(f'<button data-show="{w}">{LABELS[w]}</button>' for w in lists)
    panels = "".join(
        f'<div data-pane="{w}"{"" if w == "day" else " hidden"}>{_rows(state, rows, "ol")}</div>'
        for w, rows in lists.items()
    )
    return f"<div>{tabs}</div>{panels}"


def _tabs_aria(state: SiteState, lists: Rows) -> str:
    """The panels stand in another order than the tabs."""
    tabs = "".join(f'<li role="tab" aria-controls="p-{w}">{LABELS[w]}</li>' for w in lists)
    panels = "".join(
        f'<div role="tabpanel" id="p-{w}">{_rows(state, lists[w], "ol")}</div>'
        for w in reversed(list(lists))
    )
    return f'<ul role="tablist">{tabs}</ul>{panels}'


def _blocks(state: SiteState, lists: Rows) -> str:
    return "".join(
        f"<div><h4>{LABELS[w]}</h4>{_rows(state, rows, 'ol')}</div>" for w, rows in lists.items()
    )


def _cards(state: SiteState, lists: Rows) -> str:
    """Each row has its rank as text and two links: a picture and the headline."""
    tabs = "".join(f'<li><a href="#most-{w}">{LABELS[w]}</a></li>' for w in lists)
    panels = "".join(
        f'<div id="most-{w}">'
        + "".join(_card(state, rank, number) for rank, number in enumerate(rows, 1))
        + "</div>"
        for w, rows in lists.items()
    )
    return f"<ul>{tabs}</ul>{panels}"


def _card(state: SiteState, rank: int, number: int) -> str:
    picture = f'<a href="{path_of(number, state.stories[number])}"><img src="/p.jpg" alt=""></a>'
    return f'<div class="card"><b>{rank}</b>{picture}<p>{_link(state, number)}</p></div>\n'


MARKUPS: Mapping[str, Callable[[SiteState, Rows], str]] = {
    "tabs-href": _tabs_href,
    "tabs-data": _tabs_data,
    "tabs-aria": _tabs_aria,
    "blocks": _blocks,
    "cards": _cards,
}
"""The ways to build the widget, by name."""
