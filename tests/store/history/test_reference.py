"""The reference model by hand: stays, chart statistics, measured time.

Each test shows one rule of the design's "Meanings". Letters are articles; lists are an hour
apart and expected each hour unless the example says otherwise.
"""

from histories import START, at, hourly
from reference import HOUR, Stats, Stay, chart, gaps, measured, statistics, stays


def hour(number):
    return START + number * HOUR


def stays_of(history, article):
    return [stay for stay in stays(history, gaps(history, HOUR)) if stay.article == article]


def stats_of(history, article, since=None, until=None):
    """Statistics of a period that is given in hours."""
    since, until = (None if time is None else hour(time) for time in (since, until))
    return statistics(history, gaps(history, HOUR), article, since, until)


# --- stays ---


def test_a_stay_from_a_measured_beginning_to_a_measured_end():
    history = hourly("a b", "a x", "x a", "x a", "a b")
    assert stays_of(history, "x") == [
        Stay(
            article="x",
            begun=hour(1),
            begun_measured=True,
            ended=hour(4),
            left_measured=True,
            seconds=3 * HOUR,
            peak=1,
            peak_at=hour(2),
            top1_seconds=2 * HOUR,
            entered=True,
        )
    ]


def test_the_newest_observation_credits_nothing():
    (stay,) = stays_of(hourly("a", "a"), "a")
    assert (stay.seconds, stay.ended, stay.left_measured) == (HOUR, None, False)


def test_the_start_of_the_record_is_no_measured_beginning_but_a_first_sighting():
    (stay,) = stays_of(hourly("a", "a"), "a")
    assert (stay.begun, stay.begun_measured, stay.entered) == (hour(0), False, True)


def test_a_late_visit_credits_the_whole_time():
    (stay,) = stays_of([at(0, "a"), at(2.5, "a")], "a")
    assert stay.seconds == 2.5 * HOUR


def test_a_gap_ends_the_stay_at_the_last_observation_without_an_exit():
    before, _ = stays_of([at(0, "a"), at(1, "a"), at(9, "a")], "a")
    assert (before.ended, before.left_measured, before.seconds) == (hour(1), False, HOUR)


def test_after_a_gap_a_new_stay_begins_that_is_no_entry():
    _, after = stays_of([at(0, "a"), at(1, "a"), at(9, "a"), at(10, "a")], "a")
    assert (after.begun, after.begun_measured, after.entered) == (hour(9), False, False)


def test_gone_over_a_gap_is_no_measured_exit():
    (stay,) = stays_of([at(0, "a"), at(1, "a"), at(9, "b")], "a")
    assert (stay.ended, stay.left_measured) == (hour(1), False)


def test_an_article_first_seen_after_a_gap_has_no_measured_beginning():
    (stay,) = stays_of([at(0, "a"), at(9, "b")], "b")
    assert (stay.begun_measured, stay.entered) == (False, True)


def test_a_shorter_list_ends_a_stay_without_a_measured_exit():
    first, _ = stays_of(hourly("a b c", "a b", "a b c"), "c")
    assert (first.ended, first.left_measured, first.seconds) == (hour(1), False, HOUR)


def test_back_at_a_rank_that_was_not_measured_is_no_entry():
    _, second = stays_of(hourly("a b c", "a b", "a b c"), "c")
    assert (second.begun, second.begun_measured, second.entered) == (hour(2), False, False)


def test_back_at_a_rank_that_was_measured_is_an_entry():
    _, second = stays_of(hourly("a b c", "a b", "a c"), "c")
    assert (second.begun_measured, second.entered) == (True, True)


def test_gone_from_the_lists_last_rank_is_a_measured_exit():
    (stay,) = stays_of(hourly("a x", "a b"), "x")
    assert stay.left_measured is True


def test_the_exit_is_judged_by_the_last_rank():
    (stay,) = stays_of(hourly("a b c", "c a b", "a b"), "c")
    assert stay.left_measured is True


def test_the_peak_is_dated_by_its_first_time():
    (stay,) = stays_of(hourly("b a", "a b", "b a", "a b"), "a")
    assert (stay.peak, stay.peak_at) == (1, hour(1))


def test_the_best_row_of_an_article_counts():
    (stay,) = stays_of(hourly("a b a", "a b"), "a")
    assert (stay.peak, stay.seconds, stay.top1_seconds) == (1, HOUR, HOUR)


def test_a_row_without_an_article_has_no_stay():
    history = hourly("- a", "- a")
    assert [stay.article for stay in stays(history, gaps(history, HOUR))] == ["a"]


# --- chart statistics ---


