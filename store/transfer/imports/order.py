"""Puts the rows of a file in the order of their visits, and finds where they contradict each other."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from store.errors import ImportRefused
from store.transfer.imports.rows import ImportRow, ImportRows

Visit = Sequence[ImportRows]
"""The observations of one site and time, each with all of its rows, ranks 1 to n."""

Key = tuple[int, str, str]
Places = dict[int, tuple[int, ImportRow]]


def in_order(parts: Iterable[ImportRows]) -> Iterator[Visit]:
    """The visits as they stand in a file in the order of time, such as an export.

    None is held but the one that is given. Raises ImportRefused where the file is in another
    order, or two rows contradict each other, or one is missing then.
    """
    last = -1, ""
    for moment, group in groupby(parts, visit_of):
        visit = list(group)
        if moment <= last:
            raise ImportRefused(f"line {visit[0][0]}: not in the order of time")
        last = moment
        lists = {rows[0].list for _, _, rows in visit if rows[0].rank == 1}
        yield visit if len(lists) == len(visit) else _gathered(visit)


def in_any_order(parts: Iterable[ImportRows]) -> Iterator[Visit]:
    """The visits of a file, oldest first, wherever their rows stand; it is held as a whole.

    Raises ImportRefused where two rows contradict each other, or one is missing.
    """
    gathered = sorted(_gathered(parts), key=lambda rows: (*visit_of(rows), rows[2][0].list))
    return (list(visit) for _, visit in groupby(gathered, visit_of))


def visit_of(rows: ImportRows) -> tuple[int, str]:
    """The time and the site of an observation, which are its visit."""
    return rows[1], rows[2][0].site


def _gathered(parts: Iterable[ImportRows]) -> list[ImportRows]:
    """Observations with all of their rows, wherever these stand."""
    whole: dict[Key, ImportRows] = {}
    scattered: dict[Key, Places] = {}
    for part in parts:
        _, observed, rows = part
        key = observed, rows[0].site, rows[0].list
        if key not in whole and key not in scattered and rows[0].rank == 1:
            whole[key] = part
            continue
        places = scattered.setdefault(key, {})
        if key in whole:
            _scatter(places, whole.pop(key))
        _scatter(places, part)
    for key, places in scattered.items():
        whole[key] = _collected(key[0], places)
    return list(whole.values())


def _scatter(places: Places, part: ImportRows) -> None:
    """Put rows in their places, which are free or taken by the same."""
    for line, row in enumerate(part[2], part[0]):
        other, before = places.setdefault(row.rank, (line, row))
        if before != row:
            raise ImportRefused(
                f"line {line}: rank {row.rank} of {row.list} is also on line {other}"
            )


def _collected(observed: int, places: Places) -> ImportRows:
    """An observation from its rows; ranks must run from 1 to n.

    A hole would read as a row that was measured away.
    """
    missing = next(rank for rank in range(1, len(places) + 2) if rank not in places)
    if missing <= max(places):
        line, row = places[max(places)]
        raise ImportRefused(
            f"line {line}: {row.list} has a rank {row.rank} but no rank {missing} then"
        )
    ordered = [places[rank] for rank in sorted(places)]
    return ordered[0][0], observed, tuple(row for _, row in ordered)
