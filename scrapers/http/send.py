"""One request by httpx, and nothing done behind our back.

Of httpx this takes the request, the answer and the transport. Its client would keep cookies, take
redirects apart and read the environment; what we send is what `send` is given. Whatever httpx and
httpcore raise becomes a `Fault` here and nowhere else.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpcore
import httpx

from scrapers.http.address_guard import Fault, Target
from scrapers.http.exchange import Exchange

_CODES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol),
        "address-refused",
    ),
    (
        (
            *(httpx.ConnectTimeout, httpcore.ConnectTimeout),
            *(httpx.ConnectError, httpcore.ConnectError),
        ),
        "connect",
    ),
    ((httpx.TimeoutException, httpcore.TimeoutException), "timeout"),
    ((httpx.NetworkError, httpcore.NetworkError), "reset"),
    # ValueError: a length of more digits than Python will read.
    ((httpx.ProtocolError, httpcore.ProtocolError, ValueError), "protocol"),
)
"""Exceptions and their reason codes; the first that fits holds."""


@contextmanager
def send(
    transport: httpx.BaseTransport,
    exchange: Exchange,
    target: Target,
    headers: list[tuple[str, str]],
    body: bytes | None = None,
) -> Iterator[Iterator[bytes]]:
    """Send a GET, or a POST of `body`; in the block the exchange has the answer's head.

    What the block gets are the pieces of the answer's body.
    """
    with _faults(exchange):
        response = transport.handle_request(_request(exchange, target, headers, body))
    with closing(response):
        exchange.accept(response.status_code, response.headers.raw)
        yield _pieces(response, exchange)


def _request(
    exchange: Exchange, target: Target, headers: list[tuple[str, str]], body: bytes | None
) -> httpx.Request:
    extensions = {
        "exchange": exchange,
        "address": target,  # as it is: httpx would spell it in its own way
        "timeout": httpx.Timeout(exchange.deadline.patience()).as_dict(),
    }
    method = "GET" if body is None else "POST"
    return httpx.Request(method, target.url, headers=headers, content=body, extensions=extensions)


def _pieces(response: httpx.Response, exchange: Exchange) -> Iterator[bytes]:
    with _faults(exchange):
        for piece in response.iter_raw():
            exchange.wire = max(exchange.wire, response.num_bytes_downloaded)
            yield piece


@contextmanager
def _faults(exchange: Exchange) -> Iterator[None]:
    """Raise a `Fault` for whatever httpx and httpcore raise; ours pass as they are."""
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        code = reason_of(error)
        if code is None:
            raise
        if code == "protocol" and exchange.closed:
            raise Fault(
                "truncated", "the connection was closed before the body was whole"
            ) from None
        raise Fault(code, str(error)[:200] or type(error).__name__) from None


def reason_of(error: Exception) -> str | None:
    """The reason code of what a library raised; None for what is a bug of ours."""
    return next((code for kinds, code in _CODES if isinstance(error, kinds)), None)
