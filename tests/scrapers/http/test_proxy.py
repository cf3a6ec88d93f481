"""Through a proxy: which one, what it is told, and what it may not be asked for."""

import socket
import time

import pytest
from authority import Authority
from faultserver import FaultServer, answer, redirect
from hypothesis import given
from hypothesis import strategies as st
from loopproxy import Proxy

from scrapers.http.address_guard import Fault, parse_target
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
from scrapers.http.proxy import Proxies, parsed

PAGE = b"<html>page</html>"
NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def nowhere(*_):
    raise AssertionError("the proxy resolves names")


def visit(address, **options):
    settings = {"user_agent": "tracker/0", "delay": 0, "robots": False, "resolver": nowhere}
    client = Client(Politeness((), lambda: 0), **(settings | options))
    return client.visit(address, deadline=time.monotonic() + 10)


def test_http_goes_through_it_whole():
    with FaultServer({"/a?b": answer(PAGE)}) as server, Proxy(server.port) as proxy:
        found = visit("http://news.example/a?b", proxy=proxy.url)
    assert (found.code, found.body, found.answered) == (None, PAGE, "http://news.example/a?b")
    assert proxy.lines() == ["GET http://news.example/a?b HTTP/1.1"]
    assert server.hits[0].headers["host"] == "news.example"


def test_https_goes_through_a_tunnel(tmp_path):
    authority = Authority(tmp_path)
    context = authority.host("site", owner="DNS:news.example")
    with FaultServer({"/a": answer(PAGE)}, context=context) as server, Proxy(server.port) as proxy:
        options = {"proxy": proxy.url, "tls": authority.trusted}
        found = visit("https://news.example/a", **options)
        other = visit("https://other.example/a", **options)
    assert (found.code, found.body) == (None, PAGE)
    assert proxy.lines()[0] == "CONNECT news.example:443 HTTP/1.1"
    assert b"tracker" not in proxy.heads[0]  # nor anything else that is meant for the host
    assert other.code == "tls"  # the certificate is verified to be the host's


def test_the_environment_names_it(monkeypatch):
    with FaultServer({"*": answer(PAGE)}) as server, Proxy(server.port) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        through = visit("http://news.example/")
        direct = visit(server.url(), allow_private=True)
        none = visit(
            server.url(host="localhost"),
            allow_private=True,
            proxy="none",
            resolver=lambda *_: ["127.0.0.1"],
        )
    assert (through.code, direct.code, none.code) == (None, None, None)
    assert len(proxy.heads) == 1


def test_login_of_the_proxy_is_sent_and_never_shown():
    with (
        FaultServer({"*": answer(PAGE)}) as server,
        Proxy(server.port, login="me:s e/cret") as proxy,
    ):
        login = f"http://me:s%20e%2Fcret@127.0.0.1:{proxy.port}"
        let_in = visit("http://news.example/", proxy=login)
        kept_out = [
            visit(f"{scheme}://news.example/", proxy=proxy.url) for scheme in ("http", "https")
        ]
    assert let_in.code is None
    assert [found.code for found in kept_out] == ["connect"] * 2
    assert all("407" in found.detail for found in kept_out)
    assert "cret" not in repr(parsed(login, "x")) + str(parsed(login, "x"))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("socks5://me:secret@127.0.0.1:1", "socks5"),
        ("https://me:secret@127.0.0.1:1", "https"),
        ("http://me:secret@[::1", "names no proxy"),
        ("http://me:secret@host:99999", "names no proxy"),
        ("se cret", "names no proxy"),
    ],
)
def test_a_proxy_that_cannot_be_used(monkeypatch, value, why):
    monkeypatch.setenv("all_proxy", value)
    found = visit("http://news.example/")
    assert (found.code, why in found.detail, "all_proxy" in found.detail) == ("connect", True, True)
    assert "secret" not in found.detail
    assert "cret" not in found.detail


@pytest.mark.parametrize(
    "reply",
    [b"", b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1 502 No\r\n\r\n", b"HTTP/1.1 200 " + b"a" * 200_000],
)
def test_a_proxy_that_opens_no_tunnel(reply, monkeypatch):
    monkeypatch.setattr("scrapers.http.status.BACKOFF", 0.01)
    with FaultServer({}) as server, Proxy(server.port, tunnel=reply) as proxy:
        client = Client(
            Politeness((), lambda: 0), user_agent="t", delay=0, robots=False, proxy=proxy.url
        )
        found = client.visit("https://news.example/", deadline=time.monotonic() + 1)
    assert found.code in {"connect", "deadline"}
    assert "proxy 127.0.0.1" in found.detail


def test_a_proxy_that_is_not_there():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    found = visit("http://news.example/", proxy=f"http://127.0.0.1:{port}")
    assert (found.code, found.detail.startswith(f"proxy 127.0.0.1:{port}")) == ("connect", True)


# The guard


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "localhost", "a.localhost", "intranet",
        "printer.local", "db.internal", "router.home.arpa", "localhost.", "198.18.0.1",
    ],
)  # fmt: skip
def test_what_can_only_be_inside_is_not_asked_for(host):
    with FaultServer({"*": answer()}) as server, Proxy(server.port) as proxy:
        refused = [visit(f"{scheme}://{host}/", proxy=proxy.url) for scheme in ("http", "https")]
        allowed = visit(f"http://{host}/", proxy=proxy.url, allow_private=True)
    assert [found.code for found in refused] == ["address-refused"] * 2
    assert (allowed.code, len(proxy.heads)) == (None, 1)


def test_a_redirect_inside_is_not_followed():
    with FaultServer({"/": redirect("http://127.0.0.1/")}) as server, Proxy(server.port) as proxy:
        found = visit("http://news.example/", proxy=proxy.url)
    assert (found.code, len(proxy.heads)) == ("redirect-host", 1)


# Which one


def chosen(address, **environment):
    proxy = Proxies(None, environment).of(parse_target(address))
    return proxy and f"{proxy.host}:{proxy.port}"


def test_variables_as_curl_reads_them():
    assert chosen("http://a.example/", http_proxy="p:1", all_proxy="q:2") == "p:1"
    assert chosen("https://a.example/", http_proxy="p:1", ALL_PROXY="q:2") == "q:2"
    assert chosen("https://a.example/", https_proxy="p:1", HTTPS_PROXY="q:2") == "p:1"
    assert chosen("https://a.example/", HTTPS_PROXY="http://p") == "p:1080"
    assert chosen("http://a.example/", HTTP_PROXY="p:1", REQUEST_METHOD="GET") is None
    assert chosen("http://a.example/", http_proxy="") is None
    assert chosen("http://a.example/") is None


@pytest.mark.parametrize(
    ("no_proxy", "host", "direct"),
    [
        ("*", "a.example", True),
        ("example.com", "example.com", True),
        ("example.com", "www.example.com", True),
        (".example.com", "example.com", True),
        ("example.com", "notexample.com", False),
        ("other.com, EXAMPLE.com", "www.example.com", True),
        ("example.com.", "example.com", True),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("[::1]", "[::1]", True),
        ("1", "127.0.0.1", False),
        ("", "a.example", False),
        (".", "a.example", False),
    ],
)
def test_no_proxy(no_proxy, host, direct):
    found = chosen(f"http://{host}/", http_proxy="p:1", NO_PROXY=no_proxy)
    assert found == (None if direct else "p:1")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_proxy_or_a_fault(value, no_proxy):
    try:
        Proxies(None, {"http_proxy": value, "no_proxy": no_proxy}).of(parse_target("http://a.b/"))
    except Fault as fault:
        code = fault.code
    else:
        code = "connect"
    assert code == "connect"
