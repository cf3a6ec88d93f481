"""The events of a period. All that reports news takes it from here: exports, feeds, digests, alerts.

The events of a period follow from the rows of the change log in it, so a week costs the same in a
long history as in a short one.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from store.history import changes, observations
from store.history.changes import best_ranks
from store.history.derived.stay_table import stays_of
from store.history.observations import Observation
from store.history.sites import ListRow
from store.queries.articles.rank_path import path
from store.queries.events.edges import Seen, measured_before, measured_off, shown_before
from store.queries.events.event import KINDS, SHORT_LIST, Event, crosses
from store.queries.visits.gap_cause import cause


def events(
    db: sqlite3.Connection,
    lists: Iterable[ListRow],
    since: int = 0,
    until: int = observations.FOREVER,
    top: Sequence[int] = (),
) -> list[Event]:
    """The events with `by` in [since, until), in order of time, site, list, kind and rank.

    `top` are the numbers N for which there are events of the kind `top:N`.
    """
    names = dict(db.execute("SELECT id, name FROM site"))
    all_events = [
        event
        for ranking_list in lists
        for event in _of_list(
            db, names[ranking_list.site], ranking_list, (since, until), tuple(top)
        )
    ]
    return sorted(all_events, key=_order)


def _order(event: Event) -> tuple[int, str, str, int, int, int]:
    kind = KINDS.index(event.kind) if event.kind in KINDS else len(KINDS)
    rank = event.rank or event.previous or 0
    return event.by, event.site, event.list, kind, rank, event.article


class _List(NamedTuple):
    """What one observation shows: the entry at each rank, and each article's best rank."""

    entries: Sequence[int]
    ranks: Mapping[int, int]


class _Move(NamedTuple):
    """An article that was measured at `before` and is measured otherwise now, at `rank`."""

    article: int
    before: Seen
    rank: int | None
    entry: int


def _of_list(
    db: sqlite3.Connection,
    site: str,
    ranking_list: ListRow,
    span: tuple[int, int],
    top: tuple[int, ...],
) -> Iterator[Event]:
    texts, best = _Texts(db), _BestRanks(db, ranking_list)
    for observed, before, now in _steps(db, ranking_list, span, texts):
        last, observation = observations.before(db, ranking_list, observed + 1, 2)
        moves = [
            *_arrivals(db, ranking_list, observation, (last, before), now),
            *_departures(last, before, now),
        ]
        if len(now.entries) > len(before.entries):
            moves += _departures_below(db, ranking_list, observation, before, now)
        causes: dict[int, str] = {}
        for move in moves:
            after, previous = move.before
            if after not in causes:
                causes[after] = _cause(db, ranking_list, after, last, observation)
            _, title, url, article_url = texts[move.entry]
            for kind in _kinds(move, best, observed, top):
                yield Event(
                    site, ranking_list.name, kind, after, observed, move.article, article_url, url, title,
                    move.rank, previous, observation.source, observation.attempt, causes[after],
                )  # fmt: skip


def _steps(
    db: sqlite3.Connection, ranking_list: ListRow, span: tuple[int, int], texts: "_Texts"
) -> Iterator[tuple[int, _List, _List]]:
    """(time, the list before, the list now) of each observation in the span that changed it."""
    since, until = span
    deepest = changes.deepest(db, ranking_list.id)
    entries = changes.entries_at(db, ranking_list.id, since - 1, deepest)
    before = _list(entries, texts)
    values = {"list": ranking_list.id, "items": deepest, "since": since, "until": until}
    log = db.execute(_CHANGES, values).fetchall()
    for observed, changed in groupby(log, key=itemgetter(0)):
        for _, rank, entry in changed:
            entries[rank - 1] = entry
        now = _list(entries, texts)
        same = now.ranks == before.ranks and len(now.entries) == len(before.entries)
        if before.entries and not same:
            yield observed, before, now
        before = now


_CHANGES = f"""
{changes.PLACES} SELECT c.observed, c.rank, c.entry FROM place
CROSS JOIN change c ON c.list = :list AND c.rank = place.rank
    AND c.observed >= :since AND c.observed < :until
ORDER BY c.observed
"""


def _list(entries: Sequence[int | None], texts: "_Texts") -> _List:
    filled = [entry for entry in entries if entry is not None]
    return _List(filled, best_ranks([texts[entry][0] for entry in filled]))


