"""One page, one verdict: `fetch`, `inspect` and `sites check` end with the same exit status."""

import pytest
from fakesite import FakeSite
from flow import Flow

from scrapers.reasons import kind_of

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

PAGES = {
    "white space": (b"   \n", "no-content", 4),
    "a feed": (b"<?xml version='1.0'?><rss></rss>", "type", 5),
    "a wall": (b"<title>Just a moment...</title><p>wait", "blocked", 5),
    "a page that is not there": (b"<title>404 Not Found</title><h1>404</h1>", "soft-404", 5),
}


@pytest.fixture
def flow(tmp_path, monkeypatch):
    with FakeSite() as site:
        yield Flow(site, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", PAGES)
def test_three_commands_give_one_verdict(flow, tmp_path, name):
    body, code, status = PAGES[name]
    saved = tmp_path / "page.html"
    saved.write_bytes(body)
    flow.site.on("/", body=body)
    flow.at("2026-01-28 17:03")
    commands = (
        ("fetch", "--no-articles"),
        ("inspect", flow.site.address),
        ("inspect", str(saved), "--url", flow.site.address),
        ("sites", "check", "local"),
        ("sites", "check", "local", str(saved)),
    )
    results = [flow.run(*words) for words in commands]
    assert [result.status for result in results] == [status] * len(commands)
    assert all(code in result.out + result.err for result in results)
    assert kind_of(code) == {4: "failed", 5: "refused"}[status]


def test_a_file_that_is_too_long_could_not_be_had(flow, tmp_path, monkeypatch):
    monkeypatch.setattr("cli.pipeline.page_source.LARGEST", 2**10)
    saved = tmp_path / "page.html"
    saved.write_bytes(b"<p>" * 2**10)
    for words in (("inspect", str(saved)), ("sites", "check", "local", str(saved))):
        result = flow.run(*words)
        assert (result.status, "body-cap" in result.err) == (4, True), result.err
