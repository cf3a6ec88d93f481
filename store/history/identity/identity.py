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

from store.history.identity.spelling import Parts, host, inner, parts, without
from store.history.text_index import folded

ARTICLES = 2
"""Articles of different titles that must agree before anything is taken for noise."""

MOST_JUDGED = 6
"""Parts of one shape that are judged together; all their subsets are tried."""

NESTED = 3
"""Wrappers within wrappers that are opened."""

_SHORTEST_CUT = 6
"""Signs of a title that must be left before its cut for the rest to be recognized by them."""


class Link(NamedTuple):
    """A canonical URL and its title in a list."""

    address: str
    title: str


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
        opened = _opened(_at_home(address, self.by_hand), self.wraps)
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
    known = _by_shape([*telling, *_told_by_hand(by_hand)])
    wraps: dict[str, str] = {}
    noise: dict[str, frozenset[str]] = {}
    if by_hand.names is None:
        for _ in range(NESTED):
            wraps |= _wrappers(at_home, known)
            at_home = {Link(_opened(link.address, wraps), link.title) for link in at_home}
        for shape, group in _shapes(at_home).items():
            if found := _noise(group, known[shape]):
                noise[shape] = found
    rules = Rules(noise, wraps, by_hand, {})
    return rules._replace(named=_named(rules, claims, known))


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
        if title != other and _titles({title, other}) > 1 and (names := a.differing(b))
    }


def differing(a: str, b: str) -> Telling | None:
    """The parts in which two addresses of one path differ, which a site's entry keeps apart."""
    one, other = parts(a), parts(b)
    names = one.differing(other)
    return Telling(one.shape, names) if names and one.path == other.path else None


# --- by hand


def _at_home(address: str, by_hand: ByHand) -> str:
    """The address with the site's present host in place of a former one."""
    if by_hand.formerly and host(address) in by_hand.formerly:
        rest = address.partition("://")[2].partition("/")
        scheme = "http" if ":" in by_hand.home else "https"
        return f"{scheme}://{by_hand.home}/{rest[2]}"
    return address


def _told_by_hand(by_hand: ByHand) -> Iterator[Telling]:
    """Addresses kept apart by hand differ in parts that tell, each of them."""
    for a, b in by_hand.apart:
        if told := differing(_at_home(a, by_hand), _at_home(b, by_hand)):
            yield from (Telling(told.shape, frozenset({name})) for name in told.names)


def _by_shape(telling: Iterable[Telling]) -> defaultdict[str, set[frozenset[str]]]:
    found: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for shape, names in telling:
        found[shape].add(names)
    return found


# --- wrappers


def _opened(address: str, wraps: Mapping[str, str]) -> str:
    """The address within its wrappers."""
    for _ in range(NESTED):
        taken = parts(address)
        value = taken.values.get(wraps.get(taken.path, ""))
        within = inner(address, value) if value is not None else None
        if within is None:
            break
        address = within
    return address


def _readings(address: str, depth: int = NESTED) -> Iterator[str]:
    """The address, and those that its parts hold."""
    yield address
    if depth:
        for value in parts(address).values.values():
            within = inner(address, value) if "/" in value or "%2F" in value.upper() else None
            if within is not None:
                yield from _readings(within, depth - 1)


def _wrappers(links: Iterable[Link], known: Mapping[str, set[frozenset[str]]]) -> dict[str, str]:
    """Path -> the part that wraps the article's address."""
    paths: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        paths[parts(link.address).path].append(link)
    found = {}
    for path, group in paths.items():
        names = {name for link in group for name in parts(link.address).values}
        told = known.get(parts(group[0].address).shape, ())
        here = [telling for telling in told if telling <= names]
        for name in sorted(names):
            if _wraps(group, name) and all(name in telling for telling in here):
                found[path] = name
                break
    return found


def _wraps(group: Collection[Link], name: str) -> bool:
    """Whether a part holds an address in all links, mostly one for each title."""
    titles: dict[str, set[str]] = defaultdict(set)
    for link in group:
        value = parts(link.address).values.get(name)
        within = inner(link.address, value) if value is not None else None
        if within is None:
            return False
        titles[within].add(link.title)
    single = [said for said in titles.values() if _titles(said) == 1]
    return _titles(set().union(*single)) >= ARTICLES and 2 * len(single) > len(titles)


# --- noise


