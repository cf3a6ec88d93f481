"""A JSON array of any length, an element at a time.

The standard library reads an array whole, and one of millions of objects takes ten times its
size in memory.
"""

import re
from collections.abc import Callable, Iterator
from json import JSONDecoder

CHUNK = 2**16
"""Characters that are read at a time."""

LONGEST = 2**25
"""Characters of one element."""

_decode = JSONDecoder().raw_decode
_mark = re.compile(r"[ \t\r\n]*(\S)")


def elements(read: Callable[[int], str]) -> Iterator[object]:
    """The objects of the array that `read` gives the text of.

    Raises ValueError where the text is no array, RecursionError where it is too deep.
    """
    held, at, expected = "", 0, "["
    while expected:
        try:
            found, at, expected = _step(held, at, expected)
        except ValueError:
            more = read(max(CHUNK, len(held) - at)) if len(held) - at < LONGEST else ""
            if not more:
                raise
            held, at = held[at:] + more, 0
        else:
            yield from found
    if held[at:].strip() or read(CHUNK).strip():
        raise ValueError("something stands behind the array")


def _step(held: str, at: int, expected: str) -> tuple[list[object], int, str]:
    """What stands behind one of the marks that are expected; where and with which it goes on."""
    mark, at = _next(held, at, expected)
    if mark == "]":
        return [], at, ""
    first, start = _next(held, at)
    if mark == "[" and first == "]":
        return [], at, "]"
    value, at = _decode(held, start - 1)
    return [value], at, ",]"


def _next(held: str, at: int, expected: str = "") -> tuple[str, int]:
    """The first character that is no space, and the place behind it."""
    found = _mark.match(held, at)
    if not found or (expected and found[1] not in expected):
        raise ValueError(f"expected {' or '.join(expected) or 'a value'}")
    return found[1], found.end()
