"""TIME as people type it, times and spans as they read them."""

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.terminal import times
from cli.terminal.times import Moment, parse_span, parse_time

JST = 540
NOW = int(datetime(2026, 1, 28, 22, 12, 5, tzinfo=UTC).timestamp())  # Thu 29 Jan 07:12:05 JST
SECONDS = st.integers(-(10**9), 4 * 10**9)
OFFSETS = st.integers(-12 * 60, 14 * 60)


def zone(name):
    """A zone as `parse_time` wants it."""
    return lambda at: (
        int(datetime.fromtimestamp(at, ZoneInfo(name)).utcoffset().total_seconds()) // 60
    )


def jst(word, edge="start"):
    return times.iso(parse_time(word, NOW, JST, edge), JST).removesuffix("+09:00")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("America/New_York", "2026-11-01"),
        ("America/New_York", "2026-03-08"),
        ("Australia/Sydney", "2026-10-04"),
        ("Australia/Sydney", "2026-04-05"),
        ("Europe/Paris", "2026-10-25"),
        ("Pacific/Apia", "2026-06-01"),
    ],
)
def test_a_local_time_is_that_of_its_zone_all_around_a_clock_change(name, day):
    """As zoneinfo has it; of a time that there is twice, the earlier; one that is not is left out."""
    here = ZoneInfo(name)
    noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=here)
    for hour in range(-36, 37):
        local = datetime.fromtimestamp(noon.timestamp() + hour * 3600, here)
        wanted = int(local.replace(fold=0).timestamp())
        word = f"{local:%Y-%m-%dT%H:%M:%S}"
        assert parse_time(word, NOW, zone(name)) == wanted, word
        midnight = local.replace(hour=0, minute=0, second=0, fold=0)
        assert parse_time(f"{local:%Y-%m-%d}", NOW, zone(name)) == int(midnight.timestamp())


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        ("now", "2026-01-29T07:12:05", "2026-01-29T07:12:05"),
        ("24h", "2026-01-28T07:12:05", "2026-01-28T07:12:05"),
        ("30m", "2026-01-29T06:42:05", "2026-01-29T06:42:05"),
        ("7d", "2026-01-22T07:12:05", "2026-01-22T07:12:05"),
        ("3w", "2026-01-08T07:12:05", "2026-01-08T07:12:05"),
        ("1mo", "2025-12-30T07:12:05", "2025-12-30T07:12:05"),
        ("1y", "2025-01-29T07:12:05", "2025-01-29T07:12:05"),
        ("22:00", "2026-01-28T22:00:00", "2026-01-28T22:00:59"),
        ("7:12", "2026-01-29T07:12:00", "2026-01-29T07:12:59"),
        ("07:13", "2026-01-28T07:13:00", "2026-01-28T07:13:59"),
        ("today", "2026-01-29T00:00:00", "2026-01-29T23:59:59"),
        ("yesterday", "2026-01-28T00:00:00", "2026-01-28T23:59:59"),
        ("2026-11-21", "2026-11-21T00:00:00", "2026-11-21T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("2025-12", "2025-12-01T00:00:00", "2025-12-31T23:59:59"),
        ("2026", "2026-01-01T00:00:00", "2026-12-31T23:59:59"),
        ("2026-01-10T08:00", "2026-01-10T08:00:00", "2026-01-10T08:00:59"),
        ("2026-01-10 08:00:30", "2026-01-10T08:00:30", "2026-01-10T08:00:30"),
        ("2026-01-10T00:00:00Z", "2026-01-10T09:00:00", "2026-01-10T09:00:00"),
        ("2026-01-10T00:00:00.25+05:30", "2026-01-10T03:30:00", "2026-01-10T03:30:00"),
        ("2026-01-10T00:00:00-0330", "2026-01-10T12:30:00", "2026-01-10T12:30:00"),
        ("  24h ", "2026-01-28T07:12:05", "2026-01-28T07:12:05"),
    ],
)
def test_words(word, start, end):
    assert (jst(word), jst(word, "end")) == (start, end)


