"""What a visit sends, to whom, and in which order."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from faultserver import HANG, NOT_FOUND, Drip, Endless, FaultServer, answer, redirect, zipped

from scrapers.errors import ConfigError
from scrapers.http import connect, limits, status
from scrapers.http.client import Client
from scrapers.http.politeness import HostState, Politeness
from scrapers.http.request import Validators, user_agent

ROOT = Path(__file__).parents[3]
PAGE = b"<html>page</html>"
NOW = 1_800_000_000


def new_client(politeness=None, **options):
    settings = {"user_agent": "tracker/0", "allow_private": True, "delay": 0}
    return Client(politeness or Politeness((), lambda: NOW), **(settings | options))


def visit(address, *, seconds=10.0, validators=None, politeness=None, **options):
    asked = {"validators": validators} if validators else {}
    found = new_client(politeness, **options).visit(
        address, deadline=time.monotonic() + seconds, **asked
    )
    assert found.asked == address
    return found


def named(*ips):
    """A resolver that knows one name, and how often it was asked."""
    asked = []

    def resolver(host, _port):
        asked.append(host)
        return [ips[min(len(asked), len(ips)) - 1]]

    resolver.asked = asked
    return resolver


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch):
    monkeypatch.setattr(status, "BACKOFF", 0.01)


def test_a_page():
    with FaultServer({"/a": zipped(PAGE, "ETag: x", "X-Two: 1", "X-Two: 2")}) as server:
        found = visit(server.url("/a"))
    assert (found.code, found.status, found.body, found.time) == (None, 200, PAGE, NOW)
    assert (found.answered, found.header("etag"), found.header("x-two")) == (
        server.url("/a"),
        "x",
        "1",
    )
    assert 0 < found.seconds < 10
    assert found.wire > 20


def test_the_request_says_little():
    with FaultServer({"/a": answer()}) as server:
        visit(server.url("/a"), user_agent="tracker/1 (+me)")
    robots, page = server.hits
    expected = {
        "host": f"127.0.0.1:{server.port}",
        "user-agent": "tracker/1 (+me)",
        "accept": "text/html, application/xhtml+xml, */*;q=0.1",
        "accept-encoding": "gzip",
        "connection": "close",
    }
    assert page.headers == expected
    assert (robots.path, robots.headers) == ("/robots.txt", expected | {"accept": "*/*"})


def test_user_agent():
    assert user_agent("1.2") == "tracker/1.2"
    assert user_agent("1.2", "https://example.org/me") == "tracker/1.2 (+https://example.org/me)"
    for contact in ("me\r\nCookie: a", "私", "a)b"):
        with pytest.raises(ConfigError):
            user_agent("1", contact)


def test_answered_names_where_redirects_led():
    with FaultServer({"/a": redirect("b?c#d"), "/b?c": answer()}) as server:
        found = visit(server.url("/a"))
    assert (found.answered, found.code) == (server.url("/b?c"), None)


def test_unchanged_page():
    not_modified = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    with FaultServer({"/a": not_modified}) as server:
        found = visit(server.url("/a"), validators=Validators('"x"', "yesterday"))
    assert (found.code, found.status, found.body) == (None, 304, b"")
    assert server.hits[-1].headers["if-none-match"] == '"x"'
    assert server.hits[-1].headers["if-modified-since"] == "yesterday"


def test_odd_validators_are_not_sent_back():
    with FaultServer({"/a": answer()}) as server:
        assert visit(server.url("/a"), validators=Validators("\x1b[2J", "海")).code is None
    assert "if-none-match" not in server.hits[-1].headers
    assert "if-modified-since" not in server.hits[-1].headers


def test_cookies_are_forgotten():
    with FaultServer({"/a": redirect("/b"), "/b": answer(PAGE, "Set-Cookie: a=b")}) as server:
        way = new_client()
        for path in ("/a", "/b"):
            way.visit(server.url(path), deadline=time.monotonic() + 5)
    assert not any({"cookie", "referer"} & set(hit.headers) for hit in server.hits)


def test_other_kinds_when_asked_for():
    with FaultServer({"/a": answer(b"{}", kind="application/json")}) as server:
        way = new_client()
        deadline = time.monotonic() + 5
        assert way.visit(server.url("/a"), deadline=deadline, kinds=()).code is None
        assert way.visit(server.url("/a"), deadline=deadline).code == "type"


def test_a_body_as_it_was_sent():
    deadline = time.monotonic() + 5
    for coding, body in (("br", b"\x0b\x02\x80ab\x03"), ("gzip", b"plain, whatever is said")):
        with FaultServer({"/a": answer(body, f"Content-Encoding: {coding}")}) as server:
            found = new_client().visit(server.url("/a"), deadline=deadline, as_sent=True)
            assert (found.code, found.body) == (None, body)
            assert new_client().visit(server.url("/a"), deadline=deadline).code is not None
    with FaultServer({"/a": answer(b"12345", "Content-Encoding: br")[:-2]}) as server:
        found = new_client().visit(server.url("/a"), deadline=deadline, as_sent=True)
        assert found.code == "truncated"


# Names and addresses


def test_unknown_name():
    def resolver(*_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    found = visit("http://nowhere.example/", resolver=resolver)
    assert (found.code, found.status) == ("dns", None)
    assert "nowhere.example" in found.detail


def test_name_without_addresses():
    assert visit("http://nowhere.example/", resolver=lambda *_: []).code == "dns"


def test_resolver_that_never_answers():
    began = time.monotonic()
    never = threading.Event()
    found = visit("http://slow.example/", seconds=0.3, resolver=lambda *_: [str(never.wait(20))])
    assert (found.code, time.monotonic() - began < 3) == ("dns", True)
    never.set()


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.0.0.2",
        "100.64.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::ffff:127.0.0.1",
        "::1",
        "0.0.0.0",
    ],
)
def test_public_name_of_a_private_address(ip):
    with FaultServer({"*": answer()}) as server:
        address = f"http://public.example:{server.port}/"
        found = visit(address, allow_private=False, resolver=named(ip))
    assert (found.code, server.hits) == ("address-refused", [])
    assert ip in found.detail


def test_one_private_address_among_public_ones():
    found = visit(
        "http://mixed.example/", allow_private=False, resolver=lambda *_: ["1.1.1.1", "127.0.0.1"]
    )
    assert found.code == "address-refused"


def test_private_literal_address():
    with FaultServer({"*": answer()}) as server:
        assert visit(server.url(), allow_private=False).code == "address-refused"
    assert server.hits == []


def test_the_checked_address_is_the_one_connected_to():
    """A name that changes between check and connection cannot lead elsewhere."""
    with FaultServer({"*": answer()}) as server:
        resolver = named("127.0.0.1", "127.0.0.9")
        address = f"http://rebinding.example:{server.port}/"
        found = visit(address, robots=False, resolver=resolver)
    assert (found.code, resolver.asked) == (None, ["rebinding.example"])
    assert server.hits[0].headers["host"] == f"rebinding.example:{server.port}"


def test_rebinding_to_a_private_address_is_refused_at_the_next_request():
    with FaultServer({"*": answer()}) as server:
        way = new_client(robots=False, allow_private=False, resolver=named("127.0.0.1"))
        found = way.visit(f"http://a.example:{server.port}/", deadline=time.monotonic() + 5)
    assert (found.code, server.hits) == ("address-refused", [])


def test_second_address_when_the_first_refuses():
    with FaultServer({"*": answer()}) as server:
        found = visit(
            f"http://two.example:{server.port}/", resolver=lambda *_: ["127.0.0.3", "127.0.0.1"]
        )
    assert found.code is None


def test_system_resolver_knows_loopback():
    assert "127.0.0.1" in connect.system_resolver("localhost", 80)
    with FaultServer({"*": answer()}) as server:
        assert visit(server.url(host="localhost")).code is None


def test_hostile_environment_costs_nothing_that_does_not_need_it():
    with FaultServer({"*": answer()}) as server:
        hostile = {
            "HTTPS_PROXY": "socks9://\x7f",
            "NO_PROXY": "[::",
            "SSL_CERT_FILE": "/nonexistent",
            "SSLKEYLOGFILE": "/nonexistent/keys",
        }
        script = """