def test_chart_statistics_of_the_whole_record():
    history = [
        *(at(0, "a b"), at(1, "a x"), at(2, "x a"), at(3, "a b")),
        *(at(4, "a x"), at(6, "a x"), at(20, "a x"), at(21, "a b")),
    ]
    assert stats_of(history, "x") == Stats(
        first_seen=hour(1),
        last_seen=hour(20),
        entries=2,  # at 1 and 4; the stay after the gap is no entry
        peak=1,
        peak_at=hour(2),
        seconds=5 * HOUR,  # 1 to 3, 4 to 6, 20 to 21
        at_least=True,  # on the list when the gap ended
        top1_seconds=HOUR,
        longest_stay=2 * HOUR,
    )


def test_hours_between_measured_beginnings_are_exact():
    assert stats_of(hourly("a", "x", "a", "x", "a"), "x").at_least is False


def test_an_end_in_a_gap_does_not_make_hours_at_least():
    assert stats_of([at(0, "a"), at(1, "x"), at(9, "a")], "x").at_least is False


def test_the_first_sighting_is_one_entry_measured_or_not():
    assert stats_of(hourly("x", "a", "x"), "x").entries == 2
    assert stats_of(hourly("a", "x", "a", "x"), "x").entries == 2


def test_time_weighs_not_the_number_of_observations():
    history = [at(0, "a b"), at(2, "b a"), at(2.1, "b a"), at(2.2, "b a"), at(2.5, "b a")]
    assert stats_of(history, "a").top1_seconds == 2 * HOUR
    assert stats_of(history, "b").top1_seconds == HOUR / 2


def test_hours_are_clipped_to_the_period():
    history = [at(0, "a"), at(2, "a"), at(4, "a")]
    assert stats_of(history, "a", since=1, until=3).seconds == 2 * HOUR


def test_what_was_in_force_when_a_period_began_counts_from_there():
    history = [at(0, "a b"), at(2, "b a"), at(4, "b a")]
    stats = stats_of(history, "a", since=1)
    assert (stats.first_seen, stats.peak, stats.peak_at) == (hour(1), 1, hour(1))


def test_an_observation_in_a_gap_is_not_in_force_when_the_period_begins():
    history = [at(0, "a b"), at(9, "b a"), at(10, "b a")]
    stats = stats_of(history, "a", since=1)
    assert (stats.first_seen, stats.peak, stats.peak_at) == (hour(9), 2, hour(9))


def test_a_period_ends_before_the_observation_at_its_end():
    history = hourly("b a", "a b", "a b")
    assert stats_of(history, "a", until=1).peak == 2


def test_a_period_begins_with_the_observation_at_its_beginning():
    stats = stats_of(hourly("b a", "a b"), "a", since=1)
    assert (stats.first_seen, stats.peak, stats.seconds) == (hour(1), 1, 0)


def test_an_article_that_was_not_seen_in_a_period_has_no_statistics():
    history = hourly("a b", "a x", "a x")
    assert stats_of(history, "b", since=1) is None
    assert list(chart(history, gaps(history, HOUR), hour(0), hour(1))) == ["a", "b"]


def test_entries_of_a_period_are_the_first_sighting_and_what_began_in_it():
    history = hourly("a", "x", "x", "a", "x", "a", "x")
    assert stats_of(history, "x").entries == 3
    assert stats_of(history, "x", since=2).entries == 3
    assert stats_of(history, "x", since=4).entries == 2
    assert stats_of(history, "x", since=2, until=4).entries == 1


def test_a_stay_of_unknown_age_is_at_least_in_every_period():
    assert stats_of(hourly("a", "a", "a"), "a", since=1).at_least is True


# --- measured ---


def measured_hours(history, since=None, until=None):
    since, until = (None if time is None else hour(time) for time in (since, until))
    seconds, total, number = measured(history, gaps(history, HOUR), since, until)
    return seconds / HOUR, total / HOUR, number


def test_a_total_says_how_much_of_its_period_was_measured():
    history = [at(0, "a"), at(1, "a"), at(9, "a"), at(10, "a"), at(20, "a"), at(22, "a")]
    assert measured_hours(history) == (4, 22, 2)


def test_gaps_count_in_the_periods_they_share_time_with():
    history = [at(0, "a"), at(1, "a"), at(9, "a"), at(10, "a")]
    assert measured_hours(history, since=2, until=8) == (0, 6, 1)
    assert measured_hours(history, since=9, until=10) == (1, 1, 0)
    assert measured_hours(history, since=0, until=1) == (1, 1, 0)


def test_before_and_after_the_record_is_not_measured_and_no_gap():
    assert measured_hours(hourly("a", "a"), since=-5, until=6) == (1, 11, 0)


def test_a_period_without_length_holds_nothing():
    history = [at(0, "a"), at(2, "a"), at(9, "a")]
    assert stats_of(history, "a", since=1, until=1) is None
    assert stats_of(history, "a", since=2, until=2) is None
    assert measured_hours(history, since=1, until=1) == (0, 0, 0)
    assert measured_hours(history, since=5, until=5) == (0, 0, 0)