@pytest.mark.parametrize(
    "word",
    ["", "24", "24 h", "h", "24H", "２４h", "25:00", "7:60", "2026-13", "2026-02-30", "0000", "9999",
     "2026-W01-1", "20260129", "tomorrow", "2026-01-29T25:00", "999999y", "2026-1-2", "-1h", "\x1b",
     "1999999h1", "2026-01-29T07:03+99:99"],
)  # fmt: skip
def test_what_is_no_time_is_named_with_examples(word):
    with pytest.raises(times.TimeError) as caught:
        parse_time(word, NOW, JST, "end")
    assert repr(word) in str(caught.value)
    assert "2026-11-21" in str(caught.value)
    assert caught.value.exit_status == 2


@given(st.text())
def test_any_word_is_a_time_or_an_error(word):
    with contextlib.suppress(times.TimeError):
        assert isinstance(parse_time(word, NOW, JST), int)


@given(SECONDS, OFFSETS, OFFSETS)
def test_iso_is_read_back(seconds, offset, elsewhere):
    assert parse_time(times.iso(seconds, offset), NOW, elsewhere) == seconds
    assert parse_time(times.iso(seconds), NOW, elsewhere) == seconds
    assert parse_time(times.plain(seconds, offset), NOW, offset) == seconds


@given(SECONDS, st.integers(0, 23), st.integers(0, 59), st.sampled_from(["Asia/Tokyo", "UTC"]))
def test_a_clock_time_is_the_last_one(now, hour, minute, name):
    found = parse_time(f"{hour}:{minute:02}", now, zone(name))
    local = datetime.fromtimestamp(found, ZoneInfo(name))
    assert 0 <= now - found < 86400
    assert (local.hour, local.minute, local.second) == (hour, minute, 0)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)), st.sampled_from(["day", "month"]))  # noqa: DTZ001
def test_a_period_ends_where_the_next_begins(at, unit):
    form = {"day": "%Y-%m-%d", "month": "%Y-%m"}[unit]
    after = at + timedelta(days=1) if unit == "day" else (at.replace(day=1) + timedelta(days=31))
    end = parse_time(at.strftime(form), NOW, JST, "end")
    assert end + 1 == parse_time(after.strftime(form), NOW, JST)


def test_a_day_is_as_long_as_its_zone_says():
    berlin = zone("Europe/Berlin")
    spring = [parse_time("2026-03-29", NOW, berlin, edge) for edge in ("start", "end")]
    autumn = [parse_time("2026-10-25", NOW, berlin, edge) for edge in ("start", "end")]
    assert (spring[1] - spring[0] + 1, autumn[1] - autumn[0] + 1) == (23 * 3600, 25 * 3600)


@pytest.mark.parametrize(
    ("word", "seconds"), [("30m", 1800), ("24h", 86400), ("2w", 1209600), ("6mo", 15552000)]
)
def test_spans(word, seconds):
    assert parse_span(word) == seconds


@pytest.mark.parametrize("word", ["", "1", "h", "1.5h", "auto", "1s"])
def test_what_is_no_span_is_named(word):
    with pytest.raises(times.TimeError, match="24h 7d"):
        parse_span(word)


def test_now_is_the_clock_unless_it_is_told(monkeypatch):
    before = datetime.now(UTC).timestamp()
    assert int(before) <= times.now() <= datetime.now(UTC).timestamp()
    monkeypatch.setenv("TRACKER_NOW", "2026-01-29T07:12:05+09:00")
    assert times.now() == NOW


BEYOND_ALL = ["1969-12-31T23:59:59Z", "1970-01-01T00:00+14:00", "0001-01-01T00:00+14:00",
              "9999-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"]  # fmt: skip


@pytest.mark.parametrize("word", BEYOND_ALL)
def test_nothing_is_observed_at_the_ends_of_the_calendar(monkeypatch, word):
    monkeypatch.setenv("TRACKER_NOW", word)
    with pytest.raises(times.TimeError, match=r"1970 .* 9998"):
        times.now()


@pytest.mark.parametrize("word", ["1970-01-01T00:00:00Z", "9998-12-31T23:59:59Z"])
def test_everything_between_can_be_observed(monkeypatch, word):
    monkeypatch.setenv("TRACKER_NOW", word)
    assert times.iso(times.now()) == word


