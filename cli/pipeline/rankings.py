"""The task for a site's rankings: from candidate to candidate until one shows the lists.

One snapshot per run and site. Every page that was received is committed at once, with its
attempt and with what was read in it, whatever became of the reading. A widget that is there
but empty sends the task on to two more article pages; a page without the widget to the next
candidate. What no candidate shows is a refusal: never "everybody left". Every page of a refused
visit is part of the refusal, and the one that used to show the lists gives the reason.
"""

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cli.pipeline.acceptance import (
    GONE,
    NO_RANKING,
    NOTHING_SHOWN,
    Verdict,
    answered_badly,
    clock_problem,
    judge,
)
from cli.pipeline.likeness import NOT_SEEN_YET, is_in_doubt, told_apart
from cli.pipeline.list_names import known_lists
from cli.pipeline.local_time import local_zone
from cli.pipeline.plan import Plan
from cli.pipeline.plausibility import inspected
from cli.pipeline.readings import once_more, readings_of, with_missing
from cli.pipeline.task import Request, Result, Task
from cli.terminal.times import now
from scrapers import (
    JSON,
    NOTHING_AT_HAND,
    Answer,
    Face,
    Problem,
    Reading,
    Site,
    Validators,
    is_learnt,
)
from store import ListReading, RankingVisit, SiteRow, Store

_log = logging.getLogger(__name__)

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


def rankings(
    store: Store,
    site: Site,
    row: SiteRow,
    trust_date: bool,  # noqa: FBT001 - there is one call
    face_before: Callable[[str], Face | None],
) -> Task[Outcome]:
    """Visit candidates until one shows the lists.

    `trust_date`: compare the Date header. `face_before` says what the page of an address looked
    like that was accepted last.
    """
    begun = now()
    plan = Plan(site, begun, lambda: store.queue.newest(row))
    if plan.endpoints:
        return (yield from _endpoints(store, site, row, plan.endpoints, trust_date))
    without: list[str] = []
    while address := plan.next():
        validators = _validators(store, row, address)
        result = yield Request(address, validators)
        plainly = any(validators) and answered_badly(result.answer)
        if plainly:
            _log.debug("%s: %s: asked again, without conditions", site.name, address)
            result = yield Request(address)
        plan.learn(result.reading)
        verdict = judge(result, widget_seen=plan.widget_seen, last=plan.ends)
        if result.reading and is_in_doubt(verdict, result.reading):
            known = bool(store.lists(row))
            verdict = told_apart(verdict, result.reading.face, face_before(address), known=known)
        problem = clock_problem(store, row, result.answer, trust_date=trust_date)
        verdict = problem or verdict
        outcome = _commit(store, site, row, result, verdict, plainly=plainly)
        if verdict.final:
            return _with_refusal(store, row, outcome, result.answer, without, begun)
        if not verdict.code:
            without.append(address)
    detail = 'no article page is known yet; add "home" or an address to rankings_on'
    return Outcome(site, REFUSED, begun, "layout", detail, site.home)


def _with_refusal(
    store: Store,
    row: SiteRow,
    outcome: Outcome,
    answer: Answer,
    without: Sequence[str],
    begun: int,
) -> Outcome:
    """The outcome of a visit that tried pages `without` a ranking before its last.

    Where the visit is refused, or one of them showed the lists until now, they are refused, too.
    """
    if not without or outcome.verdict not in {REFUSED, FAILED}:
        return outcome
    lost = next((url for url in without if store.visits.validators(row, url)), None)
    if outcome.verdict == FAILED and (lost or answer.status in GONE):
        detail = NO_RANKING if store.lists(row) else NOT_SEEN_YET
        outcome = outcome._replace(verdict=REFUSED, code="layout", detail=detail)
        outcome = outcome._replace(address=lost or without[0])
    elif lost and outcome.code == "layout":
        outcome = outcome._replace(address=lost)
    if outcome.verdict == REFUSED and outcome.code in NOTHING_SHOWN:
        store.visits.refuse(row, without, begun, (outcome.code, outcome.detail))
    return outcome


