"""A finding: one thing looked at, how it is, and what to do about it."""

from collections.abc import Iterable
from typing import NamedTuple

OK, WARN, BAD = "ok", "warn", "bad"

STORE, CONFIGURATION, STALE, FETCH = 6, 2, 7, 4
"""The exit statuses that something bad can mean, the gravest first."""


class Finding(NamedTuple):
    """`state` is ok, warn or bad; `status` is the exit status that a bad one asks for."""

    topic: str
    state: str
    what: str
    remedy: str = ""
    status: int = 0


def ok(topic: str, what: str) -> Finding:
    """All is well."""
    return Finding(topic, OK, what)


def warn(topic: str, what: str, remedy: str) -> Finding:
    """It works, yet should be known."""
    return Finding(topic, WARN, what, remedy)


def bad(topic: str, what: str, remedy: str, status: int) -> Finding:
    """It does not work."""
    return Finding(topic, BAD, what, remedy, status)


def exit_status(findings: Iterable[Finding]) -> int:
    """The status of the gravest finding; 0 where nothing is bad."""
    found = {finding.status for finding in findings}
    return next((s for s in (STORE, CONFIGURATION, STALE, FETCH) if s in found), 0)
