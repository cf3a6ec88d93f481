"""The guarded transport: httpx's own foundation, httpcore, over connections of ours.

httpcore speaks HTTP and leaves the network to a backend. Ours is the one place where a deadline,
the judgement of an address and the caps on size can hold for all that goes on in a request: the
name is resolved once and only a judged address is connected to; connecting, TLS and each read
and write get what is left of the time and no longer, whether the server is silent, drips its
headers, floods interim answers or never ends its body; every byte received is counted.

Through a proxy it is the proxy that is connected to, wherever it stands: the user named it. An
http request is sent to it whole; for https it is asked for a tunnel, and TLS is spoken through
that with the host itself.

A connection serves one request. A `Fault` that is raised here passes through httpcore and httpx
as it is.
"""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import httpcore
import httpx

from scrapers.http.address_guard import Fault, Target
from scrapers.http.connect import Resolver, connected, secured
from scrapers.http.exchange import Exchange
from scrapers.http.head import Head
from scrapers.http.limits import HEAD_CAP
from scrapers.http.proxy import Proxies, Proxy, judge

if TYPE_CHECKING:
    import ssl


class GuardedTransport(httpx.BaseTransport):
    """Requests to hosts that may be contacted; `private` allows private addresses.

    A request carries its `Exchange` as the extension "exchange" and its `Target` as "address".
    """

    def __init__(
        self,
        resolver: Resolver,
        tls: "Callable[[], ssl.SSLContext]",
        proxies: Proxies,
        *,
        private: bool,
    ) -> None:
        self._resolver = resolver
        self._tls = tls
        self._proxies = proxies
        self._private = private
        self._context: ssl.SSLContext | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request over a new connection; the answer's body is still to be read."""
        target: Target = request.extensions["address"]
        exchange: Exchange = request.extensions["exchange"]
        proxy = self._proxies.of(target)
        if proxy:
            judge(target, private=self._private)
        asked = _asked(request, target, proxy)
        network = _Network(exchange, target, proxy, self._resolver, private=self._private)
        connection = httpcore.HTTPConnection(
            asked.url.origin, ssl_context=self._secure(asked.url), network_backend=network
        )
        answer = connection.handle_request(asked)
        if proxy and answer.status == _NO_CREDENTIALS:
            connection.close()
            raise _not_admitted(proxy)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(connection, answer.iter_stream())
        )

    def _secure(self, url: httpcore.URL) -> "ssl.SSLContext | None":
        if url.scheme == b"https" and self._context is None:
            self._context = self._tls()  # 16 ms that http alone need not pay
        return self._context


_NO_CREDENTIALS = 407
_END = re.compile(rb"\n\r?\n")


def _asked(request: httpx.Request, target: Target, proxy: Proxy | None) -> httpcore.Request:
    """The request as it is sent: to the host, or, for http through a proxy, whole to the proxy."""
    extensions = {**request.extensions, "target": target.path.encode("ascii")}
    headers = list(request.headers.raw)
    body = request.content
    if not proxy or target.scheme == "https":
        url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target="/")
        return httpcore.Request(
            request.method, url, headers=headers, content=body, extensions=extensions
        )
    if proxy.credentials:
        headers.append((b"Proxy-Authorization", proxy.credentials.encode("ascii")))
    extensions["target"] = target.url.encode("ascii")
    url = httpcore.URL(scheme="http", host=proxy.host, port=proxy.port, target="/")
    return httpcore.Request(
        request.method, url, headers=headers, content=body, extensions=extensions
    )


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

    def __init__(
        self,
        exchange: Exchange,
        target: Target,
        proxy: Proxy | None,
        resolver: Resolver,
        *,
        private: bool,
    ) -> None:
        self._exchange = exchange
        self._target = target
        self._proxy = proxy
        self._resolver = resolver
        self._private = private

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore.NetworkStream:
        """Connect to a judged address of the host, or to the proxy."""
        deadline = self._exchange.deadline
        if not self._proxy:
            sock = connected(host, port, deadline, self._resolver, private=self._private)
        else:
            sock = self._through(self._proxy)
        return _Stream(sock, self._exchange)

    def _through(self, proxy: Proxy) -> socket.socket:
        """A connection to the proxy; for https one that it has passed on to the host."""
        deadline = self._exchange.deadline
        try:
            sock = connected(proxy.host, proxy.port, deadline, self._resolver, private=True)
        except Fault as fault:
            why = f"proxy {proxy}: {fault.detail}"
            raise Fault("connect", why, passing=fault.passing) from None
        try:
            if self._target.scheme == "https":
                _open_tunnel(sock, self._target, proxy, self._exchange)
        except BaseException:
            sock.close()
            raise
        return sock


def _open_tunnel(sock: socket.socket, target: Target, proxy: Proxy, exchange: Exchange) -> None:
    """Have a proxy pass the connection on to the target's host; raise `Fault` (connect)."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    place = f"{host}:{target.port}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    if proxy.credentials:
        lines.append(f"Proxy-Authorization: {proxy.credentials}")
    reply = b""
    try:
        with exchange.deadline.over(sock, f"asking the proxy {proxy} for {place}"):
            sock.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        while not _END.search(reply):
            with exchange.deadline.over(sock, f"waiting for the proxy {proxy}"):
                piece = _more(sock, reply)
            reply += piece
            if not piece or len(reply) > HEAD_CAP:
                raise Fault("connect", f"proxy {proxy}: it gave no answer to CONNECT {place}")
    except OSError as error:
        raise Fault("connect", f"proxy {proxy}: {error.strerror or error}") from None
    _check_tunnel(reply, place, proxy)


def _more(sock: socket.socket, reply: bytes) -> bytes:
    """What comes next of a reply, and nothing after it: that is the host's, and TLS must have it."""
    coming = sock.recv(4096, socket.MSG_PEEK)
    end = _END.search(reply + coming)
    return sock.recv(end.end() - len(reply) if end else len(coming)) if coming else b""


def _check_tunnel(reply: bytes, place: str, proxy: Proxy) -> None:
    status = re.match(rb"HTTP/1\.[01] (\d{3})\b", reply)
    if not status:
        raise Fault("connect", f"proxy {proxy}: it does not speak HTTP")
    number = int(status[1])
    if number == _NO_CREDENTIALS:
        raise _not_admitted(proxy)
    if not 200 <= number < 300:
        why = f"proxy {proxy}: HTTP {number} to CONNECT {place}"
        raise Fault("connect", why, passing=number in _PROXY_FAILS)


_PROXY_FAILS = frozenset({502, 503, 504})
"""What a proxy says when it could not reach the host just now."""


def _not_admitted(proxy: Proxy) -> Fault:
    return Fault("connect", f"proxy {proxy}: it asks for a name and password (HTTP 407)")


class _Stream(httpcore.NetworkStream):
    """A connection, on which each operation gets what is left of the time, and no timeout else."""

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        self._sock = sock
        self._exchange = exchange
        self._head = Head()

    def read(self, max_bytes: int, *_: object, **__: object) -> bytes:
        """Receive within the time and the caps; of a head all of it at once."""
        while True:
            received = self._receive(max_bytes)
            ready = self._head.feed(received)
            if ready or not received:
                return ready

    def _receive(self, max_bytes: int) -> bytes:
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
