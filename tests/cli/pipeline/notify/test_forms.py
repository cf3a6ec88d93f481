"""Text of pages in every form of a message: it is text, and nothing else."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.pipeline.notify import apprise_service, forms
from cli.pipeline.notify.content import Block, Content, Item
from cli.pipeline.notify.outgoing import Outgoing

URL = "https://news.example/a?b=1"
NASTY = (
    "<b>*x*</b> _y_ `z` [t](http://evil.example) <!channel> <@U1> @everyone &amp; ~~s~~ |p|\n# h"
)


def content(title, url=URL, note="new at 5"):
    return Content("subject", [], [Block("", [Item(title, url, [note])])], [title], [])


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]


def test_html_has_our_tags_alone():
    plain, nasty = (Tags(forms.page(content(title))) for title in ("x", NASTY))
    assert nasty.tags == plain.tags
    assert nasty.links == [URL]


@given(st.text(max_size=60), st.text(max_size=40))
def test_no_title_adds_a_tag_or_a_link(title, url):
    for address in (url, f"https://x.example/{url}"):
        page = Tags(forms.page(content(title, address)))
        assert set(page.tags) <= {
            *["html", "head", "meta", "title", "body", "ul", "li", "br", "p", "a"]
        }
        assert all(link.startswith(("http://", "https://")) for link in page.links)
        telegram = Tags("\n".join(forms.lines(content(title, address), "telegram")))
        assert set(telegram.tags) <= {"a", "b"}


def test_markdown_has_no_sign_of_a_title_left():
    line = forms.lines(content(NASTY), "markdown")[0]
    shown = line.removeprefix("[").partition(f"](<{URL}>)")[0]
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`<>\[\]()#|~&@]", shown)


def test_slack_and_discord_call_nobody():
    slack = "\n".join(forms.lines(content(NASTY), "slack"))
    assert re.findall(r"<[^>]*>", slack) == [
        f"<{URL}|" + slack.partition("|")[2].partition(">")[0] + ">"
    ]
    assert "<!channel>" not in slack
    assert "*x*" not in slack
    discord = "\n".join(forms.lines(content(NASTY), "discord"))
    assert "@everyone" not in discord
    assert re.findall(r"(?<!\\)<[^>]*>", discord) == [f"<{URL}>"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x", "https://x/\x1b", ""]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url):
    assert forms.web_address(url) == ""
    assert Tags(forms.page(content("t", url))).links == []


def test_an_address_cannot_end_its_link():
    for name in forms.FORMS:
        first = "".join(forms.lines(content("t", 'https://x.example/a>|](y) "<b'), name))
        assert name == "text" or "/a%3E%7C](y)%20%22%3Cb" in first


def test_a_long_message_is_cut_between_lines():
    many = [Item(f"title {number} *", URL, ["new"]) for number in range(200)]
    long = Content("s", [], [Block("", many)], [], [])
    for name in ("discord", "telegram"):
        lines = forms.lines(long, name)
        assert sum(map(len, lines)) + len(lines) <= forms.FORMS[name].most + 10
        assert lines[-1].startswith("… ") or lines[-1].startswith("…")


def test_titles_keep_their_wide_spaces_and_show_what_is_hidden():
    assert forms.visible("就役　母港\u202ex\ny") == "就役　母港\\u202ex y"


@pytest.mark.parametrize(
    ("address", "formats", "expected"),
    [
        ("slack://x", ("markdown", "text"), ("text", "", "[r] *s*\n*t*\nhttps://x.example/")),
        (
            "discord://x",
            ("text",),
            ("text", "", "**\\[r\\] \\*s\\***\n\\*t\\*\n<https://x.example/>"),
        ),
        ("mmost://x", "text", ("text", "", "**\\[r\\] \\*s\\***\n[\\*t\\*](<https://x.example/>)")),
        ("ntfy://x", ("text", "html"), ("text", "[r] *s*", "*t*\nhttps://x.example/")),
    ],
)
def test_a_service_of_apprise_gets_a_form_that_it_shows_as_text(address, formats, expected):
    told = Content("[r] *s*", [], [Block("", [Item("*t*", "https://x.example/", [])])], [], [])
    message = Outgoing("n", "r", 0, told._asdict())
    assert apprise_service._parts(address, formats, message) == expected


def test_a_mail_of_apprise_gets_a_page():
    message = Outgoing("n", "r", 0, content(NASTY)._asdict())
    kind, title, body = apprise_service._parts("mailto://x", ("html", "text"), message)
    assert (kind, title) == ("html", "subject")
    assert Tags(body).links == [URL]
