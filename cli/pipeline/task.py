"""Tasks as generators: decisions run in the database thread, visits run in worker threads.

A task yields a `Request`, gets its `Result`, records it, and goes on until it returns its
outcome. So the decisions read from top to bottom, and all of them run in the one thread that owns
the database. Many tasks can run at the same time, because only the visits run in worker threads.
"""

from collections.abc import Callable, Collection, Generator, Sequence
from typing import NamedTuple, TypeVar

from scrapers import HTML, NOTHING_AT_HAND, Answer, Problem, Reading, Validators

Outcome = TypeVar("Outcome")


class Request(NamedTuple):
    """A page to visit and read; `kinds` are the media types that it may have."""

    address: str
    validators: Validators = NOTHING_AT_HAND
    kinds: Collection[str] = HTML


class Result(NamedTuple):
    """A visited page: the answer and its reading, which is None if there was nothing to read."""

    answer: Answer
    reading: Reading | None
    problem: Problem | None = None


Task = Generator[Request, Result, Outcome]
Fetch = Callable[[Request], Result]
"""Carries out one request of one site; called from one thread at a time."""


def run(tasks: Sequence[tuple[Task[Outcome], Fetch]]) -> list[Outcome]:
    """Run tasks of different hosts concurrently; returns their outcomes in task order."""
    if len(tasks) <= 1:
        return [_run_one(*task) for task in tasks]
    return _run_all(tasks)


def _run_one(task: Task[Outcome], fetch: Fetch) -> Outcome:
    try:
        request = next(task)
        while True:
            request = task.send(fetch(request))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def _run_all(tasks: Sequence[tuple[Task[Outcome], Fetch]]) -> list[Outcome]:
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

    outcomes: dict[int, Outcome] = {}
    under_way: dict[Future[Result], int] = {}
    with ThreadPoolExecutor(max_workers=min(len(tasks), MOST)) as pool:

        def go_on(number: int, result: Result | None) -> None:
            task, fetch = tasks[number]
            try:
                request = task.send(result) if result else next(task)
            except StopIteration as end:
                outcomes[number] = end.value
            else:
                under_way[pool.submit(fetch, request)] = number

        for number in range(len(tasks)):
            go_on(number, None)
        while under_way:
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                go_on(under_way.pop(future), future.result())
    return [outcomes[number] for number in range(len(tasks))]


MOST = 64
"""Hosts that are visited side by side."""
