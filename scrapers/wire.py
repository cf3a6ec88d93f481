"""One HTTP exchange, byte by byte: everything that arrives is bounded in size and in time.

The protocol is h11's; the socket is ours, so that one deadline can hold for all of it: each
read waits for what is left of the time and no longer, whether the server is silent, drips its
headers, floods interim answers or never ends its body. Sizes are capped twice, as received
(`WIRE_CAP`) and as unpacked (`BODY_CAP`): 14 KB of gzip can hold gigabytes.

Only gzip is asked for and only gzip is unpacked, all members of it. An answer counts as whole
when its length, its last chunk or its gzip trailer says so; a short one is `truncated`, with
what came of it.
"""

import socket
import time
import zlib
from typing import NamedTuple

import h11

from scrapers.guard import Fault, Target

WIRE_CAP = 8 * 2**20
"""Bytes received for one answer, at most."""

BODY_CAP = 16 * 2**20
"""Bytes of one body after unpacking, at most."""

HEAD_CAP = 256 * 2**10
"""Bytes of the headers of one answer, interim answers included."""

MOST_HEADERS = 2000
SILENCE = 15.0
"""Seconds without a byte after which a server is given up, if the deadline is later still."""

_PIECE = 64 * 2**10
_SLICE = 2**10
_CODINGS = {"": False, "identity": False, "gzip": True, "x-gzip": True}
_STATUS_LINE = b"HTTP/1."


