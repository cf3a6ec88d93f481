"""Finds the parts of addresses that are noise: those without which addresses have one title.

Addresses of one shape are judged together. Of all sets of parts that may be noise, the one is taken
that joins most addresses; each of its parts must hold for at least two articles with different
titles, and be supported by more articles than contradict it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from store.history.identity.links import Link, number_of_titles
from store.history.identity.spelling import parts

ARTICLES = 2
"""Articles of different titles that must agree before anything is taken for noise."""

MOST_JUDGED = 6
"""Parts of one shape that are judged together; all their subsets are tried."""


class _Class(NamedTuple):
    """The titles and the values of parts of addresses that are one without the noise."""

    titles: set[str]
    values: dict[str, set[str | None]]


def noise_of(links: Collection[Link], telling: Collection[frozenset[str]]) -> frozenset[str]:
    """The parts that are noise in links of one shape: the possible set that joins most addresses.

    Of each set of names in `telling` at least one part is telling, so no such set is all noise.
    """
    names = _candidates(links, telling)
    best: tuple[int, int, tuple[str, ...]] = (0, 0, ())
    for size in range(1, len(names) + 1):
        for subset in combinations(names, size):
            if any(apart <= set(subset) for apart in telling):
                continue
            classes = _classes(links, subset)
            if all(_is_noise(name, classes) for name in subset):
                best = min(best, (len(classes) - len(links), size, subset))
    return frozenset(best[2])


def _candidates(links: Collection[Link], telling: Collection[frozenset[str]]) -> list[str]:
    """The parts that may be noise: they vary under one path, and do not tell by themselves."""
    names = {name for link in links for name in parts(link.address).values}
    names -= {name for apart in telling if len(apart) == 1 for name in apart}
    if not names:
        return []
    values: dict[str, dict[str, set[str | None]]] = defaultdict(lambda: defaultdict(set))
    for link in links:
        address = parts(link.address)
        for name in names:
            values[name][address.path].add(address.values.get(name))
    varying = {
        name: sum(len(group) > 1 for group in by_path.values()) for name, by_path in values.items()
    }
    ordered = sorted((name for name in names if varying[name]), key=lambda n: (-varying[n], n))
    return sorted(ordered[:MOST_JUDGED])


def _classes(links: Collection[Link], noise: Sequence[str]) -> list[_Class]:
    """The links by what is left of them without the noise."""
    classes: dict[tuple[str, ...], _Class] = {}
    for link in links:
        address = parts(link.address)
        key = address.without(noise)
        if key not in classes:
            classes[key] = _Class(set(), {name: set() for name in noise})
        classes[key].titles.add(link.title)
        for name in noise:
            classes[key].values[name].add(address.values.get(name))
    return list(classes.values())


def _is_noise(name: str, classes: Iterable[_Class]) -> bool:
    """Whether the classes that this part would break apart are mostly one article each."""
    joined = [group for group in classes if len(group.values[name]) > 1]
    agreeing = [group.titles for group in joined if number_of_titles(group.titles) == 1]
    if 2 * len(agreeing) <= len(joined):
        return False
    return number_of_titles(set().union(*agreeing)) >= ARTICLES
