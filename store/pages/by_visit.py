"""Groups attempts into visits to a site.

A site may have several ranking pages; the attempts of one run at them are one visit. Queries use
this module, so it does not load the code for kept pages.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

LONGEST_VISIT = 600
"""Seconds between two pages after which they are not of one visit to a site."""


if TYPE_CHECKING:
    from typing import Protocol

    class _Asked(Protocol):
        @property
        def time(self) -> int: ...
        @property
        def asked(self) -> object: ...


Attempted = TypeVar("Attempted", bound="_Asked")


def by_visit(attempts: Iterable[Attempted]) -> Iterator[list[Attempted]]:
    """Attempts of a site's ranking pages in the order of time, those of one visit together.

    A visit asks for each address once, so one that repeats begins the next.
    """
    visit: list[Attempted] = []
    for attempt_ in attempts:
        late = visit and attempt_.time - visit[-1].time > LONGEST_VISIT
        if late or any(attempt_.asked == earlier.asked for earlier in visit):
            yield visit
            visit = []
        visit.append(attempt_)
    if visit:
        yield visit


class FailedAttempt(NamedTuple):
    """A visit to a ranking page that brought no list."""

    time: int
    asked: int
    code: str


def failed_visits(
    db: sqlite3.Connection, site: int, after: int, until: int
) -> list[list[FailedAttempt]]:
    """The failed or refused attempts later than `after`, up to `until`, visit by visit."""
    rows = db.execute(
        "SELECT time, asked, code FROM attempt WHERE site = ? AND NOT of_article "
        "AND time > ? AND time <= ? AND code IS NOT NULL ORDER BY time, id",
        (site, after, until),
    )
    return list(by_visit(FailedAttempt(*row) for row in rows))


def codes(failed: list[list[FailedAttempt]]) -> tuple[str, ...]:
    """The reason codes of visits that came in the order of time: the newest first, each once."""
    return tuple(dict.fromkeys(visit[-1].code for visit in reversed(failed)))
