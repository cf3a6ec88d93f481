"""What a page tells of rankings that a script fills in: addresses and data worth a try.

Nothing is fetched or run here. Addresses on the page's own site that stand in scripts or `data-*`
attributes and speak of rankings are named, and so are data of that name inside scripts.
"""

import re
from collections.abc import Iterator

from scrapers.address import absolute, same_site
from scrapers.html.page import ParsedPage
from scrapers.model import Problem

_TELLING = r"(?:rank|popular|most[-_]?(?:read|view)|trend|pageview|access|topread|hot)"
_ADDRESS = re.compile(
    rf"[\"'`]((?:https?:)?/[^\"'`\s<>]*{_TELLING}[^\"'`\s<>]*)[\"'`]", re.IGNORECASE
)
_DATA = re.compile(rf"\b(\w*?{_TELLING}\w*)[\"']?\s*[:=]\s*[\[{{]", re.IGNORECASE)
_PAGES = (".css", ".png", ".jpg", ".gif", ".svg", ".webp")
_MOST = 3


def needs_script(page: ParsedPage) -> Problem:
    """The problem of a widget without rows, with a proposal where the page holds a trace."""
    message = "the heading is here, its rows are filled in by a script"
    addresses = tuple(dict.fromkeys(_addresses(page)))[:_MOST]
    if addresses:
        message += f"; the page names {' '.join(addresses)}"
    elif names := _data(page):
        message += f"; a script of the page holds {' '.join(names)}"
    return Problem("needs-script", message, addresses=addresses)


def _data(page: ParsedPage) -> list[str]:
    """The names of data in scripts."""
    scripts = (script.text() for script in page.tree.css("script"))
    return list(dict.fromkeys(name for text in scripts for name in _DATA.findall(text)))[:_MOST]


def _addresses(page: ParsedPage) -> Iterator[str]:
    for text in _sources(page):
        for match in _ADDRESS.finditer(text):
            url = absolute(page.base, match[1].replace("\\/", "/"))
            path = url.partition("?")[0].lower()
            if url and same_site(url, page.url) and not path.endswith(_PAGES):
                yield url


def _sources(page: ParsedPage) -> Iterator[str]:
    """Scripts, and the values of script addresses and `data-*` attributes, quoted."""
    for script in page.tree.css("script"):
        yield script.text().replace("\\/", "/")
        yield f'"{script.attributes.get("src") or ""}"'
    for node in page.tree.css("body *"):
        for name, value in node.attributes.items():
            if value and name.startswith("data-") and "/" in value:
                yield f'"{value}"'
