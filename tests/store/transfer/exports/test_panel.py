"""Panels: three states at each step, and nothing that was not measured is called absent."""

from histories import histories
from hypothesis import given, settings
from hypothesis import strategies as st
from sizes import examples
from storekit import HOME, fresh_store, list_row, record

from store import Scope
from store.history.observations import between
from store.transfer.exports.panel import panel, panel_size
from store.transfer.exports.ranking_rows import rankings

UNHURRIED = settings(deadline=None, max_examples=examples(20))


def rows_of(db, scope, every):
    return [
        (row.observed.seconds, row.article_url.removeprefix(f"{HOME}docs/"), row.rank, row.state)
        for row in panel(db, scope, every)
    ]


@UNHURRIED
@given(histories(), st.sampled_from([1800, 3600, 6 * 3600]))
def test_a_panel_says_what_the_observations_say(history, every):
    with fresh_store() as (db, site):
        record(db, site, [{"day": o} for o in history])
        stored = between(db, list_row(db, site, "day"), 0, 2**60)
        short = {o.observed for o in stored if o.short}
        thinned = {row.observed.seconds for row in rankings(db, Scope(), every)}
        sparse = rows_of(db, Scope(), every)
        dense = rows_of(db, Scope(dense=True), every)
        assert panel_size(db, Scope(), every) == len(dense)
    entries = {o.time: o.entries for o in history}
    assert len({row[:2] for row in dense}) == len(dense)
    assert {row[0] for row in dense if row[0] in entries} <= thinned
    for time, url, rank, state in dense:
        shown = entries.get(time, ())
        article = url.removesuffix(".html")
        if article in shown:
            assert (rank, state) == (shown.index(article) + 1, "on")
        else:
            measured = time in entries and time not in short
            assert (rank, state) == (None, "off" if measured else "unmeasured")
    assert set(sparse) <= set(dense)
    for url in {row[1] for row in dense}:
        states = [row[3] for row in dense if row[1] == url]
        first, last = states.index("on"), len(states) - 1 - states[::-1].index("on")
        end = next((n for n in range(last, len(states)) if states[n] == "off"), len(states) - 1)
        assert [row[3] for row in sparse if row[1] == url] == states[first : end + 1]
