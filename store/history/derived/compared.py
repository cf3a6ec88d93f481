"""Flags that follow from a comparison with the observations before: never taken from a file.

An observation is `short` if it has fewer entries than the longest of the 20 before it. It is a
`big-swap` if no article of the one before is left. The shortest list of a site is `frozen` if
nothing in it has changed for three days. They are derived like gaps, so that the order in which
observations come in decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from store.history.schedule import DAY, MEMORY
from store.history.sites import ListRow

DERIVED = ("big-swap", "frozen", "short")

FROZEN = 3 * DAY
"""Seconds without any change after which a list counts as frozen."""

FROZEN_WINDOWS = frozenset({"hour", "day"})

LEAST_TO_TELL = 3
"""Lists with fewer entries are too short to judge."""


class Past(NamedTuple):
    """What stands before an observation of a list, oldest first.

    `ranks` has the articles of the newest one; `changed` is when anything last changed (UTC s).
    """

    depths: Sequence[int] = ()
    ranks: Mapping[int, int] = {}
    changed: int | None = None


def derived(
    ranking_list: ListRow, observed: int, items: int, ranks: Mapping[int, int], past: Past
) -> tuple[str, ...]:
    """The derived flags of an observation; `past.changed` is its own time where it changed.

    How many links a page offers says nothing about it, so their placement has none.
    """
    if ranking_list.is_placement:
        return ()
    flags = []
    if past.depths and past.depths[-1] >= LEAST_TO_TELL and ranks:
        flags += ["big-swap"] * ranks.keys().isdisjoint(past.ranks)
    if ranking_list.window in FROZEN_WINDOWS and past.changed is not None:
        flags += ["frozen"] * (observed - past.changed > FROZEN)
    if items < max(past.depths[-MEMORY:], default=0):
        flags.append("short")
    return tuple(flags)


def own_flags(flags: Iterable[str]) -> tuple[str, ...]:
    """The flags that an observation has by itself."""
    return tuple(flag for flag in flags if flag not in DERIVED)
