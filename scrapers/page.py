"""A page: bytes decoded and parsed once, with what addresses in it resolve against."""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser


class Page(NamedTuple):
    """A parsed page. `base` honours `<base href>`; `encoding` is the name used to decode."""

    url: str
    base: str
    tree: LexborHTMLParser
    encoding: str
