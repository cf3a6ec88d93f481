"""The reference model by hand: what stood on a list, gaps, baselines.

Each test shows one rule of the design's "Meanings". Letters are articles; lists are an
hour apart unless the example says otherwise.
"""

from itertools import accumulate

import pytest
from histories import START, at, hourly
from reference import (
    DAY,
    HOUR,
    Obs,
    baseline,
    gaps,
    known_by,
    list_at,
    record,
    short_flags,
    verdicts_of,
)

SECOND = 1 / HOUR  # in hours


def visits_at(*hours):
    return [at(hour, "a b c") for hour in hours]


def hour(number):
    return START + number * HOUR


# --- order, --at ---


def test_record_orders_by_time():
    late, early = at(2, "b"), at(1, "a")
    assert record([late, early]) == [early, late]


def test_two_observations_never_share_a_time():
    with pytest.raises(AssertionError, match="one time"):
        record([at(1, "a"), at(1, "b")])


def test_an_empty_list_is_no_observation():
    with pytest.raises(AssertionError, match="entries"):
        record([Obs(START, ())])


def test_the_list_at_a_time_is_the_latest_at_or_before_it():
    history = hourly("a b", "b a")
    assert list_at(history, hour(1) - 1) == history[0]
    assert list_at(history, hour(1)) == history[1]
    assert list_at(history, START - 1) is None


def test_at_knows_nothing_later():
    history = hourly("a", "b", "c")
    assert known_by(history, hour(1)) == history[:2]


# --- short ---


def test_fewer_entries_than_before_is_short():
    assert short_flags(hourly("a b c", "a b", "a b c")) == [False, True, False]


def test_five_entries_are_not_short_where_five_is_normal():
    assert short_flags(hourly(*["a b c d e"] * 3)) == [False, False, False]


def test_short_looks_20_observations_back():
    flags = short_flags(hourly("a b c", *["a b"] * 21))
    assert flags == [False, *[True] * 20, False]


# --- gap ---


def test_no_gap_stands_before_the_first_observation():
    assert gaps(visits_at(5), HOUR) == [False]


def test_more_than_two_and_a_half_intervals_is_a_gap():
    assert gaps(visits_at(0, 2.5, 5 + SECOND), HOUR) == [False, False, True]


def test_with_fewer_than_four_intervals_the_schedule_is_taken_as_daily():
    assert gaps(visits_at(0, 1, 2, 3, 63), None) == [False] * 5  # three intervals, 60 h
    assert gaps(visits_at(0, 60, 120 + SECOND), None) == [False, False, True]


def test_four_intervals_make_a_schedule():
    assert gaps(visits_at(0, 1, 2, 3, 4, 6.5), None)[-1] is False
    assert gaps(visits_at(0, 1, 2, 3, 4, 6.5 + SECOND), None)[-1] is True


def test_the_75th_percentile_is_the_third_of_four_intervals():
    four = (0, 1, 4, 6, 10)  # intervals 1, 3, 2, 4; the third in order is 3
    assert gaps(visits_at(*four, 17.5), None)[-1] is False
    assert gaps(visits_at(*four, 17.5 + SECOND), None)[-1] is True


def test_an_observations_own_interval_does_not_judge_itself():
    history = visits_at(0, 1, 2, 3, 4, 100, 200)
    assert gaps(history, None)[-2:] == [True, True]  # the 75th of 1 1 1 1 96 is 1


def test_the_schedule_is_learnt_from_the_20_intervals_before():
    intervals = (5, *[1] * 15, *[5] * 5, 3)
    hours = accumulate(intervals, initial=0)
    # Of the 20 before the last one the 15th in order is 1; of 19 or 21 it would be 5.
    assert gaps(visits_at(*hours), None)[-1] is True


def test_a_schedule_of_today_does_not_judge_the_past():
    fetched = zip(visits_at(0, 4, 8), (HOUR, HOUR, 4 * HOUR), strict=True)
    history = [o._replace(every=every) for o, every in fetched]
    assert verdicts_of(history) == [False, True, False]


def test_a_setting_judges_only_between_two_visits():
    history = [o._replace(every=HOUR) for o in visits_at(0, 1, 5, 9)]
    assert verdicts_of(history) == [False, False, True, True]
    history[2] = history[2]._replace(fetched=False, every=None)
    assert verdicts_of(history) == [False, False, False, False]  # learnt: a day, so far


# --- baseline ---


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((0, 23, 25, 48), 1),  # 23 and 25 are equally near to 24: the earlier
        ((0, 23, 24.5, 48), 2),  # the nearest, on either side
        ((0, 18, 48), 1),  # six hours away: lag / 4
        ((0, 18 - SECOND, 48), None),
        ((0, 30, 48), 1),  # six hours on the other side
        ((48,), None),
    ],
)
def test_a_lag_takes_the_nearest_observation_within_a_quarter(hours, expected):
    assert baseline(visits_at(*hours), len(hours) - 1, ("lag", DAY)) == expected


def test_a_long_lag_reaches_24_hours_at_most():
    week = ("lag", 7 * DAY)
    assert baseline(visits_at(24, 192), 1, week) == 0
    assert baseline(visits_at(48, 192), 1, week) == 0
    assert baseline(visits_at(48 + SECOND, 192), 1, week) is None


def test_a_tolerance_takes_the_place_of_the_quarter():
    history = visits_at(0, 16, 48)
    assert baseline(history, 2, ("lag", DAY), tolerance=8 * HOUR) == 1
    assert baseline(history, 2, ("lag", DAY), tolerance=8 * HOUR - 1) is None


def test_a_baseline_is_before_the_observation():
    history = visits_at(0, 4, 5)
    assert baseline(history, 1, ("lag", HOUR), tolerance=DAY) == 0
    assert baseline(history, 1, ("time", hour(9))) == 0


def test_a_lag_counts_from_the_observations_own_time():
    history = visits_at(0, 1, 24, 25)
    assert baseline(history, 2, ("lag", DAY)) == 0


def test_a_short_observation_is_no_baseline():
    history = hourly("a b", "a b", "a", "a b")
    assert baseline(history, 3, ("lag", HOUR), tolerance=HOUR) == 1
    assert baseline(history, 3, ("time", hour(2))) == 1
    assert baseline(history, 3, ("previous",)) == 1


def test_a_time_takes_the_latest_at_or_before_it_at_most_24_hours_older():
    history = visits_at(0, 1, 30)
    assert baseline(history, 2, ("time", hour(1))) == 1
    assert baseline(history, 2, ("time", hour(1) - 1)) == 0
    assert baseline(history, 2, ("time", hour(25))) == 1
    assert baseline(history, 2, ("time", hour(25) + 1)) is None


def test_previous_is_the_one_before_unless_a_gap_lies_between():
    history = visits_at(0, 1, 5)
    verdicts = gaps(history, HOUR)
    assert baseline(history, 1, ("previous",), verdicts=verdicts) == 0
    assert baseline(history, 2, ("previous",), verdicts=verdicts) is None


def test_previous_does_not_pass_over_a_short_one_into_a_gap():
    history = [at(0, "a b"), at(5, "a"), at(6, "a b")]
    assert baseline(history, 2, ("previous",), verdicts=gaps(history, HOUR)) is None
