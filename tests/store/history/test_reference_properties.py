"""What holds for every history, of the reference model and of the histories themselves."""

from collections import Counter
from itertools import pairwise

import pytest
from histories import (
    histories,
    history_with_imports,
    kinds,
    kinds_of_batches,
    schedules,
    site_histories,
)
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from reference import (
    DAY,
    HOUR,
    articles,
    baseline,
    chart,
    credit,
    gaps,
    known_by,
    list_at,
    measured,
    movers,
    outs,
    record,
    seven_days,
    short_flags,
    shown_rank,
    statistics,
    statuses,
    stays,
)
from sizes import FULL

KINDS = {
    *("gap", "gap of days", "doubled", "at rest", "swap", "new entry", "re-entry", "replaced"),
    *("short", "deeper", "beyond nine", "beyond ten", "one row", "duplicate", "nameless"),
    *("clock", "flagged"),
}
HISTORIES = histories()
UNHURRIED = settings(deadline=None)  # a busy machine is no failure


def two_places(history):
    """Two different places in a history, the earlier first."""
    places = st.integers(0, len(history) - 1)
    return st.lists(places, min_size=2, max_size=2, unique=True).map(sorted)


def by_article(history, index, base):
    """The status of each article shown at `index`, whatever its rows."""
    rows = statuses(history, index, base)
    return {
        article: rows[rank]
        for rank, article in enumerate(history[index].entries, start=1)
        if article
    }


# --- the histories ---


