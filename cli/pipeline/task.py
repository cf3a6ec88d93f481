"""Tasks as generators: decisions run in the database thread, visits run in worker threads.

A task yields a `Request`, gets its `Result`, records it, and goes on until it returns its
outcome. So the decisions read from top to bottom, and all of them run in the one thread that owns
the database. Many tasks can run at the same time, because only the visits run in worker threads.
"""

from collections.abc import Callable, Collection, Generator, Sequence
from queue import SimpleQueue
from threading import Thread
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
    """Run tasks of different hosts concurrently; returns their outcomes in task order.

    The threads do not keep the process alive, so that a signal ends it also during a visit.
    """
    requests: SimpleQueue[tuple[int, Request] | None] = SimpleQueue()
    results: SimpleQueue[tuple[int, Result | BaseException]] = SimpleQueue()
    threads = min(len(tasks), MOST)
    for _ in range(threads):
        Thread(target=_work, args=(tasks, requests, results), daemon=True).start()
    outcomes: dict[int, Outcome] = {}

    def go_on(number: int, result: Result | None) -> None:
        task = tasks[number][0]
        try:
            requests.put((number, task.send(result) if result else next(task)))
        except StopIteration as end:
            outcomes[number] = end.value

    for number in range(len(tasks)):
        go_on(number, None)
    while len(outcomes) < len(tasks):
        number, result = results.get()
        if isinstance(result, BaseException):
            raise result
        go_on(number, result)
    for _ in range(threads):
        requests.put(None)
    return [outcomes[number] for number in range(len(tasks))]


def _work(
    tasks: "Sequence[tuple[Task[Outcome], Fetch]]",
    requests: "SimpleQueue[tuple[int, Request] | None]",
    results: "SimpleQueue[tuple[int, Result | BaseException]]",
) -> None:
    """Carry out requests until there is a None."""
    while request := requests.get():
        number, address = request
        try:
            results.put((number, tasks[number][1](address)))
        except BaseException as error:  # noqa: BLE001 - the thread of the tasks raises it
            results.put((number, error))


MOST = 64
"""Hosts that are visited side by side."""
