"""How far tests go: a quarter of the way in `make test`, all of it where TRACKER_FULL is set.

`make properties` and `make fuzz` set it. Each run of a property draws other examples, so the small
runs of a day see more than one large run would.
"""

import os

SHARE = 1 if os.environ.get("TRACKER_FULL") else 4


def examples(number: int) -> int:
    """This many at full size, the share of them in a usual run."""
    return max(5, number // SHARE)
