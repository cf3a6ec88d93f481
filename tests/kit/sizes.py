"""How many examples a property is tried with: a quarter in `make test`, all in `make properties`.

Each run draws other examples, so the small runs of a day see more than one large run would.
"""

import os

SHARE = 1 if os.environ.get("TRACKER_FULL") else 4


def examples(number: int) -> int:
    """This number at full size, its share in a usual run."""
    return max(5, number // SHARE)
