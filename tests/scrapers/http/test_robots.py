"""robots.txt: what it allows, and what its absence or failure means."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.http.robots import LONGEST, rules

PAGE = "https://example.org/docs/a.html"


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: *\nDisallow:", True),
        (b"User-agent: *\nDisallow: /docs/", False),
        (b"User-agent: *\nDisallow: /docs/\nAllow: /docs/a", True),
        (b"User-agent: *\nDisallow: /*.html$", False),
        (b"User-agent: tracker\nDisallow: /\nUser-agent: *\nAllow: /", False),
        (b"User-agent: other\nDisallow: /", True),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /docs", False),
        (b"<html>not found</html>", True),
        (b"", True),
        (b"\xff\xfe\x00\x01", True),
    ],
)
def test_allowed(body, allowed):
    assert (rules("tracker", 200, body).refuses(PAGE) == "") is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (410, True), (403, True), (401, True), (429, False), (500, False), (503, False)],
)
def test_status(status, allowed):
    assert (rules("tracker", status, b"User-agent: *\nDisallow: /").refuses(PAGE) == "") is allowed


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        (b"Crawl-delay: 7", 7),
        (b"Crawl-delay: 0.5", 0.5),
        (b"Crawl-delay: -7", 0),
        (b"Crawl-delay: inf", 0),
        (b"Crawl-delay: nan", 0),
        (b"Crawl-delay: soon", 0),
        (b"", 0),
    ],
)
def test_crawl_delay(line, seconds):
    assert rules("tracker", 200, b"User-agent: *\n" + line).crawl_delay() == seconds


def test_the_first_500_kib_count():
    filler = b"# nothing\n" * (LONGEST // 10)
    rule = b"User-agent: *\nDisallow: /\n"
    assert rules("tracker", 200, rule + filler).refuses(PAGE)
    assert not rules("tracker", 200, filler + rule).refuses(PAGE)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(body):
    found = rules("tracker", 200, b"User-agent: *\n" + body)
    assert found.crawl_delay() >= 0
    assert isinstance(found.refuses(PAGE), str)


def test_many_wildcards_cost_little():
    rule = b"User-agent: *\n" + b"Disallow: /" + b"*a" * 2000 + b"b\n"
    began = time.process_time()
    rules("tracker", 200, rule * 100).refuses("https://example.org/" + "a" * 4000)
    assert time.process_time() - began < 5
