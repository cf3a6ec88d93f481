"""What a page in the browser asks for, answered by our own client from a loopback server."""

import time
from functools import partial

import pytest
from faultserver import FaultServer, answer, redirect

from scrapers import Client, Politeness
from scrapers.browser.channel import Message, Reply
from scrapers.browser.gate import Budget, Gate
from scrapers.browser.parts import Counted, Parts
from scrapers.visiting import Visiting

NOW = 1_800_000_000
FAR_OFF = time.monotonic() + 600


def parts_of(server, *, budget=None, hosts=(), **visiting):
    wishes = Visiting(allow_private=True, robots=False)._replace(**visiting)
    politeness = Politeness((), lambda: NOW)
    budget = budget or Budget()
    wrap = partial(Counted, budget)
    home = Client.of(wishes, politeness, "0", [server.url()]).for_parts(wrap)
    bare = wishes._replace(allow_private=False, headers=())
    abroad = Client.of(bare, politeness, "0").for_parts(wrap)
    return Parts(Gate(server.url(), hosts, budget), budget, home, abroad, FAR_OFF)


def ask(server, path, kind="fetch", *, main=False):
    return Message("ask", server.url(path), "GET", kind, main)


def test_an_answer_and_what_the_browser_sees_of_its_head():
    data = answer(
        b"[1]", "Set-Cookie: a=b", "Link: </x>; rel=preload", "Refresh: 0;url=/", kind="a/b"
    )
    with FaultServer({"/data": [data]}) as server:
        parts = parts_of(server)
        assert parts.reply(ask(server, "/data")) == (Reply(200, (("content-type", "a/b"),)), b"[1]")
        assert (parts.budget.requests, parts.budget.bytes) == (1, len(data))


def test_parts_follow_each_other_without_the_delay_between_pages():
    with FaultServer({"*": [answer(b"1")]}) as server:
        parts = parts_of(server, delay=3600)
        for n in range(3):
            assert parts.reply(ask(server, f"/{n}"))[0].status == 200


def test_a_redirect_is_followed_here_and_never_passed_on():
    routes = {
        "/near": [redirect("/data")],
        "/data": [answer(b"1")],
        "/far": [redirect("http://127.0.0.1:9/")],
        "/odd": [answer(b"", status="304 Not Modified")],
    }
    with FaultServer(routes) as server:
        parts = parts_of(server)
        assert parts.reply(ask(server, "/near"))[1] == b"1"
        assert parts.reply(ask(server, "/far")) == (Reply(), b"")
        assert parts.reply(ask(server, "/odd")) == (Reply(), b"")
        assert "1 redirect-host" in parts.gate.summary()
        assert parts.budget.requests == 4


@pytest.mark.parametrize(("kind", "main", "status"), [("fetch", False, 404), ("document", True, 0)])
def test_an_error_is_told_to_scripts_but_never_takes_the_place_of_the_page(kind, main, status):
    missing = answer(b"no", status="404 Not Found")
    with FaultServer({"*": [missing]}) as server:
        reply, body = parts_of(server).reply(ask(server, "/x", kind, main=main))
    assert (reply.status, body) == (status, b"no" if status else b"")


def test_styles_come_empty_and_unasked():
    with FaultServer() as server:
        reply, body = parts_of(server).reply(ask(server, "/a.css", "stylesheet"))
    assert (reply.status, body, server.hits) == (200, b"", [])


def test_redirects_and_robots_files_count():
    rules = answer(b"User-agent: *\nDisallow: /no", kind="text/plain")
    routes = {"/robots.txt": [rules], "/a": [redirect("/b")], "/b": [answer(b"1")]}
    with FaultServer(routes) as server:
        parts = parts_of(server, budget=Budget(requests=4), robots=True)
        assert parts.reply(ask(server, "/no"))[0].status == 0
        assert parts.reply(ask(server, "/a"))[1] == b"1"
        assert parts.reply(ask(server, "/b"))[1] == b"1"
        assert parts.reply(ask(server, "/b"))[0].status == 0
        assert server.paths() == ["/robots.txt", "/a", "/b", "/b"]


def test_private_addresses_are_for_the_pages_own_server():
    with FaultServer({"*": [answer(b"1")]}) as server:
        with FaultServer({"*": [answer(b"secret")]}, host="127.0.0.2") as inner:
            parts = parts_of(server, hosts=("127.0.0.2",), headers=(("X-Key", "k"),))
            assert parts.reply(ask(server, "/x"))[1] == b"1"
            assert parts.reply(ask(inner, "/x"))[0].status == 0
        assert (inner.hits, parts.gate.refused["address-refused"]) == ([], 1)
        assert server.hits[0].headers["x-key"] == "k"