@pytest.mark.parametrize("word", ["2026-01-29T07:12:05", "24h", "now", "x", "2026-02-30T00:00Z"])
def test_a_told_time_needs_date_and_offset(monkeypatch, word):
    monkeypatch.setenv("TRACKER_NOW", word)
    with pytest.raises(times.TimeError, match="TRACKER_NOW"):
        times.now()


def test_times_for_people():
    moment = Moment(NOW, JST, "JST")
    assert times.stamp(moment) == "Thu 2026-01-29 07:12 JST"
    assert times.stamp(Moment(NOW, 0)) == "Wed 2026-01-28 22:12"
    assert times.brief(moment) == "29 Jan 07:12"
    assert times.brief(moment, weekday=True) == "Thu 29 Jan 07:12"
    assert times.brief(moment, now=moment.seconds + 300 * times.DAY) == "29 Jan 07:12"
    assert times.brief(moment, now=moment.seconds + 365 * times.DAY) == "29 Jan 2026 07:12"


@pytest.mark.parametrize(
    ("seconds", "span", "age", "short"),
    [
        (0, "0 s", "just now", "0m"),
        (59, "59 s", "just now", "0m"),
        (540, "9 min", "9 min ago", "9m"),
        (3600, "1 h", "1 h ago", "1h"),
        (11340, "3 h 09 min", "3 h ago", "3h"),
        (147600, "41 h", "41 h ago", "41h"),
        (172800, "2 d", "2 d ago", "2d"),
        (644400, "7 d 11 h", "7 d ago", "7d"),
    ],
)
def test_spans_for_people(seconds, span, age, short):
    assert (times.span(seconds), times.age(seconds), times.short(seconds)) == (span, age, short)


NAMED = {  # NOW is Thursday 29 January 2026 in Japan
    "monday": ("2026-01-26", "2026-01-26"),
    "Thu": ("2026-01-29", "2026-01-29"),
    "friday": ("2026-01-23", "2026-01-23"),
    "火曜": ("2026-01-27", "2026-01-27"),
    "日曜日": ("2026-01-25", "2026-01-25"),
    "今日": ("2026-01-29", "2026-01-29"),
    "昨日": ("2026-01-28", "2026-01-28"),
    "一昨日": ("2026-01-27", "2026-01-27"),
    "今週": ("2026-01-26", "2026-02-01"),
    "last week": ("2026-01-19", "2026-01-25"),
    "先週": ("2026-01-19", "2026-01-25"),
    "this-month": ("2026-01-01", "2026-01-31"),
    "先月": ("2025-12-01", "2025-12-31"),
    "去年": ("2025-01-01", "2025-12-31"),
    "2026/11/20": ("2026-11-20", "2026-11-20"),
    "2026/1/5": ("2026-01-05", "2026-01-05"),
    "11/20": ("2025-11-20", "2025-11-20"),
    "1/29": ("2026-01-29", "2026-01-29"),
    "１月２７日": ("2026-01-27", "2026-01-27"),
    "2025年12月": ("2025-12-01", "2025-12-31"),
    "2025/12": ("2025-12-01", "2025-12-31"),
    "2025年12月3日": ("2025-12-03", "2025-12-03"),
}


def test_days_as_people_name_them():
    for word, (first, last) in NAMED.items():
        assert parse_time(word, NOW, JST, "start") == parse_time(first, NOW, JST, "start"), word
        assert parse_time(word, NOW, JST, "end") == parse_time(last, NOW, JST, "end"), word


@pytest.mark.parametrize("word", ["2/30", "13/1", "monthday", "曜日", "tu", "2026年", "0/0"])
def test_what_names_no_day_is_no_time(word):
    with pytest.raises(times.TimeError, match="monday, last-week"):
        parse_time(word, NOW, JST)


@given(st.integers(0, 2**33))
def test_hours_are_cut_and_precise_to_a_second(seconds):
    assert times.hours(seconds) * 3600 <= seconds + 1e-3
    assert round(times.hours(seconds) * 3600) == seconds
