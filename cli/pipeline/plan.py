"""Which pages are visited for a site's rankings, and in which order.

If each list of a site has its own address, all these addresses are visited. Otherwise the site
has candidates, which are tried in turn until one of them shows the lists.
"""

from collections.abc import Callable

from scrapers import Reading, Site, endpoints, reader_at

MORE = 2
"""Article pages that are tried after a widget was found empty."""


class Plan:
    """The candidates that are left; pages that were read add further ones."""

    def __init__(self, site: Site, at: int, newest: Callable[[], str | None] = str) -> None:
        """Plan a run at time `at`; `newest` gives the newest article page in the store."""
        self.endpoints = endpoints(reader_at(site, at))
        self.widget_seen = False
        """Whether a page showed the widget without entries."""
        self._site, self._newest = site, newest
        self._kinds = list(site.rankings_on)
        self._seen: list[str] = []
        self._linked: list[str] = []

    def next(self) -> str | None:
        """The next candidate's address, or None at the end; no address comes twice."""
        while self._kinds:
            address = self._address(self._kinds.pop(0))
            if address and address not in self._seen:
                self._seen.append(address)
                return address
        return None

    def learn(self, reading: Reading | None) -> None:
        """Note the article pages that a page links to, newest first.

        After the first page with an empty widget, two article pages are tried, even if the
        site's entry does not name them as candidates.
        """
        self._linked += [link.url for link in reading.links] if reading else []
        if reading and reading.widget == "empty" and not self.widget_seen:
            self.widget_seen = True
            self._kinds = [kind for kind in self._kinds if kind != "article"] + ["article"] * MORE

    @property
    def ends(self) -> bool:
        """Whether no candidate is left."""
        return not any(self._address(kind) not in (None, *self._seen) for kind in self._kinds)

    def __str__(self) -> str:
        """The plan in words, as `fetch --dry-run` shows it."""
        if self.endpoints:
            return " ".join(self.endpoints)
        places = {"home": self._site.home, "article": "the newest article page"}
        first, *others = (places.get(kind, kind) for kind in self._kinds)
        return first + "".join(f"  then {place} if need be" for place in others)

    def _address(self, kind: str) -> str | None:
        if kind == "home":
            return self._site.home
        if kind != "article":
            return kind
        addresses = [self._newest(), *self._linked]
        return next((url for url in addresses if url and url not in self._seen), None)
