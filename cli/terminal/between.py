"""Says when an article came, left or became number one.

A time that lies across a gap, or across a list too short to tell, is not known: it is between two
observations, and both are said.
"""

from typing import Protocol

from cli.words import Words
from store import Between


class Say(Protocol):
    """Says a time, in UTC seconds, to people; of today without the day unless it is to be `full`."""

    def __call__(self, time: int, *, full: bool = False) -> str:
        """Return the time in words."""
        ...


def _edges(at: Say, when: Between) -> dict[str, str]:
    """Both times with their days, since they may lie on two."""
    edges = {"after": when.after, "by": when.by}
    return {name: at(time, full=True) for name, time in edges.items() if time is not None}


def came(words: Words, at: Say, when: Between) -> str:
    """When an article came on a list."""
    if when.by is None:
        return ""
    if when.exact:
        return words.text("in at {since}", since=at(when.by))
    if when.after is None:
        return words.text("first seen {time}", time=at(when.by))
    return words.text("came between {after} and {by}", **_edges(at, when))


def left(words: Words, at: Say, when: Between) -> str:
    """When an article left a list; if that was not measured, when it was last seen there."""
    if when.after is None:
        return ""
    if when.by is None:
        return words.text("last seen {time}", time=at(when.after))
    if when.exact:
        return words.text("left {until}", until=at(when.by))
    return words.text("left between {after} and {by}", **_edges(at, when))


def led(words: Words, at: Say, when: Between) -> str:
    """Since when an article is number one."""
    if when.by is None:
        return ""
    if when.exact or when.after is None:
        return words.text("number one since {since}", since=at(when.by))
    return words.text("became number one between {after} and {by}", **_edges(at, when))
