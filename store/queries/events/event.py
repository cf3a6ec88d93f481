"""An event: what an observation shows otherwise than the one that measured the same before.

It says between which two observations it lies: `after` is the last that measured the article
otherwise, `by` the first that showed it so. Its time is exact if the two are neighbours with no gap
between.
"""

from typing import NamedTuple

KINDS = ("first", "new", "back", "peak", "out")
"""The kinds of events, and `top:N` for each N that is asked for (see `crosses`)."""

SHORT_LIST = "short list"
"""The cause where a list that did not reach the rank lies between `after` and `by`, and no gap."""


class Event(NamedTuple):
    """One event of one article on one list; times in UTC seconds.

    `new`: never seen on the list before; `back`: seen before, and measured as absent since; `out`:
    measured as absent; `first`: became number one; `peak`: better than its best rank before;
    `top:N`: came into the first N.

    `rank` is its rank at `by` (of `out` None), `previous` that at `after` (None: not on the list).
    `title` and `url` are those of the entry, as shown, for `out` of its last one; `article_url` is
    canonical. `source` and `attempt` are those of the observation `by`. `cause` is empty if the
    time is exact; else it names why nothing was measured between `after` and `by`.
    """

    site: str
    list: str
    kind: str
    after: int
    by: int
    article: int
    article_url: str
    url: str
    title: str
    rank: int | None
    previous: int | None
    source: str
    attempt: int | None
    cause: str

    @property
    def exact(self) -> bool:
        """Whether `after` and `by` are neighbours with no gap between."""
        return not self.cause

    @property
    def across_gap(self) -> bool:
        """Whether nothing was measured between `after` and `by`, not even a short list."""
        return bool(self.cause) and self.cause != SHORT_LIST

    @property
    def fetched(self) -> bool:
        """Whether a visit made the observation, not an import or a new reading of a kept page."""
        return self.source == "fetch" and self.attempt is not None


def crosses(rank: int | None, previous: int | None, first: int) -> bool:
    """Whether a move comes into the first so many ranks."""
    return rank is not None and rank <= first and (previous is None or previous > first)
