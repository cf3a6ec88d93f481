"""Climbs: an article that gained so many ranks within so much time, told once in a climb.

A climb is measured within one unbroken time on the list, so nothing that lies across a gap or an
absence is one.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from store.history import observations
from store.history.schedule import DAY
from store.history.sites import ListRow
from store.queries.articles.facts import article_facts
from store.queries.events.event import Event
from store.queries.lists.rank_lines import Point, RankLines, rank_lines


def climbs(
    db: sqlite3.Connection, ranking_list: ListRow, since: int, until: int, ranks: int, span: int
) -> list[Event]:
    """The observations in [since, until) that complete a climb of so many `ranks` in `span`.

    One completes it if the observation before it did not.
    """
    drawn = rank_lines(db, ranking_list, since - 2 * span - DAY, until)
    if drawn is None:
        return []
    completed = sorted(_completed(drawn, since, ranks, span))
    facts = article_facts(db, {article for _, article, _, _ in completed}, until)
    (site,) = db.execute("SELECT name FROM site WHERE id = ?", (ranking_list.site,)).fetchone()
    events = []
    for time, article, rank, rank_before in completed:
        before, observation = observations.before(db, ranking_list, time + 1, 2)
        events.append(
            Event(
                site, ranking_list.name, "climb", before.observed, time, article, facts[article].url,
                facts[article].url, facts[article].title, rank, rank_before, observation.source, observation.attempt, "",
            )
        )  # fmt: skip
    return events


def _completed(
    drawn: RankLines, since: int, ranks: int, span: int
) -> Iterator[tuple[int, int, int, int]]:
    """(time, article, rank now, worst rank within the span) of each climb that is complete."""
    for article, lines in drawn.lines.items():
        for line in lines:
            for time, rank in line.points[1:]:
                earlier = drawn.times[bisect_left(drawn.times, time) - 1]
                worst = _worst(line.points, time, span)
                if (
                    time >= since
                    and worst - rank >= ranks
                    and _worst(line.points, earlier, span) - _rank_at(line.points, earlier) < ranks
                ):
                    yield time, article, rank, worst


def _worst(points: Sequence[Point], time: int, span: int) -> int:
    """The worst rank of a line from `span` before a time until then."""
    ranks = [rank for at, rank in points if time - span <= at <= time]
    if time - span > points[0][0]:
        ranks.append(_rank_at(points, time - span))
    return max(ranks)


def _rank_at(points: Sequence[Point], time: int) -> int:
    """The rank of a line at a time on it."""
    return next(rank for at, rank in reversed(points) if at <= time)
