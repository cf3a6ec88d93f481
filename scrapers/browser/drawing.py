"""Drawing one page: the browser is given its bytes, its requests are answered, the document comes."""

import logging
import re
import time

from scrapers.browser import process
from scrapers.browser.channel import Channel, Message, Order
from scrapers.browser.parts import Parts
from scrapers.http.address_guard import Fault, parse_target
from scrapers.http.limits import BODY_CAP
from scrapers.media_types import DRAWN_BY
from scrapers.model import Answer

_log = logging.getLogger(__name__)

HANDING_OVER = 5.0
"""Seconds before the end at which a page that is still busy is taken as it stands."""

_STAYS = frozenset({"date", "age"})
"""Headers of the page that hold for the drawn one, too. Validators do not."""


def drawn(answer: Answer, parts: Parts, end: float, user_agent: str) -> Answer:
    """The answer with the document that the page's scripts have drawn; raise `Fault`."""
    order = Order(
        answer.answered,
        answer.header("content-type") or "text/html",
        process.program() or "",
        user_agent,
        not process.is_root(),
        max(1.0, end - HANDING_OVER - time.monotonic()),
    )
    began = time.monotonic()
    try:
        browser = process.BrowserProcess()
        with browser as channel:
            channel.send(order, answer.body, HANDING_OVER)
            message, document = _document(channel, parts, end)
    except TimeoutError:
        raise Fault("render", "the page did not come to rest in time") from None
    except (EOFError, ConnectionError):
        raise Fault("render", f"the browser ended: {browser.last_words}"[:200]) from None
    except (OSError, ValueError) as error:
        raise Fault("render", f"the browser failed: {error}"[:200]) from None
    return _made(answer, message, document, parts, time.monotonic() - began)


def _document(channel: Channel, parts: Parts, end: float) -> tuple[Message, bytes]:
    """What the browser hands over in the end; until then its requests are answered."""
    while True:
        message, body = channel.receive(Message, max(0.0, end - time.monotonic()))
        if message.what == "drawn":
            return message, body
        if message.what != "ask":
            raise Fault("render", (message.detail or "the browser failed")[:300])
        reply, content = parts.reply(message)
        channel.send(reply, content, HANDING_OVER)


def _made(
    answer: Answer, message: Message, document: bytes, parts: Parts, seconds: float
) -> Answer:
    if len(document) > BODY_CAP:
        raise Fault("body-cap", f"the drawn page has more than {BODY_CAP} bytes")
    version = re.sub("[^0-9].*", "", message.detail)
    kind = f"text/html; charset=utf-8{DRAWN_BY}Chromium-{version}"
    kept = tuple(pair for pair in answer.headers if pair[0] in _STAYS)
    note = f"drawn by Chromium {version} in {seconds:.1f} s, {parts.budget.requests} requests"
    if refused := parts.gate.summary():
        note += f"; refused: {refused}"
    _log.debug("%s: %s", answer.answered, note)
    return answer._replace(
        answered=_address(message.address, parts),
        detail=note,
        headers=(*kept, ("content-type", kind)),
        body=document,
        wire=answer.wire + parts.budget.bytes,
        seconds=answer.seconds + seconds,
    )


def _address(address: str, parts: Parts) -> str:
    """The address of the document, as its links are meant; raise `Fault` if it is another's."""
    try:
        target = parse_target(address.partition("#")[0])
    except Fault:
        target = None
    if target is None or not parts.gate.is_home(target):
        raise Fault("render", f"the page left for {address[:100]}")
    return target.url
