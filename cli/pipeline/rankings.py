"""The task for a site's rankings: visits the candidates in turn until one shows the lists.

A run makes at most one snapshot per site. Every page that was received is committed at once, with
its attempt and its reading, whatever the verdict. After an empty widget, the task tries two more
article pages; after a page without the widget, the next candidate. If no candidate shows the
lists, the visit is refused: a missing list never means that all articles have left it. The refusal
covers every page of the visit. Its reason is that of the page which showed the lists last time.
"""

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cli.pipeline.acceptance import (
    NO_RANKING,
    NOTHING_SHOWN,
    Verdict,
    answered_badly,
    clock_problem,
    judge,
    with_note,
)
from cli.pipeline.likeness import NOT_SEEN_YET, compared_with_last, is_in_doubt
from cli.pipeline.list_names import known_lists
from cli.pipeline.local_time import local_zone
from cli.pipeline.plan import Plan
from cli.pipeline.plausibility import inspected
from cli.pipeline.readings import once_more, placement_of, readings_of, with_missing
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
    """The result of visiting a site's rankings in this run.

    If something is wrong, `code` and `detail` give the reason and `address` the page. `sizes` has
    the label and the number of entries of each list. `fresh` is true for a site's first snapshot.
    """

    site: Site
    verdict: str
    observed: int
    code: str | None = None
    detail: str = ""
    address: str = ""
    sizes: tuple[tuple[str, int], ...] = ()
    fresh: bool = False


def rankings(
    store: Store,
    site: Site,
    row: SiteRow,
    trust_date: bool,  # noqa: FBT001 - there is one call
    face_before: Callable[[str], Face | None],
) -> Task[Outcome]:
    """Visit candidates until one shows the lists.

    With `trust_date`, the clock is compared with the Date header. `face_before` gives the features
    of the last accepted page of an address.
    """
    begun = now()
    plan = Plan(site, begun, lambda: store.queue.newest(row))
    if plan.endpoints:
        return (yield from _endpoints(store, site, row, plan.endpoints, trust_date))
    missing: list[str] = []
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
            has_lists = bool(store.lists(row))
            verdict = compared_with_last(
                verdict, result.reading.face, face_before(address), known=has_lists
            )
        problem = clock_problem(store, row, result.answer, trust_date=trust_date)
        verdict = problem or verdict
        outcome = commit(store, site, row, result, verdict, plainly=plainly)
        if verdict.final:
            return _with_refusal(store, row, outcome, result.answer, missing, begun)
        if not verdict.code:
            missing.append(address)
    detail = 'no article page is known yet; add "home" or an address to rankings_on'
    return Outcome(site, REFUSED, begun, "layout", detail, site.home)


def _with_refusal(
    store: Store,
    row: SiteRow,
    outcome: Outcome,
    answer: Answer,
    missing: Sequence[str],
    begun: int,
) -> Outcome:
    """The outcome of a visit that tried pages `missing` a ranking before its last page.

    These pages are refused as well if the visit is refused, or if one of them used to show the
    lists; then it is that page which is named.
    """
    if not missing or outcome.verdict not in {REFUSED, FAILED}:
        return outcome
    lost = next((url for url in missing if store.visits.validators(row, url)), None)
    if outcome.verdict == FAILED and (lost or answer.gone):
        detail = NO_RANKING if store.lists(row) else NOT_SEEN_YET
        outcome = outcome._replace(verdict=REFUSED, code="layout", detail=detail)
        outcome = outcome._replace(address=lost or missing[0])
    elif lost and outcome.code in NOTHING_SHOWN:
        outcome = outcome._replace(address=lost)
    if outcome.verdict == REFUSED and outcome.code in NOTHING_SHOWN:
        store.visits.refuse(row, missing, begun, (outcome.code, outcome.detail))
    return outcome


