"""The guarded transport: httpx's own foundation, httpcore, over connections of ours.

httpcore speaks HTTP and leaves the network to a backend. Ours is the one place where a deadline,
the judgement of an address and the caps on size can hold for all that goes on in a request: the
name is resolved once and only a judged address is connected to; connecting, TLS and each read
and write get what is left of the time and no longer, whether the server is silent, drips its
headers, floods interim answers or never ends its body; every byte received is counted.

A connection serves one request. A `Fault` that is raised here passes through httpcore and httpx
as it is.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpcore
import httpx

from scrapers.http.address_guard import Fault
from scrapers.http.connect import Resolver, connected, secured
from scrapers.http.exchange import Exchange

if TYPE_CHECKING:
    import ssl


class GuardedTransport(httpx.BaseTransport):
    """Requests to hosts that may be contacted; `private` allows private addresses.

    A request carries its `Exchange` as the extension "exchange".
    """

    def __init__(
        self, resolver: Resolver, tls: "Callable[[], ssl.SSLContext]", *, private: bool
    ) -> None:
        self._resolver = resolver
        self._tls = tls
        self._private = private
        self._context: ssl.SSLContext | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request over a new connection; the answer's body is still to be read."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(
            request.method, url, headers=request.headers.raw, extensions=request.extensions
        )
        network = _Network(request.extensions["exchange"], self._resolver, private=self._private)
        connection = httpcore.HTTPConnection(
            url.origin, ssl_context=self._secure(url), network_backend=network
        )
        answer = connection.handle_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(connection, answer.iter_stream())
        )

    def _secure(self, url: httpcore.URL) -> "ssl.SSLContext | None":
        if url.scheme == b"https" and self._context is None:
            self._context = self._tls()  # 16 ms that http alone need not pay
        return self._context


class _Body(httpx.SyncByteStream):
    """The body of an answer; closing it ends the connection."""

    def __init__(self, connection: httpcore.HTTPConnection, pieces: Iterator[bytes]) -> None:
        self._connection = connection
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        self._connection.close()


class _Network(httpcore.NetworkBackend):
    """The network of one exchange."""

    def __init__(self, exchange: Exchange, resolver: Resolver, *, private: bool) -> None:
        self._exchange = exchange
        self._resolver = resolver
        self._private = private

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        """Connect to a judged address of the host."""
        deadline = self._exchange.deadline
        sock = connected(host, port, deadline, self._resolver, private=self._private)
        return _Stream(sock, self._exchange)


class _Stream(httpcore.NetworkStream):
    """A connection, on which each operation gets what is left of the time, and no timeout else."""

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        self._sock = sock
        self._exchange = exchange

    def read(self, max_bytes: int, *_: object, **__: object) -> bytes:
        """Receive within the time and the caps."""
        most = min(max_bytes, self._exchange.room())
        try:
            with self._exchange.deadline.over(self._sock, "waiting for bytes"):
                data = self._sock.recv(most)
        except OSError as error:
            raise Fault("reset", f"the connection broke: {error.strerror or error}") from None
        self._exchange.arrived(data)
        return data

    def write(self, buffer: bytes, *_: object, **__: object) -> None:
        """Send within the time; a server may close its reading side and still have answered."""
        with suppress(OSError), self._exchange.deadline.over(self._sock, "sending"):
            self._sock.sendall(buffer)

    def start_tls(
        self,
        ssl_context: "ssl.SSLContext",
        server_hostname: str | None = None,
        *_: object,
        **__: object,
    ) -> httpcore.NetworkStream:
        """Go on in verified TLS."""
        deadline = self._exchange.deadline
        sock = secured(self._sock, server_hostname or "", deadline, ssl_context)
        return _Stream(sock, self._exchange)

    def close(self) -> None:
        """End the connection."""
        self._sock.close()
