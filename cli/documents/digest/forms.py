"""A digest as text, as Markdown and as a page; each form escapes titles in its own way.

Text is for mails and terminals: at most WIDTH columns, no markup, nothing but printable characters.
An address becomes a link only if it is one of the web.
"""

import re
from collections.abc import Iterator

from cli.documents.rendering import render, web_address
from cli.documents.sentences.sentence import Digest, Line, Part, Section, Sentence, plain
from cli.terminal.folding import fold, padded, width
from cli.terminal.printable import printable

WIDTH = 72
"""Columns of a line of text, which mail programs leave whole."""

STYLE = "body{max-width:46rem}h1{font-size:1.15rem}dl.moved>div{padding:.2rem 0}dd p{margin:0}"
"""What the page adds to the style of the report: it is a letter, and no wide table."""

MARKUP = r"[\\`*_\[\]<>|~&$@]|^[-+#=]|(?<=[0-9])[.)](?=\s)|(?<=www)\.|:(?=//)"
"""What means something in Markdown within a line, at its beginning, or as an address."""


def text(digest: Digest) -> str:
    """The digest as plain text, without its subject."""
    several = len(digest.sections) > 1
    parts = ["\n".join(_text(section, titled=several)) for section in digest.sections]
    return "\n\n".join(parts) + "\n"


def _text(section: Section, *, titled: bool) -> Iterator[str]:
    if titled:
        yield from fold(printable(section.title), WIDTH)
    if section.heading:
        yield from fold(printable(section.heading), WIDTH)
    lead = max(width(sentence.heading) for sentence in section.sentences) + 2
    for sentence in section.sentences:
        yield from _hung(sentence, lead)


def _hung(sentence: Sentence, lead: int) -> Iterator[str]:
    """The lines of a sentence beside its heading; what is folded is set in by two more."""
    heading = sentence.heading
    for line in sentence.lines:
        # The first line has two columns more than the others, so they are left free there.
        first, *rest = fold(printable(plain(line)), WIDTH - lead - 2)
        yield padded(heading, lead) + first
        yield from (" " * (lead + 2) + more for more in rest)
        heading = ""


def markdown(digest: Digest) -> str:
    """The digest as Markdown, with its subject as the heading."""
    lines = [f"# {_escaped(digest.subject)}"]
    for section in digest.sections:
        if len(digest.sections) > 1:
            lines += ["", f"## {_escaped(section.title)}"]
        if section.heading:
            lines += ["", f"**{_escaped(section.heading)}**"]
        lines.append("")
        for sentence in section.sentences:
            lines += _items(sentence)
    return "\n".join(lines) + "\n"


def _items(sentence: Sentence) -> Iterator[str]:
    """A list item; a sentence of several lines has them as items of its own."""
    items = [_marked(line) for line in sentence.lines]
    if len(items) == 1:
        yield f"- **{_escaped(sentence.heading)}** {items[0]}"
        return
    yield f"- **{_escaped(sentence.heading)}**"
    yield from (f"  - {line}" for line in items)


def _marked(line: Line) -> str:
    return "".join(_link(part) for part in line)


def _link(part: Part) -> str:
    address = web_address(part.url)
    if not address:
        return _escaped(part.text)
    target = re.sub(r"[<>\\ ]", lambda sign: f"%{ord(sign[0]):02X}", address)
    return f"[{_escaped(part.text)}](<{target}>)"


def _escaped(text: str) -> str:
    return re.sub(MARKUP, _as_text, printable(text), flags=re.IGNORECASE)


def _as_text(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def html(digest: Digest) -> str:
    """The digest as one page without a script."""
    return render("digest.html.j2", digest.words, style=STYLE, script=False, digest=digest)
