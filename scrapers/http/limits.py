"""What arrives is bounded, in time and in size.

One deadline holds for all of a visit. Sizes are capped twice, as received (`WIRE_CAP`) and as
unpacked (`BODY_CAP`): 14 KB of gzip can hold gigabytes. So bodies are unpacked here and not by
the HTTP library, which would inflate whatever one network read brings before anyone could count.

Only gzip is asked for and only gzip is unpacked, all members of it.
"""

import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from scrapers.http.address_guard import Fault
from scrapers.visiting import SILENCE

WIRE_CAP = 8 * 2**20
"""Bytes received for one answer, at most."""

BODY_CAP = 16 * 2**20
"""Bytes of one body after unpacking, at most."""

HEAD_CAP = 96 * 2**10
"""Bytes of the headers of one answer, interim answers included; httpcore itself stops at 100 KiB."""

_PIECE = 64 * 2**10
_SLICE = 2**10


class Deadline(NamedTuple):
    """The end of a visit, as an instant of the monotonic clock, and the longest silence within."""

    at: float
    silence: float | None = None

    def left(self) -> float:
        """Seconds left; raise `Fault` (deadline) when there are none."""
        seconds = self.at - time.monotonic()
        if seconds <= 0:
            raise Fault("deadline", "the time for this visit is used up")
        return seconds

    def patience(self) -> float:
        """Seconds that one operation on a connection may take, as `left`."""
        return min(SILENCE if self.silence is None else self.silence, self.left())

    @contextmanager
    def over(self, sock: socket.socket, what: str) -> Iterator[None]:
        """One operation on a socket; raise `Fault` (timeout, deadline) when it takes too long."""
        patience = self.patience()
        sock.settimeout(patience)
        try:
            yield
        except TimeoutError:
            if time.monotonic() >= self.at:
                why = f"the time for this visit was used up while {what}"
                raise Fault("deadline", why) from None
            why = f"nothing came for {patience:g} s while {what}; a longer patience may help"
            raise Fault("timeout", why) from None


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


def _member() -> "zlib._Decompress":
    return zlib.decompressobj(wbits=31)
