"""Cookies of one visit: what a site sets on its way through redirects, given back on that way.

Some sites show their page only to who brings back the cookie that came with a redirect. A jar
lives for one visit and one host; nothing of it outlives the visit.
"""

import re
from collections.abc import Iterable

from scrapers.http.address_guard import Target

MOST = 50
"""Cookies of one visit; more are not taken."""

LONGEST = 4096
"""Characters of a cookie's name and value."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x20-\x3a\x3c-\x7e]*")


class Jar:
    """The cookies of a visit to one host, by name and path."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str], tuple[str, bool]] = {}

    def take(self, headers: Iterable[tuple[str, str]], target: Target) -> None:
        """Take what an answer of `target` sets, and drop what it ends."""
        for name, value in headers:
            if name == "set-cookie":
                self._take(value, target)

    def header(self, target: Target) -> str:
        """The value of the Cookie header for an address; "" for none."""
        path = target.path.partition("?")[0]
        return "; ".join(
            f"{name}={value}"
            for (name, where), (value, secure) in self._cookies.items()
            if _within(path, where) and (target.scheme == "https" or not secure)
        )

    def _take(self, text: str, target: Target) -> None:
        pair, *rest = text.split(";")
        name, mark, value = (part.strip() for part in pair.partition("="))
        said = {
            key.strip().lower(): value.strip()
            for key, _, value in (one.partition("=") for one in rest)
        }
        where = said.get("path", "")
        if not where.startswith("/"):
            where = target.path.partition("?")[0].rpartition("/")[0] or "/"
        if said.get("max-age", "1").startswith(("0", "-")):
            self._cookies.pop((name, where), None)
        elif mark and _fit(name, value) and len(self._cookies) < MOST:
            self._cookies[name, where] = value, "secure" in said


def _fit(name: str, value: str) -> bool:
    """Whether a cookie can stand in a header as it is."""
    short = len(name) + len(value) <= LONGEST
    return short and bool(_NAME.fullmatch(name) and _VALUE.fullmatch(value))


def _within(path: str, where: str) -> bool:
    return path == where or path.startswith(where if where.endswith("/") else f"{where}/")
