"""Detection: the window of a list, where tabs, menus and the names of sites may mislead."""

import markups
import pytest

from scrapers.html.page import parse
from scrapers.rankings.find import find

OWN = markups.lists()
OPTIONS = ("Today", "This week", "This month")


def found_in(html: str, head: str = "", host: str = "news.example.jp"):
    page = f"<head>{head}</head><body><h1>南波市</h1><p>発表した。</p><main>{html}</main></body>"
    return find(parse(page.encode(), f"https://{host}/docs/mod/005000.html", None)).rankings


def shown(html: str, head: str = "", host: str = "news.example.jp"):
    return [(one.window, one.label, len(one.entries)) for one in found_in(html, head, host)]


@pytest.mark.parametrize("chosen", range(3))
def test_what_opens_a_menu_says_the_list_that_is_shown(chosen):
    links = "".join(
        f'<li><a href="#" data-days="{n}">{name}</a></li>' for n, name in enumerate(OPTIONS)
    )
    menu = f'<div class="menu"><button>{OPTIONS[chosen]} <i></i></button><ul>{links}</ul></div>'
    html = f'<div class="w"><h3>Most read</h3>{menu}<div class="body">{markups.numbered(OWN[0])}</div></div>'
    assert shown(html) == [(("day", "week", "month")[chosen], OPTIONS[chosen], 5)]


@pytest.mark.parametrize("chosen", range(3))
def test_a_text_that_names_the_window_of_a_tab_says_the_list_that_is_shown(chosen):
    days = ("24 hours", "7 days", "30 days")
    links = "".join(f'<a class="btn" href="/top?p={n}">{name}</a>' for n, name in enumerate(days))
    text = f"<p>Last {days[chosen]}</p>"
    html = f"<section><h1>Most read</h1><div>{links}</div>{text}{markups.li(OWN[0])}</section>"
    assert [window for window, *_ in shown(html)] == [("day", "week", "month")[chosen]]


@pytest.mark.parametrize("chosen", range(3))
def test_a_field_to_choose_in_is_a_set_of_tabs(chosen):
    options = "".join(
        f'<option value="p{n}"{" selected" if n == chosen else ""}>{name}</option>'
        for n, name in enumerate(OPTIONS)
    )
    field = f'<div><label>Period</label> <select name="period">{options}</select></div>'
    one = f"<section><h3>Most read</h3>{field}{markups.li(OWN[0])}</section>"
    assert shown(one) == [(("day", "week", "month")[chosen], OPTIONS[chosen], 5)]
    panels = "".join(f'<div id="p{n}">{markups.li(own)}</div>' for n, own in enumerate(OWN))
    three = f"<section><h3>Most read</h3>{field}{panels}</section>"
    assert [window for window, *_ in shown(three)] == ["day", "week", "month"]


def test_other_fields_to_choose_in_are_no_labels():
    for names in (("All ports", "Nanami", "Okitsu"), [f"{n} days" for n in range(1, 40)]):
        options = "".join(f"<option>{name}</option>" for name in names)
        html = (
            f"<section><h3>Most read</h3><select>{options}</select>{markups.li(OWN[0])}</section>"
        )
        assert shown(html) == [(None, None, 5)]


def test_numbers_prove_nothing_where_a_tab_has_no_panel():
    tabs = "".join(
        f'<li id="option{n}2" class="{state}">{name}</li>'
        for n, (name, state) in enumerate(zip(OPTIONS, ("", "", "active"), strict=True), 1)
    )
    html = f'<section><h3>Most read</h3><ul>{tabs}</ul><div id="list32"></div>{markups.li(OWN[0])}</section>'
    marked = html.replace("<ul><li><a", '<ul id="list22"><li><a')
    assert shown(marked) == [("month", "This month", 5)]


@pytest.mark.parametrize(
    "heading",
    ["Most Read on The Daily Coast", "Most Popular on Coast Today", "Lo más leído en El Día", "Mais lidas do Diário"],
)  # fmt: skip
def test_the_name_of_a_place_says_no_window(heading):
    html = f"<section><h3>{heading}</h3>{markups.li(OWN[0])}</section>"
    assert shown(html) == [(None, None, 5)]


@pytest.mark.parametrize(
    ("heading", "window"),
    [
        ("Lo más leído en el día", "day"), ("Mais Lidas do Dia", "day"), ("Mais lidas do mês", "month"),
        ("Most Read on Mobile This Week", "week"), ("Most read today on Harbour", "day"),
        ("Coast Today: most read this week", "week"), ("Coast Today: today's most read", "day"),
    ],
)  # fmt: skip
def test_a_window_beside_a_name_is_one(heading, window):
    head = (
        '<title>Ferries | Coast Today</title><meta property="og:site_name" content="Coast Today">'
    )
    html = f"<section><h3>{heading}</h3>{markups.li(OWN[0])}</section>"
    assert [found for found, *_ in shown(html, head)] == [window]


@pytest.mark.parametrize(
    "head",
    ['<meta property="og:site_name" content="Coast Today">', "<title>Ferries rise - Coast Today</title>"],
)  # fmt: skip
def test_the_site_s_own_name_says_no_window(head):
    html = f"<section><h3>Coast Today's most read</h3>{markups.li(OWN[0])}</section>"
    assert shown(html, head, "www.coasttoday.example") == [(None, None, 5)]
    assert shown(html) == [("day", None, 5)]
