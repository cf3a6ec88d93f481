"""The sites of which pages can be taken in: those of the configuration, and those of the store."""

import os
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from cli.terminal import options
from cli.terminal.options import Settings
from scrapers import Site, lookup
from store import ListRow, NotFound, open_store


class Known(NamedTuple):
    """The sites that may have pages, their schedules, and the lists that the store has of them."""

    sites: dict[str, Site]
    every: dict[str, int | None]
    lists: dict[str, Sequence[ListRow]]


def known_sites(settings: Settings) -> Known:
    """The sites, or the one that the settings name. Raises ConfigError for an unknown one."""
    config = settings.load_config()
    options.make_folder(settings)
    known = Known(dict(config.sites), {}, {})
    known.every.update({name: visiting.every for name, visiting in config.visiting.items()})
    if os.path.exists(settings.store):
        with open_store(settings.store) as store:
            for row in store.sites():
                known.sites.setdefault(row.name, Site(row.name, row.label, row.home))
                known.lists[row.name] = store.lists(row)
    if settings.site is None:
        return known
    site = lookup(settings.site, known.sites)
    return known._replace(sites={site.name: site})


def known_articles(settings: Settings) -> Callable[[str, Collection[str]], Collection[str]]:
    """A function that gives, of canonical addresses of a site, those of articles of the store."""

    def known(site: str, addresses: Collection[str]) -> Collection[str]:
        if not addresses or not os.path.exists(settings.store):
            return ()
        with open_store(settings.store) as store:
            try:
                row = store.site(site)
            except NotFound:
                return ()
            return {url for url in addresses if store.queue.owner(row, url) is not None}

    return known
