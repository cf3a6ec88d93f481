"""Networks and sites as users have them: late names, odd robots.txt, cookies, slow or strange answers."""

import errno
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from faultserver import FaultServer, Wait, answer, redirect

from scrapers.http import connect, status
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
from scrapers.http.proxy import Proxies
from scrapers.http.transport import GuardedTransport

PAGE = b"<html>page</html>"
NOW = 1_800_000_000
DAY = 86_400
ROOT = Path(__file__).parents[3]
RULES = answer(b"User-agent: *\nDisallow: /b", kind="text/plain")


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch):
    monkeypatch.setattr(status, "BACKOFF", 0.01)


def new_client(politeness=None, **options):
    settings = {"user_agent": "tracker/0", "allow_private": True, "delay": 0, "robots": False}
    return Client(politeness or Politeness((), lambda: NOW), **(settings | options))


def visit(address, politeness=None, **options):
    return new_client(politeness, **options).visit(address, deadline=time.monotonic() + 5)


# robots.txt


def test_robots_of_another_host_is_followed_there():
    with FaultServer({"*": RULES}, host="127.0.0.2") as other:
        routes = {"/robots.txt": redirect(other.url("/rules")), "/a": answer(), "/b": answer()}
        with FaultServer(routes) as server:
            codes = [visit(server.url(path), robots=True).code for path in ("/a", "/b")]
    assert (codes, other.paths()) == ([None, "robots"], ["/rules"] * 2)


class Switch(httpx.BaseTransport):
    """Names are answered by one transport, numbers by another."""

    def __init__(self, names, numbers):
        self.names, self.numbers = names, numbers

    def handle_request(self, request):
        numeric = request.url.host[0].isdigit()
        return (self.numbers if numeric else self.names).handle_request(request)


def test_robots_leads_to_no_private_host():
    """A public site sends its robots.txt inside: nothing is asked there."""
    with FaultServer({"*": answer()}) as inside:
        lead = {"location": inside.url("/robots.txt")}
        names = httpx.MockTransport(lambda _: httpx.Response(302, headers=lead))
        numbers = GuardedTransport(
            connect.system_resolver, ssl.create_default_context, Proxies("none"), private=False
        )
        options = {"robots": True, "allow_private": False, "transport": Switch(names, numbers)}
        found = visit("http://public.example/", **options)
    assert (found.code, inside.hits) == ("redirect-host", [])
    assert "may not be contacted" in found.detail


def test_robots_that_always_fails_counts_as_none_after_30_days():
    """RFC 9309, 2.3.1.4; one good answer in between begins the time anew."""
    fails = answer(status="500 No")
    days = [(0, fails), (29, fails), (31, fails), (32, RULES), (33, fails)]
    states, codes = [], []
    with FaultServer({"/a": answer()}) as server:
        for day, file in days:
            server.routes["/robots.txt"] = file
            politeness = Politeness(states, lambda day=day: NOW + day * DAY)
            codes.append(visit(server.url("/a"), politeness, robots=True).code)
            states = politeness.states()
    assert codes == ["robots", "robots", None, None, "robots"]


# A network that is not there yet


@pytest.mark.parametrize(
    ("kind", "tries", "code"), [(socket.EAI_AGAIN, 3, None), (socket.EAI_NONAME, 1, "dns")]
)
def test_a_name_that_comes_later(kind, tries, code):
    asked = []

    def resolver(*_):
        asked.append(1)
        if len(asked) < 3:
            raise socket.gaierror(kind, "not now")
        return ["127.0.0.1"]

    with FaultServer({"/a": answer()}) as server:
        # The host has seen nothing of the failures, so no pause is owed to it.
        found = visit(f"http://later.example:{server.port}/a", resolver=resolver, delay=60)
    assert (found.code, len(asked)) == (code, tries)


