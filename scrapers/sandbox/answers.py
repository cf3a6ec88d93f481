"""What a child may answer: a reading of the very page it was given, or a problem.

The form is checked by `wire_format`, the sense here: ranks count from 1, codes and windows are
of their closed lists, and the page and site are those that were asked about.
"""

from itertools import chain
from typing import NamedTuple

from scrapers.model import Page, Problem, Ranking, Reading, Site
from scrapers.reasons import REASONS
from scrapers.sandbox import wire_format
from scrapers.sandbox.wire_format import FormError
from scrapers.windows import WINDOWS

_CODES = frozenset(reason.code for reason in REASONS)
_WIDGETS = ("lists", "empty", "none")


class Task(NamedTuple):
    """What a child is to read; `kind` and `selectors` are as `scrapers.read.read_page` has them."""

    page: Page
    site: Site | None
    kind: str | None = None
    selectors: bool = False


class Reply(NamedTuple):
    """What came of it: one of the two."""

    reading: Reading | None = None
    problem: Problem | None = None


def encode_task(task: Task) -> bytes:
    """A task as bytes: a line of JSON, then the page as it came."""
    header = task._replace(page=task.page._replace(body=b""))
    return wire_format.encode(header) + b"\n" + task.page.body


def decode_task(data: bytes) -> Task:
    """The task that the bytes hold."""
    header, _, body = data.partition(b"\n")
    task = wire_format.decode(Task, header)
    return task._replace(page=task.page._replace(body=body))


def encode_answer(outcome: Reading | Problem) -> bytes:
    """What came of a task, as bytes."""
    reply = Reply(outcome) if isinstance(outcome, Reading) else Reply(problem=outcome)
    return wire_format.encode(reply)


def decode_answer(data: bytes, task: Task) -> Reading | Problem:
    """What a child says came of the task; `parse-crash` where that cannot be believed."""
    try:
        return _believed(wire_format.decode(Reply, data), task)
    except FormError as error:
        return Problem("parse-crash", f"the reading process gave no valid answer: {error}")


def _believed(reply: Reply, task: Task) -> Reading | Problem:
    reading, problem = reply
    if problem and not reading:
        _check_problem(problem)
        return problem
    if problem or not reading:
        raise FormError("neither a reading nor a problem")
    if (reading.url, reading.site) != (task.page.url, task.site and task.site.name):
        raise FormError("the reading of another page")
    if reading.widget not in _WIDGETS:
        raise FormError("no such widget")
    if reading.article and reading.article.part < 1:
        raise FormError("parts count from 1")
    for ranking in chain(reading.rankings, reading.rejected):
        _check_ranking(ranking)
    for problem in reading.problems:
        _check_problem(problem)
    return reading


def _check_ranking(ranking: Ranking) -> None:
    if ranking.window is not None and ranking.window not in WINDOWS:
        raise FormError("no such window")
    if any(entry.rank < 1 for entry in ranking.entries):
        raise FormError("ranks count from 1")


def _check_problem(problem: Problem) -> None:
    if problem.code not in _CODES:
        raise FormError("no such reason")
