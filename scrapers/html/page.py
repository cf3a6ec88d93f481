"""A page: bytes decoded and parsed once, with what addresses in it resolve against."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from scrapers.address import absolute
from scrapers.html.decode import decode
from scrapers.model import Problem

_BASE = re.compile("<base\\b", re.IGNORECASE)


class ParsedPage(NamedTuple):
    """A parsed page. `base` honours `<base href>`; `encoding` is the name used to decode."""

    url: str
    base: str
    tree: LexborHTMLParser
    encoding: str
    text: str = ""
    problems: tuple[Problem, ...] = ()

    def attribute(self, selector: str, name: str) -> str:
        """An attribute of the first element that a selector finds; "" where there is none."""
        node = self.tree.css_first(selector)
        return (node.attributes.get(name) or "") if node is not None else ""


def parse(body: bytes, url: str, content_type: str | None) -> ParsedPage:
    """Decodes and parses. Anything parses, even what is no HTML; problems say what was lost.

    MemoryError where the parser gets no more memory, the only thing it gives up for.
    """
    text, encoding, problems = decode(body, content_type)
    try:
        tree = LexborHTMLParser(text)
    except SelectolaxError as error:
        raise MemoryError("the parser got no more memory") from error
    return ParsedPage(url, _base(tree, text, url), tree, encoding, text, problems)


def _base(tree: LexborHTMLParser, text: str, url: str) -> str:
    node = tree.css_first("base[href]") if _BASE.search(text) else None
    href = (node.attributes.get("href") or "") if node else ""
    return absolute(url, href) or url


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around a node, from the inside out, within the page's body."""
    parent = node.parent
    while parent is not None and parent.tag not in {"body", "html"}:
        yield parent
        parent = parent.parent
