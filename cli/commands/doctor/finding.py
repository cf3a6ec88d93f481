"""A finding: one thing that was checked, its state, and what to do about it."""

from collections.abc import Iterable
from typing import NamedTuple

from cli.exit import Exit

OK, WARN, BAD = "ok", "warn", "bad"

GRAVEST_FIRST = (Exit.STORE, Exit.USAGE, Exit.STALE, Exit.FAILED)
"""The exit statuses that something bad can mean."""


class Finding(NamedTuple):
    """`state` is ok, warn or bad; `status` is the exit status for a bad finding."""

    topic: str
    state: str
    what: str
    remedy: str = ""
    status: Exit = Exit.DONE


def ok(topic: str, what: str) -> Finding:
    """A finding without a problem."""
    return Finding(topic, OK, what)


def warn(topic: str, what: str, remedy: str) -> Finding:
    """A finding that does not prevent work, but that the user should know."""
    return Finding(topic, WARN, what, remedy)


def bad(topic: str, what: str, remedy: str, status: Exit) -> Finding:
    """A finding that prevents work."""
    return Finding(topic, BAD, what, remedy, status)


def exit_status(findings: Iterable[Finding]) -> Exit:
    """The status of the worst finding; 0 if no finding is bad."""
    statuses = {finding.status for finding in findings}
    return next((status for status in GRAVEST_FIRST if status in statuses), Exit.DONE)
