"""`status` and `log` against a naive telling of random visits; what monitors are told."""

from itertools import groupby, pairwise

from histories import schedules
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import DAY, HOUR, Obs
from reference import gaps as slow_gaps
from reference_lists import usual_interval
from sizes import examples
from storekit import HOME, OFFSET, fresh_store, list_row, reading

from scrapers.model import Answer
from scrapers.reasons import REFUSALS
from store.db.connect import transaction
from store.history.readings import Snapshot
from store.history.recorder import recording
from store.history.sites import sites
from store.pages import attempts
from store.queries.visits.log import log
from store.queries.visits.status import status

KINDS = ("ok", "ok", "ok", "day only", "connect", "layout", "http-503")
WAITS = st.sampled_from((HOUR, HOUR, HOUR, HOUR + 7, 2 * HOUR, 9 * HOUR, 3 * DAY, 9 * DAY))
VISITS = st.lists(st.tuples(WAITS, st.sampled_from(KINDS)), min_size=1, max_size=40)
START = 1_767_225_600
ROWS = Obs(0, ("a1", "a2"))


def visits(drawn):
    """(time, kind) of each visit."""
    time = START
    for wait, kind in drawn:
        time += wait
        yield time, kind


def visit(db, site, time, kind) -> None:
    answer = Answer(HOME, HOME, time, 200, seconds=0.25)
    with transaction(db), recording(db) as recorder:
        problem = (None, "") if kind in {"ok", "day only"} else (kind, f"of {kind}")
        number = attempts.keep_attempt(db, site, "ranking", answer, problem)
        if problem[0] is None:
            names = ("day", "week") if kind == "ok" else ("day",)
            readings = [reading(db, site, name, ROWS, "fetch") for name in names]
            recorder.record(Snapshot(site, time, OFFSET, number, readings))


def measured(found, name):
    """The history of one list as the reference model has it."""
    kinds = {"ok", "day only"} if name == "day" else {"ok"}
    return [Obs(time, ROWS.entries) for time, kind in found if kind in kinds]


def holes(found, every):
    """(from, to) -> the lists that nobody measured then."""
    told = {}
    for name in ("day", "week"):
        history = measured(found, name)
        verdicts = slow_gaps(history, every)[1:]
        for (before, after), gap in zip(pairwise(history), verdicts, strict=True):
            if gap:
                told.setdefault((before.time, after.time), []).append(name)
    return told


def cause(found, start, end):
    ran = [k for t, k in found if start < t < end]
    failed = [k for k in ran if k not in {"ok", "day only"}]
    if not failed:
        return "fetched without this list" if ran else "no fetch was run"
    often = sorted(set(failed), key=lambda code: (-failed.count(code), code))
    return f"{'refused' if often[0] in REFUSALS else 'failed'}: {', '.join(often)}"


def result(kind):
    if kind in {"ok", "day only"}:
        return "ok"
    return "refused" if kind in REFUSALS else "failed"


@settings(max_examples=examples(60))
@given(drawn=VISITS, every=schedules())
def test_the_log_tells_every_visit_once_and_every_gap(drawn, every):
    with fresh_store(every) as (db, site):
        found = list(visits(drawn))
        list_row(db, site, "day")
        for time, kind in found:
            visit(db, site, time, kind)
        lines = list(log(db, sites(db), refused=False))
        assert [line.last for line in lines] == sorted((x.last for x in lines), reverse=True)
        gaps = {(x.first, x.last): (x.lists, x.detail) for x in lines if x.result == "gap"}
        assert gaps == {
            hole: (tuple((name, 0) for name in names), cause(found, *hole))
            for hole, names in holes(found, every).items()
        }
        check_visits([x for x in lines if x.result != "gap"], found, gaps)
        refused = [(x.last, x.code, x.times) for x in log(db, sites(db), refused=True)]
        assert refused == [(t, k, 1) for t, k in reversed(found) if k == "layout"]


def check_visits(lines, found, gaps) -> None:
    """Each line is a run of visits that went alike, no gap between them; together they are all."""
    told = []
    for line in reversed(lines):
        run = [(t, k) for t, k in found if line.first <= t <= line.last]
        assert len(run) == line.times
        assert {(result(k), k) for _, k in run} == {(line.result, run[0][1])}
        assert line.code == (None if line.result == "ok" else run[0][1])
        assert not any(line.first < end <= line.last for _, end in gaps)
        told += run
    assert told == found
    starts = {end for _, end in gaps}
    alike = groupby(found, key=lambda one: (one[1], sum(one[0] >= end for end in starts)))
    assert len(lines) == len(list(alike))


@settings(max_examples=examples(60))
@given(drawn=VISITS, every=schedules(), later=st.integers(0, 10 * DAY))
def test_status_is_as_a_naive_look_says(drawn, every, later):
    with fresh_store(every) as (db, site):
        found = list(visits(drawn))
        for time, kind in found:
            visit(db, site, time, kind)
        now = found[-1][0] + later
        told = status(db, sites(db)[0], now)
        history = measured(found, "day")
        assert told.success == (history[-1].time if history else None)
        learnt = usual_interval([*history, Obs(now, ())], len(history)) if history else DAY
        assert told.every == (every or learnt)
        assert told.patience == int(2.5 * (every or learnt))
        recent = [hole for hole in holes(found, every) if hole[1] > now - 7 * DAY]
        assert told.gaps == len(recent)
        check_failure(told, found)


def check_failure(told, found) -> None:
    bad = [n for n, (_, kind) in enumerate(found) if result(kind) != "ok"]
    if not bad:
        assert told.failure is None
        return
    last = bad[-1]
    first = last
    while first - 1 in bad:
        first -= 1
    codes = dict.fromkeys(found[n][1] for n in range(last, first - 1, -1))
    assert told.failure == (tuple(codes), found[first][0], found[last][0], last - first + 1)
    assert told.failing == (last == len(found) - 1)


def test_a_clock_that_was_once_ahead_leaves_no_site_failing():
    """The visit with the wrong time is the newest by time; one after it succeeded."""
    with fresh_store(HOUR) as (db, site):
        visit(db, site, START, "ok")
        visit(db, site, START + 2 * DAY, "clock")
        assert status(db, sites(db)[0], START + HOUR).failing
        visit(db, site, START + HOUR, "ok")
        assert not status(db, sites(db)[0], START + HOUR).failing
        visit(db, site, START + 2 * HOUR, "timeout")
        visit(db, site, START + 3 * DAY, "timeout")
        assert status(db, sites(db)[0], START + 3 * DAY).failing