def _endpoints(
    store: Store,
    site: Site,
    row: SiteRow,
    addresses: Sequence[str],
    trust_date: bool,  # noqa: FBT001 - as above
) -> Task[Outcome]:
    """Visit every address of a `json` reader, because each address has its own lists."""
    outcomes = []
    for address in addresses:
        result = yield Request(address, kinds=JSON)
        verdict = judge(result, widget_seen=False, last=True)
        problem = clock_problem(store, row, result.answer, trust_date=trust_date)
        outcomes.append(commit(store, site, row, result, problem or verdict))
    return _together(outcomes)


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome for all addresses; it is partial if only some of them gave their lists."""
    bad = [outcome for outcome in outcomes if outcome.verdict != RECORDED]
    if not bad:
        sizes = tuple(pair for outcome in outcomes for pair in outcome.sizes)
        return outcomes[0]._replace(sizes=sizes)
    worst = min(bad, key=lambda outcome: outcome.verdict != REFUSED)
    return worst._replace(verdict=PARTIAL) if len(bad) < len(outcomes) else worst


def _validators(store: Store, row: SiteRow, address: str) -> Validators:
    """The validators of the last accepted page, if the newest snapshot was made from it."""
    validators = store.visits.validators(row, address)
    if validators is None:
        return NOTHING_AT_HAND
    return Validators(validators.etag or "", validators.last_modified or "")


def commit(  # noqa: PLR0913 - the last two are seldom given
    store: Store,
    site: Site,
    row: SiteRow,
    result: Result,
    verdict: Verdict,
    *,
    plainly: bool = False,
    observed: int | None = None,
) -> Outcome:
    """Store the page, its attempt and its readings in one transaction.

    `plainly` is true if the server handles conditional requests for this address badly. `observed`
    is the time of the observation, if that is not the visit's.
    """
    answer, reading = result.answer, result.reading
    readings: list[ListReading] = []
    if verdict.kind == RECORDED and reading:
        verdict, readings = _plausible(store, site, row, reading, answer.time)
    elif verdict.kind == UNCHANGED:
        readings = _repeated(store, site, row, answer)
    _log.debug("%s: %s: %s", site.name, answer.answered, verdict.line)
    links = reading.links if reading and verdict.kind != FAILED else ()
    verdict = with_note(verdict, answer)
    problem = (verdict.code, verdict.detail)
    visit = RankingVisit(answer, problem, links, readings, plainly, observed)
    fresh = store.visits.record(row, visit, lambda time: local_zone(site.timezone, time)[0])
    outcome = Outcome(site, verdict.kind, answer.time, *problem, answer.answered, fresh=fresh)
    return _settled(outcome, readings)


def _plausible(
    store: Store, site: Site, row: SiteRow, reading: Reading, time: int
) -> tuple[Verdict, list[ListReading]]:
    """The verdict after a comparison with the last observation, and the readings to record."""
    lists_known = known_lists(store, row, time)
    readings, left_out = readings_of(row, reading, lists_known)
    accepted = inspected(store, site, readings, time)
    if isinstance(accepted, Problem):
        return Verdict(REFUSED, accepted.code, accepted.text), []
    lists = with_missing(store, accepted, store.lists(row))
    return Verdict(RECORDED, None, left_out), [*lists, *placement_of(row, reading)]


def _repeated(store: Store, site: Site, row: SiteRow, answer: Answer) -> list[ListReading]:
    """The readings for a 304: the lists of the last accepted page."""
    validators = store.visits.validators(row, answer.asked)
    same = list(once_more(store, row, validators.attempt)) if validators else []
    if not same:
        return []
    lists = [reading for reading in same if not reading.ranking_list.is_placement]
    placement = [r for r in same if site.placement and r.ranking_list.is_placement]
    accepted = inspected(store, site, lists, answer.time)
    readings = lists if isinstance(accepted, Problem) else accepted
    return [*with_missing(store, readings, store.lists(row)), *placement]


def _settled(outcome: Outcome, readings: Sequence[ListReading]) -> Outcome:
    """The outcome of a recording; it is partial if lists or windows of the site are missing."""
    readings = [reading for reading in readings if not reading.ranking_list.is_placement]
    sizes = tuple((r.ranking_list.label, len(r.entries)) for r in readings if r.result == "ok")
    outcome = outcome._replace(sizes=sizes)
    missing = [r.ranking_list.label for r in readings if r.result != "ok"]
    missing += _windows_without(outcome.site, readings) if readings else []
    if missing:
        detail = f"{', '.join(missing)}: no entries; the other lists were recorded"
        return outcome._replace(verdict=PARTIAL, code="empty", detail=detail)
    return outcome


def _windows_without(site: Site, readings: Sequence[ListReading]) -> list[str]:
    """The windows of the site that have no list; none for a learnt reader, which names its lists."""
    if is_learnt(readings[0].reader):
        return []
    windows = {reading.ranking_list.window for reading in readings}
    first = {window: label for label, window in reversed(site.windows)}
    return [label for window, label in reversed(first.items()) if window not in windows]
