"""The columns of each kind of export, in the order in which they are written.

Scripts rely on this order (docs/formats.md), so a new column must be the last one. All times are
spelt alike, in UTC with Z, so that files can be joined as text; `--local` spells them with the
site's offset, and `--excel` as its local time.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cli.terminal.columns import Column
from cli.terminal.times import Moment, hours
from store import (
    ArticleRow,
    AttemptRow,
    EventRow,
    GapRow,
    JoinRow,
    ObservationRow,
    PanelRow,
    RankingRow,
    StayRow,
    Time,
    TitleRow,
)


def _at(time: Time | None) -> Moment | None:
    return Moment(*time) if time else None


RANKINGS: tuple[Column[RankingRow], ...] = (
    Column("observed", lambda row: _at(row.observed), kind="utc"),
    Column("site", lambda row: row.site),
    Column("list", lambda row: row.list),
    Column("window", lambda row: row.window),
    Column("label", lambda row: row.label),
    Column("rank", lambda row: row.rank, kind="number"),
    Column("title", lambda row: row.title),
    Column("url", lambda row: row.url),
    Column("flags", lambda row: row.flags),
)

OBSERVATIONS: tuple[Column[ObservationRow], ...] = (
    Column("observed", lambda row: _at(row.observed), kind="utc"),
    Column("site", lambda row: row.site),
    Column("list", lambda row: row.list),
    Column("window", lambda row: row.window),
    Column("label", lambda row: row.label),
    Column("items", lambda row: row.items, kind="number"),
    Column("result", lambda row: row.result),
    Column("flags", lambda row: row.flags),
    Column("source", lambda row: row.source),
    Column("gap_before", lambda row: row.gap_before, kind="flag"),
    Column("valid_until", lambda row: _at(row.valid_until), kind="utc"),
)

PANEL: tuple[Column[PanelRow], ...] = (
    Column("observed", lambda row: _at(row.observed), kind="utc"),
    Column("site", lambda row: row.site),
    Column("list", lambda row: row.list),
    Column("article_url", lambda row: row.article_url),
    Column("title", lambda row: row.title),
    Column("rank", lambda row: row.rank, kind="number"),
    Column("state", lambda row: row.state),
    Column("source", lambda row: row.source),
)

ARTICLES: tuple[Column[ArticleRow], ...] = (
    Column("site", lambda row: row.site),
    Column("article", lambda row: row.article, kind="number"),
    Column("url", lambda row: row.url),
    Column("title", lambda row: row.title),
    Column("category", lambda row: row.category),
    Column("section", lambda row: row.section),
    Column("published", lambda row: row.published, kind="date"),
    Column("modified", lambda row: row.modified, kind="date"),
    Column("authors", lambda row: row.authors),
    Column("lang", lambda row: row.lang),
    Column("first_seen", lambda row: _at(row.first_seen), kind="utc"),
    Column("fetched", lambda row: _at(row.fetched), kind="utc"),
    Column("gone", lambda row: _at(row.gone), kind="utc"),
    Column("lead", lambda row: row.lead),
    Column("body", lambda row: row.body),
)

ATTEMPTS: tuple[Column[AttemptRow], ...] = (
    Column("time", lambda row: _at(row.time), kind="utc"),
    Column("site", lambda row: row.site),
    Column("kind", lambda row: row.kind),
    Column("asked", lambda row: row.asked),
    Column("answered", lambda row: row.answered),
    Column("status", lambda row: row.status, kind="number"),
    Column("code", lambda row: row.code),
    Column("detail", lambda row: row.detail),
    Column("bytes", lambda row: row.bytes, kind="number"),
    Column("seconds", lambda row: row.seconds, kind="number"),
    Column("page", lambda row: row.page),
    Column("source", lambda row: row.source),
    Column("attempt", lambda row: row.attempt, kind="number"),
)

TITLES: tuple[Column[TitleRow], ...] = (
    Column("site", lambda row: row.site),
    Column("article", lambda row: row.article, kind="number"),
    Column("url", lambda row: row.url),
    Column("title", lambda row: row.title),
    Column("first_seen", lambda row: _at(row.first_seen), kind="utc"),
    Column("seen_on", lambda row: row.seen_on),
    Column("list", lambda row: row.list),
    Column("until", lambda row: _at(row.until), kind="utc"),
)

STAYS: tuple[Column[StayRow], ...] = (
    Column("site", lambda row: row.site),
    Column("list", lambda row: row.list),
    Column("window", lambda row: row.window),
    Column("label", lambda row: row.label),
    Column("article", lambda row: row.article, kind="number"),
    Column("url", lambda row: row.url),
    Column("title", lambda row: row.title),
    Column("begun", lambda row: _at(row.begun), kind="utc"),
    Column("ended", lambda row: _at(row.ended), kind="utc"),
    Column("entered", lambda row: row.entered, kind="flag"),
    Column("left", lambda row: row.left, kind="flag"),
    Column("hours", lambda row: hours(row.seconds), kind="number"),
    Column("hours_at_least", lambda row: not row.entered, kind="flag"),
    Column("peak", lambda row: row.peak, kind="number"),
    Column("peak_at", lambda row: _at(row.peak_at), kind="utc"),
    Column("hours_at_1", lambda row: hours(row.seconds_at_1), kind="number"),
    Column("last_off", lambda row: _at(row.last_off), kind="utc"),
    Column("first_on", lambda row: _at(row.first_on), kind="utc"),
    Column("last_on", lambda row: _at(row.last_on), kind="utc"),
    Column("first_off", lambda row: _at(row.first_off), kind="utc"),
    Column("left_censored", lambda row: row.last_off is None, kind="flag"),
    Column("right_censored", lambda row: row.first_off is None, kind="flag"),
)

EVENTS: tuple[Column[EventRow], ...] = (
    Column("site", lambda row: row.site),
    Column("list", lambda row: row.list),
    Column("kind", lambda row: row.kind),
    Column("after", lambda row: _at(row.after), kind="utc"),
    Column("by", lambda row: _at(row.by), kind="utc"),
    Column("article_url", lambda row: row.article_url),
    Column("title", lambda row: row.title),
    Column("rank", lambda row: row.rank, kind="number"),
    Column("previous", lambda row: row.previous, kind="number"),
    Column("source", lambda row: row.source),
    Column("cause", lambda row: row.cause),
)

GAPS: tuple[Column[GapRow], ...] = (
    Column("site", lambda row: row.site),
    Column("list", lambda row: row.list),
    Column("from", lambda row: _at(row.begun), kind="utc"),
    Column("to", lambda row: _at(row.ended), kind="utc"),
    Column("cause", lambda row: row.cause),
)

JOINS: tuple[Column[JoinRow], ...] = (
    Column("site", lambda row: row.site),
    Column("url", lambda row: row.url),
    Column("article_url", lambda row: row.article_url),
    Column("joined", lambda row: _at(row.joined), kind="utc"),
    Column("evidence", lambda row: row.evidence),
    Column("undone", lambda row: _at(row.undone), kind="utc"),
)

COLUMNS: Mapping[str, Sequence[Column[Any]]] = {
    "rankings": RANKINGS,
    "observations": OBSERVATIONS,
    "panel": PANEL,
    "articles": ARTICLES,
    "attempts": ATTEMPTS,
    "titles": TITLES,
    "stays": STAYS,
    "events": EVENTS,
    "gaps": GAPS,
    "joins": JOINS,
}
"""Kind of export -> its columns; the rows are those of `Store.rows`."""
