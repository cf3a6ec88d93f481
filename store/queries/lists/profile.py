"""What kind of list it is: how often it changes, how young and how lasting its articles are.

Only what was measured counts, and each figure says of how many it is: a change is one between two
neighbours with no gap between, a stay one whose beginning and end were measured, an age that of an
article whose first entry was measured and whose page gave a time of publication.
"""

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from store.history import changes, observations
from store.history.sites import ListRow
from store.queries.articles.facts import publication_times, published_at
from store.queries.lists.charts import measured

DAY = 86_400


class Profile(NamedTuple):
    """A list in a period, or in one hour of the site's days; spans in seconds, None: of nothing.

    `changed` of `compared` observations differed from the one before; `between` is the median time
    from change to change. `stay` is the median of `stays` and `age` that of `ages`, of `entries`
    and `first_entries` that were measured. `measured` is of the whole period.
    """

    ranking_list: ListRow
    hour: int | None
    observations: int
    compared: int
    changed: int
    between: float | None
    entries: int
    stays: int
    stay: float | None
    first_entries: int
    ages: int
    age: float | None
    measured: int

    @property
    def entries_a_day(self) -> float | None:
        """Entries in a measured day; None if nothing was observed."""
        measured = self.measured if self.observations else 0
        return self.entries * DAY / measured if measured else None


class _Sample(NamedTuple):
    """What happened at an observation, with the span that belongs to it if that was measured."""

    time: int
    span: float | None


Hour = int | None
Samples = Mapping[Hour, Sequence[_Sample]]


def profile(
    db: sqlite3.Connection, ranking_list: ListRow, span: tuple[int, int], *, hourly: bool
) -> list[Profile]:
    """The profile of a list in [since, until): one row, or one for each hour of the site's day."""
    offsets, broken = _observations(db, ranking_list, span)

    def hour(time: int) -> Hour:
        return (time // 60 + offsets[time]) // 60 % 24 if hourly else None

    seconds, gaps = measured(db, ranking_list, *span)
    compared = offsets.keys() - broken
    changed = _intervals(
        sorted(compared & _changed(db, ranking_list, span)), [ended for _, ended in gaps]
    )
    entries, first_entries = _came(db, ranking_list, span, offsets)
    numbers = [Counter(map(hour, times)) for times in (offsets, compared)]
    samples = [_grouped(part, hour) for part in (changed, entries, first_entries)]
    hours: Sequence[Hour] = range(24) if hourly else [None]
    return [_row(ranking_list, at, numbers, samples, seconds) for at in hours]


def _grouped(samples: Iterable[_Sample], hour: Callable[[int], Hour]) -> Samples:
    groups: dict[Hour, list[_Sample]] = {}
    for sample in samples:
        groups.setdefault(hour(sample.time), []).append(sample)
    return groups


def _row(
    ranking_list: ListRow,
    hour: Hour,
    numbers: Sequence[Mapping[Hour, int]],
    samples: Sequence[Samples],
    seconds: int,
) -> Profile:
    observed, compared = numbers
    changed, entries, first = (part.get(hour, ()) for part in samples)
    between, stays, ages = (
        [sample.span for sample in part if sample.span is not None]
        for part in (changed, entries, first)
    )
    return Profile(
        ranking_list=ranking_list,
        hour=hour,
        observations=observed.get(hour, 0),
        compared=compared.get(hour, 0),
        changed=len(changed),
        between=_median(between),
        entries=len(entries),
        stays=len(stays),
        stay=_median(stays),
        first_entries=len(first),
        ages=len(ages),
        age=_median(ages),
        measured=seconds,
    )


def _median(spans: list[float]) -> float | None:
    return median(spans) if spans else None


def _observations(
    db: sqlite3.Connection, ranking_list: ListRow, span: tuple[int, int]
) -> tuple[dict[int, int], set[int]]:
    """Time -> offset of the observations, and the times of those with no neighbour before."""
    sql = (
        "SELECT s.observed, s.utc_offset, x.gap FROM snapshot s CROSS JOIN shape_list x "
        "ON x.shape = s.shape AND x.list = ? WHERE s.site = ? AND s.observed >= ? "
        "AND s.observed < ? AND x.result = 'ok' ORDER BY s.observed"
    )
    rows = db.execute(sql, (ranking_list.id, ranking_list.site, *span)).fetchall()
    first = observations.history_begins(db, ranking_list)
    broken = {time for time, _, gap in rows if gap or time == first}
    return {time: offset for time, offset, _ in rows}, broken


def _changed(db: sqlite3.Connection, ranking_list: ListRow, span: tuple[int, int]) -> set[int]:
    """The times when a rank had another article than before; a new title is no change."""
    deepest = changes.deepest(db, ranking_list.id)
    before = changes.entries_at(db, ranking_list.id, span[0] - 1, deepest)
    places = [(entry is None, changes.article_of(db, entry)) for entry in before]
    values = {"list": ranking_list.id, "items": deepest, "since": span[0], "until": span[1]}
    times = set()
    for time, rank, ends, article in db.execute(_CHANGES, values):
        if places[rank - 1] != (ends == 1, article):
            places[rank - 1] = (ends == 1, article)
            times.add(time)
    return times


_CHANGES = f"""
{changes.PLACES} SELECT c.observed, c.rank, c.entry IS NULL, e.article FROM place
CROSS JOIN change c ON c.list = :list AND c.rank = place.rank
    AND c.observed >= :since AND c.observed < :until
LEFT JOIN entry e ON e.id = c.entry
ORDER BY c.rank, c.observed
"""


def _intervals(times: Sequence[int], gaps: Sequence[int]) -> Iterator[_Sample]:
    """The changes, with the time since the one before if no gap ends between the two."""
    before = None
    for time in times:
        measured = before is not None and bisect_right(gaps, before) == bisect_right(gaps, time)
        yield _Sample(time, time - before if before is not None and measured else None)
        before = time


def _came(
    db: sqlite3.Connection, ranking_list: ListRow, span: tuple[int, int], offsets: Mapping[int, int]
) -> tuple[list[_Sample], list[_Sample]]:
    """The entries with the times that they lasted, and the first ones with the articles' ages."""
    since, until = span
    sql = (
        "SELECT article, begun, iif(left, ended - begun, NULL), begun = (SELECT min(f.begun) "
        "FROM stay f WHERE f.list = stay.list AND f.article = stay.article) "
        "FROM stay WHERE list = ? AND begun >= ? AND begun < ? AND entered ORDER BY begun"
    )
    rows = db.execute(sql, (ranking_list.id, since, until)).fetchall()
    first = [(article, begun) for article, begun, _, is_first in rows if is_first]
    published = publication_times(db, [article for article, _ in first])
    ages = []
    for article, begun in first:
        date = published.get(article, "")
        at = published_at(date, offsets[begun]) if len(date) > len("2026-01-26") else None
        ages.append(_Sample(begun, begun - at if at is not None and at <= begun else None))
    return [_Sample(begun, lasted) for _, begun, lasted, _ in rows], ages