import sys, time
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
client = Client(Politeness((), lambda: 0), user_agent="t/0", allow_private=True, delay=0)
print(client.visit(sys.argv[1], deadline=time.monotonic() + 10).code)
"""
        done = subprocess.run(
            [sys.executable, "-c", script, server.url()],
            env=os.environ | hostile,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert (done.stdout, done.stderr) == ("None\n", "")


# Time


def test_silent_server_before_the_deadline(monkeypatch):
    monkeypatch.setattr(limits, "SILENCE", 0.1)
    with FaultServer({"/a": [HANG]}) as server:
        found = visit(server.url("/a"), seconds=20)
    assert (found.code, found.wire) == ("timeout", 0)


def test_no_time_at_all():
    with FaultServer({"*": answer()}) as server:
        assert visit(server.url(), seconds=-1).code == "deadline"
    assert server.hits == []


def test_pause_that_does_not_fit():
    with FaultServer({"*": answer()}) as server:
        way = new_client(robots=False, delay=60)
        assert way.visit(server.url(), deadline=time.monotonic() + 5).code is None
        began = time.monotonic()
        found = way.visit(server.url(), deadline=time.monotonic() + 5)
    assert (found.code, len(server.hits), time.monotonic() - began < 3) == ("deadline", 1, True)
    assert "60 s" in found.detail


def test_requests_keep_their_distance():
    routes = {"/a": redirect("/b"), "/b": answer()}
    with FaultServer(routes) as server:
        assert visit(server.url("/a"), delay=0.2).code is None
    times = [hit.time for hit in server.hits]
    assert server.paths() == ["/robots.txt", "/a", "/b"]
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))


def test_stopped_while_waiting():
    with FaultServer({"*": answer()}) as server:
        politeness = Politeness([HostState(f"127.0.0.1:{server.port}", asked=NOW)], lambda: NOW)
        politeness.stop()
        found = visit(server.url(), politeness=politeness, delay=5)
    assert (found.code, server.hits) == ("interrupted", [])


def test_interrupt_ends_a_pause():
    script = """
