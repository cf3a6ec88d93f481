"""Profiles of lists: each figure is what one finds by looking at every observation."""

from itertools import pairwise
from statistics import median

import madestore
import reference
from histories import histories
from hypothesis import given, settings
from hypothesis import strategies as st
from once import once
from sizes import examples
from storekit import OFFSET, fresh_store, list_row, record

from store import Store, open_store
from store.history.observations import between

UNHURRIED = settings(deadline=None, max_examples=examples(25))


def looked_up(history, verdicts, since, until):
    """(compared, changed, times between changes, entries, measured stays), by looking at all."""
    compared, changed, apart, last = 0, 0, [], None
    for index, (old, new) in enumerate(pairwise(history), 1):
        if verdicts[index]:
            last = None
            continue
        if not since <= new.time < until:
            continue
        compared += 1
        if old.entries != new.entries:
            changed += 1
            if last is not None:
                apart.append(new.time - last)
            last = new.time
    stays = [
        stay
        for stay in reference.stays(history, verdicts)
        if stay.begun_measured and since <= stay.begun < until
    ]
    lasted = [stay.ended - stay.begun for stay in stays if stay.left_measured]
    return compared, changed, apart, len(stays), lasted


@UNHURRIED
@given(histories(), st.data())
def test_a_profile_is_what_all_observations_say(history, data):
    times = [o.time for o in history]
    since, until = sorted(data.draw(st.tuples(*[st.sampled_from([*times, 2**40])] * 2)))
    with fresh_store() as (db, site):
        record(db, site, [{"day": o} for o in history])
        of = list_row(db, site, "day")
        verdicts = [o.gap for o in between(db, of, 0, 2**60)]
        (whole,) = Store(db).profile(of, since, until)
        hours = Store(db).profile(of, since, until, hourly=True)
    compared, changed, apart, entries, lasted = looked_up(history, verdicts, since, until)
    assert whole.observations == sum(since <= time < until for time in times)
    assert (whole.compared, whole.changed) == (compared, changed)
    assert whole.between == (median(apart) if apart else None)
    assert (whole.entries, whole.stays) == (entries, len(lasted))
    assert whole.stay == (median(lasted) if lasted else None)
    for field in ("observations", "compared", "changed", "entries", "stays", "first_entries"):
        assert sum(getattr(hour, field) for hour in hours) == getattr(whole, field)
    seen = {(time // 60 + OFFSET) // 60 % 24 for time in times if since <= time < until}
    assert {hour.hour for hour in hours if hour.observations} == seen


def test_an_age_is_known_where_the_page_gave_a_time(tmp_path_factory):
    path = once(tmp_path_factory, "week", lambda at: madestore.make(at / "t.db")) / "t.db"
    with open_store(path) as store:
        day, week, month = [store.profile(of, 0)[0] for of in store.lists(store.site())]
        assert (day.ages, day.first_entries, day.entries) == (11, 11, 14)
        assert [round(row.age / 3600) for row in (day, week, month)] == [3, 24, 68]
        assert store.profile(store.lists(store.site())[0], 2**40)[0].age is None
