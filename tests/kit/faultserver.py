"""A loopback server that misbehaves on purpose, spoken to in a small language.

A route maps a path to *steps*, done in order once a request has been read; then the connection
is closed:

    bytes                  are sent as they are
    Wait(seconds)          nothing happens
    Drip(data, every)      one byte each `every` seconds
    Endless(data, every)   the same bytes until the other side leaves
    RESET                  the connection is torn down with a TCP reset

`server.hits` lists the requests (path, headers, time). A route may also be a list of step lists,
one for each visit in turn, the last one for all later visits. Unknown paths are a 404.
"""

import contextlib
import gzip
import select
import socket
import struct
import threading
import time
from typing import NamedTuple


class Wait(NamedTuple):
    seconds: float


class Drip(NamedTuple):
    data: bytes
    every: float = 0.05


class Endless(NamedTuple):
    data: bytes
    every: float = 0.0


class Hit(NamedTuple):
    path: str
    headers: dict[str, str]
    time: float


RESET = "reset"
HANG = Wait(30)
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def answer(body=b"<html>page</html>", *headers, status="200 OK", kind="text/html"):
    """A plain, correct answer; `headers` are whole header lines."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    if kind:
        lines.append(f"Content-Type: {kind}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location, status="302 Found"):
    return answer(b"", f"Location: {location}", status=status)


def zipped(body, *headers):
    """The same, packed with gzip; `body` may be packed already."""
    packed = body if body.startswith(b"\x1f\x8b") else gzip.compress(body)
    return answer(packed, "Content-Encoding: gzip", *headers)


def chunked(*chunks, end=b"0\r\n\r\n"):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


class FaultServer:
    """Serves `routes` on a loopback address until the `with` block ends.

    `greeting` are steps done before any request is read. `context` makes it speak TLS.
    """

    def __init__(self, routes=None, *, host="127.0.0.1", greeting=(), context=None):
        self.routes = dict(routes or {})
        self.hits = []
        self._visits = {}
        self._greeting = greeting
        self._context = context
        self._leaving = threading.Event()
        self._listener = socket.create_server((host, 0), backlog=128)
        self.host, self.port = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._leaving.set()
        self._listener.close()
        self._thread.join(5)

    def url(self, path="/", scheme="http", host=None):
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def paths(self):
        return [hit.path for hit in self.hits]

    def _serve(self):
        while not self._leaving.is_set():
            with contextlib.suppress(OSError):
                if select.select([self._listener], [], [], 0.05)[0]:
                    peer, _ = self._listener.accept()
                    threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(peer.close)
            peer.settimeout(10)
            if self._context:
                peer = self._context.wrap_socket(peer, server_side=True)
                stack.callback(peer.close)
            self._do(peer, self._greeting)
            self._do(peer, self._steps(self._read(peer)))
            self._end(peer)

    def _read(self, peer):
        request = b""
        while b"\r\n\r\n" not in request:
            data = peer.recv(65536)
            if not data:
                raise OSError("the client left")
            request += data
        first, *lines = request.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        hit = Hit(first.split(" ")[1], headers, time.monotonic())
        self.hits.append(hit)
        return hit.path

    def _steps(self, path):
        steps = self.routes.get(path, self.routes.get("*", [NOT_FOUND]))
        if steps and isinstance(steps[0], list):
            count = self._visits[path] = self._visits.get(path, -1) + 1
            steps = steps[min(count, len(steps) - 1)]
        return [steps] if isinstance(steps, bytes) else steps

    def _do(self, peer, steps):
        for step in steps:
            match step:
                case bytes():
                    peer.sendall(step)
                case Wait(seconds):
                    self._leaving.wait(seconds)
                case Drip(data, every):
                    for byte in data:
                        self._send(peer, bytes([byte]), every)
                case Endless(data, every):
                    while not self._leaving.is_set():
                        self._send(peer, data, every)
                case _:
                    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    raise ConnectionError("closed without a good-bye")

    def _send(self, peer, data, every):
        peer.sendall(data)
        if every and self._leaving.wait(every):
            raise OSError("the server leaves")

    def _end(self, peer):
        """Close in a way that lets the other side read all that was sent."""
        with contextlib.suppress(OSError):
            peer.shutdown(socket.SHUT_WR)
            while peer.recv(65536):
                pass