import time
from scrapers.http.client import Client
from scrapers.http.politeness import HostState, Politeness
politeness = Politeness([HostState("127.0.0.1:1", asked=1000)], lambda: 1000)
client = Client(politeness, user_agent="t/0", allow_private=True, delay=500, robots=False)
print("waiting", flush=True)
client.visit("http://127.0.0.1:1/", deadline=time.monotonic() + 1000)
"""
    message = interrupted(script)
    assert message.rstrip().endswith(b"KeyboardInterrupt")


def interrupted(script, *arguments):
    """Run a script, interrupt it when it has printed a line, and return what it complains of."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", script, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        run.stdout.readline()
        time.sleep(0.2)
        run.send_signal(signal.SIGINT)
        _, message = run.communicate(timeout=30)
    return message


@pytest.mark.parametrize("path", ["/silent", "/body", "/unresolved"])
def test_interrupt_ends_a_visit(path):
    """At once, with every connection closed and no thread that keeps the process."""
    script = """
import sys, threading, time
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
def resolver(host, port):
    threading.Event().wait()
client = Client(Politeness((), lambda: 0), user_agent="t/0", allow_private=True, delay=0, robots=False,
            resolver=resolver)
print("waiting", flush=True)
client.visit(sys.argv[1], deadline=time.monotonic() + 1000)
"""
    routes = {"/silent": [HANG], "/body": [answer(PAGE)[:-3], HANG]}
    with FaultServer(routes) as server:
        host = "slow.example" if path == "/unresolved" else None
        message = interrupted(script, server.url(path, host=host))
    assert message.rstrip().endswith(b"KeyboardInterrupt")
    assert b"Warning" not in message


