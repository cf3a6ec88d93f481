"""What an HTTP answer means: a page, the 304 that was asked for, or a reason code.

Decisions only, over an exchange that has ended. Whether a page is a block page, a soft 404 or a
redesign is not seen from here: its readers judge that.
"""

import os
from collections.abc import Collection

from scrapers.http.address_guard import Fault
from scrapers.http.exchange import Exchange

HTML = ("text/html", "application/xhtml+xml")
"""Media types of pages."""

JSON = ("application/json", "text/json")
"""Media types of what a script asks for."""

PAGES = frozenset({200, 203})
CHALLENGE = 202
"""The status of a page that asks a browser to prove itself before it shows anything."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

BACKOFF = 1.0
"""Seconds before a request is tried again for the first time."""


def check_answer(exchange: Exchange, kinds: Collection[str], *, conditional: bool) -> None:
    """Raise `Fault` unless the answer is a page of one of the media types, or a 304 asked for.

    No `kinds` at all accepts any; a page without a media type is accepted too. JSON comes under
    any label, and its reader sees what it is.
    """
    status = exchange.status or 0
    if status == 304 and conditional:
        return
    if status >= 400:
        raise Fault(f"status-{status // 100}xx", _phrase(exchange))
    if status >= 300 and status != 304:
        raise Fault("protocol", f"HTTP {status} leads nowhere")
    if status == CHALLENGE and exchange.size:
        raise Fault("blocked", "HTTP 202: a page for browsers to pass came instead")
    if status not in PAGES or not exchange.size:
        raise Fault("no-content", f"HTTP {status} without a page")
    kind = _media_type(exchange.header("content-type"))
    if kind and kinds and kinds != JSON and kind not in kinds:
        raise Fault("type", f"{kind[:100]}, not {' or '.join(kinds)}")


def location(exchange: Exchange) -> str:
    """Where a redirect points, as text; raise `Fault` (protocol) if nowhere."""
    value = exchange.header("location")
    if not value:
        raise Fault("protocol", f"HTTP {exchange.status} without a location")
    try:
        return value.encode("latin-1").decode("utf-8")  # some servers send it unescaped
    except UnicodeDecodeError:
        return value


def asks_for_rest(exchange: Exchange) -> bool:
    """Whether the host wants to be left alone; a 503 says so only with a Retry-After."""
    if exchange.status == 503:
        return exchange.header("retry-after") is not None
    return exchange.status == 429


def retries(exchange: Exchange, fault: Fault | None) -> int:
    """How many further tries an outcome is worth.

    1 for silence cut short, 2 for a 5xx, 5 where this machine's network is not there yet.
    """
    if fault and fault.passing:
        return 5
    if fault:
        return 1 if fault.code == "reset" and not exchange.wire else 0
    return 2 if (exchange.status or 0) >= 500 and not asks_for_rest(exchange) else 0


def backoff(tries: int) -> float:
    """Seconds before the next try: doubling, spread by half to either side."""
    jitter = 0.5 + os.urandom(1)[0] / 255
    return BACKOFF * (1 << (tries - 1)) * jitter


def _phrase(exchange: Exchange) -> str:
    wait = exchange.header("retry-after") if asks_for_rest(exchange) else None
    return f"HTTP {exchange.status}" + (f", Retry-After: {wait[:40]}" if wait else "")


def _media_type(value: str | None) -> str:
    return (value or "").partition(";")[0].partition(",")[0].strip().lower()
