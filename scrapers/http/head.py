"""The head of an answer as servers write it, made readable for the strict parser of the library.

Some servers send header lines that are none by the standard: a name with a space or a bracket in
it, say. Browsers and curl pass over such a line; the library's parser would give the whole answer
up. So lines whose name it cannot read are taken out of the head before it sees them.

Nothing is taken out that says where the body ends, and no line that a browser would not take for
a header: those answers stay invalid.
"""

import re

_END = re.compile(rb"\n\r?\n")
_INTERIM = re.compile(rb"HTTP/1\.[01] 1(?!01)\d\d\b")
_TOKEN = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_FRAMING = re.compile(rb"\s*(content-length|transfer-encoding)\b", re.IGNORECASE)


class Head:
    """Takes an answer as it arrives; `feed` gives what may be handed on."""

    def __init__(self) -> None:
        self._raw = bytearray()
        self._whole = False

    def feed(self, data: bytes) -> bytes:
        """What can be handed on after these bytes: whole heads, and all of the body."""
        if self._whole:
            return data
        start = max(0, len(self._raw) - 2)
        self._raw += data
        ready = b""
        while not self._whole and (end := _END.search(self._raw, start)):
            head, start = bytes(self._raw[: end.end()]), 0
            del self._raw[: end.end()]
            self._whole = not _INTERIM.match(head)
            ready += mended(head)
        if self._whole:
            ready += self._raw
            self._raw.clear()
        return ready


def mended(head: bytes) -> bytes:
    """A head without the header lines whose name cannot be read, and what continues them."""
    first, *lines = head.split(b"\n")
    kept, dropping = [first], False
    for line in lines:
        if not line.startswith((b" ", b"\t")):
            dropping = _unreadable(line)
        if not dropping:
            kept.append(line)
    return b"\n".join(kept)


def _unreadable(line: bytes) -> bool:
    name, colon, _ = line.partition(b":")
    return bool(colon) and not _TOKEN.fullmatch(name) and not _FRAMING.match(name)
