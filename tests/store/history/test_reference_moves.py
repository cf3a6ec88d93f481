"""The reference model by hand: status, movers, seven days.

Each test shows one rule of the design's "Meanings". Letters are articles, "-" is a row without
one; lists are an hour apart unless the example says otherwise.
"""

from histories import START, at, hourly
from reference import DAY, HOUR, Move, Visit, gaps, movers, outs, seven_days, statuses

# --- status ---


def status(history, article):
    """Of the newest list against the one before it."""
    index = len(history) - 1
    rank = history[index].entries.index(article) + 1
    return statuses(history, index, index - 1)[rank]


def test_up_down_and_same_count_ranks():
    assert statuses(hourly("a b c", "c b a"), 1, 0) == {
        1: ("up", 2),
        2: ("same", 0),
        3: ("down", -2),
    }


def test_new_was_never_seen_at_or_before_the_baseline():
    assert status(hourly("a b", "a x"), "x") == ("new", None)


def test_re_was_seen_before_the_baseline():
    assert status(hourly("a x", "a b", "a x"), "x") == ("re", None)


def test_what_happened_after_the_baseline_never_decides():
    history = hourly("a b", "a x", "a b", "a x")
    assert statuses(history, 3, 0)[2] == ("new", None)


def test_below_the_baselines_depth_an_absence_was_not_measured():
    assert status(hourly("a b", "a b x"), "x") == ("unknown", None)
    assert status(hourly("x b a", "a b", "a b x"), "x") == ("unknown", None)


def test_at_the_baselines_depth_an_absence_was_measured():
    assert status(hourly("a b c", "a b x y"), "x") == ("new", None)


def test_two_ranks_that_were_seen_compare_whatever_the_depth():
    assert status(hourly("a b c d", "d"), "d") == ("up", 3)
    assert status(hourly("d", "a b c d"), "d") == ("down", -3)


def test_without_a_baseline_everything_is_unknown():
    history = hourly("a b")
    assert statuses(history, 0, None) == {1: ("unknown", None), 2: ("unknown", None)}
    assert outs(history, 0, None) == []


def test_both_rows_of_an_article_have_the_status_of_the_better_one():
    assert statuses(hourly("b a c", "a b a"), 1, 0) == {
        1: ("up", 1),
        2: ("down", -1),
        3: ("up", 1),
    }


def test_a_row_without_an_article_has_no_status_and_is_never_out():
    history = hourly("- a", "a -")
    assert statuses(history, 1, 0) == {1: ("up", 1), 2: ("unknown", None)}
    assert outs(history, 1, 0) == []


def test_a_row_without_an_article_is_measured_depth():
    assert status(hourly("a -", "a x"), "x") == ("new", None)


def test_out_needs_an_old_rank_within_the_current_depth():
    assert outs(hourly("a b c", "x y"), 1, 0) == [
        ("a", 1, "out"),
        ("b", 2, "out"),
        ("c", 3, "unknown"),
    ]


def test_an_article_shown_twice_is_out_once_with_its_best_rank():
    assert outs(hourly("a b b", "a x"), 1, 0) == [("b", 2, "out")]


# --- movers ---


def test_movers_sort_every_article_into_one_place():
    history = hourly("r a b c d", "a b c d v", "c b a n r")
    moves = movers(history, gaps(history, HOUR), 1, 2)
    assert moves.up == [Move("c", 1, 3)]
    assert moves.same == [Move("b", 2, 2)]
    assert moves.down == [Move("a", 3, 1)]
    assert moves.new == [Move("n", 4, None)]
    assert moves.back == [Move("r", 5, None)]
    assert moves.out == [Move("d", None, 4), Move("v", None, 5)]
    assert moves.unknown == []
    assert moves.visits == []


def test_movers_put_what_was_not_measured_apart():
    history = hourly("a b", "b c d")
    assert movers(history, gaps(history, HOUR), 0, 1).unknown == [Move("d", 3, None)]
    history = hourly("b c d", "b a")
    assert movers(history, gaps(history, HOUR), 0, 1).unknown == [Move("d", None, 3)]


def test_a_visit_came_and_went_in_between():
    history = hourly("a b", "a v", "v a", "a b", "a b")
    assert movers(history, gaps(history, HOUR), 0, 4).visits == [Visit("v", 1, 2 * HOUR)]


def test_a_gap_takes_a_visits_hours_but_not_the_visit():
    history = [at(0, "a b"), at(1, "a v"), at(9, "a b")]
    assert movers(history, gaps(history, HOUR), 0, 2).visits == [Visit("v", 2, 0)]


# --- seven days ---


def days(*lists, hours=24):
    """Lists seen once a day, the last one today."""
    return [at(hours * number, rows) for number, rows in enumerate(lists)]


def seven(history, article, every=DAY):
    return seven_days(history, gaps(history, every), history[-1].time, article)


def test_seven_days_reads_from_the_oldest_to_today():
    history = days("a b c", "b a c", "b c a", "b c d", "a b c", "a b c", "b a c")
    assert seven(history, "a") == "123.112"


def test_ten_is_a_zero_and_beyond_is_a_plus():
    rows = "b c d e f g h i j a"
    assert seven(days(rows, f"k {rows}"), "a") == "?????0+"


def test_before_the_record_nothing_is_measured():
    assert seven(days("a", "b"), "a") == "?????1."


def test_an_instant_in_a_gap_is_not_measured():
    history = [at(0, "a"), at(1, "a"), at(24 * 6, "a")]
    assert seven(history, "a", every=HOUR) == "1?????1"


def test_off_a_short_list_is_not_measured():
    assert seven(days("a b", "b", "b c"), "a") == "????1?."


def test_between_two_observations_the_earlier_one_holds():
    history = [at(0, "a b"), at(23, "b a"), at(25, "a b"), at(48, "a b")]
    assert seven(history, "a") == "????121"


def test_after_the_newest_observation_nothing_is_measured():
    history = hourly("a", "a")
    assert seven_days(history, gaps(history, HOUR), START + 2 * HOUR, "a") == "???????"
