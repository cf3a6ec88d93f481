"""Chart statistics of articles on one list over a period, weighted by time.

Most of what is asked lies in `stay` ready made. Only a stay that the period cuts through is
followed rank by rank, so a whole history costs one pass over its stays.

A period is [since, until) in UTC seconds. `until` is also how the world is seen as of a time:
with the newest observation's time plus one, nothing later is known.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store import observations, ranks
from store.paths import path
from store.sites import ListRow
from store.stays import Stay, top1_until
from store.staytable import COLUMNS, of_row, stays_of


class Chart(NamedTuple):
    """One article's statistics; times in UTC seconds, `seconds` of them measured on the list.

    `at_least`: a stay began unmeasured, so it may have been there longer. `entries` counts the
    first sighting and every measured step from absent to present after it. `last_stay` is the
    newest stay, `present` whether it goes on at the period's end.
    """

    first_seen: int
    entries: int
    peak: int
    peak_at: int
    seconds: int
    at_least: bool
    top1: int
    longest: int
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
    db: sqlite3.Connection, of: ListRow, since: int | None = None, until: int | None = None
) -> Period:
    """A period of the history as it is known today; None leaves an end open."""
    newest = observations.newest(db, of)
    last = newest.observed if newest else 0
    if until is None or until > last:
        return Period(since or 0, last + 1, last, last)
    later = observations.following(db, of, until - 1)
    within = observations.newest(db, of, until - 1)
    stop = until if later and not later.gap else within.observed if within else 0
    return Period(since or 0, until, stop, last)


def as_of(db: sqlite3.Connection, of: ListRow, observed: int) -> Period:
    """The whole history as it was known when the observation at `observed` was the newest."""
    return period(db, of, None, observed + 1)._replace(end=observed)


def charts(
    db: sqlite3.Connection, of: ListRow, when: Period, articles: Iterable[int]
) -> dict[int, Chart]:
    """Article -> its statistics in the period, for those that were on the list in it."""
    if when.since >= when.until:
        return {}
    found: dict[int, list[tuple[Stay, Stay]]] = {}
    for stay in _stays_of(db, of, articles):
        if part := _within(db, of, stay, when):
            found.setdefault(stay.article, []).append((stay, part))
    return {article: _chart(pairs, when) for article, pairs in found.items()}


def ranking(
    db: sqlite3.Connection, of: ListRow, when: Period, order: str, limit: int
) -> dict[int, Chart]:
    """The first `limit` articles of a chart with their statistics, in order.

    `order` names columns of `_RANKING`. The order is found by the database, which adds up whole
    stays by itself; only those at the period's edges are looked at one by one.
    """
    import json

    if when.since >= when.until:
        return {}
    span = {"list": of.id, "since": when.since, "until": when.until, "end": when.end}
    edges = [of_row(row) for row in db.execute(_EDGES, span)]
    parts = [part for stay in edges if (part := _within(db, of, stay, when))]
    ends = [when.end if part.ended is None else part.ended for part in parts]
    pieces = [
        (p.article, p.begun, end, p.entered, p.peak, p.peak_at, top1_until(p, end))
        for p, end in zip(parts, ends, strict=True)
    ]
    rows = db.execute(
        f"{_RANKING} ORDER BY {order}, article LIMIT :limit",
        {**span, "pieces": json.dumps(pieces), "limit": limit},
    )
    chosen = [row[0] for row in rows]
    told = charts(db, of, when, chosen)
    return {article: told[article] for article in chosen}


_EDGES = f"""
SELECT {COLUMNS} FROM stay WHERE list = :list AND begun < :until AND (
    ended IS NULL OR ended >= :since AND (begun < :since OR ended > :end OR ended >= :until)
)
"""
"""Stays that the period may cut."""

_RANKING = """
WITH piece AS (
    SELECT article, begun, ended, entered, peak, peak_at, top1 FROM stay
    WHERE list = :list AND begun >= :since AND ended <= :end AND ended < :until
    UNION ALL
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
        json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'),
        json_extract(value, '$[6]')
    FROM json_each(:pieces)
)
SELECT article, sum(max(0, ended - begun)) AS seconds, sum(top1) AS top1, min(peak) AS peak,
    min(peak << 40 | peak_at) AS peak_at,                      -- of equal peaks the first
    1 + sum(entered) - (min(begun << 1 | entered) & 1) AS entries  -- the first counts anyway
