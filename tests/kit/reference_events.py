"""The reference model's events and edges of stays, each found by looking at the whole history.

An observation measures an article at a rank if it shows the article or is at least that deep. An
event compares an observation with the last one before it that measured the same; a short list
between the two makes its time inexact, as a gap does. Kinds: `new` and `back` need an absence that
was measured, `out` measures one, `first` is rank 1, `peak` is better than every rank before,
`top:N` is a rank in the first N after one that was not.
"""

from typing import NamedTuple

from reference import Obs, articles, depth, rank_of, runs


class Event(NamedTuple):
    """One event; `exact` says whether `after` and `by` are neighbours with no gap between."""

    kind: str
    article: str
    after: int
    by: int
    rank: int | None
    previous: int | None
    exact: bool


class Edges(NamedTuple):
    """A stay's four times; None for an absence that nothing measured."""

    last_off: int | None
    first_on: int
    last_on: int
    first_off: int | None


def measured_before(history: list[Obs], index: int, article: str, rank: int) -> int | None:
    """The last observation before this one that measured the article at this rank."""
    for earlier in range(index - 1, -1, -1):
        if rank_of(history[earlier], article) or depth(history[earlier]) >= rank:
            return earlier
    return None


def left_at(history: list[Obs], last: int, article: str) -> int | None:
    """The first observation after the one at `last` to measure the article's rank as not its own."""
    rank = rank_of(history[last], article)
    assert rank is not None
    for later in range(last + 1, len(history)):
        if rank_of(history[later], article):
            return None
        if depth(history[later]) >= rank:
            return later
    return None


def events(history: list[Obs], verdicts: list[bool], top: tuple[int, ...] = ()) -> set[Event]:
    """All events of a list."""
    found = set()
    for article in articles(history):
        for index, observation in enumerate(history):
            rank = rank_of(observation, article)
            if rank is None:
                continue
            off = left_at(history, index, article)
            if off is not None:
                exact = off == index + 1 and not verdicts[off]
                times = observation.time, history[off].time
                found.add(Event("out", article, *times, None, rank, exact))
            before = measured_before(history, index, article, rank)
            if before is None:
                continue
            previous = rank_of(history[before], article)
            exact = before == index - 1 and not verdicts[index]
            times = history[before].time, observation.time
            earlier = [r for o in history[:index] if (r := rank_of(o, article))]
            for kind in kinds(rank, previous, earlier, top):
                found.add(Event(kind, article, *times, rank, previous, exact))
    return found


def kinds(rank: int, previous: int | None, earlier: list[int], top: tuple[int, ...]) -> list[str]:
    """The kinds of a change to `rank`, for an article that had the ranks `earlier`."""
    found = []
    if previous is None:
        found.append("back" if earlier else "new")
    if rank == 1 and previous != 1:
        found.append("first")
    if earlier and rank < min(earlier):
        found.append("peak")
    found += [f"top:{n}" for n in top if rank <= n and (previous is None or previous > n)]
    return found


def edges(history: list[Obs], verdicts: list[bool]) -> dict[tuple[str, int], Edges]:
    """(article, begin) of each stay -> its edges."""
    found = {}
    for article in articles(history):
        for run in runs(history, verdicts, article):
            first, last = run[0], run[-1]
            rank = rank_of(history[first], article)
            assert rank is not None
            before = measured_before(history, first, article, rank)
            absent = before is not None and rank_of(history[before], article) is None
            off = left_at(history, last, article)
            found[article, history[first].time] = Edges(
                history[before].time if before is not None and absent else None,
                history[first].time,
                history[last].time,
                None if off is None else history[off].time,
            )
    return found
