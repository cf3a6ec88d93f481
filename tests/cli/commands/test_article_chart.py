"""The line chart of an article's ranks: it breaks where nobody looked, and names the days."""

import pytest
from histories import histories, schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import gaps as slow_gaps
from reference import rank_of
from reference_lists import in_force
from sizes import examples
from storekit import fresh_store, names, record

from cli.commands.article.chart import OFF, UNKNOWN, Course, best_in, chart
from cli.terminal.axis import axis
from store.queries.articles.article import dossier


def test_each_rank_has_a_line_and_a_gap_runs_through_all():
    course = Course(((0, 3), (20, 1), (40, None), (60, 3)), ((65, 85),), 100)
    assert chart(course, 0, 10, 11) == [
        "   1   11   ?",
        "   3 33    3?333",
        " off     .. ?",
    ]


@settings(max_examples=examples(60))
@given(history=histories(most=25), every=schedules(), data=st.data())
def test_every_second_is_drawn_as_it_was_measured(history, every, data):
    with fresh_store(every) as (db, site):
        record(db, site, [{"day": o} for o in history])
        verdicts = slow_gaps(history, every)
        for number, name in names(db).items():
            on = dossier(db, number).lists[0]
            course = Course(on.steps, on.gaps, on.newest)
            moments = [on.chart.first_seen, on.newest, on.newest + 1]
            moments += [end - 1 for _, end in on.gaps]
            moments.append(data.draw(st.integers(on.chart.first_seen, on.newest)))
            for moment in moments:
                shown = in_force(history, verdicts, moment)
                rank = rank_of(shown, name) if shown else UNKNOWN
                drawn = best_in(course, moment, moment + 1)
                assert drawn == (OFF if rank is None else rank)


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ([], ""),
        (["26 Jan"] * 30, "     26 Jan"),
        (["26 Jan"] * 10 + ["27 Jan"] * 5, "     26 Jan    27 Jan"),
        (["26 Jan"] * 3 + ["27 Jan"] * 10, "        27 Jan"),
        ([f"{day} Feb" for day in range(1, 20)], "      2 Feb  9 Feb  16 Feb"),
    ],
)
def test_the_axis_names_days_where_there_is_room(days, shown):
    assert axis(days) == shown
