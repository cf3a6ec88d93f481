"""The browser's process: Playwright and Chromium, shut off from every network.

It is started by `process` as a program of its own, with one connection to its parent. Each request
that the page makes is put to the parent, one at a time, and answered with what comes back. When
the connection ends, for whatever reason, this process ends at once, and Playwright's driver, whose
input ends with it, ends Chromium and removes its profile.
"""

import os
import queue
import resource
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import NoReturn

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Request,
    Route,
    sync_playwright,
)

from scrapers.browser.channel import LARGEST, Channel, Message, Order, Reply

MEMORY = 2**30
"""Bytes of data that each process of the browser may hold."""

QUIET = 1.0
"""Seconds without a request after which a page counts as drawn."""

PARSING = 5000.0
"""Milliseconds until a document should stand; one that leads away while it is parsed never does."""

VIEW = (1280, 4000)
"""The window in pixels: lists that are filled when they come into view shall be in view."""

OFF = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-bypass-list=<-loopback>",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
"""No name resolves, loopback is no exception, WebRTC sends nothing past the proxy."""

LONGEST = 10_000
"""Characters of an address that are told; one that is cut here is too long for a request anyway."""

_STEP = 50
"""Milliseconds between two looks at whether the page is quiet."""


class Parent:
    """The other end: what it sends is read in a thread, so that its end is noticed at any time."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._replies: queue.SimpleQueue[tuple[Reply, bytes]] = queue.SimpleQueue()
        self.order, self.body = channel.receive(Order)
        threading.Thread(target=self._listen, daemon=True).start()

    def say(self, message: Message, body: bytes = b"") -> None:
        """Tell the parent something; a parent that is gone ends this process."""
        try:
            self._channel.send(message, body)
        except OSError:
            os._exit(1)

    def ask(self, message: Message) -> tuple[Reply, bytes]:
        """Put a request to the parent and wait for the answer."""
        self.say(message)
        return self._replies.get()

    def _listen(self) -> NoReturn:
        while True:
            try:
                self._replies.put(self._channel.receive(Reply))
            except (EOFError, OSError, ValueError):
                os._exit(1)


class Drawing:
    """A page being drawn: answers its requests, and knows when it made the last one."""

    def __init__(self, parent: Parent, page: Page) -> None:
        self._parent = parent
        self._page = page
        self._started = False
        self.last = time.monotonic()

    def handle(self, route: Route, request: Request) -> None:
        """Answer one request: the page itself with its bytes, all others as the parent says."""
        main = _leads(request, self._page)
        if main and not self._started:
            self._started = True
            order = self._parent.order
            reply = Reply(200, (("content-type", order.content_type),))
            body = self._parent.body
        else:
            address, method = request.url[:LONGEST], request.method[:LONGEST]
            message = Message("ask", address, method, request.resource_type, main)
            reply, body = self._parent.ask(message)
        with suppress(Error):  # the page may have gone on meanwhile
            if reply.status:
                route.fulfill(status=reply.status, headers=dict(reply.headers), body=body)
                self.last = time.monotonic()
            elif main:  # no content, so the page stays; after an abort an error page replaces it
                route.fulfill(status=204)
            else:
                route.abort()

    def settle(self, end: float) -> None:
        """Wait until the page makes no requests any more, at most until `end`."""
        while time.monotonic() < min(end, self.last + QUIET):
            self._page.wait_for_timeout(_STEP)

    def document(self, end: float) -> str:
        """The document as it stands; a page that goes on to another one is waited for."""
        while True:
            try:
                return str(self._page.content())
            except Error:
                if time.monotonic() > end or self._page.is_closed():
                    raise
                self._page.wait_for_timeout(_STEP)


def main() -> None:
    """Draw the page that the parent orders, and hand it over."""
    _limit()
    parent = Parent(Channel(socket.socket(fileno=int(sys.argv[1]))))
    try:
        with sync_playwright() as playwright:
            _draw(parent, playwright)
    except Exception as error:  # noqa: BLE001 - whatever a browser fails with is told in one line
        parent.say(Message("failed", detail=_first_line(error)))


def _limit() -> None:
    """Hold this process and all that it starts to a size, and let none of them leave a core."""
    for what, most in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (allowed, allowed))


def _draw(parent: Parent, playwright: Playwright) -> None:
    order = parent.order
    end = time.monotonic() + order.seconds
    with socket.socket() as nobody:  # a port that is ours, and at which nobody listens
        nobody.bind(("127.0.0.1", 0))
        browser = _launched(playwright, order, nobody.getsockname()[1])
        page = _context(browser, order).new_page()
        drawing = Drawing(parent, page)
        page.context.route("**/*", drawing.handle)
        page.context.route_web_socket("**", lambda web_socket: web_socket.close())
        with suppress(Error):  # late, or on its way to another document: what stands is taken
            page.goto(order.address, wait_until="commit", timeout=_left(end))
            page.wait_for_load_state("domcontentloaded", timeout=min(PARSING, _left(end)))
        drawing.settle(end)
        html = drawing.document(end).encode("utf-8", "replace")
        if len(html) > LARGEST:
            raise ValueError(f"the document has more than {LARGEST >> 20} MiB")
        parent.say(Message("drawn", page.url, detail=browser.version), html)
        browser.close()


def _launched(playwright: Playwright, order: Order, dead_port: int) -> Browser:
    return playwright.chromium.launch(
        executable_path=order.program,
        chromium_sandbox=order.sandbox,
        ignore_default_args=["--disable-popup-blocking"],
        args=[*OFF, f"--proxy-server=http://127.0.0.1:{dead_port}"],
        env={"HOME": os.devnull, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        handle_sigint=False,
        handle_sigterm=False,
        handle_sighup=False,
    )


def _context(browser: Browser, order: Order) -> BrowserContext:
    width, height = VIEW
    return browser.new_context(
        service_workers="block",
        accept_downloads=False,
        user_agent=order.user_agent,
        viewport={"width": width, "height": height},
    )


def _leads(request: Request, page: Page) -> bool:
    """Whether a request leads the page itself, and no frame or other window, to a document."""
    try:
        return bool(request.is_navigation_request() and request.frame == page.main_frame)
    except Error:  # of a window that is not there yet, or not any more
        return False


def _left(end: float) -> float:
    """Milliseconds until an instant; Playwright takes 0 for no limit."""
    return max(1.0, (end - time.monotonic()) * 1000)


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    if "No usable sandbox" in text:
        return "Chromium's sandbox needs user namespaces, and this system allows none to this user"
    return text.splitlines()[0][:300]


if __name__ == "__main__":
    main()
