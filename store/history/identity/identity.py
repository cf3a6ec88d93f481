"""Learns which addresses are the same article, from the titles of their links.

A part of an address is *telling* if two rows of one observation differ in nothing else and have
different titles; it then stays telling. A part is *noise* if addresses that differ in nothing else
have the same title. This must hold for at least two articles with different titles, and more
articles must support it than contradict it, because a headline may be reworded, and a column may
have the same title under a new number every day. Any other part is kept.

A part may also *wrap* the address of the article (`/click?url=…`). It is unwrapped if each inner
address has its own title.

The result depends only on the set of links, not on their order. So a wrong guess of the first
visit is corrected by the second, and learning step by step gives the same result as learning at
once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from store.history.identity.links import Link, by_shape, number_of_titles
from store.history.identity.noise import ARTICLES, noise_of
from store.history.identity.spelling import Parts, host, inner, parts, without
from store.history.text_index import folded

NESTED = 3
"""Wrappers within wrappers that are opened."""


class Claim(NamedTuple):
    """What an article's page states about itself: its canonical URL and its title."""

    address: str
    named: str
    title: str


class Telling(NamedTuple):
    """Parts of a shape that distinguished two articles, so that at least one of them is telling."""

    shape: str
    names: frozenset[str]


class ByHand(NamedTuple):
    """The identity settings of a site's entry.

    `names` are the only telling parts, or None if they are learnt. `formerly` are former hosts of
    the site; `home` is its present host.
    """

    names: frozenset[str] | None = None
    formerly: tuple[str, ...] = ()
    home: str = ""
    apart: tuple[tuple[str, str], ...] = ()


class Rules(NamedTuple):
    """The learnt rules: noise by shape, wrapping parts by path, and addresses named by pages."""

    noise: Mapping[str, frozenset[str]]
    wraps: Mapping[str, str]
    by_hand: ByHand
    named: Mapping[str, str]

    def identity(self, address: str) -> str:
        """The identity of an article, from one of its canonical URLs."""
        key = self.spelt(address)
        return self.named.get(key, key)

    def spelt(self, address: str) -> str:
        """The address without wrappers and noise."""
        opened = _unwrapped(_at_home(address, self.by_hand), self.wraps)
        if self.by_hand.names is not None:
            return without(opened, parts(opened).values.keys() - self.by_hand.names)
        noise = self.noise.get(parts(opened).shape)
        return without(opened, noise) if noise else opened


def learn(
    links: Iterable[Link],
    telling: Iterable[Telling] = (),
    claims: Iterable[Claim] = (),
    by_hand: ByHand = ByHand(),  # noqa: B008 - a tuple, which nobody can change
) -> Rules:
    """The rules that follow from links, telling parts, and the claims of article pages."""
    at_home = {Link(_at_home(link.address, by_hand), folded(link.title)) for link in links}
    telling_sets = _telling_sets([*telling, *_telling_by_hand(by_hand)])
    wraps: dict[str, str] = {}
    noise: dict[str, frozenset[str]] = {}
    if by_hand.names is None:
        for _ in range(NESTED):
            wraps |= _wrappers(at_home, telling_sets)
            at_home = {Link(_unwrapped(link.address, wraps), link.title) for link in at_home}
        for shape, group in by_shape(at_home).items():
            if names := noise_of(group, telling_sets[shape]):
                noise[shape] = names
    rules = Rules(noise, wraps, by_hand, {})
    return rules._replace(named=_named_by_pages(rules, claims, telling_sets))


def telling_parts(rows: Sequence[Link]) -> set[Telling]:
    """The telling parts in one observation, since no list shows an article with two titles."""
    paths: dict[str, list[tuple[Parts, str]]] = defaultdict(list)
    for link in rows:
        for address in _readings(link.address):
            paths[parts(address).path].append((parts(address), folded(link.title)))
    return {
        Telling(a.shape, names)
        for group in paths.values()
        for (a, title), (b, other) in combinations(group, 2)
        if title != other and number_of_titles({title, other}) > 1 and (names := a.differing(b))
    }


def differing(a: str, b: str) -> Telling | None:
    """The parts in which two addresses of one path differ, which a site's entry keeps apart."""
    first, second = parts(a), parts(b)
    names = first.differing(second)
    return Telling(first.shape, names) if names and first.path == second.path else None


# --- by hand


