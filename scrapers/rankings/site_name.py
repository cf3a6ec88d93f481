"""Names in headings that hold a word for a window and mean none: "Most read on Coast Today"."""

import re
from collections.abc import Iterator, Mapping

from scrapers.address import host_of
from scrapers.html.page import ParsedPage
from scrapers.html.texts import squeeze
from scrapers.windows import window_of

_PARTS = re.compile(r"\s+[|–—·»-]\s+|\s*[|｜]\s*")
_NAME = r"(?:(?!(?:This|Last|Past)\b)[A-ZÀ-ÖØ-Þ][\w'’]*\s*)+$"
# In Romance languages a name shows where the words before it are in small letters.
_PLACE = re.compile(rf"(?:\bon|\s[a-zà-öø-ÿ]{{3,}}\s+(?:en|do|da|di|del|sur|su))\s+{_NAME}")


def window_besides_names(text: str, page: ParsedPage, extra: Mapping[str, str]) -> str | None:
    """The window that a heading names besides the site's name and the place it ends in."""
    for name in _names(page):
        bare = re.sub(rf"\b{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
        text = bare if squeeze(bare) else text
    return window_of(_PLACE.sub(" ", text), extra)


def _names(page: ParsedPage) -> Iterator[str]:
    """What a page calls its site: `og:site_name`, and a part of its title that its host holds."""
    head = page.tree.head
    meta = head.css_first('meta[property="og:site_name"]') if head else None
    title = head.css_first("title") if head else None
    host = "".join(filter(str.isalnum, host_of(page.url)))
    parts = _PARTS.split(title.text()) if title is not None else []
    if meta is not None and (name := squeeze(meta.attributes.get("content"))):
        yield name
    for part in parts:
        solid = "".join(filter(str.isalnum, part.lower()))
        if len(solid) > 3 and solid in host:
            yield squeeze(part)
