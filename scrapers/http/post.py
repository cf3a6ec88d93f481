"""One POST to an address that the user chose: no robots.txt, no redirect, no second try.

It goes through the guarded transport with a deadline and caps. A private address is allowed, since
the address is the user's own word. A second try is left to whoever keeps the message: a server that
answers late may have taken it.
"""

import time

from scrapers.http.address_guard import Fault, parse_target
from scrapers.http.authorities import tls_context
from scrapers.http.connect import Resolver, system_resolver
from scrapers.http.exchange import Exchange
from scrapers.http.limits import Deadline
from scrapers.http.proxy import Proxies
from scrapers.model import Answer

ANSWER_CAP = 64 * 2**10
"""Bytes of an answer that are read."""


def post(
    address: str,
    body: bytes,
    *,
    user_agent: str,
    seconds: float,
    kind: str = "application/json",
    resolver: Resolver = system_resolver,
) -> Answer:
    """Send `body`, of the media type `kind`; whatever happens within `seconds` is in the Answer.

    Its code is None where an answer came, whatever its status says.
    """
    from scrapers.http.send import send
    from scrapers.http.transport import GuardedTransport

    begun = time.monotonic()
    exchange = Exchange(Deadline(begun + seconds, seconds))
    transport = GuardedTransport(resolver, tls_context, Proxies(None), private=True)
    fault: Fault | None = None
    try:
        target = parse_target(address)
        headers = [
            ("Host", target.authority),
            ("User-Agent", user_agent),
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Accept-Encoding", "gzip"),
            ("Connection", "close"),
        ]
        with send(transport, exchange, target, headers, body) as pieces:
            exchange.read(pieces, ANSWER_CAP)
    except Fault as error:
        fault = error if exchange.status is None else None  # the status says what became of it
    return Answer(
        address, address, int(time.time()), exchange.status,
        fault.code if fault else None, fault.detail if fault else "", exchange.headers,
        exchange.body, exchange.wire, time.monotonic() - begun,
    )  # fmt: skip
