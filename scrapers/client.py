"""httpx, as this program uses it: one GET at a time, and nothing done behind our back.

Of httpx this takes the request, the answer and the transport. Its client would keep cookies, take
redirects apart and read the environment; what we send is what `get` is given. Whatever the library
raises becomes a `Fault` here and nowhere else. A Door speaks through `scrapers.http.transport.Guarded`;
any other httpx transport that streams its answers can take its place.

httpx and httpcore are loaded without what they do not need for that (`scrapers.hollow`): their
command line, cookies, proxies, the asynchronous half, and OpenSSL as long as no address is https.
That is two fifths of their import.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from scrapers.hollow import importing
from scrapers.http.address_guard import Fault, Target
from scrapers.http.exchange import Exchange
from scrapers.postpone import answering, postpone

_RARELY_USED = ("certifi", "idna", "inspect", "mimetypes", "traceback")
_OPTIONAL = ("httpx._main", "anyio", "trio", "h2", "socksio", "brotli", "brotlicffi", "zstandard")
_UNUSED = ("http", "http.cookiejar", "urllib.request", "email.message", "ssl", "httpcore._async")

for _module in _RARELY_USED:
    postpone(_module)
with (
    answering("inspect", signature=str),  # for the documentation of h11's dataclasses
    importing(missing=_OPTIONAL, hollow=_UNUSED),
):
    import httpcore
    import httpx

__all__ = ["FAULTS", "get", "httpcore", "httpx"]

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


@contextmanager
def get(
    transport: httpx.BaseTransport,
    exchange: Exchange,
    goal: Target,
    headers: list[tuple[str, str]],
) -> Iterator[Iterator[bytes]]:
    """Send a GET; within the block the exchange has its head, and the body can be iterated."""
    with _faults(exchange):
        response = transport.handle_request(_request(exchange, goal, headers))
    with closing(response):
        exchange.accept(response.status_code, response.headers.raw)
        yield _pieces(response, exchange)


def _request(exchange: Exchange, goal: Target, headers: list[tuple[str, str]]) -> httpx.Request:
    extensions = {
        "exchange": exchange,
        "target": goal.path.encode("ascii"),  # as it is: httpx would spell it in its own way
        "timeout": httpx.Timeout(exchange.deadline.patience()).as_dict(),
    }
    return httpx.Request("GET", goal.url, headers=headers, extensions=extensions)


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
