"""The task for a site's rankings: from candidate to candidate until one shows the lists.

One snapshot per run and site. Every page that was received is committed at once, with its
attempt and with what was read in it, whatever became of the reading. A widget that is there
but empty sends the task on to two more article pages; a page without the widget to the next
candidate. What no candidate shows is a refusal: never "everybody left".
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cli.pipeline.acceptance import Verdict, clock_problem, judge
from cli.pipeline.local_time import local_zone
from cli.pipeline.plan import Plan
from cli.pipeline.plausibility import inspected
from cli.pipeline.readings import once_more, readings_of, with_missing
from cli.pipeline.task import Request, Result, Task
from cli.terminal.times import now
from scrapers import JSON, NOTHING_AT_HAND, Answer, Problem, Reading, Site, Validators
from store.db.connect import transaction
from store.history import observations
from store.history.entries import sight, want
from store.history.recorder import ListReading, Snapshot, recording
from store.history.sites import lists
from store.pages import article_queue, attempts

RECORDED, UNCHANGED, PARTIAL, REFUSED, FAILED = (
    "recorded",
    "unchanged",
    "partial",
    "refused",
    "failed",
)


class Outcome(NamedTuple):
    """What became of a site's rankings in this run.

    `code` and `detail` say why where something is wrong, `address` which page said so. `found`
    has each list's label and number of entries; `fresh` is true for a site's first snapshot.
    """

    site: Site
    verdict: str
    observed: int
    code: str | None = None
    detail: str = ""
    address: str = ""
    found: tuple[tuple[str, int], ...] = ()
    fresh: bool = False


def rankings(db: sqlite3.Connection, site: Site, site_id: int, trust_date: bool) -> Task[Outcome]:  # noqa: FBT001
    """Visit candidates until one shows the lists; `trust_date`: compare the Date header."""
    plan = Plan(site, now(), lambda: article_queue.newest_article(db, site_id))
    if plan.endpoints:
        return (yield from _endpoints(db, site, site_id, plan.endpoints, trust_date))
    while address := plan.next():
        result = yield Request(address, _validators(db, site_id, address))
        plan.learn(result.reading)
        verdict = judge(result, widget_seen=plan.widget_seen, last=plan.ends)
        problem = clock_problem(db, site_id, result.answer, trust_date=trust_date)
        verdict = problem or verdict
        outcome = _commit(db, site, site_id, result, verdict)
        if verdict.final:
            return outcome
    raise AssertionError("the last candidate's verdict is final")


def _endpoints(
    db: sqlite3.Connection,
    site: Site,
    site_id: int,
    addresses: Sequence[str],
    trust_date: bool,  # noqa: FBT001 - as above
) -> Task[Outcome]:
    """Visit every address of a `json` reader: each has lists of its own."""
    outcomes = []
    for address in addresses:
        result = yield Request(address, kinds=JSON)
        verdict = judge(result, widget_seen=False, last=True)
        problem = clock_problem(db, site_id, result.answer, trust_date=trust_date)
        outcomes.append(_commit(db, site, site_id, result, problem or verdict))
    return _together(outcomes)


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """What became of the site: partial where only some addresses gave their lists."""
    bad = [outcome for outcome in outcomes if outcome.verdict != RECORDED]
    if not bad:
        found = tuple(pair for outcome in outcomes for pair in outcome.found)
        return outcomes[0]._replace(found=found)
    worst = min(bad, key=lambda outcome: outcome.verdict != REFUSED)
    return worst._replace(verdict=PARTIAL) if len(bad) < len(outcomes) else worst


def _validators(db: sqlite3.Connection, site_id: int, address: str) -> Validators:
    """Validators of the page whose reading was last accepted, if it made the newest snapshot."""
    known = attempts.validators(db, site_id, address)
    if known is None:
        return NOTHING_AT_HAND
    return Validators(known.etag or "", known.last_modified or "")


def _commit(
    db: sqlite3.Connection, site: Site, site_id: int, result: Result, verdict: Verdict
) -> Outcome:
    """Store the page, its attempt and its readings in one transaction."""
    answer, reading = result.answer, result.reading
    with transaction(db):
        readings: list[ListReading] = []
        if verdict.kind == RECORDED and reading:
            verdict, readings = _watched(db, site, site_id, reading, answer.time)
        known = attempts.validators(db, site_id, answer.asked)
        page = known.page if known and answer.status == 304 else None
        problem = (verdict.code, verdict.detail)
        attempt = attempts.keep_attempt(db, site_id, "ranking", answer, problem, page)
        outcome = Outcome(site, verdict.kind, answer.time, *problem, answer.answered)
        if reading and verdict.kind != FAILED:
            _note_articles(db, site_id, reading, answer.time)
        if verdict.kind == UNCHANGED and known:
            return _repeat(db, outcome, site_id, attempt, known, answer)
        if verdict.kind == RECORDED:
            return _record(db, outcome, site_id, attempt, readings, answer)
        return outcome


def _watched(
    db: sqlite3.Connection, site: Site, site_id: int, reading: Reading, time: int
) -> tuple[Verdict, list[ListReading]]:
    """The sentry's word on a page that shows lists, and the readings to record."""
    before = lists(db, site_id)
    judged = inspected(db, site, list(readings_of(db, site_id, reading, before)), time)
    if isinstance(judged, Problem):
        return Verdict(REFUSED, judged.code, judged.text), []
    return Verdict(RECORDED), with_missing(db, judged, before)


