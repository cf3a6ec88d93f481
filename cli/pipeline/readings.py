"""From what a reader saw in a page to readings of the store's lists.

Which list each ranking is, by its name within the site, and which lists that had entries before
are missing in the page: those are read as empty, and measure nothing.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from cli.pipeline.list_names import label_of, names
from cli.pipeline.plausibility import COMPARED
from scrapers import Entry, Ranking, Reading, is_learnt
from store.history import changes, observations
from store.history.recorder import ListReading
from store.history.sites import ListRow, ensure_list


def readings_of(
    db: sqlite3.Connection, site_id: int, reading: Reading, before: Sequence[ListRow]
) -> Iterator[ListReading]:
    """The lists that a page shows, as they are known in the store (made where they are new)."""
    shown = [ranking for ranking in reading.rankings if ranking.entries]
    for name, ranking in zip(names(shown, before), shown, strict=True):
        number = ensure_list(db, site_id, name, ranking.window, label_of(ranking))
        of = ListRow(number, site_id, name, ranking.window, label_of(ranking))
        flags = tuple(dict.fromkeys(ranking.flags))
        yield ListReading(of, _numbered(ranking), flags=flags, reader=reading.reader)


def with_missing(
    db: sqlite3.Connection, readings: Sequence[ListReading], before: Sequence[ListRow]
) -> list[ListReading]:
    """The readings of a page; then the lists that had entries before and have none in it.

    A learnt reader names its lists and says itself which are missing.
    """
    reader = readings[0].reader
    if is_learnt(reader):
        return list(readings)
    seen = {reading.of.id for reading in readings}
    gone = [of for of in before if of.id not in seen and observations.newest(db, of)]
    return [*readings, *(ListReading(of, (), result="empty", reader=reader) for of in gone)]


def _numbered(ranking: Ranking) -> tuple[Entry, ...]:
    return tuple(e._replace(rank=rank) for rank, e in enumerate(ranking.entries, 1))


def once_more(
    db: sqlite3.Connection, before: Sequence[ListRow], attempt: int
) -> Iterator[ListReading]:
    """The lists that an attempt found, as it found them."""
    for of in before:
        if then := observations.of_attempt(db, of, attempt):
            rows = changes.rows_at(db, of.id, then.observed, then.items)
            entries = tuple(
                Entry(r.rank, r.title, r.url, r.canonical, tuple(r.flags.split())) for r in rows
            )
            flags = tuple(f for f in then.flags.split() if f not in COMPARED)
            yield ListReading(of, entries, flags=flags, reader=then.reader)
