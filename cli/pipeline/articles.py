"""The task for article pages: fetches the newly sighted articles, oldest sighting first.

It uses the time that the rankings leave of the site's deadline, and stops after a given number
of pages; the next run fetches the rest. All pages of a long article are fetched together.
"""

from collections.abc import Callable
from typing import NamedTuple

from cli.pipeline.acceptance import wrong_with
from cli.pipeline.task import Request, Result, Task
from scrapers import Site, canonical
from store import SiteRow, Store, Wanted

MOST_PARTS = 20
"""Pages of one article that are fetched at most."""


class Fetched(NamedTuple):
    """How many articles were in the queue, and how many of them were fetched.

    `broken` says which optional part of the program failed with their texts; "" if none did.
    """

    queued: int
    read: int
    broken: str = ""


class _Visited(NamedTuple):
    """Whether the next article should be tried, and which optional part failed with this one."""

    go_on: bool
    broken: str = ""


def articles(
    store: Store,
    site: Site,
    row: SiteRow,
    limit: int,
    progress: Callable[[Site, int, int], bool],
) -> Task[Fetched]:
    """Fetch the articles of the queue while `progress`, called after each, returns true."""
    from cli.terminal.times import now

    queued = store.queue.wanted(row, now())
    read, broken = 0, ""
    for article in queued[:limit]:
        if not progress(site, read, len(queued)):
            break
        visited = yield from _article(store, row, article)
        broken = broken or visited.broken
        if not visited.go_on:
            break
        read += 1
    progress(site, read, len(queued))
    return Fetched(len(queued), read, broken)


def _article(store: Store, row: SiteRow, wanted: Wanted) -> Task[_Visited]:
    """Fetch all pages of one article.

    The next article should be tried if the site answered, or if robots.txt forbids only this page.
    """
    broken = ""
    waiting, visited = [wanted.address], {wanted.address}
    read = 0
    while waiting and read < MOST_PARTS:
        result = yield Request(waiting.pop(0))
        code, detail = problem_of(result) or _strayed(store, row, wanted, result) or (None, "")
        answer, reading = result.answer, result.reading
        store.queue.record(row, wanted.article, answer, (code, detail), reading)
        if code:
            return _Visited(result.answer.status is not None or code == "robots", broken)
        broken = broken or _broken(result)
        read += 1
        parts = reading.article.parts if reading and reading.article else ()
        waiting += [part for part in parts if part not in visited]
        visited.update(parts)
    store.queue.done(wanted.article, result.answer.time, read)
    return _Visited(go_on=True, broken=broken)


def _broken(result: Result) -> str:
    problems = result.reading.problems if result.reading else ()
    return next((problem.text for problem in problems if problem.code == "extra-broken"), "")


def _strayed(store: Store, row: SiteRow, wanted: Wanted, result: Result) -> tuple[str, str] | None:
    """Reason code and detail if a redirect led to the page of another known article."""
    asked, answered = result.answer.asked, result.answer.answered
    if answered == asked or store.queue.owner(row, canonical(answered)) in {
        None,
        wanted.article,
    }:
        return None
    return "soft-404", f"the address leads to another article: {answered}"


def problem_of(result: Result) -> tuple[str, str] | None:
    """Reason code and detail if the page cannot be read as an article."""
    answer, reading = result.answer, result.reading
    if answer.code:
        return answer.code, answer.detail
    if wrong := wrong_with(result):
        return wrong.code, wrong.text
    if reading is None or reading.article is None:
        return "layout", "no article was found on this page"
    return None
