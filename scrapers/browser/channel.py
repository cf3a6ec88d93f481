"""What tracker and the browser's process say to each other, and the socket that carries it.

A message is a noun (JSON, checked when it is read back) and bytes that belong to it: a page, a
script, the drawn document. The browser's process shows pages of strangers and is not believed:
what it sends is data, bounded in size and time.
"""

import socket
import struct
import time
from typing import Any, NamedTuple, TypeVar

from scrapers.sandbox.wire_format import decode, encode

LARGEST = 32 * 2**20
"""Bytes that belong to one message, at most."""

_LONGEST_NOUN = 2**16
_SIZES = struct.Struct("!II")

Noun = TypeVar("Noun", bound="tuple[Any, ...]")


class Order(NamedTuple):
    """Draw this page, whose bytes come along. `seconds` is the time until it must be handed over."""

    address: str
    content_type: str
    program: str
    user_agent: str
    sandbox: bool
    seconds: float


class Message(NamedTuple):
    """What the browser's process says.

    `what` is "ask": the page makes a request, and with `main` leads itself to another document;
    "drawn": the document as the scripts have made it comes along, by the browser that `detail`
    names; or "failed": there is none, and `detail` says why.
    """

    what: str
    address: str = ""
    method: str = ""
    kind: str = ""
    main: bool = False
    detail: str = ""


class Reply(NamedTuple):
    """The answer to a request of the page; its body comes along. Status 0 refuses it."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()


class Channel:
    """One end of the connection."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, noun: tuple[Any, ...], body: bytes = b"", seconds: float | None = None) -> None:
        """Say something; OSError where the other end is gone or takes it too slowly."""
        data = encode(noun)
        self._end.settimeout(seconds)
        self._end.sendall(_SIZES.pack(len(data), len(body)) + data + body)

    def receive(self, kind: type[Noun], seconds: float | None = None) -> tuple[Noun, bytes]:
        """What the other end says next, within the time.

        Raises TimeoutError, EOFError where it has ended, or ValueError for what is no such noun.
        """
        end = None if seconds is None else time.monotonic() + seconds
        noun_size, body_size = _SIZES.unpack(self._exactly(_SIZES.size, end))
        if noun_size > _LONGEST_NOUN or body_size > LARGEST:
            raise ValueError("too much data")
        noun = decode(kind, self._exactly(noun_size, end))
        return noun, self._exactly(body_size, end)

    def close(self) -> None:
        """End the connection."""
        self._end.close()

    def _exactly(self, size: int, end: float | None) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._end.settimeout(None if end is None else max(0.001, end - time.monotonic()))
            piece = self._end.recv(min(size - len(data), 2**20))
            if not piece:
                raise EOFError("no more data")
            data += piece
        return bytes(data)