def _arrivals(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    observation: Observation,
    earlier: tuple[Observation, _List],
    now: _List,
) -> Iterator[_Move]:
    """The articles that are on the list now and were not, or not as high."""
    last, before = earlier
    for article, rank in now.ranks.items():
        rank_before = before.ranks.get(article)
        if rank_before is not None and rank_before <= rank:
            continue
        last_seen: Seen | None = Seen(last.observed, rank_before)
        if rank_before is None and rank > len(before.entries):
            last_seen = measured_before(db, ranking_list, article, rank, observation.observed)
        if last_seen and (last_seen.rank is None or last_seen.rank > rank):
            yield _Move(article, last_seen, rank, now.entries[rank - 1])


def _departures(last: Observation, before: _List, now: _List) -> Iterator[_Move]:
    """The articles of the list before whose rank is measured now, without them."""
    for article, rank in before.ranks.items():
        if article not in now.ranks and rank <= len(now.entries):
            yield _Move(article, Seen(last.observed, rank), None, before.entries[rank - 1])


def _departures_below(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    observation: Observation,
    before: _List,
    now: _List,
) -> Iterator[_Move]:
    """The articles that a short list left open, and that are measured as absent only now."""
    for rank in range(len(before.entries) + 1, len(now.entries) + 1):
        ended = changes.row_before(db, ranking_list.id, rank, observation.observed)
        previous = changes.row_before(db, ranking_list.id, rank, ended[0]) if ended else None
        entry = previous[1] if previous else None
        article = changes.article_of(db, entry)
        if entry is None or article is None or article in now.ranks:
            continue
        showing = shown_before(db, ranking_list, article, observation.observed)
        if (
            showing
            and showing.rank == rank
            and measured_off(db, ranking_list, article, showing) == observation.observed
        ):
            yield _Move(article, showing, None, entry)


def _kinds(move: _Move, best: "_BestRanks", time: int, top: tuple[int, ...]) -> Iterator[str]:
    """The kinds of the events that a move is."""
    rank, previous = move.rank, move.before.rank
    if rank is None:
        yield "out"
        return
    previous_peak = best.improve(move.article, rank, time)
    if rank == 1:
        yield "first"
    if previous is None:
        yield "new" if previous_peak is None else "back"
    if previous_peak is not None and rank < previous_peak:
        yield "peak"
    yield from (f"top:{first}" for first in top if crosses(rank, previous, first))


def _cause(
    db: sqlite3.Connection,
    ranking_list: ListRow,
    after: int,
    last: Observation,
    observation: Observation,
) -> str:
    """Why nothing was measured between `after` and an observation; "" if something was."""
    if after == last.observed and not observation.gap:
        return ""
    gaps = observations.gaps(db, ranking_list, after, observation.observed)
    return cause(db, ranking_list.site, *gaps[-1]) if gaps else SHORT_LIST


class _Texts(dict[int, tuple[int | None, str, str, str]]):
    """Entry id -> article, title, address as shown, canonical URL, read when asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __missing__(self, entry: int) -> tuple[int | None, str, str, str]:
        sql = (
            "SELECT e.article, e.title, d.url, coalesce(a.url, '') FROM entry e "
            "JOIN address d ON d.id = e.address LEFT JOIN article a ON a.id = e.article "
            "WHERE e.id = ?"
        )
        self[entry] = self._db.execute(sql, (entry,)).fetchone()
        return self[entry]


class _BestRanks:
    """Each article's best rank so far on a list, read when first asked for."""

    def __init__(self, db: sqlite3.Connection, ranking_list: ListRow) -> None:
        self._db = db
        self._list = ranking_list
        self._ranks: dict[int, int] = {}

    def improve(self, article: int, rank: int, time: int) -> int | None:
        """The best rank before `time`, None if it was never seen; `rank` counts from now on."""
        best = self._ranks.get(article) or self._read(article, time)
        self._ranks[article] = min(best or rank, rank)
        return best

    def _read(self, article: int, time: int) -> int | None:
        ranks: list[int] = []
        for stay in stays_of(self._db, self._list.id, [article]):
            if stay.begun < time and stay.peak_at < time:
                ranks.append(stay.peak)
            elif stay.begun < time:
                steps = path(self._db, self._list, article, stay.begun, time)
                ranks += [rank for _, rank in steps if rank is not None]
        return min(ranks, default=None)
