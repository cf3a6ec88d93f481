"""The log: what became of every visit, and where nothing was measured, newest first.

Told from attempts and observations, nothing is written for it. Visits in a row that went alike
are one line, so that a year of hourly success takes a line between two events.
"""

import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from store import observations
from store.gapcause import REFUSED, cause
from store.observations import CLOCK_STEP
from store.shapes import shape_lists
from store.sites import SiteRow, lists

PAGE = 500


class Line(NamedTuple):
    """One line; `first` and `last` are UTC seconds, `result` ok, part, refused, failed or gap.

    `lists` has names and numbers of entries, `articles` how many article pages were read along,
    `seconds` how long the page took (of a gap: how long it lasted), `address` what answered.
    `detail` is the reason in words, of a gap its cause.
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

    @property
    def likeness(self) -> tuple[object, ...]:
        """What lines in a row must share to be told as one."""
        return self.result, self.code, self.lists


def log(db: sqlite3.Connection, chosen: Iterable[SiteRow], *, refused: bool) -> Iterator[Line]:
    """The lines of some sites, newest first; `refused`: only refused pages, each by itself."""
    told = [_of_site(db, site, refused=refused) for site in chosen]
    return heapq.merge(*told, key=lambda line: line.last, reverse=True)


def _of_site(db: sqlite3.Connection, site: SiteRow, *, refused: bool) -> Iterator[Line]:
    if refused:
        yield from (line for line in _visits(db, site) if line.result == "refused")
        return
    events = heapq.merge(
        _visits(db, site), _gaps(db, site), key=lambda line: line.last, reverse=True
    )
    for _, alike in groupby(events, key=lambda line: line.likeness):
        yield _together(list(alike))


def _together(lines: list[Line]) -> Line:
    """Lines that went alike as one; a gap always stands alone."""
    newest, oldest = lines[0], lines[-1]
    return newest._replace(
        first=oldest.first, times=len(lines), articles=sum(line.articles for line in lines)
    )


def _visits(db: sqlite3.Connection, site: SiteRow) -> Iterator[Line]:
    """One line for each visit that decided a run, newest first.

    Candidates without a widget, visited on the way, do not count.
    """
    found_by = _Snapshots(db, site.id)
    articles = 0
    for number, of_article, time, code, detail, seconds, address in _attempts(db, site):
        if of_article:
            articles += code is None
            continue
        found = () if code else found_by(number, time)
        if code is None and not found:
            continue
        ok = tuple((name, items) for name, items, result in found if result == "ok")
        empty = [name for name, _, result in found if result != "ok"]
        yield Line(
            time, time, 1, site.name, _result(code, found), "empty" if empty else code,
            f"{', '.join(empty)} without entries" if empty else detail,
            ok, articles, seconds, address,
        )  # fmt: skip
        articles = 0


Lists = tuple[tuple[str, int, str], ...]


def _result(code: str | None, found: Lists) -> str:
    if code:
        return "refused" if code in REFUSED else "failed"
    return "ok" if all(result == "ok" for _, _, result in found) else "part"


class _Snapshots:
    """(name, entries, result) of the lists in the snapshot that an attempt made."""

    def __init__(self, db: sqlite3.Connection, site: int) -> None:
        self._db = db
        self._site = site
        self._lists = lists(db, site)
        self._told: dict[int, Lists] = {}

    def __call__(self, attempt: int, time: int) -> Lists:
        sql = (
            "SELECT shape FROM snapshot WHERE site = ? AND attempt = ? AND observed BETWEEN ? AND ?"
        )
        row = self._db.execute(sql, (self._site, attempt, time, time + CLOCK_STEP)).fetchone()
        return self._of_shape(row[0]) if row else ()

    def _of_shape(self, shape: int) -> Lists:
        if shape not in self._told:
            found = shape_lists(self._db, shape)
            self._told[shape] = tuple(
                (of.name, found[of.id].items, found[of.id].result)
                for of in self._lists
                if of.id in found
            )
        return self._told[shape]


Attempt = tuple[int, int, int, str | None, str, float, str]


def _attempts(db: sqlite3.Connection, site: SiteRow) -> Iterator[Attempt]:
    """A site's attempts, newest first, page by page along the index."""
    sql = (
        "SELECT t.id, t.of_article, t.time, t.code, t.detail, t.milliseconds / 1000.0, a.url "
        "FROM attempt t "
        "JOIN address a ON a.id = t.answered WHERE t.site = ? AND (t.time, t.id) < (?, ?) "
        "ORDER BY t.time DESC, t.id DESC LIMIT ?"
    )
    before = (2**62, 0)
    while rows := db.execute(sql, (site.id, *before, PAGE)).fetchall():
        yield from rows
        before = (rows[-1][2], rows[-1][0])


def _gaps(db: sqlite3.Connection, site: SiteRow) -> Iterator[Line]:
    """The gaps of a site's lists, those that lists share once, newest first."""
    holes: dict[tuple[int, int], list[str]] = {}
    for of in lists(db, site.id):
        for hole in observations.gaps(db, of):
            holes.setdefault(hole, []).append(of.name)
    for (start, end), names in sorted(holes.items(), key=lambda item: item[0][1], reverse=True):
        why = cause(db, site.id, start, end)
        yield Line(
            start, end, 1, site.name, "gap", f"gap {start}", why,
            tuple((name, 0) for name in names), 0, end - start,
        )  # fmt: skip
