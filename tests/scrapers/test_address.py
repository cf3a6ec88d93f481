"""Which spellings are one article, and where links lead."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.address import absolute, canonical, host_of, same_site

PARTS = r"^/docs/(?P<section>[^/]+)/(?P<id>\d{6})(?:-(?P<part>\d+))?\.html$"

ONE_ARTICLE = [
    "https://example.org/news/1",
    "http://example.org/news/1",
    "https://EXAMPLE.org/news/1",
    "https://www.example.org/news/1",
    "https://example.org:443/news/1",
    "http://example.org:80/news/1",
    "https://example.org./news/1",
    "https://example.org/news/1/",
    "https://example.org/news/1#comments",
    "https://example.org/news/1?utm_source=rank&utm_medium=x",
    "https://example.org/news/1?pk_campaign=rank&pk_kwd=x",
    "https://example.org/news/1?fbclid=abc",
    "https://example.org/news/1?gclid=abc",
    "https://example.org/news/1?ref=ranking",
    "https://example.org/news/1?iref=com_rank",
    "https://example.org/news/1?from=top",
    "https://example.org/news/1?",
    "https://example.org/x/../news/1",
    "https://example.org/./news/1",
    "https://example.org/%6Eews/1",
    "https://m.example.org/news/1",
    "https://sp.example.org/news/1",
    "https://amp.example.org/news/1",
    "https://example.org/news/1/amp",
    "https://example.org/news/1/amp/",
    "https://example.org/amp/news/1",
    "https://example.org/news/1?amp=1",
    "https://example.org/news/1?amp",
    "https://example.org/news/1?outputType=amp",
    "https://user:secret@example.org/news/1",
    " https://example.org/news/1\n",
]


@pytest.mark.parametrize("spelling", ONE_ARTICLE)
def test_spellings_of_one_article(spelling):
    assert canonical(spelling) == "https://example.org/news/1"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://example.org/n/%e6%b5%b7", "https://example.org/n/海"),
        ("https://example.org/n/%e6%b5%b7", "https://example.org/n/%E6%B5%B7"),
        ("https://example.org/n/か\u3099", "https://example.org/n/が"),
        ("https://example.org/n?b=2&a=1", "https://example.org/n?a=1&b=2"),
        ("https://example.org/n?q=%e6%b5%b7", "https://example.org/n?q=海"),
        ("https://example.org/n.amp.html", "https://example.org/n.html"),
        ("https://例え.jp/n", "https://xn--r8jz45g.jp/n"),
        ("https://ＥＸＡＭＰＬＥ.org/n", "https://example.org/n"),
        ("https://example.org", "https://example.org/"),
    ],
)
def test_equal(a, b):
    assert canonical(a) == canonical(b) != ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://example.org/n?id=1", "https://example.org/n?id=2"),
        ("https://example.org/n?gid=1", "https://example.org/n?gid=2"),
        ("https://example.org/n?did=1", "https://example.org/n?did=2"),
        ("https://example.org/n?from=20", "https://example.org/n?from=40"),
        ("https://example.org/n/A", "https://example.org/n/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/n", "https://example.net/n"),
        ("https://example.org:8080/n", "https://example.org/n"),
        ("https://news.example.org/n", "https://example.org/n"),
        ("https://nеws.example/n", "https://news.example/n"),
        ("https://a.m.example.org/n", "https://a.example.org/n"),
        ("https://m.me/n", "https://me/n"),
        ("https://example.org/docs/mod/000001-2.html", "https://example.org/docs/mod/000001.html"),
        ("https://example.org/a//b", "https://example.org/a/b"),
        ("https://example.org/camp", "https://example.org/c"),
    ],
)
def test_different(a, b):
    assert canonical(a) != canonical(b)


@pytest.mark.parametrize("part", ["", "-2", "-13"])
def test_parts_belong_to_the_whole(part):
    url = f"http://example.org/docs/mod/003211{part}.html?utm_source=a#p"
    assert canonical(url, PARTS) == "https://example.org/docs/mod/003211.html"


def test_a_port_keeps_its_scheme():
    assert canonical("http://127.0.0.1:8123/docs/x.html") == "http://127.0.0.1:8123/docs/x.html"
    assert canonical("http://[::1]:8123/x") == "http://[::1]:8123/x"
    assert canonical("http://127.0.0.1/x") == "https://127.0.0.1/x"


@pytest.mark.parametrize(
    "text", ["", "about:blank", "javascript:void(0)", "mailto:a@b.c", "ftp://a.b/c", "//a.b/c",
             "https://", "https:///x", "海自", "https://a" + "あ" * 80 + ".jp/"],
)  # fmt: skip
def test_no_address_no_identity(text):
    assert canonical(text) == ""


BASE = "https://example.org/docs/mod/003211.html?x=1"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/a.html", "https://example.org/a.html"),
        ("b.html", "https://example.org/docs/mod/b.html"),
        ("../b.html", "https://example.org/docs/b.html"),
        ("/x/../b.html", "https://example.org/b.html"),
        ("?p=2", "https://example.org/docs/mod/003211.html?p=2"),
        ("//cdn.example.net/a", "https://cdn.example.net/a"),
        ("\\\\cdn.example.net\\a", "https://cdn.example.net/a"),
        ("/\\cdn.example.net/a", "https://cdn.example.net/a"),
        (" /a\n.html ", "https://example.org/a.html"),
        ("HTTPS://Example.org/A", "https://Example.org/A"),
        ("http://example.org/a?b=\\c", "http://example.org/a?b=\\c"),
        ("#top", ""),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("mailto:a@example.org", ""),
        ("data:text/html,x", ""),
        ("http://[bad/", ""),
    ],
)
def test_absolute(href, expected):
    assert absolute(BASE, href) == expected


def test_absolute_without_a_usable_base():
    assert absolute("about:blank", "/a") == ""
    assert absolute("", "https://example.org/a") == "https://example.org/a"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://example.org/a", "http://www.example.org/b", True),
        ("https://news.example.co.jp/a", "https://www.example.co.jp/", True),
        ("https://a.co.jp/a", "https://b.co.jp/", False),
        ("https://example.org/a", "https://example.net/a", False),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8001/", False),
        ("http://127.0.0.1/", "http://1.127.0.0.1/", False),
        ("https://nеws.example/", "https://news.example/", False),
        ("https://example.org@evil.net/", "https://example.org/", False),
        ("mailto:x", "mailto:x", False),
    ],
)
def test_same_site(a, b, same):
    assert same_site(a, b) is same


def test_a_look_alike_host_shows_its_a_label():
    assert host_of("https://nеws.example/x") == "xn--nws-rdd.example"


@given(st.text(max_size=60))
def test_any_text_is_harmless(text):
    for url in (text, "https://" + text, "https://example.org/" + text):
        once = canonical(url)
        assert once == "" or canonical(once) == once
        assert once.isascii()
        absolute(BASE, text)
        same_site(url, BASE)


def test_light_to_load():
    code = (
        "import sys; before = set(sys.modules); import scrapers.address; "
        "print(sorted(m for m in set(sys.modules) - before if '.' not in m))"
    )
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd="."
    ).stdout
    assert not {"w3lib", "selectolax", "httpx", "zoneinfo", "idna"} & set(eval(loaded))


@pytest.mark.parametrize("more", ["?rank=3", ";jsessionid=A1", "?PHPSESSID=x&_=5", "#!/top", ""])
def test_where_the_path_has_the_id_nothing_else_chooses(more):
    plain = "https://example.org/docs/mod/006001.html"
    assert canonical(plain + more, PARTS) == plain


def test_a_route_chooses_the_article():
    assert canonical("https://example.org/#/news/17") == "https://example.org/#/news/17"
    assert canonical("https://example.org/app#!news/17") == "https://example.org/app#!news/17"
    assert absolute("https://example.org/app", "#/news/17") == "https://example.org/app#/news/17"
    assert absolute("https://example.org/app", "#comments") == ""
