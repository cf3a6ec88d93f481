"""Errands: what is to be visited next, decided where the store is, carried out where the net is.

An errand is a generator. It yields a `Visit`, gets back the `Visited` page, records it, and goes
on until it returns its outcome. So the decisions read top to bottom, all of them run in the one
thread that owns the database, and any number of errands can be under way side by side: only the
visits themselves run in threads.
"""

from collections.abc import Callable, Collection, Generator, Sequence
from typing import NamedTuple, TypeVar

from scrapers.http.client import HTML, NOTHING_AT_HAND, Validators
from scrapers.model import Answer, Problem, Reading

Outcome = TypeVar("Outcome")


class Visit(NamedTuple):
    """A page to be visited and read; `kinds` are the media types that it may have."""

    address: str
    validators: Validators = NOTHING_AT_HAND
    kinds: Collection[str] = HTML


class Visited(NamedTuple):
    """A visited page: the answer, and what was read in it (None where there was nothing)."""

    answer: Answer
    reading: Reading | None
    problem: Problem | None = None


Errand = Generator[Visit, Visited, Outcome]
Carry = Callable[[Visit], Visited]
"""Carries out one visit of one site; called from one thread at a time."""


def run(errands: Sequence[tuple[Errand[Outcome], Carry]]) -> list[Outcome]:
    """Carry out errands of different hosts side by side; their outcomes, in order."""
    if len(errands) <= 1:
        return [_run_one(*errand) for errand in errands]
    return _run_all(errands)


def _run_one(errand: Errand[Outcome], carry: Carry) -> Outcome:
    try:
        visit = next(errand)
        while True:
            visit = errand.send(carry(visit))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def _run_all(errands: Sequence[tuple[Errand[Outcome], Carry]]) -> list[Outcome]:
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

    outcomes: dict[int, Outcome] = {}
    under_way: dict[Future[Visited], int] = {}
    with ThreadPoolExecutor(max_workers=min(len(errands), MOST)) as pool:

        def go_on(number: int, visited: Visited | None) -> None:
            errand, carry = errands[number]
            try:
                visit = errand.send(visited) if visited else next(errand)
            except StopIteration as end:
                outcomes[number] = end.value
            else:
                under_way[pool.submit(carry, visit)] = number

        for number in range(len(errands)):
            go_on(number, None)
        while under_way:
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                go_on(under_way.pop(future), future.result())
    return [outcomes[number] for number in range(len(errands))]


MOST = 64
"""Hosts that are visited side by side."""
