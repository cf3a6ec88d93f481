"""What a page tells of lists that a script fills in, as data."""

import pytest

from scrapers.html.page import parse
from scrapers.rankings.script_hints import needs_script

HOME = "https://site.example/"


@pytest.mark.parametrize(
    ("html", "addresses"),
    [
        ("<script>load('/api/ranking.json')</script>", ("https://site.example/api/ranking.json",)),
        (
            '<body><div data-url="/popular?n=5"></div><script>get("\\/rank\\/day")</script>',
            ("https://site.example/rank/day", "https://site.example/popular?n=5"),
        ),
        ("<script>load('https://other.example/ranking.json')</script>", ()),
        ("<script>var ranking = [1, 2]</script>", ()),
        ("<p>nothing</p>", ()),
    ],
)
def test_addresses_are_data_and_are_named_to_people(html, addresses):
    problem = needs_script(parse(html.encode(), HOME, "text/html"))
    assert (problem.code, problem.addresses, problem.ranking) == ("needs-script", addresses, "")
    assert all(address in problem.text for address in addresses)