def test_a_network_that_comes_later(monkeypatch):
    real, tries = socket.create_connection, []

    def connection(*args, **options):
        tries.append(1)
        if len(tries) < 4:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return real(*args, **options)

    monkeypatch.setattr(socket, "create_connection", connection)
    with FaultServer({"/a": answer()}) as server:
        found = visit(server.url("/a"), delay=60)
    assert (found.code, len(tries)) == (None, 4)


def test_fake_ip_is_named_with_its_remedy():
    found = visit("http://news.example/", allow_private=False, resolver=lambda *_: ["198.18.0.5"])
    assert found.code == "address-refused"
    assert "fake-IP" in found.detail
    assert "allow_private = true" in found.detail


# What servers send


def test_patience_is_the_sites_own():
    with FaultServer({"/a": [Wait(0.4), answer()]}) as server:
        hasty = visit(server.url("/a"), patience=0.1)
        patient = visit(server.url("/a"), patience=5)
    assert (hasty.code, patient.code) == ("timeout", None)
    assert "patience" in hasty.detail


def test_json_comes_under_any_label():
    with FaultServer({"/a": answer(b"[]", kind="text/plain")}) as server:
        deadline = time.monotonic() + 5
        found = new_client().visit(server.url("/a"), deadline=deadline, kinds=status.JSON)
    assert (found.code, found.body) == (None, b"[]")


def test_a_challenge_with_202_is_kept():
    with FaultServer({"/a": answer(PAGE, status="202 Accepted")}) as server:
        found = visit(server.url("/a"))
    assert (found.code, found.body) == ("blocked", PAGE)


def test_another_host_is_named_with_its_whole_address():
    with FaultServer({"/a?b": redirect("https://www.example/a?b")}) as server:
        found = visit(server.url("/a?b"))
    assert found.code == "redirect-host"
    assert "https://www.example/a?b" in found.detail


# Cookies


def cookie_wall(path):
    """A page that shows itself to who brings back the cookie of its redirect."""
    cookie = "Set-Cookie: seen=1; Path=/"
    return [[answer(b"", f"Location: {path}", cookie, status="302 Found")], [answer(PAGE)]]


def test_cookies_of_a_visits_own_redirects():
    with FaultServer({"/a": cookie_wall("/a")}) as server:
        way = new_client(cookies=True)
        found, _ = (way.visit(server.url("/a"), deadline=time.monotonic() + 5) for _ in "12")
    assert (found.code, found.body) == (None, PAGE)
    assert [hit.headers.get("cookie") for hit in server.hits] == [None, "seen=1", None]


def test_a_loop_that_sets_a_cookie_says_so():
    with FaultServer({"/a": cookie_wall("/a")}) as server:
        found = visit(server.url("/a"))
    assert (found.code, "cookies = true" in found.detail) == ("redirect-loop", True)


LATE = """
import subprocess, threading, time
from faultserver import FaultServer, answer
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness

def network():
    subprocess.run("ip link set lo up && ip addr add 93.184.216.34/32 dev lo", shell=True, check=True)

with FaultServer({"/a": answer()}, host="0.0.0.0") as server:
    timer = threading.Timer(1.5, network)
    timer.start()
    client = Client(Politeness((), lambda: 0), user_agent="t/0", robots=False)
    address = f"http://93.184.216.34:{server.port}/a"
    found = client.visit(address, deadline=time.monotonic() + 30)
    timer.join()
    print(found.code, found.detail, len(server.hits))
"""
NAMESPACE = ["unshare", "-rn"]


def _namespaces():
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    return subprocess.run([*NAMESPACE, "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not _namespaces(), reason="needs network namespaces")
def test_a_machine_whose_network_comes_up_during_the_run():
    """In a namespace of its own without any network at first; the address is a public one."""
    tests = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'kit'}"}
    done = subprocess.run(
        [*NAMESPACE, sys.executable, "-c", LATE],
        env=os.environ | tests,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout.split(), done.stderr) == (["None", "1"], "")
