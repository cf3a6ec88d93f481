"""The panel: one row for each article at each step of time, whether it was on the list or not.

A notebook that has only the rows of `rankings` cannot tell "not on it" from "not measured". The
panel has three states. An article is `on`, with its rank; `off`, where an observation measured it
as absent; `unmeasured`, where no observation lies near the step, or a short one that does not show
it. Its rows run from the first step that shows it to the first that measures it as absent after the
last, or over all steps if the panel is dense.
"""

import heapq
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from store.history import observations
from store.history.observations import Observation, offset_at
from store.history.sites import ListRow, SiteRow
from store.queries.articles.titles import shown_title
from store.queries.events.filter import Filter
from store.transfer.exports.ranking_rows import steps
from store.transfer.exports.timeline import Scope
from store.transfer.exports.types import PanelRow, Time

EVERY = 3600
"""The step of a panel if none is asked for."""

BELOW = 2**31
"""A rank below all ranks, for articles that are not on the list."""

Ranks = Mapping[int, int]


class _Step(NamedTuple):
    """One step: the observation near to it, and what that shows; neither where there is none."""

    time: Time
    near: Observation | None
    ranks: Ranks


def panel(db: sqlite3.Connection, scope: Scope, every: int | None) -> Iterator[PanelRow]:
    """The rows in the order of time, site and list, each step's by rank, those off it last."""
    parts = [
        _rows(db, site, ranking_list, scope, every or EVERY)
        for site in scope.sites(db)
        for ranking_list in scope.lists(db, site.id)
    ]
    yield from heapq.merge(*parts, key=lambda row: (row.observed.seconds, row.site, row.list))


def panel_size(db: sqlite3.Connection, scope: Scope, every: int | None) -> int:
    """How many rows a dense panel has."""
    total = 0
    for site in scope.sites(db):
        for ranking_list in scope.lists(db, site.id):
            list_steps = list(_steps(db, site, ranking_list, scope, every or EVERY))
            total += len(list_steps) * len(_spans(db, list_steps, scope))
    return total


def _rows(
    db: sqlite3.Connection, site: SiteRow, ranking_list: ListRow, scope: Scope, every: int
) -> Iterator[PanelRow]:
    row_steps = list(_steps(db, site, ranking_list, scope, every))
    spans = _spans(db, row_steps, scope)
    texts = _Texts(db)
    coming = sorted(spans, key=lambda article: -spans[article][0])
    on_list: set[int] = set()
    for number, step in enumerate(row_steps):
        while coming and spans[coming[-1]][0] <= number:
            on_list.add(coming.pop())
        on_list -= {article for article in on_list if spans[article][1] < number}
        by_rank = {article: (step.ranks.get(article, BELOW), article) for article in on_list}
        for article in sorted(on_list, key=by_rank.__getitem__):
            rank = step.ranks.get(article)
            url, title = texts[article]
            source = step.near.source if step.near else ""
            yield PanelRow(
                step.time,
                site.name,
                ranking_list.name,
                url,
                title,
                rank,
                _state(step, rank),
                source,
            )


def _state(step: _Step, rank: int | None) -> str:
    if rank is not None:
        return "on"
    return "off" if step.near and not step.near.short else "unmeasured"


def _steps(
    db: sqlite3.Connection, site: SiteRow, ranking_list: ListRow, scope: Scope, every: int
) -> Iterator[_Step]:
    """The steps of a list from its first observation to its last; ranks are kept where they differ."""
    measured = observations.between(db, ranking_list, scope.since, scope.until - 1)
    pairs = list(steps(measured, scope, every))
    ranks = _ranks_at(db, ranking_list, scope, {near.observed for _, near in pairs if near})
    for instant, near in pairs:
        if near:
            yield _Step(Time(near.observed, near.utc_offset), near, ranks[near.observed])
        else:
            yield _Step(Time(instant, offset_at(db, site.id, instant)), None, {})


def _ranks_at(
    db: sqlite3.Connection, ranking_list: ListRow, scope: Scope, times: set[int]
) -> dict[int, Ranks]:
    """Time -> article -> best rank, for some observations."""
    ranks = {}
    for state, _ in observations.replay(db, ranking_list, scope.since):
        if state.observed >= scope.until:
            break
        if state.observed in times:
            ranks[state.observed] = state.ranks
    return ranks


def _spans(
    db: sqlite3.Connection, row_steps: list[_Step], scope: Scope
) -> dict[int, tuple[int, int]]:
    """Article -> the numbers of its first and its last step, for the articles in scope."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for number, step in enumerate(row_steps):
        for article in step.ranks:
            first.setdefault(article, number)
            last[article] = number
    if scope.choice.match or scope.choice.categories:
        keep, texts = Filter(db, scope.choice), _Texts(db)
        first = {article: n for article, n in first.items() if keep(article, texts[article][1])}
    if scope.dense:
        return dict.fromkeys(first, (0, len(row_steps) - 1))
    next_off = _next_off(row_steps)
    return {article: (begin, next_off[last[article]]) for article, begin in first.items()}


def _next_off(row_steps: list[_Step]) -> list[int]:
    """For each step the next one that measures whole; the last one where there is none."""
    following, after = [0] * len(row_steps), len(row_steps) - 1
    for number in range(len(row_steps) - 1, -1, -1):
        following[number] = after
        if _state(row_steps[number], None) == "off":
            after = number
    return following


class _Texts(dict[int, tuple[str, str]]):
    """Article -> canonical URL and title, read when asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __missing__(self, article: int) -> tuple[str, str]:
        sql = "SELECT url FROM article WHERE id = ?"
        (url,) = self._db.execute(sql, (article,)).fetchone()
        self[article] = (url, shown_title(self._db, article) or "")
        return self[article]
