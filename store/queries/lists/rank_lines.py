"""The ranks of all articles of a list over a period, as lines that break at gaps.

A line is one stay, cut to the period. It follows from the rows of the change log in the period, so
a month costs the same in a long history as in a short one.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, takewhile
from operator import itemgetter
from typing import NamedTuple

from store.history import changes, observations
from store.history.changes import best_ranks
from store.history.sites import ListRow
from store.queries.visits.gap_cause import Gap, cause

Point = tuple[int, int]
"""A UTC second and a rank."""


class Line(NamedTuple):
    """The unbroken time of an article on the list.

    `points` are observations: the first, the last, and both sides of each move. `begins` is `new`
    or `back` where the entry was measured. `ends` is `off` where the next observation measured
    the article as absent, `unknown` where it did not, and empty where the period ends.
    """

    begins: str
    points: list[Point]
    ends: str


class RankLines(NamedTuple):
    """A list over a period, and the lines of each article.

    `times` are those of its observations, in UTC seconds; `depth` is the number of entries of the
    longest.
    """

    ranking_list: ListRow
    times: list[int]
    depth: int
    gaps: list[Gap]
    lines: dict[int, list[Line]]

    @property
    def first(self) -> int:
        """The time of the first observation."""
        return self.times[0]

    @property
    def last(self) -> int:
        """The time of the last observation."""
        return self.times[-1]


def rank_lines(
    db: sqlite3.Connection, ranking_list: ListRow, since: int = 0, until: int = observations.FOREVER
) -> RankLines | None:
    """The lines of [since, until); None if nothing was measured then."""
    measured = list(takewhile(lambda o: o[0] < until, observations.depths(db, ranking_list, since)))
    if not measured:
        return None
    first, last = measured[0][0], measured[-1][0]
    pen = _Pen()
    lists = dict(_lists(db, ranking_list, first, last))
    ranks: Mapping[int, int] = {}
    before: tuple[int, int] | None = None
    for time, items, gap in measured:
        if gap or time in lists:
            ranks = lists.get(time, ranks)
            pen.step(before, (time, items), ranks, gap=gap)
        before = time, items
    pen.lift(last)
    first_seen = _first_seen(db, ranking_list, pen.lines)
    lines = {
        article: [_with_beginning(line, first_seen[article]) for line in parts]
        for article, parts in pen.lines.items()
    }
    gaps = [
        Gap(*gap, cause(db, ranking_list.site, *gap))
        for gap in observations.gaps(db, ranking_list, first, last)
    ]
    depth = max(items for _, items, _ in measured)
    return RankLines(ranking_list, [time for time, _, _ in measured], depth, gaps, lines)


class _Pen:
    """Draws each article's lines from one observation that changed something to the next."""

    def __init__(self) -> None:
        self.lines: dict[int, list[Line]] = {}
        self._drawn: dict[int, Line] = {}

    def step(
        self,
        before: tuple[int, int] | None,
        now: tuple[int, int],
        ranks: Mapping[int, int],
        *,
        gap: bool,
    ) -> None:
        """Go on from the observation `before` (time, entries) to the observation `now`."""
        if before is None or gap:
            self.lift(before[0] if before else 0, "unknown")
            self._begin({article: (rank, "") for article, rank in ranks.items()}, now[0])
            return
        for article, line in list(self._drawn.items()):
            rank = line.points[-1][1]
            if ranks.get(article) != rank:
                self._mark(line, (before[0], rank))
            if article not in ranks:
                self._end(article, "off" if rank <= now[1] else "unknown")
            elif ranks[article] != rank:
                line.points.append((now[0], ranks[article]))
        come = ranks.keys() - self._drawn.keys()
        entered = {a: (ranks[a], "entry" if ranks[a] <= before[1] else "") for a in come}
        self._begin(entered, now[0])

    def lift(self, time: int, ends: str = "") -> None:
        """End all lines at the observation at a time, which still had them."""
        for article, line in list(self._drawn.items()):
            self._mark(line, (time, line.points[-1][1]))
            self._end(article, ends)

    def _begin(self, come: Mapping[int, tuple[int, str]], time: int) -> None:
        for article, (rank, begins) in come.items():
            self._drawn[article] = Line(begins, [(time, rank)], "")

    def _mark(self, line: Line, point: Point) -> None:
        if line.points[-1] != point:
            line.points.append(point)

    def _end(self, article: int, ends: str) -> None:
        line = self._drawn.pop(article)._replace(ends=ends)
        self.lines.setdefault(article, []).append(line)


def _with_beginning(line: Line, first_seen: int) -> Line:
    """The line with the word for how it begins, where its entry was measured."""
    if not line.begins:
        return line
    return line._replace(begins="new" if line.points[0][0] == first_seen else "back")


def _lists(
    db: sqlite3.Connection, ranking_list: ListRow, first: int, last: int
) -> Iterator[tuple[int, Mapping[int, int]]]:
    """(time, article -> rank) of the first observation, and of each that changed something."""
    deepest = changes.deepest(db, ranking_list.id)
    log = db.execute(
        _CHANGES, {"list": ranking_list.id, "items": deepest, "first": first, "last": last}
    ).fetchall()
    entries = dict(enumerate(changes.entries_at(db, ranking_list.id, first, deepest), 1))
    articles = _articles(db, {*entries.values(), *(entry for _, _, entry in log)})
    ranks = sorted(entries)
    yield first, best_ranks(articles.get(entries[rank]) for rank in ranks)
    for time, rows in groupby(log, key=itemgetter(0)):
        entries.update({rank: entry for _, rank, entry in rows})
        yield time, best_ranks(articles.get(entries[rank]) for rank in ranks)


_CHANGES = f"""
{changes.PLACES} SELECT c.observed, c.rank, c.entry FROM place
CROSS JOIN change c ON c.list = :list AND c.rank = place.rank
    AND c.observed > :first AND c.observed <= :last
ORDER BY c.observed
"""


def _articles(db: sqlite3.Connection, entries: Iterable[int | None]) -> dict[int | None, int]:
    """Entry id -> its article, without the entries that have none."""
    sql = (
        "SELECT id, article FROM entry WHERE article IS NOT NULL "
        "AND id IN (SELECT value FROM json_each(?))"
    )
    return dict(db.execute(sql, (str([entry for entry in entries if entry is not None]),)))


def _first_seen(
    db: sqlite3.Connection, ranking_list: ListRow, articles: Iterable[int]
) -> dict[int, int]:
    """Article -> when its first stay on the list began."""
    sql = (
        "SELECT article, min(begun) FROM stay WHERE list = ? "
        "AND article IN (SELECT value FROM json_each(?)) GROUP BY article"
    )
    return dict(db.execute(sql, (ranking_list.id, str(list(articles)))))
