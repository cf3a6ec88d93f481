"""Detection: headings that are told by a name in an attribute or in an icon."""

import markups

from scrapers.html.page import parse
from scrapers.rankings.find import find

ROWS = markups.li(markups.lists(5)[0])
OTHERS = markups.li([markups.story(number) for number in range(30, 36)])
NAMED = (
    '<h2><img alt="{}" src="/h.png"></h2>{}',
    '<h2><svg aria-label="{}"></svg></h2>{}',
    '<h2><svg role="img"><title>{}</title><path d="M0 0"/></svg></h2>{}',
    '<h2 aria-label="{}"><i class="icon"></i></h2>{}',
    '<div role="region" aria-label="{}"><div>{}</div></div>',
    '<nav aria-label="{}">{}</nav>',
)


def headings(html):
    page = f"<main><section>{html}</section><section><h2>新着</h2>{OTHERS}</section></main>"
    found = find(parse(page.encode(), markups.HOME + "/docs/mod/005000.html", None))
    return [(one.heading, len(one.entries)) for one in found.rankings]


def test_a_name_is_a_heading():
    for markup in NAMED:
        for name in ("アクセスランキング", "Most read"):
            assert headings(markup.format(name, ROWS)) == [(name, 5)], markup
        assert headings(markup.format("Latest news", ROWS)) == []


def test_the_heading_in_a_box_goes_before_its_name():
    box = '<div aria-label="Most read"><h2>{}</h2>{}</div>'
    assert headings(box.format("よく読まれている記事", ROWS)) == [("よく読まれている記事", 5)]
    assert headings(box.format("新着記事", ROWS)) == []