class _Class(NamedTuple):
    """Addresses that are one without the noise: what they were called, and their parts."""

    titles: set[str]
    values: dict[str, set[str | None]]


def _noise(group: Collection[Link], told: Collection[frozenset[str]]) -> frozenset[str]:
    """The parts of a shape that are noise: the possible set that joins most addresses."""
    names = _judged(group, told)
    best: tuple[int, int, tuple[str, ...]] = (0, 0, ())
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            if any(telling <= set(chosen) for telling in told):
                continue
            classes = _classes(group, chosen)
            if all(_is_noise(name, classes) for name in chosen):
                best = min(best, (len(classes) - len(group), size, chosen))
    return frozenset(best[2])


def _judged(group: Collection[Link], told: Collection[frozenset[str]]) -> list[str]:
    """The parts that may be noise: they vary under one path, and do not tell by themselves."""
    seen: dict[str, dict[str, set[str | None]]] = defaultdict(lambda: defaultdict(set))
    names = {name for link in group for name in parts(link.address).values}
    names -= {name for telling in told if len(telling) == 1 for name in telling}
    if not names:
        return []
    for link in group:
        taken = parts(link.address)
        for name in names:
            seen[name][taken.path].add(taken.values.get(name))
    varies = {n: sum(len(values) > 1 for values in paths.values()) for n, paths in seen.items()}
    ordered = sorted((name for name in names if varies[name]), key=lambda n: (-varies[n], n))
    return sorted(ordered[:MOST_JUDGED])


def _classes(group: Collection[Link], noise: Sequence[str]) -> list[_Class]:
    """The links by what is left of them without the noise."""
    classes: dict[tuple[str, ...], _Class] = {}
    for link in group:
        taken = parts(link.address)
        key = taken.kept(noise)
        if key not in classes:
            classes[key] = _Class(set(), {name: set() for name in noise})
        classes[key].titles.add(link.title)
        for name in noise:
            classes[key].values[name].add(taken.values.get(name))
    return list(classes.values())


def _is_noise(name: str, classes: Iterable[_Class]) -> bool:
    """Whether the classes that this part would break apart are mostly one article each."""
    joined = [found for found in classes if len(found.values[name]) > 1]
    agree = [found.titles for found in joined if _titles(found.titles) == 1]
    return 2 * len(agree) > len(joined) and _titles(set().union(*agree)) >= ARTICLES


def _titles(titles: Collection[str]) -> int:
    """The number of different titles; a title that was cut (…) equals the whole one."""
    cut = {title for title in titles if title.endswith("...")}
    whole = [title for title in titles if title not in cut]
    alone: list[str] = []
    for title in sorted(cut, key=len, reverse=True):
        stem = title.rstrip(". ")
        if len(stem) < _SHORTEST_CUT or not any(t.startswith(stem) for t in (*whole, *alone)):
            alone.append(title)
    return len(whole) + len(alone)


def _shapes(links: Iterable[Link]) -> dict[str, list[Link]]:
    shapes: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        shapes[parts(link.address).shape].append(link)
    return shapes


# --- what pages say of themselves


def _named(
    rules: Rules, claims: Iterable[Claim], known: Mapping[str, set[frozenset[str]]]
) -> dict[str, str]:
    """Identity -> the identity that its page names, if this claim is credible."""
    claimants: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        named, mine = rules.spelt(claim.named), rules.spelt(claim.address)
        if host(named) == host(mine) and not _is_home(named):
            claimants[named][mine].add(folded(claim.title))
    believed = {
        mine: named
        for named, pages in claimants.items()
        if _titles(set().union(*pages.values())) == 1 and not _told_apart([*pages, named], known)
        for mine in pages
        if mine != named
    }
    return {mine: _end(mine, believed) for mine in believed}


def _is_home(address: str) -> bool:
    taken = parts(address)
    return not taken.values and taken.path.rstrip("/").count("/") <= len("//")


def _told_apart(keys: Sequence[str], known: Mapping[str, set[frozenset[str]]]) -> bool:
    """Whether two of these identities differ in parts that tell."""
    return any(
        names <= told.names
        for a, b in combinations(keys, 2)
        if (told := differing(a, b))
        for names in known.get(told.shape, ())
    )


def _end(key: str, believed: Mapping[str, str]) -> str:
    """The end of a chain of claims; for a cycle, its first member."""
    seen = [key]
    while (following := believed.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]