def _note_articles(db: sqlite3.Connection, site_id: int, reading: Reading, time: int) -> None:
    sight(db, site_id, reading.links, time)
    want(db, site_id, (link.article for link in reading.links), time)


def _record(
    db: sqlite3.Connection,
    outcome: Outcome,
    site_id: int,
    attempt: int,
    readings: Sequence[ListReading],
    answer: Answer,
) -> Outcome:
    """Record the snapshot of a page that shows lists."""
    fresh = not any(observations.newest(db, of) for of in lists(db, site_id))
    _snapshot(db, outcome, site_id, attempt, readings)
    attempts.accept(db, site_id, answer, attempt)
    shown = (entry.article for r in readings for entry in r.entries if entry.article)
    want(db, site_id, shown, answer.time)
    return _settled(outcome, readings)._replace(fresh=fresh)


def _settled(outcome: Outcome, readings: Sequence[ListReading]) -> Outcome:
    """The outcome of what was recorded: partial where lists are missing."""
    found = tuple((r.of.label, len(r.entries)) for r in readings if r.result == "ok")
    outcome = outcome._replace(found=found)
    missing = [r.of.label for r in readings if r.result != "ok"]
    if missing:
        detail = f"{', '.join(missing)}: no entries; the other lists were recorded"
        return outcome._replace(verdict=PARTIAL, code="empty", detail=detail)
    return outcome


def _repeat(
    db: sqlite3.Connection,
    outcome: Outcome,
    site_id: int,
    attempt: int,
    known: attempts.Validators,
    answer: Answer,
) -> Outcome:
    """Record what a 304 says: the lists are as they were in the page of `known`."""
    before = lists(db, site_id)
    same = list(once_more(db, before, known.attempt))
    judged = inspected(db, outcome.site, same, answer.time)
    readings = with_missing(db, same if isinstance(judged, Problem) else judged, before)
    _snapshot(db, outcome, site_id, attempt, readings)
    attempts.accept(db, site_id, answer, attempt, known)
    return _settled(outcome, readings)


def _snapshot(
    db: sqlite3.Connection,
    outcome: Outcome,
    site_id: int,
    attempt: int,
    readings: Iterable[ListReading],
) -> None:
    """Record the readings, later than all before them: a clock's small step back is flagged."""
    readings = list(readings)
    latest = [o.observed for r in readings if (o := observations.newest(db, r.of))]
    observed = max([outcome.observed, *(time + 1 for time in latest)])
    if observed != outcome.observed:
        readings = [r._replace(flags=(*r.flags, "clock")) for r in readings]
    offset, _ = local_zone(outcome.site.timezone, observed)
    with recording(db) as recorder:
        recorder.record(Snapshot(site_id, observed, offset, attempt, readings))
