"""A site's zone as the store notes it: each offset of the year with its short name."""

from datetime import UTC, datetime

import pytest

from cli.pipeline.local_time import zone_names
from store import SiteRow

NOVEMBER = int(datetime(2026, 11, 27, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        ("Asia/Tokyo", "JST"),
        ("UTC", "UTC"),
        ("America/New_York", "-300=EST -240=EDT"),
        ("Europe/Dublin", "0=GMT 60=IST"),
        ("Asia/Kathmandu", "+0545"),
    ],
)
def test_a_zone_has_the_names_of_its_year(zone, names):
    assert zone_names(zone, NOVEMBER) == names


def test_a_time_of_summer_has_the_name_of_summer_in_winter_too():
    row = SiteRow(1, "s", "S", "https://a.example/", zone_names("America/New_York", NOVEMBER), None)
    assert [row.zone_at(offset) for offset in (-240, -300, 0)] == ["EDT", "EST", ""]


def test_a_store_that_knows_one_name_has_it_for_every_time():
    row = SiteRow(1, "s", "S", "https://a.example/", "JST", None)
    assert row.zone_at(540) == "JST"
