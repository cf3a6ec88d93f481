"""What a page looks like from afar, so that two visits to one address can be compared."""

from itertools import islice

from scrapers.address import absolute, path_of, same_site
from scrapers.html.page import ParsedPage
from scrapers.html.text_lines import fold
from scrapers.model import Face

_UNSEEN = "body script,body style,body template"
_MOST_LINKS = 400  # links that are looked at; a page with as many is no stand-in


def face_of(page: ParsedPage) -> Face:
    """The page's title, how long its text is, and how many other paths of its site it links to."""
    title = page.tree.css_first("title")
    return Face(fold(title.text()) if title else "", _characters(page), _links(page))


def _characters(page: ParsedPage) -> int:
    body = page.tree.body
    if body is None:
        return 0
    unseen = sum(len(node.text()) for node in page.tree.css(_UNSEEN))
    return max(0, len(fold(body.text(separator=" ", skip_empty=True))) - unseen)


def _links(page: ParsedPage) -> int:
    """Distinct paths: links of a parked domain often differ in their parameters alone."""
    nodes = islice(page.tree.css("a[href]"), _MOST_LINKS)
    urls = {absolute(page.base, node.attributes.get("href") or "") for node in nodes}
    paths = {path_of(url) for url in urls if same_site(url, page.url)}
    return len(paths - {"", "/", path_of(page.url)})
