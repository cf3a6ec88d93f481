"""Chart statistics of articles on one list over a period, weighted by time.

Most statistics are already in the table `stay`. Only a stay that the period cuts is followed rank
by rank.

A period is [since, until) in UTC seconds. To get statistics as of an observation, `until` is its
time plus one, so that nothing later counts.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.history import observations
from store.history.derived.stay_table import SUMS, stays_of
from store.history.derived.stays import Stay, top1_until
from store.history.sites import ListRow
from store.queries.articles.rank_path import path


class Chart(NamedTuple):
    """One article's statistics; times in UTC seconds, `seconds` of them measured on the list.

    `at_least`: a stay began unmeasured, so it may have been there longer. `entries` counts the
    first sighting and every measured step from absent to present after it. `last_stay` is the
    newest stay, `stay_before` the one before it, `present` whether it goes on at the period's end.
    """

    first_seen: int
    entries: int
    peak: int
    peak_at: int
    seconds: int
    at_least: bool
    top1: int
    longest: int
    stay_before: Stay | None
    last_stay: Stay
    present: bool


class Period(NamedTuple):
    """A stretch of a list's history, [since, until).

    `end` is the last instant that anything is credited to; `newest` is the time of the newest
    observation there is.
    """

    since: int
    until: int
    end: int
    newest: int


def period(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    since: int | None = None,
    until: int | None = None,
) -> Period:
    """A period of the history as it is known today; None leaves an end open."""
    newest = observations.newest(db, ranking_list)
    last = newest.observed if newest else 0
    if until is None or until > last:
        return Period(since or 0, last + 1, last, last)
    later = observations.following(db, ranking_list, until - 1)
    final = observations.newest(db, ranking_list, until - 1)
    stop = until if later and not later.gap else final.observed if final else 0
    return Period(since or 0, until, stop, last)


def as_of(db: sqlite3.Connection, ranking_list: ListRow, observed: int) -> Period:
    """The whole history as it was known when the observation at `observed` was the newest."""
    return period(db, ranking_list, None, observed + 1)._replace(end=observed)


def charts(
    db: sqlite3.Connection, ranking_list: ListRow, period: Period, articles: Iterable[int]
) -> dict[int, Chart]:
    """Article -> its statistics in the period, for those that were on the list in it."""
    if period.since >= period.until:
        return {}
    stays: dict[int, list[tuple[Stay, Stay]]] = {}
    for stay in stays_of(db, ranking_list.id, articles):
        if _reaches_into(db, ranking_list, stay, period):
            part = _clip(db, ranking_list, stay, period) if _is_cut(stay, period) else stay
            stays.setdefault(stay.article, []).append((stay, part))
    return {article: _chart(pairs, period) for article, pairs in stays.items()}


def ranking(
    db: sqlite3.Connection, ranking_list: ListRow, period: Period, order: Sequence[str], limit: int
) -> dict[int, Chart]:
    """The first `limit` articles of a chart with their statistics, in order.

    `order` names columns of SUMS, which are fields of a Chart, with "-" before what counts down.
    Only an article that was on the list when the period begins or ends can have a stay that it
    cuts: these few are looked at one by one, the others are added up and ordered by the database.
    """
    if period.since >= period.until:
        return {}
    before, last = (
        _on_list(db, ranking_list, instant - 1) for instant in (period.since, period.until)
    )
    sums = _TOTAL if before is None and period.until > period.newest else _IN_PERIOD
    columns = ", ".join(f"{name[1:]} DESC" if name[0] == "-" else name for name in order)
    edges = {**(before or {}), **(last or {})}
    rows = db.execute(
        f"SELECT article FROM {sums} ORDER BY {columns}, article LIMIT :limit",
        {
            "list": ranking_list.id,
            "since": period.since,
            "until": period.until,
            "limit": limit + len(edges),
        },
    )
    article_charts = charts(
        db, ranking_list, period, edges.keys() | {article for (article,) in rows}
    )
    ordered = sorted(
        article_charts, key=lambda article: (*_place(article_charts[article], order), article)
    )
    return {article: article_charts[article] for article in ordered[:limit]}


_TOTAL = "total WHERE list = :list"
_IN_PERIOD = f"""(
SELECT article, {SUMS} FROM stay
WHERE list = :list AND begun >= :since AND ended < :until GROUP BY article
)"""


def _place(chart: Chart, order: Sequence[str]) -> Iterator[int]:
    """The sort key of a chart."""
    for name in order:
        value: int = getattr(chart, name.removeprefix("-"))
        yield -value if name[0] == "-" else value


def last_seen(db: sqlite3.Connection, ranking_list: ListRow, chart: Chart, period: Period) -> int:
    """The time of the last observation in the period that showed the article."""
    ended = chart.last_stay.ended
    limit = period.until if ended is None else min(period.until, ended + 1)
    for observation in reversed(observations.before(db, ranking_list, limit, 2)):
        ranks = observations.ranks_of(db, ranking_list, observation)
        if chart.last_stay.article in ranks:
            return max(observation.observed, period.since)
    return period.since


def recorded(db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int) -> int:
    """Seconds of [since, until) from the first observation of a list to its newest."""
    first = observations.following(db, ranking_list, -1)
    newest = observations.newest(db, ranking_list)
    if first is None or newest is None:
        return 0
    return max(0, min(until, newest.observed) - max(since, first.observed))


def measured(
    db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int
) -> tuple[int, list[tuple[int, int]]]:
    """Seconds of [since, until) that were measured, and the gaps that share time with it."""
    if since >= until:
        return 0, []
    holes = observations.gaps(db, ranking_list, since, until)
    missing = sum(min(to, until) - max(start, since) for start, to in holes)
    return recorded(db, ranking_list, since, until) - missing, holes


def _on_list(db: sqlite3.Connection, ranking_list: ListRow, time: int) -> dict[int, int] | None:
    """Article -> best rank in the latest observation at or before a time; None before the first."""
    observation = observations.newest(db, ranking_list, time)
    return observations.ranks_of(db, ranking_list, observation) if observation else None


def _reaches_into(
    db: sqlite3.Connection, ranking_list: ListRow, stay: Stay, period: Period
) -> bool:
    """Whether an observation that shows the article belongs to the period, or is in force."""
    if stay.begun >= period.until or (stay.ended is not None and stay.ended < period.since):
        return False
    return stay.ended != period.since or stay.article in (
        _on_list(db, ranking_list, period.since) or {}
    )


def _is_cut(stay: Stay, period: Period) -> bool:
    """Whether the period begins or ends inside a stay, so that its row covers too much time.

    A stay that ended in a gap was still on the list in the very second of its end.
    """
    if stay.ended is None:
        return stay.begun < period.since or period.until <= period.newest
    return stay.begun < period.since or stay.ended > period.end or stay.ended >= period.until


def _clip(db: sqlite3.Connection, ranking_list: ListRow, stay: Stay, period: Period) -> Stay:
    """A stay cut to the period, with the peak and the seconds at rank 1 that it had there."""
    begin = max(stay.begun, period.since)
    end = period.end if stay.ended is None else min(period.end, stay.ended)
    if stay.peak > 1 and period.since <= stay.peak_at < period.until:
        return stay._replace(begun=begin, ended=end)
    until = period.until if stay.ended is None else min(period.until, stay.ended + 1)
    points = path(db, ranking_list, stay.article, begin, until)
    steps = [(rank, time) for time, rank in points if rank is not None]
    peak, peak_at = min(steps)
    ends = [*(time for _, time in steps[1:]), max(end, steps[-1][1])]
    top1 = sum(to - time for (rank, time), to in zip(steps, ends, strict=True) if rank == 1)
    return Stay(stay.article, begin, end, stay.entered, stay.left, peak, peak_at, top1, None)


def _chart(pairs: list[tuple[Stay, Stay]], period: Period) -> Chart:
    """Add up an article's stays, oldest first; of each pair the second is clipped."""
    entered = seconds = top1 = longest = 0
    for _, stay in pairs:
        end = period.end if stay.ended is None else stay.ended
        length = max(0, end - stay.begun)
        longest = max(longest, length)
        seconds += length
        top1 += top1_until(stay, end)
        entered += stay.entered
    first = pairs[0][1]
    peak, peak_at = min([(stay.peak, stay.peak_at) for _, stay in pairs])
    last = pairs[-1][0]
    return Chart(
        first_seen=first.begun,
        entries=1 + entered - first.entered,
        peak=peak,
        peak_at=peak_at,
        seconds=seconds,
        at_least=entered < len(pairs),
        top1=top1,
        longest=longest,
        stay_before=pairs[-2][0] if len(pairs) > 1 else None,
        last_stay=last,
        present=last.ended is None or last.ended > period.end,
    )
