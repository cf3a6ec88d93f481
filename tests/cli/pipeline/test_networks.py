"""The whole program behind a proxy, with a private authority, a login, a Crawl-delay, a site that moved."""

import shutil
import tomllib

import httpx
import pytest
from authority import Authority
from fakesite import FakeSite
from faultserver import FaultServer, answer, redirect
from flow import Flow
from loopproxy import Proxy

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def flow(tmp_path, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        yield flow


def shown_by(site):
    """The bytes of the site's home page."""
    return httpx.get(site.address, trust_env=False).content


def configure(flow, home, *lines):
    entry = ["[sites.local]", 'extends = "jdefense"', f'home = "{home}"', "delay = 0", *lines]
    flow.config.write_text("\n".join([*entry, ""]))


def test_a_fetch_through_the_proxy_of_the_environment(flow, monkeypatch):
    port = int(flow.site.address.rstrip("/").rpartition(":")[2])
    configure(flow, "http://news.example/")
    with Proxy(port, login="me:s3cret") as proxy:
        monkeypatch.setenv("http_proxy", f"http://me:s3cret@127.0.0.1:{proxy.port}")
        fetched = flow.run("-vv", "fetch", "--no-articles")
        looked = flow.run("doctor", "--network")
    assert fetched.status == 0, fetched.err
    assert f"through proxy 127.0.0.1:{proxy.port} (http_proxy)" in " ".join(looked.out.split())
    assert "s3cret" not in fetched.out + fetched.err + looked.out + looked.err
    assert b"s3cret" not in flow.store.read_bytes()


def test_a_site_that_wants_a_login_and_a_header(flow, monkeypatch):
    shown, secret = shown_by(flow.site), "me:s3cret"
    with FaultServer({"/": answer(shown)}) as server:
        lines = ("allow_private = true", 'auth = "env:LOGIN"', 'headers = { X-Key = "env:KEY" }')
        configure(flow, server.url(), *lines)
        missing = flow.rankings()
        monkeypatch.setenv("LOGIN", secret)
        monkeypatch.setenv("KEY", "s3cret-key")
        said = [
            flow.run("-vv", "fetch", "--no-articles"),
            flow.run("doctor", "--network"),
            flow.run("sites", "show", "local"),
            flow.run("log"),
        ]
    assert (missing, said[0].status) == (2, 0), said[0].err
    assert server.hits[-1].headers["x-key"] == "s3cret-key"
    assert server.hits[-1].headers["authorization"].startswith("basic ")
    assert "s3cret" not in "".join(one.out + one.err for one in said)
    assert b"s3cret" not in flow.store.read_bytes()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made with openssl")
def test_a_private_authority(flow, tmp_path, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    authority = Authority(tmp_path)
    routes = {"/": answer(shown_by(flow.site))}
    with FaultServer(routes, context=authority.host("site")) as server:
        home = server.url(scheme="https")
        configure(flow, home, "allow_private = true")
        unknown = flow.rankings()
        configure(flow, home, "allow_private = true", f'ca = "{tmp_path / "ca.pem"}"')
        known = flow.rankings()
        looked = flow.run("doctor", "--network")
    assert (unknown, known) == (4, 0)
    assert f"{tmp_path / 'ca.pem'} (ca of the site)" in " ".join(looked.out.split())


def add(flow, address):
    return flow.run("sites", "add", "n", address, "--yes", "--allow-private", "--delay", "0")


def test_a_long_crawl_delay_can_be_added_and_is_named(flow):
    rules = "User-agent: *\nCrawl-delay: 200"
    flow.site.on("/robots.txt", headers={"Content-Type": "text/plain"}, body=rules)
    said = add(flow, flow.site.address)
    assert said.status == 0, said.err
    assert tomllib.loads(flow.config.read_text())["sites"]["n"]["deadline"] > 400
    fetched = flow.run("fetch", "local", "--no-articles")
    assert fetched.status == 4
    assert "200 s lie between two requests" in fetched.err
    assert "Crawl-delay" in fetched.err


@pytest.mark.parametrize("robots", [answer(b"", kind="text/plain"), None])
def test_a_site_that_moved_is_answered_with_the_address_to_take(flow, robots):
    new = "http://127.0.0.2:9/?a=$(x)"
    routes = {
        "/": redirect(new),
        "/robots.txt": robots or redirect("http://127.0.0.2:9/robots.txt"),
    }
    with FaultServer(routes) as server:
        said = add(flow, server.url())
        configure(flow, server.url(), "allow_private = true")
        fetched = flow.fetch("--no-articles")
    assert (said.status, fetched.status) == (4, 4)
    wanted = "'http://127.0.0.2:9/?a=$(x)'" if robots else "http://127.0.0.2:9/"
    assert f"Then:  tracker sites add n {wanted}\n" in said.err
    assert "if it is your site, use http://127.0.0.2:9/" in fetched.err
