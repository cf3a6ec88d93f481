"""httpx, as this program uses it: one GET at a time, and nothing done behind our back.

The client reads no environment, keeps no cookies, follows no redirect and adds no header; what it
sends is what `get` is given. Whatever the library raises becomes a `Fault` here and nowhere else.
A Door's client speaks through `scrapers.transport.Guarded`; any other httpx transport that
streams its answers can take its place.

httpx brings a command line along, and loads it with Rich, Pygments and Click wherever those are
installed: a third of its import. An entry of None in `sys.modules` is Python's way to say that a
module is not there, which httpx takes as not having been installed with its `cli` extra.
"""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy

from scrapers.exchange import Exchange
from scrapers.guard import Fault, Target

_COMMAND_LINE = "httpx._main"

if "httpx" not in sys.modules:
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment]
import httpx  # noqa: E402

if sys.modules.get(_COMMAND_LINE) is None:
    sys.modules.pop(_COMMAND_LINE, None)

__all__ = ["FAULTS", "Client", "httpx"]

FAULTS = {
    "InvalidURL": "address-refused",
    "UnsupportedProtocol": "address-refused",
    "ConnectTimeout": "connect",
    "ConnectError": "connect",
    "TimeoutException": "timeout",
    "NetworkError": "reset",
    "ProtocolError": "protocol",
    "ValueError": "protocol",  # a length of more digits than Python will read
}
"""Names of exceptions, which httpx and httpcore share, to reason codes."""


class Client:
    """The client of one Door, over a transport. It holds nothing open between two requests."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._client = httpx.Client(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(netscape=False)),  # leaves Set-Cookie unread
            event_hooks={"response": [_hand_over]},
        )

    @contextmanager
    def get(
        self, exchange: Exchange, goal: Target, headers: list[tuple[str, str]]
    ) -> Iterator[Iterator[bytes]]:
        """Send a GET; within the block the exchange has its head, and the body can be iterated."""
        with _faults(exchange):
            response = self._client.send(_request(exchange, goal, headers), stream=True)
        with closing(response):
            yield _pieces(response, exchange)


def _request(exchange: Exchange, goal: Target, headers: list[tuple[str, str]]) -> httpx.Request:
    extensions = {
        "exchange": exchange,
        "target": goal.path.encode("ascii"),  # as it is: httpx would spell it in its own way
        "timeout": httpx.Timeout(exchange.deadline.patience()).as_dict(),
    }
    return httpx.Request("GET", goal.url, headers=headers, extensions=extensions)


def _hand_over(response: httpx.Response) -> None:
    exchange: Exchange = response.request.extensions["exchange"]
    exchange.accept(response.status_code, response.headers.raw)
    # httpx takes a redirect's address apart even if it is not to follow it, and raises.
    response.headers.pop("location", None)


def _pieces(response: httpx.Response, exchange: Exchange) -> Iterator[bytes]:
    with _faults(exchange):
        for piece in response.iter_raw():
            exchange.wire = max(exchange.wire, response.num_bytes_downloaded)
            yield piece


@contextmanager
def _faults(exchange: Exchange) -> Iterator[None]:
    """Raise a `Fault` for whatever httpx, httpcore and h11 raise; ours pass as they are."""
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        names = (kind.__name__ for kind in type(error).__mro__)
        code = next((FAULTS[name] for name in names if name in FAULTS), None)
        if code is None:
            raise
        if code == "protocol" and exchange.closed:
            raise Fault(
                "truncated", "the connection was closed before the body was whole"
            ) from None
        raise Fault(code, str(error)[:200] or type(error).__name__) from None
