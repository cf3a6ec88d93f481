"""Quiet hours, batches and the times of digests."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cli.pipeline.notify.hours import batched_until, last_due, quiet_until
from scrapers import Digest

TOKYO, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")
NIGHT = (22 * 60, 7 * 60)
LUNCH = (12 * 60, 13 * 60)


def at(text, zone=TOKYO):
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-01-20 21:59:59", None),
        (NIGHT, "2026-01-20 22:00:00", "2026-01-21 07:00"),
        (NIGHT, "2026-01-21 06:59:59", "2026-01-21 07:00"),
        (NIGHT, "2026-01-21 07:00:00", None),
        (LUNCH, "2026-01-21 12:30:00", "2026-01-21 13:00"),
        (LUNCH, "2026-01-21 13:00:00", None),
        (None, "2026-01-21 03:00:00", None),
    ],
)
def test_quiet_hours_end_in_the_morning(quiet, now, until):
    assert quiet_until(quiet, TOKYO, at(now)) == (at(until) if until else None)


def test_quiet_hours_go_by_the_clock_on_the_wall():
    before = at("2026-03-29 01:30", BERLIN)
    assert (
        quiet_until(NIGHT, BERLIN, before) == at("2026-03-29 07:00", BERLIN) == before + 4.5 * 3600
    )


def test_a_digest_is_due_at_its_time_on_its_days():
    digest = Digest("d", 7 * 60 + 30, (0, 1, 2, 3, 4))
    for now, due in (
        ("2026-01-23 07:30:00", "2026-01-23 07:30"),
        ("2026-01-26 07:29:59", "2026-01-23 07:30"),  # a Monday: the last was on Friday
        ("2026-01-25 12:00:00", "2026-01-23 07:30"),
    ):
        assert last_due(digest, TOKYO, at(now)) == at(due)
    weekly = Digest("d", 0, (0,))
    assert last_due(weekly, TOKYO, at("2026-01-25 23:59")) == at("2026-01-19 00:00")


def test_a_batch_holds_what_comes_after_a_message():
    assert batched_until(1800, None, 1000) is None
    assert batched_until(1800, 1000, 1001) == 2800
    assert batched_until(1800, 1000, 2800) is None
    assert batched_until(0, 1000, 1000) is None
    assert batched_until(1800, 5000, 1000) is None, "the clock was ahead: nothing waits for it"