# Side by side


def test_doors_in_threads():
    """Each has its own client, deadline and bytes; the hosts' turns are shared."""
    pages = {f"/{n}": answer(PAGE * n, f"X-N: {n}") for n in range(1, 9)}
    with FaultServer(pages | {"/slow": [HANG]}) as one, FaultServer(pages) as two:
        politeness = Politeness((), lambda: NOW)
        clients = [new_client(politeness, robots=False), new_client(politeness, robots=False)]

        def walk(way, server, found):
            for path in pages:
                found.append(way.visit(server.url(path), deadline=time.monotonic() + 20))

        found = [], []
        threads = [
            threading.Thread(target=walk, args=walked)
            for walked in zip(clients, (one, two), found, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for answers in found:
        assert [(a.header("x-n"), a.body) for a in answers] == [
            (str(n), PAGE * n) for n in range(1, 9)
        ]
        assert [a.wire for a in answers] == [len(page) for page in pages.values()]


# Trying again, or not


@pytest.mark.parametrize(
    "failures", [[[]], [[b"HTTP/1.1 500 No\r\n\r\n"]] * 2, [[answer(status="503 Busy")]]]
)
def test_passing_failures(failures):
    with FaultServer({"/a": [*failures, [answer()]]}) as server:
        assert visit(server.url("/a"), robots=False).code is None
    assert len(server.hits) == len(failures) + 1


def test_no_retry_that_does_not_fit(monkeypatch):
    monkeypatch.setattr(status, "BACKOFF", 100)
    with FaultServer({"/a": answer(status="500 No")}) as server:
        found = visit(server.url("/a"), robots=False)
    assert (found.code, found.detail, len(server.hits)) == ("status-5xx", "HTTP 500", 1)


def test_a_retry_keeps_the_pause():
    with FaultServer({"/a": answer(status="500 No")}) as server:
        found = visit(server.url("/a"), robots=False, delay=60)
    assert (found.code, len(server.hits)) == ("status-5xx", 1)


@pytest.mark.parametrize("status", ["429 Slow down", "503 Busy"])
def test_retry_after_outlasts_the_run(status):
    busy = answer(b"busy", "Retry-After: 120", status=status)
    with FaultServer({"/a": busy, "/b": answer()}) as server:
        politeness = Politeness((), lambda: NOW)
        first = visit(server.url("/a"), politeness=politeness)
        second = visit(
            server.url("/b"), politeness=Politeness(politeness.states(), lambda: NOW + 119)
        )
        assert server.paths() == ["/robots.txt", "/a"]
        third = visit(
            server.url("/b"), politeness=Politeness(politeness.states(), lambda: NOW + 120)
        )
    assert (first.code, first.body) == (f"status-{status[0]}xx", b"busy")
    assert "Retry-After: 120" in first.detail
    assert (second.code, second.wire, third.code) == ("retry-after", 0, None)


def test_429_without_retry_after():
    with FaultServer({"*": answer(status="429 Slow down")}) as server:
        politeness = Politeness((), lambda: NOW)
        visit(server.url("/a"), politeness=politeness, robots=False)
    assert [state.not_before for state in politeness.states()] == [NOW + 300]


# robots.txt


def robots(body, *headers):
    return answer(body, *headers, kind="text/plain")


@pytest.mark.parametrize(
    ("file", "code", "page_hits"),
    [
        (NOT_FOUND, None, 1),
        (answer(status="403 Forbidden"), None, 1),
        (robots(b"User-agent: *\nDisallow: /b"), None, 1),
        (robots(b"User-agent: *\nDisallow: /"), "robots", 0),
        (zipped(b"User-agent: tracker\nDisallow: /a"), "robots", 0),
        (answer(status="500 No"), "robots", 0),
        (answer(status="429 Slow down"), "robots", 0),
        ([redirect("/moved")], "robots", 0),
        ([redirect("http://127.0.0.2:9/robots.txt")], "redirect-host", 0),
        ([redirect("ftp://127.0.0.1/robots.txt")], "redirect-scheme", 0),
        ([redirect("/robots.txt")], None, 1),
        (answer(b"User-agent: *\nDisallow: /a", "Content-Encoding: UTF-8"), "robots", 0),
        ([robots(b"User-agent: *\nDisallow: /\n")[:-5]], "truncated", 0),
        ([b"SSH-2.0-x\r\n"], "protocol", 0),
        ([], "reset", 0),
        ([Drip(b"HTTP/1.1 200 OK\r\n" * 99)], "deadline", 0),
        ([robots(b"#" * 600_000)], None, 1),
        ([robots(b"User-agent: *\nDisallow: /\n" + b"#" * 600_000)], "robots", 0),
        (
            [b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /\n", Endless(b"#" * 999)],
            "robots",
            0,
        ),
    ],
)
def test_robots(file, code, page_hits):
    moved = robots(b"User-agent: *\nDisallow: /a")
    with FaultServer({"/robots.txt": file, "/moved": moved, "/a": answer()}) as server:
        found = visit(server.url("/a"), seconds=1.5)
    assert (found.code, server.paths().count("/a")) == (code, page_hits), found.detail
    if code:
        assert "robots.txt" in found.detail


def test_robots_is_read_once_and_covers_redirects():
    routes = {"/robots.txt": robots(b"User-agent: *\nDisallow: /b"), "/a": redirect("/b")}
    with FaultServer(routes) as server:
        way = new_client()
        codes = [way.visit(server.url("/a"), deadline=time.monotonic() + 5).code for _ in "12"]
    assert (codes, server.paths()) == (["robots"] * 2, ["/robots.txt", "/a", "/a"])


def test_crawl_delay_is_kept():
    file = robots(b"User-agent: *\nCrawl-delay: 30")
    with FaultServer({"/robots.txt": file, "/a": answer()}) as server:
        found = visit(server.url("/a"), seconds=5)
        assert (found.code, server.paths()) == ("deadline", ["/robots.txt"])
        assert "30 s" in found.detail
        assert "Crawl-delay" in found.detail
        way = new_client()
        looked = way.visit(server.url("/a"), deadline=time.monotonic() + 5, at_once=True)
    assert (looked.code, way.crawl_delay()) == (None, 30)


def test_robots_may_be_left_unread():
    with FaultServer({"*": answer()}) as server:
        assert visit(server.url("/a"), robots=False).code is None
    assert server.paths() == ["/a"]


# What it is made of


def test_documented_codes_are_the_codes_used():
    documented = re.findall(
        r"^\| `([\w-]+)`", (ROOT / "docs/reasons.md").read_text("utf-8"), re.MULTILINE
    )
    source = "".join(path.read_text("utf-8") for path in (ROOT / "scrapers/http").glob("*.py"))
    used = set(re.findall(r'Fault\(\s*"([\w-]+)"', source))
    assert len(used) > 15
    assert used <= set(documented)
    assert len(documented) == len(set(documented))


def test_http_makes_no_tls_context():
    def tls():
        raise AssertionError("nobody asked for https")

    with FaultServer({"/a": answer()}) as server:
        assert visit(server.url("/a"), tls=tls).code is None


def test_a_visit_loads_no_more_than_it_needs():
    """The fork of the process that reads pages comes before httpx; robots.txt may be absent."""
    with FaultServer({"/a": answer()}) as server:
        script = """
import sys, time
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
print({"httpx", "httpcore", "ssl"} & set(sys.modules))
client = Client(Politeness((), lambda: 0), user_agent="t/0", allow_private=True, delay=0)
print(client.visit(sys.argv[1], deadline=time.monotonic() + 10).code)
print({"protego", "selectolax", "store"} & set(sys.modules))
"""
        done = subprocess.run(
            [sys.executable, "-c", script, server.url("/a")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout == "set()\nNone\nset()\n"
