"""What an entry adds to requests, and to whom its secrets go."""

import time

import pytest
from faultserver import FaultServer, answer, redirect
from hypothesis import given
from hypothesis import strategies as st

from scrapers.errors import ConfigError
from scrapers.http.address_guard import parse_target
from scrapers.http.client import Client
from scrapers.http.cookies import Jar
from scrapers.http.head import Head, mended
from scrapers.http.own_headers import OwnHeaders
from scrapers.http.politeness import Politeness

ENVIRONMENT = {"LOGIN": "me:pässword", "KEY": "s3cret", "BAD": "a\nb"}
HOME = "https://news.example/"


def own(**options):
    return OwnHeaders(addresses=[HOME], environment=ENVIRONMENT, **options)


def names(headers, address):
    return [name for name, _ in headers.of(parse_target(address))]


def test_secrets_go_to_the_servers_that_the_entry_names():
    headers = own(headers=[("Accept-Language", "ja"), ("X-Key", "env:KEY")], auth="env:LOGIN")
    assert names(headers, HOME + "a") == ["Accept-Language", "X-Key", "Authorization"]
    for elsewhere in ("http://news.example/", "https://news.example:444/", "https://x.example/"):
        assert names(headers, elsewhere) == ["Accept-Language"]


def test_login_is_basic():
    (pair,) = own(auth="env:LOGIN").of(parse_target(HOME))
    assert pair == ("Authorization", "Basic bWU6cMOkc3N3b3Jk")


@pytest.mark.parametrize("value", ["env:NONE", "env:BAD"])
def test_a_secret_that_is_missing_or_cannot_be_sent(value):
    for options in ({"auth": value}, {"headers": [("X-Key", value)]}):
        with pytest.raises(ConfigError) as error:
            own(**options)
        assert value.removeprefix("env:") in str(error.value)
        assert "a\nb" not in str(error.value)


def test_they_are_sent_with_pages_and_robots_and_not_elsewhere():
    with FaultServer({"*": answer(b"")}, host="127.0.0.2") as other:
        routes = {"/robots.txt": redirect(other.url("/r")), "/a": redirect("/b"), "/b": answer()}
        with FaultServer(routes) as server:
            headers = OwnHeaders(
                [("Accept-Language", "ja"), ("accept", "text/html")],
                "env:LOGIN",
                [server.url()],
                ENVIRONMENT,
            )
            client = Client(
                Politeness((), lambda: 0),
                user_agent="t/0",
                allow_private=True,
                delay=0,
                headers=headers,
            )
            found = client.visit(server.url("/a"), deadline=time.monotonic() + 5)
    assert found.code is None
    assert all(hit.headers["accept-language"] == "ja" for hit in server.hits)
    assert all(hit.headers["authorization"].startswith("basic ") for hit in server.hits)
    assert server.hits[-1].headers["accept"] == "text/html"
    assert not {"accept-language", "authorization"} & set(other.hits[0].headers)


# Cookies


def jar(*lines, at="http://a.example/x/y"):
    made = Jar()
    made.take([("set-cookie", line) for line in lines], parse_target(at))
    return made


@pytest.mark.parametrize(
    ("lines", "address", "header"),
    [
        (["a=b"], "http://a.example/x/z", "a=b"),
        (["a=b"], "http://a.example/", ""),
        (["a=b; Path=/"], "http://a.example/", "a=b"),
        (["a=b; path=/x"], "http://a.example/xy", ""),
        (["a=b; Path=/; Secure"], "http://a.example/", ""),
        (["a=b; Path=/; Secure"], "https://a.example/", "a=b"),
        (["a=b; Path=/", "a=c; Path=/"], "http://a.example/", "a=c"),
        (["a=b; Path=/", "a=; Max-Age=0; Path=/"], "http://a.example/", ""),
        (["a=b; Path=/", "c=d; Path=/"], "http://a.example/", "a=b; c=d"),
        (["a"], "http://a.example/x/", ""),
        (["a\x01=b", "b=x\r\nX: y", "c=é", "d=" + "x" * 5000], "http://a.example/x/", ""),
    ],
)
def test_jar(lines, address, header):
    assert jar(*lines).header(parse_target(address)) == header


@given(st.lists(st.text(max_size=30), max_size=80))
def test_any_cookie_fits_in_a_header(lines):
    header = jar(*lines).header(parse_target("https://a.example/x/y"))
    assert header.isascii()
    assert header.isprintable()
    assert header.count(";") < 50


# Heads


def test_only_unreadable_lines_are_taken_out():
    good = b"HTTP/1.1 200 OK\r\nA: b\r\n folded\r\nnonsense\r\nContent-Length : 3\r\n\r\n"
    assert mended(good) == good
    assert mended(b"HTTP/1.1 200 OK\nA B: c\n d\nE: f\n\n") == b"HTTP/1.1 200 OK\nE: f\n\n"


@given(st.data(), st.binary(max_size=60))
def test_a_head_in_pieces_is_the_same_head(data, body):
    whole = b"HTTP/1.1 103 Early\r\nX Y: z\r\n\r\nHTTP/1.1 200 OK\r\nP Q: r\r\nA: b\r\n\r\n" + body
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=9)))
    head = Head()
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    expected = b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n" + body
    assert b"".join(head.feed(piece) for piece in pieces) == expected
