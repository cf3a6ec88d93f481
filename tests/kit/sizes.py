"""How far tests go: a part of the way in `make test`, all of it where TRACKER_FULL is set.

`make properties` and `make fuzz` set it. Each run of a property draws other examples, so the small
runs of a day see more than one large run would.
"""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

FULL = bool(os.environ.get("TRACKER_FULL"))
SHARE = 1 if FULL else 20


def examples(number: int) -> int:
    """This many examples at full size, the share of them in a usual run."""
    return max(3, number // SHARE)


def size(number: int, share: int = 12) -> int:
    """The size of what is made to be large: a twelfth of it, or another share, in a usual run."""
    return number if FULL else number // share


def part(things: Sequence[T], share: int) -> Sequence[T]:
    """All of them at full size; else one of so many, other ones in every run."""
    return things if FULL else things[random.randrange(share) :: share]
