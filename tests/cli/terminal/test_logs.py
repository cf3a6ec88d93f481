"""`-vv`: every step on standard error, cleaned, and without secrets; silence otherwise."""

import logging

import pytest
from fakesite import FakeSite
from flow import Flow

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        flow = Flow(site, tmp_path, monkeypatch)
        flow.at("2026-01-28 17:03")
        yield flow


def test_each_step_is_a_line(flow):
    flow.site.on("/", status=302, headers={"Location": "/index.html"}, times=1)
    flow.site.on("/index.html", status=503, times=1)
    result = flow.run("-vv", "fetch", "--no-articles")
    for step in (
        f"GET {flow.site.address}robots.txt",
        f"HTTP 302 redirects to {flow.site.address}index.html",
        "until the next request to 127.0.0.1",
        f"{flow.site.address}index.html: try 2 after ",
        f"cli.pipeline.rankings: local: {flow.site.address}index.html: ",
    ):
        assert step in result.err, result.err
    assert result.out == ""


def test_which_lists_were_found_and_why(flow):
    result = flow.run("-vv", "fetch", "--no-articles")
    lines = [line for line in result.err.splitlines() if ": list " in line]
    assert (result.status, len(lines)) == (0, 3)
    assert all(", 10 rows: heading " in line for line in lines)


def test_a_line_is_cleaned(flow):
    rows = "".join(f"<li><a href='/docs/mod/{n:06}.html'>Headline {n}</a>" for n in range(9))
    flow.site.on("/", body=f"<h2>Most read \x1b[31m</h2><ol>{rows}</ol>")
    result = flow.run("-vv", "fetch", "--no-articles")
    assert "Most read" in result.err
    assert "\x1b" not in result.err


@pytest.mark.parametrize("words", [(), ("-v",), ("-q",), ("-vv", "-q")])
def test_nothing_is_logged_otherwise(flow, words):
    assert "scrapers." not in flow.run(*words, "fetch", "--no-articles").err


def test_the_loggers_are_left_as_they_were(flow):
    flow.run("-vv", "fetch", "--no-articles")
    for name in ("cli", "scrapers", "store"):
        logger = logging.getLogger(name)
        assert (logger.handlers, logger.level) == ([], logging.NOTSET)


def test_the_address_of_a_ping_is_a_secret(flow):
    flow.site.on("/secret-of-the-ping/start", status=302, headers={"Location": "/more-secret"})
    flow.site.on("/more-secret", body="ok")
    ping = f"{flow.site.address}secret-of-the-ping"
    result = flow.run("-vv", "fetch", "--no-articles", "--ping", ping)
    assert any("secret-of-the-ping" in entry.path for entry in flow.site.log)
    assert "GET 127.0.0.1:" in result.err
    assert "secret" not in result.err
