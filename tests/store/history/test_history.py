"""The store against the slow reference: lists at any time, gap verdicts, stays."""

from itertools import pairwise

from histories import at, histories, history_with_imports, schedules, site_histories
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import HOUR, list_at, verdicts_of
from reference import record as merged
from reference import stays as slow_stays
from sizes import examples
from storekit import fresh_store, in_turn, list_row, names, record, record_in_turn

from store.db.connect import transaction
from store.history import changes, observations
from store.history.derived.derive import derived_stays
from store.history.derived.stay_table import all_stays
from store.history.schedule import NO_SETTING
from store.history.snapshots import shape_at, shape_id


def as_shown(observation) -> list[str | None]:
    return [f"Title {a}" if a else f"PR {r}" for r, a in enumerate(observation.entries, 1)]


def told(db, stay, newest: int) -> tuple:
    end = newest if stay.ended is None else stay.ended
    top1 = stay.top1 + (end - stay.top1_since if stay.top1_since is not None else 0)
    return (
        names(db)[stay.article],
        stay.begun,
        stay.entered,
        stay.ended,
        stay.left,
        end - stay.begun,
        stay.peak,
        stay.peak_at,
        top1,
    )


def slow(history, verdicts) -> list[tuple]:
    return sorted(tuple(stay[:9]) for stay in slow_stays(history, verdicts))


def check_against_reference(db, of, batches, every) -> None:
    history = merged([o for batch in in_turn(batches, every) for o in batch])
    verdicts = verdicts_of(history)
    stored = observations.between(db, of, 0, observations.FOREVER)
    assert [o.observed for o in stored] == [o.time for o in history]
    assert [o.gap for o in stored] == verdicts
    for observation, want in zip(stored, history, strict=True):
        assert observation.items == len(want.entries)
        rows = changes.rows_at(db, of.id, observation.observed, observation.items)
        assert [row.title for row in rows] == as_shown(want)
    newest = history[-1].time
    assert sorted(told(db, s, newest) for s in all_stays(db, of.id)) == slow(history, verdicts)
    assert sorted(derived_stays(db, of)) == sorted(all_stays(db, of.id))
    check_instants(db, of, history)


def check_instants(db, of, history) -> None:
    instants = [o.time for o in history] + [(a.time + b.time) // 2 for a, b in pairwise(history)]
    for instant in [*instants, history[0].time - 1]:
        want, found = list_at(history, instant), observations.newest(db, of, instant)
        assert (want and want.time) == (found and found.observed)


@settings(max_examples=examples(120), deadline=None)
@given(batches=history_with_imports(), every=schedules())
def test_one_list_with_imports_is_as_the_reference_says(batches, every):
    with fresh_store(every) as (db, site):
        record_in_turn(db, site, batches)
        check_against_reference(db, list_row(db, site, "day"), batches, every)


@settings(max_examples=examples(60), deadline=None)
@given(history=histories(most=30), every=schedules(), cut=st.integers(1, 29))
def test_one_transaction_or_many_give_the_same_store(history, every, cut):
    with fresh_store(every) as (db, site):
        for part in (history[:cut], history[cut:]):
            record(db, site, [{"day": o} for o in part])
        check_against_reference(db, list_row(db, site, "day"), [[o] for o in history], every)


@settings(max_examples=examples(60), deadline=None)
@given(site_lists=site_histories(), every=schedules())
def test_lists_of_one_visit_keep_their_own_histories(site_lists, every):
    with fresh_store(every) as (db, site):
        times = sorted({o.time for history in site_lists.values() for o in history})
        for time in times:
            found = {n: o for n, history in site_lists.items() for o in history if o.time == time}
            record(db, site, [found])
        for name, history in site_lists.items():
            if history:
                batches = [[o] for o in history]
                check_against_reference(db, list_row(db, site, name), batches, every)


def test_an_insertion_judges_only_the_next_21_anew():
    visits = [at(4 * number, "a") for number in range(40)]
    with fresh_store(HOUR) as (db, site):
        record(db, site, [{"day": o} for o in visits])
        of = list_row(db, site, "day")
        with transaction(db):
            for observation in visits:  # as an older store has it: by which schedule is not known
                key = site, observation.time
                shapes = [s._replace(every=NO_SETTING) for s in shape_at(db, *key).values()]
                where = "WHERE site = ? AND observed = ?"
                new = shape_id(db, shapes)
                db.execute(f"UPDATE snapshot SET shape = ? {where}", (new, *key))
        record(db, site, [{"day": at(2, "a")}], "import")
        stored = observations.between(db, of, 0, observations.FOREVER)
        assert [o.gap for o in stored] == [*[False] * 23, *[True] * 18]