FROM piece GROUP BY article
"""


def _within(db: sqlite3.Connection, of: ListRow, stay: Stay, when: Period) -> Stay | None:
    """The part of a stay that lies in the period; None where there is none."""
    if not _reaches_into(db, of, stay, when):
        return None
    return _clip(db, of, stay, when) if _is_cut(stay, when) else stay


def last_seen(db: sqlite3.Connection, of: ListRow, chart: Chart, when: Period) -> int:
    """The time of the last observation in the period that showed the article."""
    ended = chart.last_stay.ended
    limit = when.until if ended is None else min(when.until, ended + 1)
    for observation in reversed(observations.before(db, of, limit, 2)):
        here = ranks.ranks_at(db, of.id, observation.observed, observation.items)
        if chart.last_stay.article in here:
            return max(observation.observed, when.since)
    return when.since


def measured(
    db: sqlite3.Connection, of: ListRow, since: int, until: int
) -> tuple[int, list[tuple[int, int]]]:
    """Seconds of [since, until) that were measured, and the gaps that share time with it."""
    first = observations.following(db, of, -1)
    if first is None or since >= until:
        return 0, []
    last = observations.before(db, of, observations.FOREVER, 1)[0].observed
    begin, end = max(since, first.observed), min(until, last)
    holes = observations.gaps(db, of, since, until)
    missing = sum(max(0, min(to, end) - max(start, begin)) for start, to in holes)
    return max(0, end - begin) - missing, holes


def _stays_of(db: sqlite3.Connection, of: ListRow, articles: Iterable[int]) -> Iterator[Stay]:
    """The articles' stays, each article's oldest first."""
    for article in articles:
        yield from stays_of(db, of.id, article)


def _reaches_into(db: sqlite3.Connection, of: ListRow, stay: Stay, when: Period) -> bool:
    """Whether an observation that shows the article belongs to the period, or is in force."""
    if stay.begun >= when.until or (stay.ended is not None and stay.ended < when.since):
        return False
    if stay.ended != when.since:
        return True
    observation = observations.newest(db, of, when.since)
    return observation is not None and stay.article in ranks.ranks_at(
        db, of.id, observation.observed, observation.items
    )


def _is_cut(stay: Stay, when: Period) -> bool:
    """Whether the period begins or ends inside a stay, so that its row says too much.

    A stay that ended in a gap was still on the list in the very second of its end.
    """
    if stay.ended is None:
        return stay.begun < when.since or when.until <= when.newest
    return stay.begun < when.since or stay.ended > when.end or stay.ended >= when.until


def _clip(db: sqlite3.Connection, of: ListRow, stay: Stay, when: Period) -> Stay:
    """A stay cut to the period, with the peak and the seconds at rank 1 that it had there."""
    begin = max(stay.begun, when.since)
    until = when.until if stay.ended is None else min(when.until, stay.ended + 1)
    shown = path(db, of, stay.article, begin, until)
    steps = [(rank, time) for time, rank in shown if rank is not None]
    peak, peak_at = min(steps)
    end = when.end if stay.ended is None else min(when.end, stay.ended)
    ends = [*(time for _, time in steps[1:]), max(end, steps[-1][1])]
    top1 = sum(to - time for (rank, time), to in zip(steps, ends, strict=True) if rank == 1)
    return Stay(stay.article, begin, end, stay.entered, stay.left, peak, peak_at, top1, None)


def _chart(pairs: list[tuple[Stay, Stay]], when: Period) -> Chart:
    """Add up an article's stays, oldest first; of each pair the second is clipped."""
    clipped = [stay for _, stay in pairs]
    ends = [when.end if stay.ended is None else stay.ended for stay in clipped]
    lengths = [max(0, end - stay.begun) for stay, end in zip(clipped, ends, strict=True)]
    best = min(clipped, key=lambda stay: (stay.peak, stay.peak_at))
    last = pairs[-1][0]
    return Chart(
        first_seen=clipped[0].begun,
        entries=1 + sum(stay.entered for stay, _ in pairs[1:]),
        peak=best.peak,
        peak_at=best.peak_at,
        seconds=sum(lengths),
        at_least=not all(stay.entered for stay, _ in pairs),
        top1=sum(top1_until(stay, end) for stay, end in zip(clipped, ends, strict=True)),
        longest=max(lengths),
        last_stay=last,
        present=last.ended is None or last.ended > when.end,
    )
