"""Checks a store completely, including the hash of every kept page.

Each part reports how much it checked, and every problem with what to do about it. A damaged file
is checked as far as it can be read: a part that cannot continue reports that, and the other parts
go on. A private copy is checked, so that a fetch can write meanwhile; a store that is too damaged
to be copied is checked where it is.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

from store.check.invariants import history_problems, shape_problems, stay_problems, summary_problems
from store.check.values import value_problems
from store.db.backup import private_copy
from store.errors import BROKEN, DamagedPage
from store.history import text_index
from store.history.identity import joins
from store.history.sites import ListRow, SiteRow, every_list, sites
from store.pages import archive

RESTORE = "restore a backup"
REBUILD = "tracker check --rebuild"
LOT = 500
"""Kept pages whose rows are held at a time."""


class Damage(NamedTuple):
    """One problem, and what to do about it."""

    what: str
    remedy: str


class Checked(NamedTuple):
    """A part of the store, how much of it was checked, and its problems."""

    part: str
    numbers: str
    problems: list[Damage]


Report = Callable[[str, str], None]
"""Takes a problem and its remedy."""


def check(db: sqlite3.Connection) -> Iterator[Checked]:
    """All parts of a store, one by one; `db` is in no transaction. Nothing is written."""
    with ExitStack() as copies:
        try:
            db = copies.enter_context(private_copy(db))
        except BROKEN:
            db.execute("BEGIN")
        yield from _parts(db)


def _parts(db: sqlite3.Connection) -> Iterator[Checked]:
    for name, part in PARTS.items():
        problems: list[Damage] = []

        def report(what: str, remedy: str, into: list[Damage] = problems) -> None:
            into.append(Damage(what, remedy))

        numbers = ""
        try:
            numbers = part(db, report)
        except BROKEN as problem:
            report(f"cannot be read to its end: {problem}", RESTORE)
        yield Checked(name, numbers, problems)


def _file(db: sqlite3.Connection, report: Report) -> str:
    """SQLite's own check, and rows that refer to others."""
    for (problem,) in db.execute("PRAGMA integrity_check(100)"):
        if problem != "ok":
            report(str(problem), RESTORE)
    loose: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
        loose[table, parent] = loose.get((table, parent), 0) + 1
    for (table, parent), times in loose.items():
        report(
            f"{_counted(times, 'row')} of {table} refer to a row of {parent} that is not there",
            RESTORE,
        )
    size = db.execute("PRAGMA page_count").fetchone()[0]
    unit = db.execute("PRAGMA page_size").fetchone()[0]
    return f"{size * unit / 1e6:,.1f} MB, every reference"


def _values(db: sqlite3.Connection, report: Report) -> str:
    """Numbers within reach, and texts that are text."""
    for problem in value_problems(db):
        report(problem, RESTORE)
    return "numbers and texts"


class _Kept(NamedTuple):
    """A kept page as its row has it; `of_key` is the key of its key, which must have none."""

    id: int
    site: str
    kind: str
    key: int | None
    known: int | None
    of_key: int | None


def _pages(db: sqlite3.Connection, report: Report) -> str:
    """Every kept page's hash; a damaged key is told once, with the pages that lean on it."""
    number = keys = size = 0
    damaged: set[int] = set()
    last = 0
    while lot := _lot(db, last):
        for page in lot:
            problem, length = _unreadable(db, page, damaged)
            number, keys, size = number + 1, keys + (page.key is None), size + length
            if problem:
                damaged.add(page.id)
                place = f"kept page {page.id} ({page.kind} of {page.site})"
                report(f"{place}: {problem}", RESTORE)
        last = lot[-1].id
    return f"{_counted(number, 'page')} ({_counted(keys, 'key')}), the hash of each, {size / 1e6:,.1f} MB unpacked"


def _lot(db: sqlite3.Connection, after: int) -> list[_Kept]:
    sql = (
        "SELECT p.id, coalesce(s.name, '?'), p.kind, p.key, k.id, k.key FROM page p "
        "LEFT JOIN site s ON s.id = p.site LEFT JOIN page k ON k.id = p.key "
        "WHERE p.id > ? ORDER BY p.id LIMIT ?"
    )
    return [_Kept(*row) for row in db.execute(sql, (after, LOT))]


def _unreadable(db: sqlite3.Connection, page: _Kept, damaged: set[int]) -> tuple[str, int]:
    """Why a page cannot be read back ("" where it can), and its length."""
    if page.key is not None:
        if page.known is None:
            return f"its key, page {page.key}, is not there", 0
        if page.of_key is not None:
            return f"its key, page {page.key}, is none", 0
        if page.key in damaged:
            return f"its key, page {page.key}, is damaged", 0
    try:
        length = len(archive.load(db, page.id))
        size = db.execute("SELECT size FROM page WHERE id = ?", (page.id,)).fetchone()[0]
    except DamagedPage as problem:
        return problem.reason, 0
    except BROKEN as problem:
        return f"its row cannot be read: {problem}", 0
    return ("" if length == size else f"it has {length} bytes, not {size}"), length


def _every_list(db: sqlite3.Connection) -> list[tuple[SiteRow, ListRow]]:
    return [(site, ranking_list) for site in sites(db) for ranking_list in every_list(db, site.id)]


def _history(db: sqlite3.Connection, report: Report) -> str:
    """The change log against the observations."""
    for problem in shape_problems(db):
        report(problem, RESTORE)
    for site, ranking_list in _every_list(db):
        for problem in history_problems(db, ranking_list):
            report(f"{site.name} {ranking_list.name}: {problem}", RESTORE)
    return ", ".join(_counted(_count(db, table), table) for table in ("snapshot", "list", "change"))


def _identity(db: sqlite3.Connection, report: Report) -> str:
    """Which addresses are one article, learnt again from what is stored."""
    for site in sites(db):
        if wrong := joins.differences(db, site.id):
            report(
                f"{site.name}: {_counted(wrong, 'article')} joined otherwise than learnt", REBUILD
            )
    (joined,) = db.execute("SELECT count(*) FROM article WHERE joined IS NOT NULL").fetchone()
    count = _counted(_count(db, "article") - joined, "article")
    return f"{count}, {_counted(joined, 'further address', 'further addresses')} joined"


def _stays(db: sqlite3.Connection, report: Report) -> str:
    """The stays against what was observed, and what is added up of them."""
    for site, ranking_list in _every_list(db):
        for problem in (*stay_problems(db, ranking_list), *summary_problems(db, ranking_list)):
            report(f"{site.name} {ranking_list.name}: {problem}", REBUILD)
    return f"{_counted(_count(db, 'stay'), 'stay')}, each derived again"


def _search(db: sqlite3.Connection, report: Report) -> str:
    """The search index against the titles and texts."""
    articles, wrong = text_index.differences(db)
    if wrong:
        report(f"the search index has {_counted(wrong, 'word')} elsewhere than the texts", REBUILD)
    return f"{_counted(articles, 'article')}, each word's places"


def _counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun in the singular or plural."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


PARTS: dict[str, Callable[[sqlite3.Connection, Report], str]] = {
    "file": _file,
    "values": _values,
    "pages": _pages,
    "history": _history,
    "identity": _identity,
    "stays": _stays,
    "search": _search,
}
