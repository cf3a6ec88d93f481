"""The sites that tracker knows without being told, and how a site is found.

A site is data (`scrapers.model.Site`), one module each in this package. Users add their own in
`sites.toml` (see `scrapers.config`); both kinds are looked up here, by name or by address.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from urllib.parse import urlsplit

from scrapers.model import ConfigError, Site
from scrapers.sites import jdefense


def known() -> dict[str, Site]:
    """The built-in sites by name."""
    return {site.name: site for site in (jdefense.SITE,)}


def lookup(name: str, sites: Mapping[str, Site]) -> Site:
    """The site of that name; ConfigError tells the nearest names."""
    if name not in sites:
        raise ConfigError(f"no site is called {name}{nearest(name, sites)}")
    return sites[name]


def nearest(word: str, words: Iterable[str]) -> str:
    """The end of an error's sentence: what the writer of `word` may have meant."""
    words = list(words)
    close = get_close_matches(word.lower(), words, n=3)
    if close:
        return "; did you mean " + " or ".join(close) + "?"
    return "; known: " + ", ".join(words)


def site_of(address: str, sites: dict[str, Site]) -> Site | None:
    """The site whose home stands on the address's host and port, or None.

    The last in `sites` wins: an entry of the user's is later than the built-in it copies.
    """
    place = _place(address)
    found = (site for site in reversed(sites.values()) if _place(site.home) == place)
    return next(found, None) if place else None


def _place(address: str) -> tuple[str, int] | None:
    """Host (without www) and port, 0 for the usual ones: http and https are one site."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.scheme not in {"http", "https"}:
        return None
    return host.removeprefix("www."), 0 if port in {None, 80, 443} else port or 0
