"""A real HTTP server on loopback for the demo's site.

`Loopback` serves the answers of a function. `respond` answers like a well-kept site: its pages
with validators, robots.txt, 304 and 404. `DemoSite` combines both with the script of the demo's
days and shows the site at its `time`.

`apart` runs a DemoSite in a separate process and sends it the time through a pipe. The fetch that
visits the site forks, and a process that has the threads of a server should not fork.
"""

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import IO, NamedTuple, Self

from cli.commands.demo import pages, script


class Response(NamedTuple):
    """The answer to a request; Content-Length, Date and Server are added to it."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    body: bytes = b""


Respond = Callable[[str, Mapping[str, str]], Response]
"""From a path with its query and the request's headers (names in lower case)."""


class Loopback:
    """A server on a free port of 127.0.0.1, running inside a `with` block."""

    def __init__(self, respond: Respond, clock: Callable[[], float] = time.time) -> None:
        """Serve the answers of `respond`; `clock` (UTC seconds) gives the Date header."""
        parts = {"respond": staticmethod(respond), "clock": staticmethod(clock)}
        handler = type("Handler", (_Handler,), parts)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    respond: Respond
    clock: Callable[[], float]
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        request_headers = {name.lower(): value for name, value in self.headers.items()}
        status, headers, body = self.respond(self.path, request_headers)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in headers):
            self.send_header("Content-Length", str(len(body)))
        with suppress(ConnectionError):  # a client may close its connection at any time
            self.end_headers()
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.clock() if timestamp is None else timestamp, usegmt=True)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def respond(state: pages.SiteState, path: str, request_headers: Mapping[str, str]) -> Response:
    """The answer to one request, if the site is in the given state."""
    if path == "/robots.txt":
        return Response(200, (("Content-Type", "text/plain"),), b"User-agent: *\nDisallow: /api/\n")
    html = pages.page(state, path)
    if html is None:
        return Response(404, body="<title>404</title><p>ページがありません。</p>".encode())
    body = html.encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if request_headers.get("if-none-match") == tag:
        return Response(304, (("ETag", tag),))
    return Response(200, (*Response().headers, ("ETag", tag)), body)


class DemoSite(Loopback):
    """The demo's site; `time` (UTC seconds) is the simulated time that it shows."""

    def __init__(self) -> None:
        """Begin at the script's first visit."""
        super().__init__(self._respond, clock=lambda: self.time)
        self.time = script.VISITS[0]

    def _respond(self, path: str, request_headers: Mapping[str, str]) -> Response:
        if script.down_at(self.time) and path != "/robots.txt":
            return Response(503, (("Retry-After", "600"),), "<p>工事中です。</p>".encode())
        return respond(script.state_at(self.time), path, request_headers)


@contextmanager
def apart() -> Iterator[tuple[str, Callable[[int], None]]]:
    """A DemoSite in another process: its address, and the way to set its time."""
    with subprocess.Popen(  # noqa: S603 - this module, by this Python
        [sys.executable, "-P", "-m", __name__],  # -P: not what is called cli in this folder
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the command; the server ends when its pipe closes
    ) as server:

        def at(time: int) -> None:
            _say(server.stdin, time)
            _hear(server.stdout)

        yield _hear(server.stdout), at


def _serve() -> None:
    """Be the other process: tell the address, then take times until nobody sends any."""
    with DemoSite() as site:
        _say(sys.stdout, site.address)
        for line in sys.stdin:
            site.time = int(line)
            _say(sys.stdout, site.time)


def _say(pipe: IO[str] | None, word: object) -> None:
    print(word, file=pipe, flush=True)


def _hear(pipe: IO[str] | None) -> str:
    line = pipe.readline() if pipe else ""
    if not line:
        raise RuntimeError("the demo's server ended")
    return line.strip()


if __name__ == "__main__":
    _serve()
