"""A date that stands in the address may be a guess, and is marked."""

import pytest

from cli.terminal.publication import day_of, in_address, local_publication


@pytest.mark.parametrize(
    ("published", "url", "shown"),
    [
        ("2026-01-26", "https://a.example/2026/01/26/news.html", "2026-01-26~"),
        ("2026-01-26", "https://a.example/20260126-news.html", "2026-01-26~"),
        ("2026-01-26", "https://a.example/news/17.html", "2026-01-26"),
        ("2026-01-27", "https://a.example/2026/01/26/news.html", "2026-01-27"),
        ("2026-01-26T18:00:00+09:00", "https://a.example/2026/01/26/news.html", "2026-01-26"),
        ("", "https://a.example/2026/01/26/news.html", ""),
    ],
)
def test_a_date_of_the_address_is_marked(published, url, shown):
    assert day_of(published, url, lambda _: 540) == shown
    assert in_address(published, url) == shown.endswith("~")


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2026-01-26T21:05:59Z", "2026-01-27 06:05"),
        ("2026-01-26T21:05:00.5+00:00", "2026-01-27 06:05"),
        ("2026-01-27T06:05:00+09:00", "2026-01-27 06:05"),
        ("2026-01-27T06:05:00", "2026-01-27 06:05"),
        ("2026-01-27", "2026-01-27"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01 00:00"),
        ("", ""),
    ],
)
def test_a_time_of_publication_is_shown_in_the_zone_of_the_site(published, shown):
    assert local_publication(published, lambda _: 540) == shown
    assert day_of(published, "https://a.example/1", lambda _: 540) == shown[:10]
