"""One request and what came of it: counted as it arrives, judged as a whole, unpacked in bounds.

The transport reports every byte to `arrived` and asks `room` how many more it may read; that is
where the caps hold, interim answers and headers included. The HTTP library hands over the head
(`accept`) and the body as it was sent (`read`). When one of them raises `Fault`, what had come
until then stays.

An answer counts as whole when its length, its last chunk or its gzip trailer says so; a short one
is `truncated`, with what came of it.
"""

import time
from collections.abc import Iterable

from scrapers.http.address_guard import Fault
from scrapers.http.limits import BODY_CAP, HEAD_CAP, WIRE_CAP, Deadline, Inflater, Plain

MOST_HEADERS = 2000

_GZIP = frozenset({"gzip", "x-gzip"})
_OTHERS = frozenset({"br", "compress", "x-compress", "dcb", "dcz", "deflate", "zstd"})
_STATUS_LINE = b"HTTP/1."


class Exchange:
    """The state of one request and its answer; `deadline` ends it.

    `status` is None until the final answer's head has come, `wire` counts the bytes received,
    `closed` tells that the server has ended the connection, `ended` is the monotonic instant of
    its last sign.
    """

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self.status: int | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.wire = 0
        self.closed = False
        self.ended: float | None = None
        self._sink: Inflater | Plain = Plain(BODY_CAP)

    @property
    def body(self) -> bytes:
        """The unpacked body, as far as it came."""
        return bytes(self._sink.body)

    @property
    def size(self) -> int:
        """Bytes of the unpacked body, as far as it came."""
        return len(self._sink.body)

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    def room(self) -> int:
        """Bytes that may be received next; raise `Fault` (headers) if the head is too long."""
        if self.status is not None:
            return WIRE_CAP
        if self.wire >= HEAD_CAP:
            raise Fault("headers", f"no final answer within {self.wire} bytes")
        return HEAD_CAP - self.wire

    def arrived(self, data: bytes) -> None:
        """Count what came, or the end of it all; see that it begins like HTTP and keeps the cap."""
        self.ended = time.monotonic()
        self.closed = not data
        if self.closed and self.status is None:
            raise Fault("reset", "the connection was closed without an answer")
        if not data.startswith(_STATUS_LINE[self.wire : self.wire + len(data)]):
            raise Fault("protocol", "the answer is not HTTP/1")
        self.wire += len(data)
        if self.wire > WIRE_CAP:
            raise Fault("wire-cap", f"more than {WIRE_CAP} bytes came")

    def accept(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Take the head of the final answer; raise `Fault` (headers, protocol)."""
        self.status = status
        self.headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers
        )
        if len(self.headers) > MOST_HEADERS:
            raise Fault("headers", f"{len(self.headers)} headers")
        if not 200 <= status <= 599:
            raise Fault("protocol", f"status {status}")
        if self._count("transfer-encoding") and self._count("content-length"):
            raise Fault("protocol", "both a length and chunks are announced")

    def read(self, pieces: Iterable[bytes], cap: int = BODY_CAP, *, as_sent: bool = False) -> None:
        """Take the body, unpack it to at most `cap` bytes unless it stays `as_sent`; see it whole."""
        self._sink = Plain(cap) if as_sent else self._unpacking(cap)
        for piece in pieces:
            self._sink.feed(piece)
        self._sink.finish()

    def _unpacking(self, cap: int) -> Inflater | Plain:
        coding = (self.header("content-encoding") or "").strip().lower()
        # Any other word, such as none or UTF-8, names no packing: the body is read as it stands.
        if coding in _OTHERS or "," in coding or self._count("content-encoding") > 1:
            raise Fault("encoding-refused", f"content-encoding {coding[:80]}: only gzip was asked")
        return Inflater(cap) if coding in _GZIP else Plain(cap)

    def _count(self, name: str) -> int:
        return sum(1 for key, _ in self.headers if key == name)