class Deadline(NamedTuple):
    """The end of a visit, as an instant of the monotonic clock."""

    at: float

    def left(self) -> float:
        """Seconds left; raise `Fault` (deadline) when there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise Fault("deadline", "the time for this visit is used up")
        return seconds

    def expired(self, what: str, patience: float) -> Fault:
        """What to raise when an operation that was given `patience` seconds timed out."""
        if time.monotonic() >= self.at:
            return Fault("deadline", f"the time for this visit was used up while {what}")
        return Fault("timeout", f"nothing came for {patience:g} s while {what}")


class Inflater:
    """Unpacks gzip piece by piece, never past `cap` bytes in all."""

    def __init__(self, cap: int) -> None:
        self.body = bytearray()
        self._cap = cap
        self._stream = _member()
        self._started = False  # the current member has had bytes
        self._rest = b""  # bytes after a member, too few to tell whether another begins

    def feed(self, data: bytes) -> None:
        """Take the next received bytes; raise `Fault` (body-cap, corrupt-body)."""
        # zlib copies what follows a member, so thousands of tiny members in one long piece
        # would be copied thousands of times.
        for start in range(0, len(data), _SLICE):
            self._take(self._rest + data[start : start + _SLICE])

    def finish(self) -> None:
        """The body has ended; raise `Fault` (truncated) if gzip has not."""
        if self._started and not self._stream.eof:
            raise Fault("truncated", "the gzip data ends before its trailer")

    def _take(self, data: bytes) -> None:
        self._rest = b""
        while data:
            data = self._next_member(data) if self._stream.eof else self._inflate(data)

    def _inflate(self, data: bytes) -> bytes:
        self._started = True
        try:
            self.body += self._stream.decompress(data, _PIECE)
        except zlib.error as error:
            raise Fault("corrupt-body", f"gzip: {error}") from None
        if len(self.body) > self._cap:
            raise Fault("body-cap", f"the body unpacks to more than {self._cap} bytes")
        return self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def _next_member(self, data: bytes) -> bytes:
        if data == b"\x1f":
            self._rest = data
            return b""
        if not data.startswith(b"\x1f\x8b"):
            return b""  # padding or garbage after a whole member: ignored, as gzip does
        self._stream = _member()
        return data


class Plain:
    """A body that is not packed, never past `cap` bytes."""

    def __init__(self, cap: int) -> None:
        self.body = bytearray()
        self._cap = cap

    def feed(self, data: bytes) -> None:
        """Take the next received bytes; raise `Fault` (body-cap)."""
        self.body += data
        if len(self.body) > self._cap:
            raise Fault("body-cap", f"the body is longer than {self._cap} bytes")

    def finish(self) -> None:
        """The body has ended: nothing more is known of its length here."""


class Exchange:
    """One request and its answer on a connected socket.

    After `head` the status and headers are there, after `read` the body. When either raises
    `Fault`, what had come until then stays in `status`, `headers`, `body` and `wire` (bytes
    received); `ended` is the monotonic instant of the last of them.
    """

    def __init__(self, deadline: Deadline) -> None:
        self.status: int | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.wire = 0
        self.ended: float | None = None
        self._sock: socket.socket
        self._deadline = deadline
        self._peer = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_CAP)
        self._sink: Inflater | Plain = Plain(BODY_CAP)
        self._closed = False

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

    def head(self, sock: socket.socket, target: Target, headers: list[tuple[str, str]]) -> None:
        """Send a GET and receive the status and headers of the final answer."""
        self._sock = sock
        request = h11.Request(method="GET", target=target.path, headers=headers)
        self._send(self._peer.send(request) or b"")
        self._peer.send(h11.EndOfMessage())
        event = self._next()
        while isinstance(event, h11.InformationalResponse):
            event = self._next()
        if not isinstance(event, h11.Response):
            raise Fault("protocol", "no HTTP answer came")
        self._accept(event)

    def read(self, cap: int = BODY_CAP) -> None:
        """Receive the body, unpacked to at most `cap` bytes; check that it is whole."""
        coding = (self.header("content-encoding") or "").strip().lower()
        if coding not in _CODINGS or self._count("content-encoding") > 1:
            raise Fault("encoding-refused", f"content-encoding {coding[:80]}: only gzip was asked")
        self._sink = Inflater(cap) if _CODINGS[coding] else Plain(cap)
        event = self._next()
        while isinstance(event, h11.Data):
            self._sink.feed(bytes(event.data))
            event = self._next()
        self._sink.finish()

    def _accept(self, response: h11.Response) -> None:
        self.status = response.status_code
        self.headers = tuple(
            (name.decode("ascii"), value.decode("latin-1")) for name, value in response.headers
        )
        if len(self.headers) > MOST_HEADERS:
            raise Fault("headers", f"{len(self.headers)} headers")
        if self.status > 599:
            raise Fault("protocol", f"status {self.status}")
        if self._count("transfer-encoding") and self._count("content-length"):
            raise Fault("protocol", "both a length and chunks are announced")

    def _count(self, name: str) -> int:
        return sum(1 for key, _ in self.headers if key == name)

    def _send(self, data: bytes) -> None:
        patience = min(SILENCE, self._deadline.left())
        self._sock.settimeout(patience)
        try:
            self._sock.sendall(data)
        except TimeoutError:
            raise self._deadline.expired("sending", patience) from None
        except OSError:
            pass  # a server may close its reading side and still have answered

    def _next(self) -> object:
        """The next event of the protocol, with as many reads as it takes."""
        while True:
            try:
                event = self._peer.next_event()
            except h11.RemoteProtocolError as error:
                raise self._broken(error) from None
            except ValueError as error:  # a number of more digits than Python will read
                raise Fault("protocol", str(error)[:200]) from None
            if event is not h11.NEED_DATA:
                return event
            self._receive()

    def _broken(self, error: h11.RemoteProtocolError) -> Fault:
        if self._closed:
            return Fault("truncated", "the connection was closed before the body was whole")
        if self.status is None and error.error_status_hint == 431:
            return Fault("headers", f"the headers are longer than {HEAD_CAP} bytes")
        return Fault("protocol", str(error)[:200])

    def _receive(self) -> None:
        patience = min(SILENCE, self._deadline.left())
        self._sock.settimeout(patience)
        try:
            data = self._sock.recv(_PIECE)
        except TimeoutError:
            raise self._deadline.expired("waiting for bytes", patience) from None
        except OSError as error:
            raise Fault("reset", f"the connection broke: {error.strerror or error}") from None
        self.ended = time.monotonic()
        self._weigh(data)
        self._closed = not data
        self._peer.receive_data(data)

    def _weigh(self, data: bytes) -> None:
        """Count what came, and see that it begins like HTTP and stays within the caps."""
        if self.status is None and not data:
            raise Fault("reset", "the connection was closed without an answer")
        begun = _STATUS_LINE[self.wire : self.wire + len(data)]
        if not data.startswith(begun):
            raise Fault("protocol", "the answer is not HTTP/1")
        self.wire += len(data)
        if self.status is None and self.wire > HEAD_CAP + _PIECE:
            raise Fault("headers", f"no final answer within {self.wire} bytes")
        if self.wire > WIRE_CAP:
            raise Fault("wire-cap", f"more than {WIRE_CAP} bytes came")


def _member() -> "zlib._Decompress":
    return zlib.decompressobj(wbits=31)
