"""The latest list, or the list as of a time, with the statistics of each row."""

import sqlite3
from typing import NamedTuple

from store.errors import NotFound
from store.history import observations
from store.history.changes import Row
from store.history.observations import Observation
from store.history.sites import ListRow, SiteRow, lists
from store.pages.by_visit import codes, failed_visits
from store.queries.lists import charts
from store.queries.lists.compare import Comparison, compare
from store.queries.lists.movement import UNKNOWN, Move, Versus
from store.queries.lists.seven_days import week


class TopRow(NamedTuple):
    """One rank. `others` has the article's rank (or None) in each other list measured then.

    `seconds` on the list are at least so many where `at_least`; both and `peak` are None for a
    row without an article.
    """

    row: Row
    move: Move
    others: dict[int, int | None]
    peak: int | None
    seconds: int | None
    at_least: bool
    week: str
    published: str | None


class Departure(NamedTuple):
    """An article of the baseline that is no longer seen, with its rank there."""

    rank: int
    title: str
    url: str
    status: str
    article: int


class Failing(NamedTuple):
    """Visits that failed or were refused after the newest observation: why, the newest first."""

    codes: tuple[str, ...]
    since: int
    times: int

    @property
    def code(self) -> str:
        """The reason code of the newest."""
        return self.codes[0]


class Top(NamedTuple):
    """Everything that `tracker top` shows."""

    site: SiteRow
    ranking_list: ListRow
    others: list[ListRow]
    now: Observation
    base: Observation | None
    begins: int
    rows: list[TopRow]
    departures: list[Departure]
    failing: Failing | None


def top(
    db: sqlite3.Connection,
    site: SiteRow,
    ranking_list: ListRow,
    at: int,
    versus: Versus,
    tolerance: int | None = None,
) -> Top:
    """The list as of `at`. Raises NotFound if nothing was measured by then."""
    now = observations.newest(db, ranking_list, at)
    if now is None:
        raise NotFound(
            f"nothing was recorded of {site.name} {ranking_list.name} by then; see  tracker log"
        )
    comparison = compare(db, ranking_list, now, versus, tolerance)
    others = [other for other in lists(db, site.id) if other.id != ranking_list.id]
    return Top(
        site,
        ranking_list._replace(label=now.label),
        others,
        now,
        comparison.base,
        observations.history_begins(db, ranking_list) or now.observed,
        _rows(db, ranking_list, comparison, others),
        _departures(comparison),
        failing(db, site.id, now.observed, at),
    )


def failing(db: sqlite3.Connection, site: int, after: int, until: int) -> Failing | None:
    """The failures of ranking pages later than `after`, up to `until`."""
    failed = failed_visits(db, site, after, until)
    return Failing(codes(failed), failed[0][0].time, len(failed)) if failed else None


def _rows(
    db: sqlite3.Connection, ranking_list: ListRow, comparison: Comparison, others: list[ListRow]
) -> list[TopRow]:
    now = comparison.now
    articles = [row.article for row in comparison.rows if row.article is not None]
    article_charts = charts.charts(
        db, ranking_list, charts.as_of(db, ranking_list, now.observed), articles
    )
    days = week(db, ranking_list, now, articles)
    beside = {other.id: _ranks_then(db, other, now.observed) for other in others}
    rows = []
    for row in comparison.rows:
        chart = article_charts.get(row.article) if row.article is not None else None
        article = row.article or 0
        rows.append(
            TopRow(
                row,
                comparison.moves.get(article, UNKNOWN),
                {k: ranks.get(article) for k, ranks in beside.items() if ranks is not None},
                chart.peak if chart else None,
                chart.seconds if chart else None,
                chart.at_least if chart else False,
                days.get(article, ""),
                published(db, article),
            )
        )
    return rows


def published(db: sqlite3.Connection, article: int) -> str | None:
    """When an article was published, if its page was read and says so."""
    row = db.execute(
        "SELECT published FROM article_parts WHERE article = ? ORDER BY part LIMIT 1", (article,)
    ).fetchone()
    return row[0] if row else None


def _ranks_then(db: sqlite3.Connection, ranking_list: ListRow, time: int) -> dict[int, int] | None:
    """Another list's ranks in the same snapshot; None if it was not measured then."""
    now = observations.newest(db, ranking_list, time)
    if now is None or now.observed != time:
        return None
    return observations.ranks_of(db, ranking_list, now)


def _departures(comparison: Comparison) -> list[Departure]:
    first = {row.article: row for row in reversed(comparison.rows_before)}
    return [
        Departure(
            move.previous or 0, first[article].title, first[article].url, move.status, article
        )
        for article, move in comparison.departures.items()
    ]