def _endpoints(
    store: Store,
    site: Site,
    row: SiteRow,
    addresses: Sequence[str],
    trust_date: bool,  # noqa: FBT001 - as above
) -> Task[Outcome]:
    """Visit every address of a `json` reader: each has lists of its own."""
    outcomes = []
    for address in addresses:
        result = yield Request(address, kinds=JSON)
        verdict = judge(result, widget_seen=False, last=True)
        problem = clock_problem(store, row, result.answer, trust_date=trust_date)
        outcomes.append(_commit(store, site, row, result, problem or verdict))
    return _together(outcomes)


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """What became of the site: partial where only some addresses gave their lists."""
    bad = [outcome for outcome in outcomes if outcome.verdict != RECORDED]
    if not bad:
        found = tuple(pair for outcome in outcomes for pair in outcome.found)
        return outcomes[0]._replace(found=found)
    worst = min(bad, key=lambda outcome: outcome.verdict != REFUSED)
    return worst._replace(verdict=PARTIAL) if len(bad) < len(outcomes) else worst


def _validators(store: Store, row: SiteRow, address: str) -> Validators:
    """Validators of the page whose reading was last accepted, if it made the newest snapshot."""
    known = store.visits.validators(row, address)
    if known is None:
        return NOTHING_AT_HAND
    return Validators(known.etag or "", known.last_modified or "")


def _commit(
    store: Store,
    site: Site,
    row: SiteRow,
    result: Result,
    verdict: Verdict,
    *,
    plainly: bool = False,
) -> Outcome:
    """Store the page, its attempt and its readings, all or nothing.

    `plainly`: the server answers conditional requests for this address badly.
    """
    answer, reading = result.answer, result.reading
    readings: list[ListReading] = []
    if verdict.kind == RECORDED and reading:
        verdict, readings = _plausible(store, site, row, reading, answer.time)
    elif verdict.kind == UNCHANGED:
        readings = _repeated(store, site, row, answer)
    _log.debug("%s: %s: %s", site.name, answer.answered, verdict.told)
    links = reading.links if reading and verdict.kind != FAILED else ()
    problem = (verdict.code, verdict.detail)
    visit = RankingVisit(answer, problem, links, readings, plainly=plainly)
    fresh = store.visits.record(row, visit, lambda time: local_zone(site.timezone, time)[0])
    outcome = Outcome(site, verdict.kind, answer.time, *problem, answer.answered, fresh=fresh)
    return _settled(outcome, readings)


def _plausible(
    store: Store, site: Site, row: SiteRow, reading: Reading, time: int
) -> tuple[Verdict, list[ListReading]]:
    """The verdict on a page that shows lists, beside those before, and the readings to record."""
    known = known_lists(store, row, time)
    readings, left_out = readings_of(row, reading, known)
    judged = inspected(store, site, readings, time)
    if isinstance(judged, Problem):
        return Verdict(REFUSED, judged.code, judged.text), []
    return Verdict(RECORDED, None, left_out), with_missing(store, judged, store.lists(row))


def _repeated(store: Store, site: Site, row: SiteRow, answer: Answer) -> list[ListReading]:
    """What a 304 says: the lists are as they were in the page that was accepted last."""
    known = store.visits.validators(row, answer.asked)
    same = list(once_more(store, row, known.attempt)) if known else []
    if not same:
        return []
    judged = inspected(store, site, same, answer.time)
    return with_missing(store, same if isinstance(judged, Problem) else judged, store.lists(row))


def _settled(outcome: Outcome, readings: Sequence[ListReading]) -> Outcome:
    """The outcome of what was recorded: partial where lists or windows of the site are missing."""
    found = tuple((r.of.label, len(r.entries)) for r in readings if r.result == "ok")
    outcome = outcome._replace(found=found)
    missing = [r.of.label for r in readings if r.result != "ok"]
    missing += _windows_without(outcome.site, readings) if readings else []
    if missing:
        detail = f"{', '.join(missing)}: no entries; the other lists were recorded"
        return outcome._replace(verdict=PARTIAL, code="empty", detail=detail)
    return outcome


def _windows_without(site: Site, readings: Sequence[ListReading]) -> list[str]:
    """The site's windows that no list has; a learnt reader has lists of its own instead."""
    if is_learnt(readings[0].reader):
        return []
    shown = {reading.of.window for reading in readings}
    first = {window: label for label, window in reversed(site.windows)}
    return [label for window, label in reversed(first.items()) if window not in shown]
