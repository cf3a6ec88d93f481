"""From what a reader saw in a page to readings of the store's lists.

Which list each ranking is, by its name within the site, and which lists that had entries before
are missing in the page: those are read as empty, and measure nothing.
"""

from collections.abc import Iterator, Sequence

from cli.pipeline.list_names import KnownList, label_of, names
from cli.pipeline.plausibility import COMPARED
from scrapers import Entry, Ranking, Reading, is_learnt
from store import ListReading, ListRow, SiteRow, Store


def readings_of(
    row: SiteRow, reading: Reading, known: Sequence[KnownList]
) -> tuple[list[ListReading], str]:
    """The lists that a page shows, by the ids of those `known`; and what was left out, in words.

    A new list has no id yet: 0.
    """
    stored = {of.row.name: of.row for of in known}
    shown = [ranking for ranking in reading.rankings if ranking.entries]
    made: list[ListReading] = []
    left_out = 0
    for name, ranking in zip(names(shown, known), shown, strict=True):
        if name is None:
            left_out += 1
            continue
        window, label = ranking.window, label_of(ranking)
        new = ListRow(0, row.id, name, window, label)
        of = stored.get(name, new)._replace(label=label)
        of = of._replace(window=window or of.window)
        flags = tuple(dict.fromkeys(ranking.flags))
        made.append(ListReading(of, _numbered(ranking), flags=flags, reader=reading.reader))
    return made, _left_out(left_out)


def _left_out(copies: int) -> str:
    """What is said of shorter copies of lists, "" where there are none."""
    if not copies:
        return ""
    return f"{copies} shorter {'copy of a list was' if copies == 1 else 'copies of lists were'} left out"


def with_missing(
    store: Store, readings: Sequence[ListReading], before: Sequence[ListRow]
) -> list[ListReading]:
    """The readings of a page; then the lists that it showed before and that it lacks.

    A list that was only ever imported is none of them: this site may never have shown it here.

    A learnt reader names its lists and says itself which are missing.
    """
    reader = readings[0].reader
    if is_learnt(reader):
        return list(readings)
    seen = {reading.of.id for reading in readings}
    gone = [of for of in before if of.id not in seen and store.history.newest_own(of)]
    return [*readings, *(ListReading(of, (), result="empty", reader=reader) for of in gone)]


def _numbered(ranking: Ranking) -> tuple[Entry, ...]:
    return tuple(e._replace(rank=rank) for rank, e in enumerate(ranking.entries, 1))


def once_more(store: Store, row: SiteRow, attempt: int) -> Iterator[ListReading]:
    """The lists that an attempt found, as it found them."""
    for then in store.history.made_by(row, attempt).values():
        flags = tuple(f for f in then.observation.flags.split() if f not in COMPARED)
        reader = then.observation.reader
        yield ListReading(then.of, then.entries(), flags=flags, reader=reader)
