"""A date that stands in the address may be a guess, and is marked."""

import pytest

from cli.terminal.publication import day_of, in_address


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
    assert day_of(published, url) == shown
    assert in_address(published, url) == shown.endswith("~")
