"""Takes in the readings of another store, each list and second by itself.

Of two readings of one list and second with the same ranks, titles and articles, one is kept: a
visit's rather than a file's. A later reader's reading of a page takes the place of the earlier one,
on whichever machine it was made. All else that differs is a conflict.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

from scrapers import Entry
from store.errors import ImportRefused
from store.history import changes
from store.history.changes import Row
from store.history.derived.compared import own_flags
from store.history.history import Observed
from store.history.identity.identities import Identities
from store.history.observations import between, rows_of
from store.history.readings import FETCH, IMPORT, ListReading, Snapshot
from store.history.recorder import Recorder, recording
from store.history.sites import ListRow
from store.history.snapshots import ListShape, shape_at
from store.history.supersede import supersede
from store.transfer.exports.timeline import ListMoment, Scope, moments
from store.transfer.merge.lists import MergedSites

REREAD = "reread"
NEW, KNOWN, BETTER, CONFLICT = "new", "known", "better", "conflict"


class Merge(NamedTuple):
    """One merge under way: the import's number, file and time, and their ids to ours.

    `skip` passes conflicts over, which otherwise end the merge. Observations up to `after` are
    left out.
    """

    number: int
    file: str
    now: int
    skip: bool
    sites: MergedSites
    attempts: Mapping[int, int]
    source: str | None = None
    after: int = -1


def conflicts(
    theirs: sqlite3.Connection, db: sqlite3.Connection, renamed: Mapping[str, str], after: int
) -> Iterator[str]:
    """What both stores have for one list and second with different content, in words."""
    lists_by_name = {
        (name, list_name): (site, number)
        for name, site, list_name, number in db.execute(
            "SELECT s.name, s.id, l.name, l.id FROM list l JOIN site s ON s.id = l.site"
        )
    }
    judge = _Judge(theirs, db)
    for moment in moments(theirs, Scope(since=after + 1, placement=True)):
        name = renamed.get(moment.ranking_list.name, moment.ranking_list.name)
        ours = lists_by_name.get((moment.site.name, name))
        if ours and judge.verdict(moment, *ours) == CONFLICT:
            yield _in_words(moment, name)


def _in_words(moment: ListMoment, name: str) -> str:
    time = datetime.fromtimestamp(moment.observed, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"{moment.site.name} {name} of {time} is stored already with other entries; "
        "nothing was merged; --skip-conflicts takes the rest"
    )


class _Judge:
    """Compares their readings with those of this store."""

    def __init__(self, theirs: sqlite3.Connection, db: sqlite3.Connection) -> None:
        self._theirs, self._db = theirs, db
        self._there, self._here = Identities(theirs), Identities(db)
        self._rows: dict[int, Row] = {}

    def verdict(self, moment: ListMoment, site: int, number: int) -> str:
        """Whether a reading is new here, known, better than ours, or in conflict with it."""
        shape = shape_at(self._db, site, moment.observed).get(number)
        if shape is None:
            return NEW
        if self._is_same(moment, site, shape):
            better = shape.source == IMPORT and moment.shape.source != IMPORT
            return BETTER if better else KNOWN
        if (shape.source == REREAD) != (moment.shape.source == REREAD):
            return BETTER if moment.shape.source == REREAD else KNOWN
        return CONFLICT

    def _is_same(self, moment: ListMoment, site: int, shape: ListShape) -> bool:
        if (shape.result == "ok") != (moment.shape.result == "ok"):
            return False
        if shape.result != "ok":
            return True
        our_rows = changes.rows_at(self._db, shape.list, moment.observed, shape.items)
        their_rows = self.rows(moment)
        return len(our_rows) == len(their_rows) and all(
            self._is_alike(a, b, moment.site.id, site)
            for a, b in zip(their_rows, our_rows, strict=True)
        )

    def _is_alike(self, their_row: Row, our_row: Row, their_site: int, site: int) -> bool:
        """Whether two rows are the same but for the spelling of the address."""
        if their_row.title != our_row.title or bool(their_row.canonical) != bool(our_row.canonical):
            return False
        if their_row.canonical == our_row.canonical:
            return True
        rules = self._there.rules(their_site), self._here.rules(site)
        return any(r.identity(their_row.canonical) == r.identity(our_row.canonical) for r in rules)

    def rows(self, moment: ListMoment) -> list[Row]:
        """The rows of one of their readings."""
        for entry in moment.entries:
            if entry not in self._rows:
                self._rows[entry] = row_of(self._theirs, entry)
        return [
            self._rows[entry]._replace(rank=rank) for rank, entry in enumerate(moment.entries, 1)
        ]


def row_of(db: sqlite3.Connection, entry: int) -> Row:
    """An entry as a row of rank 1."""
    sql = f"SELECT 1, {changes.ROW} FROM entry e {changes.BESIDE} WHERE e.id = ?"
    return Row(*db.execute(sql, (entry,)).fetchone())


def entry_of(row: Row) -> Entry:
    """A row in the form in which a reader gives it."""
    return Entry(row.rank, row.title, row.url, row.canonical, tuple(row.flags.split()))


def merge_readings(
    theirs: sqlite3.Connection, db: sqlite3.Connection, merge: Merge
) -> tuple[int, int, int]:
    """Record their readings; how many were new, known, and passed over."""
    attempts = {
        (site, observed): merge.attempts.get(attempt)
        for site, observed, attempt in theirs.execute(
            "SELECT site, observed, attempt FROM snapshot"
        )
    }
    with recording(db, verbatim=True) as recorder:
        merger = _Merger(theirs, db, merge, recorder)
        later = moments(theirs, Scope(since=merge.after + 1, placement=True))
        of_snapshot = groupby(later, key=lambda m: (m.site.id, m.observed))
        for key, group in of_snapshot:
            merger.take(list(group), attempts[key])
    return merger.fresh, merger.known, merger.skipped


class _Merger:
    """Records the readings of one snapshot after the other."""

    def __init__(
        self,
        theirs: sqlite3.Connection,
        db: sqlite3.Connection,
        merge: Merge,
        recorder: Recorder,
    ) -> None:
        self._db, self._merge, self._recorder = db, merge, recorder
        self._judge = _Judge(theirs, db)
        self._last: dict[int, tuple[ListMoment, ListReading]] = {}
        self.fresh = self.known = self.skipped = 0

    def take(self, group: list[ListMoment], attempt: int | None) -> None:
        """Record what is new or better in a snapshot of theirs."""
        first = group[0]
        site, observed = self._merge.sites.sites[first.site.id], first.observed
        readings = []
        for moment in group:
            ranking_list = self._merge.sites.lists[moment.ranking_list.id]
            verdict = self._judge.verdict(moment, site, ranking_list.id)
            if verdict == CONFLICT:
                if not self._merge.skip:
                    raise ImportRefused(
                        f"{self._merge.file}: {_in_words(moment, ranking_list.name)}"
                    )
                self._skip(moment, ranking_list)
                continue
            if not self._recorder.fetched_here(ranking_list, observed):
                self._give(ranking_list, observed)
            if verdict == KNOWN:
                self.known += 1
                continue
            if verdict == BETTER:
                self._make_room(moment, ranking_list)
            self.fresh += verdict == NEW
            self.known += verdict == BETTER
            readings.append(self._reading(moment, ranking_list))
        if readings:
            snapshot = Snapshot(site, observed, first.utc_offset, attempt, readings)
            self._recorder.record(snapshot)

    def _reading(self, moment: ListMoment, ranking_list: ListRow) -> ListReading:
        """A reading of theirs; mostly it is like the last one of its list."""
        last = self._last.get(ranking_list.id)
        if not last or last[0][4:] != moment[4:]:
            last = self._last[ranking_list.id] = moment, self._list_reading(moment, ranking_list)
        return last[1]

    def _list_reading(self, moment: ListMoment, ranking_list: ListRow) -> ListReading:
        shape = moment.shape
        entries = tuple(entry_of(row) for row in self._judge.rows(moment))
        flags = own_flags(shape.flags.split())
        named = ranking_list._replace(label=shape.label)
        source, every = shape.source, shape.every
        if source == FETCH and self._merge.source:
            source, every = self._merge.source, None
        return ListReading(named, entries, shape.result, flags, source, shape.reader, every)

    def _give(self, ranking_list: ListRow, observed: int) -> None:
        sql = "INSERT OR IGNORE INTO given (import, list, observed) VALUES (?,?,?)"
        self._db.execute(sql, (self._merge.number, ranking_list.id, observed))

    def _make_room(self, moment: ListMoment, ranking_list: ListRow) -> None:
        """Keep the reading that a later reader's replaces."""
        if moment.shape.source == REREAD:
            for observation in between(self._db, ranking_list, moment.observed, moment.observed):
                rows = rows_of(self._db, ranking_list, observation)
                supersede(self._db, Observed(ranking_list, observation, rows, str), self._merge.now)

    def _skip(self, moment: ListMoment, ranking_list: ListRow) -> None:
        self.skipped += 1
        rows = [[r.rank, r.title, r.url, r.flags] for r in self._judge.rows(moment)]
        shape = moment.shape
        self._db.execute(
            "INSERT INTO skipped (import, list, observed, source, reader, entries) "
            "VALUES (?,?,?,?,?,?)",
            (
                self._merge.number, ranking_list.id, moment.observed, shape.source, shape.reader,
                json.dumps(rows, ensure_ascii=False),
            ),
        )  # fmt: skip
