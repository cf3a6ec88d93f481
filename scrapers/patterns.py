"""Regular expressions that are compiled by their first use.

A page is read in a process that starts anew for each run, and one page needs few of the patterns
that other pages need: compiling them all takes as long as starting Python.
"""

import re
from typing import AnyStr, Generic, cast


class _Later(Generic[AnyStr]):
    """Stands for a compiled pattern."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)
        return value


def later(pattern: AnyStr, flags: int = 0) -> "re.Pattern[AnyStr]":
    """As `re.compile`, but compiled when it is used first: only then is an error in it found."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
