"""https: only with a valid certificate, given to this host by a trusted authority."""

import shutil
import ssl
import subprocess
import time

import pytest
from faultserver import HANG, RESET, FaultServer, Wait, answer, redirect

from scrapers.http.client import Client
from scrapers.http.politeness import Politeness

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="certificates are made with the openssl command"
)

PAGE = b"<html>page</html>"
NEW_KEY = ("-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


class Authority:
    """A certificate authority for one test run; what it makes lies in `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self._run("req", "-x509", *NEW_KEY, *self._named("ca"), "-days", "2")

    def host(self, name, *, owner="IP:127.0.0.1", days=2):
        """A server's TLS context; fewer than no days make an expired certificate."""
        usage = self.folder / f"{name}.ext"
        usage.write_text(f"subjectAltName={owner}\nbasicConstraints=critical,CA:FALSE\n")
        key, request = self.folder / f"{name}.key", self.folder / f"{name}.csr"
        self._run("req", *NEW_KEY, "-subj", "/CN=host", "-keyout", key, "-out", request)
        given = (
            "-CA",
            self.folder / "ca.pem",
            "-CAkey",
            self.folder / "ca.key",
            "-set_serial",
            "5",
        )
        out = ("-days", str(days), "-extfile", usage, "-out", self.folder / f"{name}.pem")
        self._run("x509", "-req", "-in", request, *given, *out)
        return self.serving(name)

    def serving(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    def trusted(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.folder / "ca.pem")
        return context

    def _named(self, name):
        out = ("-out", self.folder / f"{name}.pem", "-keyout", self.folder / f"{name}.key")
        return ("-subj", f"/CN=Test {name}", *out)

    @staticmethod
    def _run(*command):
        subprocess.run(["openssl", *command], check=True, capture_output=True)


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
