"""Turns the rankings that a reader found in a page into readings of the store's lists.

Each ranking gets the name of its list. Lists that had entries before but are missing in the page
get an empty reading, which measures nothing.
"""

from collections.abc import Iterator, Sequence

from cli.pipeline.list_names import KnownList, label_of, names
from cli.pipeline.plausibility import COMPARED
from scrapers import Entry, Ranking, Reading, is_learnt
from store import OFFERED, PLACEMENT, ListReading, ListRow, SiteRow, Store


def readings_of(
    row: SiteRow, reading: Reading, known: Sequence[KnownList]
) -> tuple[list[ListReading], str]:
    """The readings of a page's lists, and a sentence about the lists that were left out.

    Lists that are `known` have their id; a new list has the id 0.
    """
    stored = {known_list.row.name: known_list.row for known_list in known}
    rankings = [ranking for ranking in reading.rankings if ranking.entries]
    readings: list[ListReading] = []
    left_out = 0
    for name, ranking in zip(names(rankings, known), rankings, strict=True):
        if name is None:
            left_out += 1
            continue
        window, label = ranking.window, label_of(ranking)
        new = ListRow(0, row.id, name, window, label)
        ranking_list = stored.get(name, new)._replace(label=label)
        ranking_list = ranking_list._replace(window=window or ranking_list.window)
        flags = tuple(dict.fromkeys(ranking.flags))
        readings.append(
            ListReading(ranking_list, _numbered(ranking), flags=flags, reader=reading.reader)
        )
    return readings, _left_out(left_out)


def _left_out(copies: int) -> str:
    """The sentence about shorter copies of lists, or "" if there are none."""
    if not copies:
        return ""
    return f"{copies} shorter {'copy of a list was' if copies == 1 else 'copies of lists were'} left out"


def with_missing(
    store: Store, readings: Sequence[ListReading], before: Sequence[ListRow]
) -> list[ListReading]:
    """The readings of a page, followed by empty readings of the lists that are missing in it.

    A list that was only imported does not count as missing, because no page has shown it yet. A
    learnt reader names its lists and reports itself which are missing.
    """
    reader = readings[0].reader
    if is_learnt(reader):
        return list(readings)
    present = {reading.ranking_list.id for reading in readings}
    missing = [
        ranking_list
        for ranking_list in before
        if ranking_list.id not in present and store.history.newest_own(ranking_list)
    ]
    return [
        *readings,
        *(ListReading(ranking_list, (), result="empty", reader=reader) for ranking_list in missing),
    ]


def _numbered(ranking: Ranking) -> tuple[Entry, ...]:
    return tuple(e._replace(rank=rank) for rank, e in enumerate(ranking.entries, 1))


def placement_of(row: SiteRow, reading: Reading) -> list[ListReading]:
    """What the page offered beside its lists, if that was read; it decides nothing about them."""
    if not reading.placement:
        return []
    ranking_list = ListRow(0, row.id, PLACEMENT, None, PLACEMENT)
    entries = (Entry(rank, *link, (OFFERED,)) for rank, link in enumerate(reading.placement, 1))
    return [ListReading(ranking_list, tuple(entries), reader=reading.reader)]


def once_more(store: Store, row: SiteRow, attempt: int) -> Iterator[ListReading]:
    """The readings that an attempt recorded, without the flags that came from a comparison."""
    for observed in store.history.made_by(row, attempt).values():
        flags = tuple(f for f in observed.observation.flags.split() if f not in COMPARED)
        ranking_list = observed.ranking_list._replace(label=observed.observation.label)
        reader = observed.observation.reader
        yield ListReading(ranking_list, observed.entries(), flags=flags, reader=reader)
