"""httpx makes the requests: any transport fits under a Client, and whatever it raises has a code."""

import os
import time

import httpcore
import httpx
import pytest
from faultserver import FaultServer, answer, redirect, zipped

from scrapers.http import limits, status
from scrapers.http.address_guard import LONGEST
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness

PAGE = b"<html>page</html>"


def visit(address, transport=None, **options):
    settings = {"user_agent": "tracker/0", "allow_private": True, "delay": 0, "robots": False}
    way = Client(Politeness((), lambda: 0), transport=transport, **(settings | options))
    return way.visit(address, deadline=time.monotonic() + 10)


def streamed(*pieces, status=200, **headers):
    return httpx.Response(status, headers=headers, content=iter(pieces))


def raising(error):
    def respond(_request):
        raise error

    return httpx.MockTransport(respond)


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch):
    monkeypatch.setattr(status, "BACKOFF", 0.01)


# Under a Client


def test_any_transport_fits():
    asked = []

    def respond(request):
        asked.append((request.method, str(request.url), dict(request.headers)))
        if request.url.path == "/robots.txt":
            return streamed(b"User-agent: *\nDisallow: /b")
        return streamed(PAGE[:5], PAGE[5:], ETag="x")

    transport = httpx.MockTransport(respond)
    found = visit("http://site.example/a", transport, robots=True)
    assert (found.code, found.body, found.header("etag")) == (None, PAGE, "x")
    assert found.wire == len(PAGE)
    assert visit("http://site.example/b", transport, robots=True).code == "robots"
    assert [(method, url) for method, url, _ in asked[:2]] == [
        ("GET", "http://site.example/robots.txt"),
        ("GET", "http://site.example/a"),
    ]
    assert asked[1][2] == {
        "host": "site.example",
        "user-agent": "tracker/0",
        "accept": "text/html, application/xhtml+xml, */*;q=0.1",
        "accept-encoding": "gzip",
        "connection": "close",
    }


def test_the_plain_transport_of_httpx_fits():
    with FaultServer({"/a": redirect("/b"), "/b": zipped(PAGE)}) as server:
        found = visit(server.url("/a"), httpx.HTTPTransport(trust_env=False))
    assert (found.code, found.answered, found.body) == (None, server.url("/b"), PAGE)


def test_redirects_are_judged_under_any_transport():
    def respond(_request):
        return streamed(status=302, location="http://other.example/")

    assert visit("http://site.example/", httpx.MockTransport(respond)).code == "redirect-host"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx.ConnectError("x"), "connect"),
        (httpx.ConnectTimeout("x"), "connect"),
        (httpx.ReadTimeout("x"), "timeout"),
        (httpx.WriteTimeout("x"), "timeout"),
        (httpx.PoolTimeout(""), "timeout"),
        (httpx.ReadError("x"), "reset"),
        (httpx.WriteError("x"), "reset"),
        (httpx.CloseError("x"), "reset"),
        (httpx.RemoteProtocolError("x"), "protocol"),
        (httpx.LocalProtocolError("x"), "protocol"),
        (httpx.UnsupportedProtocol("x"), "address-refused"),
        (httpx.InvalidURL("x"), "address-refused"),
        (httpcore.ConnectError("x"), "connect"),
        (httpcore.ConnectTimeout("x"), "connect"),
        (httpcore.ReadTimeout("x"), "timeout"),
        (httpcore.ReadError("x"), "reset"),
        (httpcore.WriteError("x"), "reset"),
        (httpcore.RemoteProtocolError("x"), "protocol"),
        (httpcore.LocalProtocolError("x"), "protocol"),
        (httpcore.UnsupportedProtocol("x"), "address-refused"),
        (ValueError("x"), "protocol"),
    ],
)
def test_every_error_has_a_code(error, code):
    found = visit("http://site.example/", raising(error))
    assert (found.code, found.detail) == (code, str(error) or type(error).__name__)


def test_an_error_in_the_body_has_a_code():
    def pieces():
        yield PAGE
        raise httpx.ReadError("gone")

    broken = httpx.MockTransport(lambda _request: httpx.Response(200, content=pieces()))
    found = visit("http://site.example/", broken)
    assert (found.code, found.body) == ("reset", PAGE)


def test_a_mistake_of_ours_is_no_fault():
    with pytest.raises(ZeroDivisionError):
        visit("http://site.example/", raising(ZeroDivisionError()))


# On the wire


@pytest.mark.parametrize("path", ["/a|b{c}^`d", "/a/../b/./c", "/%7e~%2F%2f", "/a?b=[c]&d=%zz"])
def test_the_address_is_sent_as_it_was_judged(path):
    with FaultServer({"*": answer(PAGE)}) as server:
        found = visit(server.url(path))
    assert (found.code, server.paths(), found.answered) == (None, [path], server.url(path))


def test_the_longest_address_ends_with_a_code():
    with FaultServer({"*": answer(PAGE)}) as server:
        room = LONGEST - len(server.url())
        assert visit(server.url("/" + "a" * room)).code is None
        assert visit(server.url("/" + "海" * room)).code == "address-refused"
    assert len(server.hits) == 1


@pytest.mark.parametrize(("size", "code"), [(-100, None), (1, "headers")])
def test_head_of_just_the_length_allowed(size, code):
    long = "X-A: " + "a" * (limits.HEAD_CAP - 200) + "\r\nX-B: " + "b" * (size + 200)
    with FaultServer({"/": answer(PAGE, long)}) as server:
        assert visit(server.url()).code == code


def test_interim_answers_count_as_head():
    interim = b"HTTP/1.1 103 Early Hints\r\nX-A: " + b"a" * 10_000 + b"\r\n\r\n"
    with FaultServer({"/8": [interim * 8, answer(PAGE)], "/10": [interim * 10]}) as server:
        assert [visit(server.url(path)).code for path in ("/8", "/10")] == [None, "headers"]


def test_a_body_of_just_the_length_allowed(monkeypatch):
    page = answer(os.urandom(5000))
    monkeypatch.setattr("scrapers.http.exchange.WIRE_CAP", len(page))
    with FaultServer({"/": page, "/more": answer(os.urandom(5001))}) as server:
        found = [visit(server.url(path)) for path in ("/", "/more")]
    assert [(a.code, len(a.body)) for a in found] == [(None, 5000), ("wire-cap", 0)]
