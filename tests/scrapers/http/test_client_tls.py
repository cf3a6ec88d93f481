"""https: only with a valid certificate, given to this host by a trusted authority."""

import shutil
import ssl
import subprocess
import time

import pytest
from authority import Authority
from faultserver import HANG, RESET, FaultServer, Wait, answer, redirect

from scrapers.http.authorities import authorities, context
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="certificates are made with the openssl command"
)

PAGE = b"<html>page</html>"


@pytest.fixture(autouse=True)
def _no_authorities_of_this_machine(monkeypatch):
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def visit(authority, address, *, seconds=10.0, **options):
    settings = {"user_agent": "tracker/0", "allow_private": True, "delay": 0, "robots": False}
    way = Client(Politeness((), lambda: 0), **(settings | {"tls": authority.trusted} | options))
    return way.visit(address, deadline=time.monotonic() + seconds)


def test_valid_certificate(authority):
    with FaultServer({"/": answer(PAGE)}, context=authority.host("good")) as server:
        found = visit(authority, server.url(scheme="https"))
    assert (found.code, found.body, server.hits[0].headers["host"]) == (
        None,
        PAGE,
        f"127.0.0.1:{server.port}",
    )


def test_certificate_for_a_name(authority):
    context = authority.host("named", owner="DNS:name.example")
    with FaultServer({"/": answer(PAGE)}, context=context) as server:
        address = server.url(scheme="https", host="name.example")
        found = visit(authority, address, resolver=lambda *_: ["127.0.0.1"])
        other = visit(authority, server.url(scheme="https"))
    assert (found.code, other.code) == (None, "tls")
    assert "127.0.0.1" in other.detail


def test_expired_certificate(authority):
    with FaultServer({"*": answer()}, context=authority.host("old", days=-1)) as server:
        found = visit(authority, server.url(scheme="https"))
    assert (found.code, found.detail, server.hits) == ("tls", "certificate has expired", [])


def test_self_signed_certificate(authority):
    with FaultServer({"*": answer()}, context=authority.serving("ca")) as server:
        stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        found = visit(authority, server.url(scheme="https"), tls=lambda: stranger)
    assert (found.code, found.detail, server.hits) == ("tls", "self-signed certificate", [])


def test_unknown_authority(authority):
    """The default context knows the public authorities only."""
    with FaultServer({"*": answer()}, context=authority.host("local")) as server:
        way = Client(
            Politeness((), lambda: 0), user_agent="t/0", allow_private=True, delay=0, robots=False
        )
        found = way.visit(server.url(scheme="https"), deadline=time.monotonic() + 10)
    assert (found.code, server.hits) == ("tls", [])


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        ([answer()], "tls"),
        ([b"SSH-2.0-OpenSSH\r\n"], "tls"),
        ([Wait(0.5), RESET], "tls"),  # in the handshake, not before it
        ([HANG], "deadline"),
    ],
)
def test_no_tls_spoken(authority, greeting, code):
    with FaultServer(greeting=[*greeting, HANG]) as server:
        found = visit(authority, server.url(scheme="https"), seconds=1.5)
    assert found.code == code
    assert found.detail


def test_from_http_to_https_and_not_back(authority):
    secure = FaultServer({"/": answer(PAGE)}, context=authority.host("up"))
    plain = FaultServer({"/up": redirect(secure.url(scheme="https"))})
    secure.routes["/down"] = redirect(plain.url("/"))
    with secure, plain:
        up = visit(authority, plain.url("/up"))
        down = visit(authority, secure.url("/down", scheme="https"))
    assert (up.code, up.body) == (None, PAGE)
    assert (down.code, plain.paths()) == ("redirect-scheme", ["/up"])


def test_body_over_tls_in_time(authority):
    slow = [answer(PAGE)[:-5], HANG]
    with FaultServer({"/": slow}, context=authority.host("slow")) as server:
        found = visit(authority, server.url(scheme="https"), seconds=0.5)
    assert (found.code, found.status, found.body) == ("deadline", 200, PAGE[:-5])


# Whose certificates are believed


def plain_visit(address, **options):
    settings = {"user_agent": "t/0", "allow_private": True, "delay": 0, "robots": False}
    way = Client(Politeness((), lambda: 0), **(settings | options))
    return way.visit(address, deadline=time.monotonic() + 10)


def test_a_private_authority_by_key_and_by_variable(authority, monkeypatch, tmp_path):
    ca, empty = str(authority.folder / "ca.pem"), tmp_path / "empty.pem"
    empty.write_text("")
    with FaultServer({"*": answer(PAGE)}, context=authority.host("own")) as server:
        address = server.url(scheme="https")
        by_key = plain_visit(address, ca=ca)
        monkeypatch.setenv("SSL_CERT_FILE", ca)
        by_file = plain_visit(address)
        other_key = plain_visit(address, ca=str(empty))
        monkeypatch.delenv("SSL_CERT_FILE")
        monkeypatch.setenv("SSL_CERT_DIR", str(_hashed(ca, tmp_path)))
        by_folder = plain_visit(address)
    assert [found.code for found in (by_key, by_file, by_folder)] == [None] * 3
    assert other_key.code == "tls"


def _hashed(ca, folder):
    """A folder of authorities as OpenSSL wants it: a file is named by its subject's hash."""
    command = ["openssl", "x509", "-noout", "-hash", "-in", ca]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    shutil.copy(ca, folder / f"{name}.0")
    return folder


def test_authorities_that_cannot_be_read_are_named(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent/ca.pem")
    found = plain_visit("https://127.0.0.1:1/")
    assert found.code == "tls"
    assert "SSL_CERT_FILE names /nonexistent/ca.pem" in found.detail


def test_authorities_in_order():
    both = {"SSL_CERT_FILE": "/f", "SSL_CERT_DIR": "/d"}
    assert authorities("/k", both) == ("ca of the site", "/k", None)
    assert authorities(None, both) == ("SSL_CERT_FILE and SSL_CERT_DIR", "/f", "/d")
    assert authorities(None, {}).source in {"the system's", "certifi's"}


def test_the_usual_context_verifies():
    made = context(authorities(None, {}))
    assert (made.verify_mode, made.check_hostname) == (ssl.CERT_REQUIRED, True)
