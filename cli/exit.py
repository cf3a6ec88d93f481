"""Exit statuses: what a run says to cron, to `&&` and to a monitor (docs/exit-status.md).

`scrapers` and `store` know none of these but the ones that their errors carry, which are held to
this list by a test.
"""

from enum import IntEnum


class Exit(IntEnum):
    """The closed list; a program that a signal ends has `by_signal` of its number beside it."""

    DONE = 0
    """Done, or nothing had changed."""
    USAGE = 2
    """The command line or the configuration is wrong."""
    PARTIAL = 3
    """Some sites, or some lists of a site, were recorded."""
    FAILED = 4
    """No page could be had."""
    REFUSED = 5
    """A page was had, and did not read as expected."""
    STORE = 6
    """The store or the output cannot be read or written, or is damaged."""
    STALE = 7
    """A site is without a recent observation."""
    BUSY = 75
    """Another fetch is running."""


SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a program."""


def by_signal(number: int) -> int:
    """The exit status of a program that a signal ended."""
    return SIGNALLED + number


def by_reason(code: str) -> Exit:
    """The exit status that a reason code asks for, where nothing else was to be had."""
    from scrapers import REFUSED, kind_of

    return Exit.REFUSED if kind_of(code) == REFUSED else Exit.FAILED
