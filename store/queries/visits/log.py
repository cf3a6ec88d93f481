"""The log: the result of every visit, and every gap, newest first.

It is derived from attempts and observations; nothing is stored for it. Consecutive visits with the
same result are one line, so that a year of hourly successes takes one line between two events.
"""

import heapq
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from scrapers import drawn_by, kind_of
from store.history import observations
from store.history.observations import CLOCK_STEP
from store.history.sites import SiteRow, lists
from store.history.snapshots import shape_lists
from store.queries.visits.gap_cause import cause

PAGE = 500

READ_AGAIN = "a later reader could read it: tracker reread recorded the lists"
"""What became of a refused page that was read again."""


class LogLine(NamedTuple):
    """One line; `first` and `last` are UTC seconds, `result` ok, part, refused, failed or gap.

    `lists` has names and numbers of entries, `articles` how many article pages were read along,
    `seconds` how long the page took (of a gap: how long it lasted), `address` what answered.
    `detail` is the reason in words, of a gap its cause. `rendered` is the browser that drew the page.
    """

    first: int
    last: int
    times: int
    site: str
    result: str
    code: str | None
    detail: str
    lists: tuple[tuple[str, int], ...] = ()
    articles: int = 0
    seconds: float = 0
    address: str = ""
    rendered: str | None = None

    @property
    def likeness(self) -> tuple[object, ...]:
        """The values that consecutive lines must share to be merged into one."""
        return self.result, self.code, self.lists, self.rendered


def log(db: sqlite3.Connection, sites: Iterable[SiteRow], *, refused: bool) -> Iterator[LogLine]:
    """The lines of some sites, newest first; `refused`: only refused pages, each by itself."""
    streams = [_of_site(db, site, refused=refused) for site in sites]
    return heapq.merge(*streams, key=lambda line: line.last, reverse=True)


def _of_site(db: sqlite3.Connection, site: SiteRow, *, refused: bool) -> Iterator[LogLine]:
    holes = _holes(db, site)
    visits = _visits(db, site, sorted(end for _, end in holes))
    if refused:
        yield from (line for line in visits if line.result == "refused")
        return
    events = heapq.merge(visits, _gaps(db, site, holes), key=lambda line: line.last, reverse=True)
    for _, alike in groupby(events, key=lambda line: line.likeness):
        yield _together(list(alike))


def _together(lines: list[LogLine]) -> LogLine:
    """Merge consecutive lines with the same result; a gap is never merged."""
    return lines[0]._replace(
        first=lines[-1].first,
        times=sum(line.times for line in lines),
        articles=sum(line.articles for line in lines),
    )


def _visits(db: sqlite3.Connection, site: SiteRow, gaps: list[int]) -> Iterator[LogLine]:
    """One line for each visit that went wrong, and for successes alike in a row, newest first.

    `gaps`, their ends in order, part what is alike. Candidates without a widget, visited on the
    way to the one that decided, do not count.
    """
    articles = 0
    runs = groupby(
        _attempts(db, site), lambda row: (*row[2:5], drawn_by(row[9]), bisect_right(gaps, row[0]))
    )
    for (of_article, code, shape, *_), run in runs:
        visits = list(run)
        if of_article:
            articles += len(visits) if code is None else 0
        elif code is not None:
            for visit in visits:
                yield _line(db, site, [visit], articles)
                articles = 0
        elif shape is not None:
            yield _line(db, site, visits, articles)
            articles = 0


Attempt = tuple[int, int, int, str | None, int | None, str, float, int, bool, str | None]


def _line(db: sqlite3.Connection, site: SiteRow, visits: list[Attempt], articles: int) -> LogLine:
    """Visits of one code and shape, newest first, as a line."""
    last, _, _, code, shape, detail, seconds, answered, revalidated, media = visits[0]
    shapes = {
        number: read
        for number, read in (shape_lists(db, shape) if shape is not None else {}).items()
        if read.source != "import"
    }
    list_results = [
        (ranking_list.name, shapes[ranking_list.id])
        for ranking_list in lists(db, site.id)
        if ranking_list.id in shapes
    ]
    empty = [name for name, read in list_results if read.result != "ok"]
    if revalidated:
        detail = "; ".join(filter(None, (detail, READ_AGAIN)))
        empty = []
    (address,) = db.execute("SELECT url FROM address WHERE id = ?", (answered,)).fetchone()
    return LogLine(
        visits[-1][0], last, len(visits), site.name, _result(code, empty),
        "empty" if empty else code, f"{', '.join(empty)} without entries" if empty else detail,
        tuple((name, read.items) for name, read in list_results if read.result == "ok"),
        articles, seconds, address, drawn_by(media),
    )  # fmt: skip


def _result(code: str | None, empty: list[str]) -> str:
    if code:
        return kind_of(code)
    return "part" if empty else "ok"


def _attempts(db: sqlite3.Connection, site: SiteRow) -> Iterator[Attempt]:
    """A site's attempts with the shape of what they found, newest first, page by page."""
    sql = (
        "SELECT t.time, t.id, t.of_article, coalesce(t.code, t.refused), "
        "CASE WHEN t.code IS NULL AND NOT t.of_article "
        "THEN (SELECT s.shape FROM snapshot s WHERE s.site = t.site AND s.attempt = t.id "
        "AND s.observed BETWEEN t.time AND t.time + ? LIMIT 1) END, "
        "t.detail, t.milliseconds / 1000.0, t.answered, "
        "t.refused IS NOT NULL, m.type FROM attempt t LEFT JOIN media m ON m.id = t.media "
        "WHERE t.site = ? AND (t.time, t.id) < (?, ?) ORDER BY t.time DESC, t.id DESC LIMIT ?"
    )
    before = (2**62, 0)
    while rows := db.execute(sql, (CLOCK_STEP, site.id, *before, PAGE)).fetchall():
        yield from rows
        before = rows[-1][:2]


Holes = dict[tuple[int, int], list[str]]


def _holes(db: sqlite3.Connection, site: SiteRow) -> Holes:
    """(from, to) of each gap -> the lists that have it."""
    holes: Holes = {}
    for ranking_list in lists(db, site.id):
        for hole in observations.gaps(db, ranking_list):
            holes.setdefault(hole, []).append(ranking_list.name)
    return holes


def _gaps(db: sqlite3.Connection, site: SiteRow, holes: Holes) -> Iterator[LogLine]:
    """A line for each gap, newest first."""
    for (start, end), names in sorted(holes.items(), key=lambda item: item[0][1], reverse=True):
        gap_cause = cause(db, site.id, start, end)
        yield LogLine(
            start, end, 1, site.name, "gap", f"gap {start}", gap_cause,
            tuple((name, 0) for name in names), 0, end - start,
        )  # fmt: skip
