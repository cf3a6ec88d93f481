"""A finding: one thing looked at, how it is, and what to do about it."""

from collections.abc import Iterable
from typing import NamedTuple

from cli.exit import Exit

OK, WARN, BAD = "ok", "warn", "bad"

GRAVEST_FIRST = (Exit.STORE, Exit.USAGE, Exit.STALE, Exit.FAILED)
"""The exit statuses that something bad can mean."""


class Finding(NamedTuple):
    """`state` is ok, warn or bad; `status` is the exit status that a bad one asks for."""

    topic: str
    state: str
    what: str
    remedy: str = ""
    status: Exit = Exit.DONE


def ok(topic: str, what: str) -> Finding:
    """All is well."""
    return Finding(topic, OK, what)


def warn(topic: str, what: str, remedy: str) -> Finding:
    """It works, yet should be known."""
    return Finding(topic, WARN, what, remedy)


def bad(topic: str, what: str, remedy: str, status: Exit) -> Finding:
    """It does not work."""
    return Finding(topic, BAD, what, remedy, status)


def exit_status(findings: Iterable[Finding]) -> Exit:
    """The status of the gravest finding; 0 where nothing is bad."""
    found = {finding.status for finding in findings}
    return next((status for status in GRAVEST_FIRST if status in found), Exit.DONE)
