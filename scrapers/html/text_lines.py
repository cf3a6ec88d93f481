"""A page as the lines a reader sees, in document order.

Markup changes, reading order hardly does. A line is the text between two breaks: the edges of a
block, `<br>`, the rows of a table. Each knows the element it stands in, the region of the page
(navigation, side, foot ...) and where its links lead, so that a reader can be written in terms
of what people see, without class names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:  # so that the sites, which use this, load without the parser
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

_HIDDEN = frozenset([
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "video", "audio",
    "canvas", "select", "datalist", "textarea", "rt", "rp", "head", "title", "-comment",
])  # fmt: skip
_REGIONS = frozenset(["nav", "aside", "footer", "form", "header", "figcaption", "button", "dialog"])
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCKS = _REGIONS | HEADINGS | frozenset([
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "main", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "figure", "pre", "blockquote", "address", "hr", "fieldset",
    "details", "summary", "body", "center", "menu",
])  # fmt: skip
_MATTER = _BLOCKS | {"a", "time", "td", "th", "br"}
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_WIDE = " \u3000"


_UPDATED = re.compile(r"updated|modified", re.IGNORECASE)


class Line(NamedTuple):
    """One line of a page.

    `text` has its white space folded, the ideographic space kept. `tag` is the block it stands
    in, `region` the nearest enclosing part of the page that is not plain content ("" in
    content). `hrefs` are the links in it as written; `is_link` says that all of its text is in
    them. `datetime` is the attribute of a `<time>` in it that does not tell of an update.
    """

    text: str
    tag: str
    region: str = ""
    hrefs: tuple[str, ...] = ()
    is_link: bool = False
    datetime: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the line stands in h1 to h6."""
        return self.tag in HEADINGS


def fold(text: str) -> str:
    """Text with its white space folded, the ideographic space kept."""
    if "  " in text or not text.replace("\u3000", "").isprintable():  # most lines need nothing
        text = _SPACE.sub(" ", text)
    return text.strip(_WIDE)


def lines_of(root: LexborNode | None) -> Iterator[Line]:
    """The lines under an element, empty ones left out; the page is walked as far as they are asked for."""
    gatherer = _Gatherer()
    node = root.child if root else None
    open_tags: list[str] = []
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            gatherer.text(node.text_content or "")
        elif tag not in _HIDDEN:
            if tag in _MATTER:
                gatherer.enter(tag, node)
            open_tags.append(tag)
            if (child := node.child) is not None:
                node = child
                continue
            gatherer.leave(open_tags.pop())
        while node is not None and node.next is None and open_tags:
            gatherer.leave(open_tags.pop())
            node = node.parent
        node = node.next if node is not None else None
        if gatherer.lines:
            yield from gatherer.lines
            gatherer.lines.clear()
    gatherer.end_line()
    yield from gatherer.lines


class _Gatherer:
    """Collects lines along a walk over the nodes."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.blocks = ["body"]
        self.regions = [""]
        self.links: list[str] = []
        self._start()

    def _start(self) -> None:
        self.pieces: list[str] = []
        self.hrefs: list[str] = []
        self.unlinked = False
        self.datetime = ""

    def text(self, text: str) -> None:
        """Takes in a text node."""
        self.pieces.append(text)
        if not self.links:
            self.unlinked = self.unlinked or not text.isspace()
        elif self.links[-1] not in self.hrefs:
            self.hrefs.append(self.links[-1])

    def enter(self, tag: str, node: LexborNode) -> None:
        """Takes note of an element's beginning."""
        if tag in _BLOCKS:
            if self.pieces:
                self.end_line()
            self.blocks.append(tag)
            if tag in _REGIONS:
                self.regions.append(tag)
        elif tag == "a":
            self.links.append(node.attributes.get("href") or "")
        elif tag == "time" and not _UPDATED.search(
            " ".join(filter(None, node.attributes.values()))
        ):
            self.datetime = self.datetime or node.attributes.get("datetime") or ""
        elif tag == "br" and self.blocks[-1] not in HEADINGS:
            self.end_line()
        else:
            self.pieces.append(" ")  # a cell of a row, or a break within a heading

    def leave(self, tag: str) -> None:
        """Takes note of an element's end."""
        if tag in _BLOCKS:
            if self.pieces:
                self.end_line()
            self.blocks.pop()
            if tag in _REGIONS:
                self.regions.pop()
        elif tag == "a":
            self.links.pop()

    def end_line(self) -> None:
        """Closes the current line and begins another."""
        if text := fold("".join(self.pieces)):
            is_link = bool(self.hrefs) and not self.unlinked
            where = self.blocks[-1], self.regions[-1]
            self.lines.append(Line(text, *where, tuple(self.hrefs), is_link, self.datetime))
        if self.pieces:
            self._start()


def letters(text: str) -> str:
    """The letters and digits of a text alone, width and case folded, to compare two wordings."""
    folded = normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
