"""A chart of a period: which articles were on a list longest, highest, most often."""

import sqlite3
from typing import NamedTuple

from store.errors import NotFound
from store.history import observations
from store.history.sites import ListRow
from store.queries.articles.titles import shown_title
from store.queries.lists import charts
from store.queries.lists.charts import Chart


class Leader(NamedTuple):
    """One article of the chart; `now` is its rank in the newest observation."""

    position: int
    article: int
    title: str | None
    url: str
    chart: Chart
    last_seen: int
    now: int | None


class Leaders(NamedTuple):
    """The chart, and how much of its period was measured; `gaps` as (from, to).

    `recorded` are the seconds of the period from the first observation to the newest, of which
    `measured` were measured and the others lie in gaps.
    """

    since: int
    until: int
    recorded: int
    measured: int
    gaps: list[tuple[int, int]]
    rows: list[Leader]


LEADER_ORDERS = {
    "hours": (
        "time on the list, then time at #1, then peak",
        ("-seconds", "-top1", "peak", "peak_at"),
    ),
    "peak": (
        "peak, then time at #1, then time on the list",
        ("peak", "-top1", "-seconds", "peak_at"),
    ),
    "top1": (
        "time at #1, then peak, then time on the list",
        ("-top1", "peak", "-seconds", "peak_at"),
    ),
    "entries": (
        "entries, then time on the list, then peak",
        ("-entries", "-seconds", "peak", "peak_at"),
    ),
}
"""What a chart can be ordered by: the rule in words, and in columns of `charts.ranking`."""


def leaders(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    since: int | None,
    until: int,
    by: str,
    limit: int,
) -> Leaders:
    """The chart of [since, until), the first `limit` rows; None: from the first observation on.

    Raises NotFound where nothing was measured in the period.
    """
    begins = observations.history_begins(db, ranking_list)
    if begins is None or begins >= until:
        raise NotFound(f"nothing was recorded of {ranking_list.name} by then; see  tracker log")
    start = begins if since is None else since
    period = charts.period(db, ranking_list, start, until)
    article_charts = charts.ranking(db, ranking_list, period, LEADER_ORDERS[by][1], limit)
    newest = observations.newest(db, ranking_list)
    ranks = observations.ranks_of(db, ranking_list, newest)
    measured, holes = charts.measured(db, ranking_list, start, until)
    rows = [
        _leader(db, ranking_list, position, chart, period, ranks)
        for position, chart in enumerate(article_charts.values(), 1)
    ]
    return Leaders(
        start, until, charts.recorded(db, ranking_list, start, until), measured, holes, rows
    )


def _leader(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    position: int,
    chart: Chart,
    period: charts.Period,
    ranks_now: dict[int, int],
) -> Leader:
    article = chart.last_stay.article
    url = db.execute("SELECT url FROM article WHERE id = ?", (article,)).fetchone()[0]
    title = shown_title(db, article)
    last = charts.last_seen(db, ranking_list, chart, period)
    return Leader(position, article, title, url, chart, last, ranks_now.get(article))