@pytest.mark.full
@pytest.mark.parametrize(
    ("strategy", "count", "expected"),
    [
        (HISTORIES, kinds, KINDS),
        (history_with_imports(), kinds_of_batches, {"older import", "scattered import"}),
    ],
)
def test_fifty_hold_every_kind_of_event(strategy, count, expected):
    found = Counter()

    @settings(
        max_examples=300 if FULL else 50,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    @given(strategy)
    def look(example):
        found.update(count(example))

    look()
    assert expected <= found.keys()


def test_a_failing_history_shrinks_to_what_matters():
    quick = settings(
        deadline=None, derandomize=True, database=None, phases=[Phase.generate, Phase.shrink]
    )
    found = find(histories(most=6), lambda history: kinds(history)["re-entry"], settings=quick)
    assert kinds(found).keys() <= {"at rest", "new entry", "re-entry"}


@UNHURRIED
@given(HISTORIES)
def test_histories_are_records(history):
    assert record(history) == history
    assert 5 <= len(history) <= 40
    assert all(1 <= len(observation.entries) <= 12 for observation in history)


@UNHURRIED
@given(history_with_imports())
def test_imports_join_to_a_history(batches):
    joined = record([observation for batch in batches for observation in batch])
    assert len(joined) == sum(map(len, batches))
    assert all(batch == record(batch) and batch for batch in batches)


@UNHURRIED
@given(site_histories())
def test_lists_of_a_site_are_seen_by_the_same_visits(site):
    visits = {observation.time for observation in site["day"]}
    for history in site.values():
        assert record(history) == history
        assert {observation.time for observation in history} <= visits


# --- gaps, short and baselines ---


@UNHURRIED
@given(HISTORIES, schedules(), st.data())
def test_verdicts_stand_whatever_comes_later(history, every, data):
    known = known_by(history, data.draw(st.sampled_from(history)).time)
    assert gaps(known, every) == gaps(history, every)[: len(known)]
    assert short_flags(known) == short_flags(history)[: len(known)]


@UNHURRIED
@given(HISTORIES, st.data())
def test_a_baseline_is_earlier_and_never_short(history, data):
    index = data.draw(st.integers(0, len(history) - 1))
    lag = data.draw(st.sampled_from([HOUR, 8 * HOUR, DAY, 7 * DAY]))
    time = history[index].time - data.draw(st.integers(-2 * DAY, 9 * DAY))
    for vs in (("lag", lag), ("time", time), ("previous",)):
        base = baseline(history, index, vs)
        assert base is None or (base < index and not short_flags(history)[base])


@UNHURRIED
@given(HISTORIES, st.integers(0, 10**6))
def test_no_answer_depends_on_the_date(history, seconds):
    later = [observation._replace(time=observation.time + seconds) for observation in history]
    verdicts = gaps(history, None)
    assert gaps(later, None) == verdicts
    assert measured(later, verdicts) == measured(history, verdicts)
    newest = len(history) - 1
    assert baseline(later, newest, ("lag", DAY)) == baseline(history, newest, ("lag", DAY))


# --- status ---


@UNHURRIED
@given(HISTORIES, st.data())
def test_reversing_baseline_and_current_swaps_up_and_down(history, data):
    early, late = data.draw(two_places(history))
    swapped = {"up": "down", "down": "up", "same": "same"}
    there, back = by_article(history, late, early), by_article(history, early, late)
    for article in there.keys() & back.keys():
        status, change = there[article]
        assert back[article] == (swapped[status], -change)


@UNHURRIED
@given(HISTORIES, st.data())
def test_reversing_baseline_and_current_turns_out_into_new_or_back(history, data):
    early, late = data.draw(two_places(history))
    appeared = by_article(history, early, late)
    for article, _, status in outs(history, late, early):
        assert (appeared[article][0] == "unknown") == (status == "unknown")


@UNHURRIED
@given(HISTORIES, st.data())
def test_status_knows_nothing_that_lies_between_or_after(history, data):
    early, late = data.draw(two_places(history))
    known = [*history[: early + 1], history[late]]
    assert statuses(known, early + 1, early) == statuses(history, late, early)
    assert outs(known, early + 1, early) == outs(history, late, early)


@UNHURRIED
@given(HISTORIES, st.data())
def test_movers_name_every_article_of_the_stretch_once(history, data):
    early, late = data.draw(two_places(history))
    found = movers(history, gaps(history, None), early, late)
    named = [row.article for kind in found for row in kind]
    assert sorted(named) == articles(history[early : late + 1])


# --- time ---


@UNHURRIED
@given(HISTORIES, schedules())
def test_hours_never_exceed_the_measured_time(history, every):
    verdicts = gaps(history, every)
    seconds, total, _ = measured(history, verdicts)
    assert 0 <= seconds <= total
    for stats in chart(history, verdicts).values():
        assert 0 <= stats.longest_stay <= stats.seconds <= seconds
        assert 0 <= stats.top1_seconds <= stats.seconds


@UNHURRIED
@given(HISTORIES, schedules())
def test_hours_of_all_articles_are_the_rows_of_all_measured_time(history, every):
    verdicts = gaps(history, every)
    found = chart(history, verdicts).values()
    credits_ = [credit(history, verdicts, index) for index in range(len(history))]
    rows = [len(articles([observation])) for observation in history]
    firsts = [observation.entries[0] is not None for observation in history]
    assert sum(s.seconds for s in found) == sum(map(int.__mul__, credits_, rows))
    assert sum(s.top1_seconds for s in found) == sum(map(int.__mul__, credits_, firsts))


@UNHURRIED
@given(HISTORIES, schedules())
def test_statistics_sum_up_stays(history, every):
    verdicts = gaps(history, every)
    for article, stats in chart(history, verdicts).items():
        mine = [stay for stay in stays(history, verdicts) if stay.article == article]
        assert stats.entries == sum(stay.entered for stay in mine)
        assert stats.seconds == sum(stay.seconds for stay in mine)
        assert stats.longest_stay == max(stay.seconds for stay in mine)
        assert (stats.peak, stats.peak_at) == min((stay.peak, stay.peak_at) for stay in mine)
        assert stats.at_least == any(not stay.begun_measured for stay in mine)


@UNHURRIED
@given(HISTORIES, schedules())
def test_stays_follow_each_other(history, every):
    found = stays(history, gaps(history, every))
    for article in articles(history):
        mine = [stay for stay in found if stay.article == article]
        for before, after in pairwise(mine):
            assert before.begun <= before.ended <= after.begun
        for stay in mine:
            end = history[-1].time if stay.ended is None else stay.ended
            assert stay.seconds == end - stay.begun


@UNHURRIED
@given(HISTORIES, schedules(), st.data())
def test_two_halves_of_a_period_make_the_whole(history, every, data):
    verdicts = gaps(history, every)
    first, newest = history[0].time, history[-1].time
    middle = data.draw(st.integers(first, newest))
    whole, early, late = (
        measured(history, verdicts, *ends)
        for ends in ((first, newest), (first, middle), (middle, newest))
    )
    assert early[0] + late[0] == whole[0]
    for article, stats in chart(history, verdicts).items():
        halves = [
            statistics(history, verdicts, article, first, middle),
            statistics(history, verdicts, article, middle, newest + 1),
        ]
        assert sum(half.seconds for half in halves if half) == stats.seconds
        assert min(half.peak for half in halves if half) == stats.peak


# --- what top shows ---


@UNHURRIED
@given(HISTORIES, schedules(), st.data())
def test_the_last_of_seven_days_is_the_rank_in_the_list_shown(history, every, data):
    index = data.draw(st.integers(0, len(history) - 1))
    observation, verdicts = history[index], gaps(history, every)
    off = "?" if short_flags(history)[index] else "."
    assert list_at(history, observation.time) == observation
    for article in articles(history):
        last = seven_days(history, verdicts, observation.time, article)[-1]
        if article not in observation.entries:
            assert last == off
        else:
            assert last == "-1234567890++"[shown_rank(observation, article)]
