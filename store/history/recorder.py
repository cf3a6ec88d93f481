"""Records snapshots: writes the shape, changes and stays of their readings in one transaction.

Most snapshots are the newest ones. For them, the newest state of each list (its *tail*) is read
once and then kept up to date, so that a fetch costs a few queries and an import of years hardly
any. An older snapshot, from an import, is inserted in its place: its successor is compared anew,
and at the end the list's gap verdicts and stays are rebuilt.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from store.history import changes, observations
from store.history.articles import is_new_title, want_again
from store.history.changes import Shown
from store.history.derived.rebuild import rebuild
from store.history.derived.stay_table import save
from store.history.derived.stays import State, step
from store.history.derived.totals import add_gap, add_up
from store.history.entries import as_shown, entry_ids, exact_ids
from store.history.identity.identities import Identities
from store.history.identity.joins import relearn, settle
from store.history.identity.sightings import keep_telling_parts, may_learn, take_in
from store.history.readings import FETCH, IMPORT, ListReading, Snapshot, in_order
from store.history.schedule import NO_SETTING
from store.history.sites import ListRow, settle_label
from store.history.snapshots import ListShape, shape_at, shape_id, write_snapshot
from store.history.tail import Tail


class Recorder:
    """Records snapshots within one transaction; see `recording`."""

    def __init__(self, db: sqlite3.Connection, *, verbatim: bool = False) -> None:
        """`db` is inside a transaction that the caller commits.

        `verbatim` is true if all readings come from elsewhere: then each address is kept letter by
        letter, and identity is learnt at the end, as for a file.
        """
        self._db = db
        self._verbatim = verbatim
        self._exact: defaultdict[int, dict[Shown, int]] = defaultdict(dict)
        self._tails: dict[int, Tail] = {}
        self._disturbed: defaultdict[int, set[int]] = defaultdict(set)
        self._lists: dict[int, ListRow] = {}
        self._shapes: dict[tuple[ListShape, ...], int] = {}
        self._every: dict[int, int | None] = {}
        self._ends: dict[int, int] = {}
        self._imported: dict[int, int] = {}
        self._renewed: dict[int, int] = {}
        self._identities = Identities(db)

    def record(self, snapshot: Snapshot) -> None:
        """Store a snapshot; its lists replace those of a stored snapshot of the same time."""
        snapshot = snapshot._replace(readings=in_order(snapshot.readings))
        self._take_in(snapshot)
        shapes = self.stored(snapshot.site, snapshot.observed)
        for reading in snapshot.readings:
            shapes[reading.ranking_list.id] = self._observed(snapshot, reading)
        write_snapshot(
            self._db,
            (snapshot.site, snapshot.observed),
            self._shape(tuple(shapes.values())),
            snapshot.attempt,
            snapshot.utc_offset,
        )
        self._ends[snapshot.site] = max(self._ends[snapshot.site], snapshot.observed)

    def stored(self, site: int, observed: int) -> dict[int, ListShape]:
        """List id -> what the snapshot at exactly this second, if there is one, stores of it."""
        if site not in self._ends:
            newest = "SELECT coalesce(max(observed), -1) FROM snapshot WHERE site = ?"
            self._ends[site] = self._db.execute(newest, (site,)).fetchone()[0]
        return {} if observed > self._ends[site] else shape_at(self._db, site, observed)

    def made_here(self, site: int, observed: int) -> bool:
        """Whether a visit of this machine made the snapshot at this very second."""
        if not self.stored(site, observed):
            return False
        sql = (
            "SELECT attempt IS NOT NULL AND NOT EXISTS (SELECT 1 FROM brought b "
            "WHERE b.attempt = s.attempt) FROM snapshot s WHERE site = ? AND observed = ?"
        )
        return bool(self._db.execute(sql, (site, observed)).fetchone()[0])

    def fetched_here(self, ranking_list: ListRow, observed: int) -> bool:
        """Whether a visit of this machine gave the observation of a list at this very second."""
        shape = self.stored(ranking_list.site, observed).get(ranking_list.id)
        return (
            shape is not None
            and shape.source != IMPORT
            and self.made_here(ranking_list.site, observed)
        )

    def free_second(self, site: int, observed: int) -> int:
        """The first second from `observed` on that no import has: where a visit can be recorded."""
        while self.stored(site, observed) and not self.made_here(site, observed):
            observed += 1
        return observed

    def finish(self) -> None:
        """Learn identity from imports, rebuild lists that snapshots went into, settle addresses."""
        for site, newest in self._imported.items():
            relearn(self._db, site, newest)
        for number, places in self._disturbed.items():
            rebuild(self._db, self._lists[number], places)
        for site, newest in self._renewed.items():
            settle(self._db, site, newest)
        for ranking_list in self._lists.values():
            settle_label(self._db, ranking_list)

    def _take_in(self, snapshot: Snapshot) -> None:
        """Learn identity from the snapshot before its ranks are written."""
        own = () if self._verbatim else snapshot.readings
        fresh = [
            reading.entries
            for reading in own
            if reading.source != IMPORT
            and not reading.ranking_list.is_placement
            and self._is_news(reading)
        ]
        if fresh:
            if take_in(self._db, snapshot.site, fresh, snapshot.observed):
                self._tails.clear()
            self._identities.forget(snapshot.site)

    def _is_news(self, reading: ListReading) -> bool:
        tail = self._tail(reading.ranking_list)
        return tail is None or any(as_shown(entry) not in tail.known for entry in reading.entries)

    def _entries(
        self, reading: ListReading, observed: int, same_entries: Mapping[Shown, int]
    ) -> list[int]:
        """The ids of a reading's rows.

        What comes from elsewhere or after its time is kept letter by letter, and learnt from last:
        it may be what showed an article first.
        """
        site = reading.ranking_list.site
        if all(as_shown(entry) in self._exact[site] for entry in reading.entries):
            return [self._exact[site][as_shown(entry)] for entry in reading.entries]
        is_late = reading.ranking_list.id in self._disturbed
        if reading.source != IMPORT and not self._verbatim and not is_late:
            return entry_ids(self._db, site, reading.entries, observed, same_entries)
        if not reading.ranking_list.is_placement:
            self._learn_last(reading, observed, same_entries)
        if self._verbatim:
            same_entries = self._exact[site]
        ids = exact_ids(self._db, self._identities, site, reading.entries, observed, same_entries)
        if self._verbatim:
            self._exact[site].update(zip(map(as_shown, reading.entries), ids, strict=True))
        return ids

    def _learn_last(
        self, reading: ListReading, observed: int, same_entries: Mapping[Shown, int]
    ) -> None:
        """Keep what rows say about identity, and note that it is to be learnt from."""
        site = reading.ranking_list.site
        new = [entry.article for entry in reading.entries if as_shown(entry) not in same_entries]
        if keep_telling_parts(self._db, site, reading.entries) or (
            new and may_learn(self._db, site, new)
        ):
            self._imported[site] = max(observed, self._imported.get(site, observed))

    def _observed(self, snapshot: Snapshot, reading: ListReading) -> ListShape:
        """Write a reading's ranks and stays; what it adds to the snapshot's shape."""
        gap, flags = False, reading.flags
        if reading.source == FETCH and reading.every is None:
            reading = reading._replace(
                every=self._schedule(reading.ranking_list.site) or NO_SETTING
            )
        if reading.result == "ok":
            self._lists[reading.ranking_list.id] = reading.ranking_list
            tail = self._tail(reading.ranking_list)
            last = tail.times[-1] if tail and tail.times else -1
            if tail and snapshot.observed > last:
                gap, flags = self._append(tail, snapshot, reading)
            else:
                self._insert(snapshot, reading)
        return ListShape(
            reading.ranking_list.id, len(reading.entries), reading.result, " ".join(flags),
            reading.source, reading.reader, gap, reading.ranking_list.label, reading.every,
        )  # fmt: skip

    def _shape(self, lists: tuple[ListShape, ...]) -> int:
        """The id of a shape, which many snapshots share."""
        if lists not in self._shapes:
            self._shapes[lists] = shape_id(self._db, lists)
        return self._shapes[lists]

    def _schedule(self, site: int) -> int | None:
        if site not in self._every:
            self._every[site] = _configured_schedule(self._db, site)
        return self._every[site]

    def _tail(self, ranking_list: ListRow) -> Tail | None:
        """The list's tail, or None once its history was disturbed."""
        if ranking_list.id in self._disturbed:
            return None
        if ranking_list.id not in self._tails:
            self._tails[ranking_list.id] = Tail(self._db, ranking_list)
        return self._tails[ranking_list.id]

    def _append(
        self, tail: Tail, snapshot: Snapshot, reading: ListReading
    ) -> tuple[bool, tuple[str, ...]]:
        """Record the newest observation; its gap verdict and flags."""
        db, observed, ranking_list = self._db, snapshot.observed, reading.ranking_list
        gap = tail.gap(observed, reading.every)
        if reading.entries == tail.shown and not gap:  # mostly nothing moved
            flags = tail.flags(reading, observed, tail.entries, tail.ranks)
            tail.repeat(observed, reading.every)
            return gap, flags
        ids = self._entries(reading, observed, tail.known)
        if not tail.articles.keys() >= set(ids):
            self._renew(ranking_list.site, observed)
        self._learn(tail, reading, ids, observed)
        changes.put(db, ranking_list.id, observed, tail.entries, ids)
        state = State(observed, len(ids), changes.best_ranks(tail.articles[entry] for entry in ids))
        stays = list(step(tail.state, state, gap=gap, open_stays=tail.stays))
        save(db, ranking_list.id, stays)
        add_up(db, ranking_list.id, [stay.article for stay in stays if stay.ended is not None])
        if gap:
            add_gap(db, ranking_list.id, tail.times[-1], observed)
        flags = tail.flags(reading, observed, ids, state.ranks)
        tail.push(reading, ids, state, stays)
        return gap, flags

    def _learn(self, tail: Tail, reading: ListReading, ids: Sequence[int], observed: int) -> None:
        """Remember new entries; the page of an article is wanted again if this list reworded it."""
        for entry, number in zip(reading.entries, ids, strict=True):
            if number not in tail.articles:
                tail.known[as_shown(entry)] = number
                tail.articles[number] = changes.article_of(self._db, number)
                tail.titles[number] = entry.title
            article = tail.articles[number]
            if article is None or number in tail.entries or reading.ranking_list.is_placement:
                continue
            before = tail.titles_of(article)
            if entry.title not in before and (
                before
                or is_new_title(self._db, reading.ranking_list.id, article, entry.title, observed)
            ):
                want_again(self._db, article, observed)

    def _renew(self, site: int, observed: int) -> None:
        """Note that a list of a site has an address that it did not have just before."""
        self._renewed[site] = max(observed, self._renewed.get(site, observed))

    def _insert(self, snapshot: Snapshot, reading: ListReading) -> None:
        """Record an observation that is not the newest; `finish` derives its flags."""
        db, observed, ranking_list = self._db, snapshot.observed, reading.ranking_list
        self._disturbed[ranking_list.id].add(observed)
        self._renew(ranking_list.site, observed)
        past = observations.before(db, ranking_list, observed, 1)
        successor = observations.following(db, ranking_list, observed)
        earlier = observations.entries_of(db, ranking_list, past[-1] if past else None)
        later = observations.entries_of(db, ranking_list, successor)
        ids = self._entries(reading, observed, {})
        changes.take_back(db, ranking_list.id, observed)
        changes.put(db, ranking_list.id, observed, earlier, ids)
        if successor:
            changes.take_back(db, ranking_list.id, successor.observed)
            changes.put(db, ranking_list.id, successor.observed, ids, later)


@contextmanager
def recording(db: sqlite3.Connection, *, verbatim: bool = False) -> Iterator[Recorder]:
    """A Recorder for the transaction of `db`; derived tables are up to date after the block."""
    recorder = Recorder(db, verbatim=verbatim)
    yield recorder
    recorder.finish()


def _configured_schedule(db: sqlite3.Connection, site: int) -> int | None:
    every: int | None = db.execute("SELECT every FROM site WHERE id = ?", (site,)).fetchone()[0]
    return every
