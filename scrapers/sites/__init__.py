"""The sites that tracker knows without being told, and how a site is found.

A site is data (`scrapers.model.Site`), one module each in this package. Users add their own in
`sites.toml` (see `scrapers.config`); both kinds are looked up here, by name or by address.
"""

from collections.abc import Iterable, Mapping

from scrapers.address import host_of
from scrapers.errors import ConfigError
from scrapers.model import Reader, Site
from scrapers.sites import jdefense

DETECT = Reader("detect")


def known() -> dict[str, Site]:
    """The built-in sites by name."""
    return {site.name: site for site in (jdefense.SITE,)}


def lookup(name: str, sites: Mapping[str, Site]) -> Site:
    """The site of that name; ConfigError tells the nearest names."""
    if name not in sites:
        raise ConfigError(f"no site is called {name}{nearest(name, sites)}")
    return sites[name]


def reader_at(site: Site | None, at: int) -> Reader:
    """The site's reader whose dates cover a time in UTC seconds; detection where there is none."""
    readers = site.readers if site else ()
    covering = (r for r in readers if (r.since or 0) <= at and (r.until is None or at < r.until))
    return next(covering, DETECT)


def endpoints(reader: Reader) -> tuple[str, ...]:
    """Where the lists of a `json` reader stand, each address once; none for other readers."""
    return tuple(dict.fromkeys(dict(one)["url"] for one in reader.lists if reader.kind == "json"))


def nearest(word: str, words: Iterable[str]) -> str:
    """The end of an error's sentence: what the writer of `word` may have meant."""
    from difflib import get_close_matches

    words = list(words)
    close = get_close_matches(word.lower(), words, n=3)
    if close:
        return "; did you mean " + " or ".join(close) + "?"
    return "; known: " + ", ".join(words)


def site_of(address: str, sites: dict[str, Site]) -> Site | None:
    """The site whose home stands on the address's host and port, www or not; None if none does.

    The last in `sites` wins: the user's sites come after the built-in ones they extend.
    """
    place = host_of(address).removeprefix("www.")
    found = (s for s in reversed(sites.values()) if host_of(s.home).removeprefix("www.") == place)
    return next(found, None) if place else None
