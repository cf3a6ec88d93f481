"""Hypothesis without what it computes first in a fresh checkout: seconds in each process.

It keeps both in `.hypothesis`, but where tests are run for others there is none yet.
"""

from hypothesis.internal import charmap
from hypothesis.internal.conjecture import providers
from hypothesis.internal.intervalsets import IntervalSet

SURROGATES = (0xD800, 0xDFFF)
_intervals = charmap.intervals_from_codec


def prepare(*, full):
    """Say what UTF-8 can encode; and parse the program for constants to draw in full runs only.

    Constants come up now and then: in the few examples of a usual run hardly ever.
    """
    charmap.intervals_from_codec = intervals
    if not full:
        providers.is_local_module_file = lambda _path: False


def intervals(codec):
    """Return the characters that a codec encodes, and those that it does not decode again."""
    if codec != "utf-8":
        return _intervals(codec)
    before, behind = (0, SURROGATES[0] - 1), (SURROGATES[1] + 1, 0x10FFFF)
    return IntervalSet((before, behind)), IntervalSet(())
