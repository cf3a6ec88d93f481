"""Stays: the unbroken time of an article on one list, updated from observation to observation.

`step` takes the open stays from one observation to the next and yields those that changed. The
store writes them in the same transaction as the ranks; `check` and a rebuild run the same step
over the whole history.

An observation credits its entries with the time up to the next one; before a gap, and at the end
of the history, it credits nothing. So a stay ends at the first observation without the article, or
at the last one before a gap. Its beginning was measured (`entered`) if the article's rank was
within the depth of the observation before. Its end was measured (`left`) if its last rank is
within the depth of the observation without it: n entries measure only ranks 1 to n.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class State(NamedTuple):
    """One observation as stays see it: time, depth, and each article's best rank."""

    observed: int
    items: int
    ranks: Mapping[int, int]


class Stay(NamedTuple):
    """One row of the table `stay`; times in UTC seconds, `top1` in seconds."""

    article: int
    begun: int
    ended: int | None
    entered: bool
    left: bool
    peak: int
    peak_at: int
    top1: int
    top1_since: int | None


def step(
    before: State | None, now: State, *, gap: bool, open_stays: Mapping[int, Stay]
) -> Iterator[Stay]:
    """The stays that begin, change or end when `now` follows `before`.

    `open_stays` has the open stay of every article in `before`. Stays that go on unchanged are
    not yielded.
    """
    if before is None or gap:
        if before is not None:
            yield from (_ended(stay, before.observed, left=False) for stay in open_stays.values())
        yield from (_begun(article, now, entered=False) for article in now.ranks)
        return
    for article, rank in before.ranks.items():
        if article not in now.ranks:
            yield _ended(open_stays[article], now.observed, left=rank <= now.items)
    for article, rank in now.ranks.items():
        if article not in before.ranks:
            yield _begun(article, now, entered=rank <= before.items)
        elif rank != before.ranks[article]:
            moved = _moved(open_stays[article], rank, now.observed)
            if moved != open_stays[article]:
                yield moved


def _begun(article: int, now: State, *, entered: bool) -> Stay:
    rank, observed = now.ranks[article], now.observed
    top1_since = observed if rank == 1 else None
    return Stay(article, observed, None, entered, False, rank, observed, 0, top1_since)  # noqa: FBT003 - columns of a row


def _ended(stay: Stay, at: int, *, left: bool) -> Stay:
    return stay._replace(ended=at, left=left, top1=top1_until(stay, at), top1_since=None)


def _moved(stay: Stay, rank: int, at: int) -> Stay:
    if rank < stay.peak:
        stay = stay._replace(peak=rank, peak_at=at)
    if (rank == 1) == (stay.top1_since is not None):
        return stay
    if rank == 1:
        return stay._replace(top1_since=at)
    return stay._replace(top1=top1_until(stay, at), top1_since=None)


def top1_until(stay: Stay, at: int) -> int:
    """Seconds at rank 1 from the stay's beginning to `at`, which is not before its last change."""
    return stay.top1 + (at - stay.top1_since if stay.top1_since is not None else 0)
