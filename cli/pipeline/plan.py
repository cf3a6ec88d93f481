"""Which pages are visited for a site's rankings, and in which order.

A site whose lists stand at addresses of their own has every one of them visited. Any other has
candidates, which are tried one after the other until one shows the lists.
"""

from collections.abc import Callable

from scrapers import Reading, Site, endpoints, reader_at

MORE = 2
"""Article pages that are tried after a widget was found empty."""


class Plan:
    """The pages that are still to be tried, as more is learnt from those that were."""

    def __init__(self, site: Site, at: int, newest: Callable[[], str | None] = str) -> None:
        """Begin at a time; `newest` gives the newest article page that is known beforehand."""
        self.endpoints = endpoints(reader_at(site, at))
        self.widget_seen = False
        """Whether a page showed the widget without entries."""
        self._site, self._newest = site, newest
        self._kinds = list(site.rankings_on)
        self._seen: list[str] = []
        self._linked: list[str] = []

    def next(self) -> str | None:
        """The next candidate's address, each once."""
        while self._kinds:
            address = self._address(self._kinds.pop(0))
            if address and address not in self._seen:
                self._seen.append(address)
                return address
        return None

    def learn(self, reading: Reading | None) -> None:
        """Note the article pages that a page links to, newest first.

        After the first page whose widget is empty two article pages are tried, whatever the site
        says.
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
        known = [self._newest(), *self._linked]
        return next((url for url in known if url and url not in self._seen), None)