def _at_home(address: str, by_hand: ByHand) -> str:
    """The address with the site's present host in place of a former one."""
    if by_hand.formerly and host(address) in by_hand.formerly:
        rest = address.partition("://")[2].partition("/")
        scheme = "http" if ":" in by_hand.home else "https"
        return f"{scheme}://{by_hand.home}/{rest[2]}"
    return address


def _telling_by_hand(by_hand: ByHand) -> Iterator[Telling]:
    """Addresses kept apart by hand differ in parts that tell, each of them."""
    for a, b in by_hand.apart:
        if telling := differing(_at_home(a, by_hand), _at_home(b, by_hand)):
            yield from (Telling(telling.shape, frozenset({name})) for name in telling.names)


def _telling_sets(telling: Iterable[Telling]) -> defaultdict[str, set[frozenset[str]]]:
    """Shape -> the sets of parts of which at least one is telling."""
    sets: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for shape, names in telling:
        sets[shape].add(names)
    return sets


# --- wrappers


def _unwrapped(address: str, wraps: Mapping[str, str]) -> str:
    """The address within its wrappers."""
    for _ in range(NESTED):
        wrapper = parts(address)
        value = wrapper.values.get(wraps.get(wrapper.path, ""))
        wrapped = inner(address, value) if value is not None else None
        if wrapped is None:
            break
        address = wrapped
    return address


def _readings(address: str, depth: int = NESTED) -> Iterator[str]:
    """The address, and those that its parts hold."""
    yield address
    if depth:
        for value in parts(address).values.values():
            wrapped = inner(address, value) if "/" in value or "%2F" in value.upper() else None
            if wrapped is not None:
                yield from _readings(wrapped, depth - 1)


def _wrappers(
    links: Iterable[Link], telling_sets: Mapping[str, set[frozenset[str]]]
) -> dict[str, str]:
    """Path -> the part that wraps the article's address."""
    paths: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        paths[parts(link.address).path].append(link)
    wrappers = {}
    for path, group in paths.items():
        names = {name for link in group for name in parts(link.address).values}
        telling = telling_sets.get(parts(group[0].address).shape, ())
        present = [names_apart for names_apart in telling if names_apart <= names]
        for name in sorted(names):
            if _wraps(group, name) and all(name in names_apart for names_apart in present):
                wrappers[path] = name
                break
    return wrappers


def _wraps(links: Collection[Link], name: str) -> bool:
    """Whether a part holds an address in all links, mostly one for each title."""
    titles: dict[str, set[str]] = defaultdict(set)
    for link in links:
        value = parts(link.address).values.get(name)
        wrapped = inner(link.address, value) if value is not None else None
        if wrapped is None:
            return False
        titles[wrapped].add(link.title)
    single = [group for group in titles.values() if number_of_titles(group) == 1]
    return number_of_titles(set().union(*single)) >= ARTICLES and 2 * len(single) > len(titles)


# --- what pages say of themselves


def _named_by_pages(
    rules: Rules, claims: Iterable[Claim], telling_sets: Mapping[str, set[frozenset[str]]]
) -> dict[str, str]:
    """Identity -> the identity that its page names, if this claim is credible."""
    claimants: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        named, claimant = rules.spelt(claim.named), rules.spelt(claim.address)
        if host(named) == host(claimant) and not _is_home(named):
            claimants[named][claimant].add(folded(claim.title))
    believed = {
        claimant: named
        for named, titles in claimants.items()
        if number_of_titles(set().union(*titles.values())) == 1
        and not _are_apart([*titles, named], telling_sets)
        for claimant in titles
        if claimant != named
    }
    return {claimant: _end(claimant, believed) for claimant in believed}


def _is_home(address: str) -> bool:
    page = parts(address)
    return not page.values and page.path.rstrip("/").count("/") <= len("//")


def _are_apart(keys: Sequence[str], telling_sets: Mapping[str, set[frozenset[str]]]) -> bool:
    """Whether two of these identities differ in parts that tell."""
    return any(
        names <= difference.names
        for a, b in combinations(keys, 2)
        if (difference := differing(a, b))
        for names in telling_sets.get(difference.shape, ())
    )


def _end(key: str, believed: Mapping[str, str]) -> str:
    """The end of a chain of claims; for a cycle, its first member."""
    chain = [key]
    while (following := believed.get(chain[-1])) is not None:
        if following in chain:
            return min(chain[chain.index(following) :])
        chain.append(following)
    return chain[-1]
