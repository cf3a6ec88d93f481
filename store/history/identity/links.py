"""Links with their titles, and how many different titles they have."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from store.history.identity.spelling import parts

SHORTEST_CUT = 6
"""Signs of a title that must be left before its cut for the rest to be recognized by them."""


class Link(NamedTuple):
    """A canonical URL and its title in a list."""

    address: str
    title: str


def by_shape(links: Iterable[Link]) -> dict[str, list[Link]]:
    """The links, grouped by the shapes of their addresses."""
    shapes: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        shapes[parts(link.address).shape].append(link)
    return shapes


def number_of_titles(titles: Collection[str]) -> int:
    """The number of different titles; a title that was cut (…) equals the whole one."""
    cut = {title for title in titles if title.endswith("...")}
    whole = [title for title in titles if title not in cut]
    unmatched: list[str] = []
    for title in sorted(cut, key=len, reverse=True):
        stem = title.rstrip(". ")
        known = (*whole, *unmatched)
        if len(stem) < SHORTEST_CUT or not any(longer.startswith(stem) for longer in known):
            unmatched.append(title)
    return len(whole) + len(unmatched)
