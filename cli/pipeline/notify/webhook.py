"""A channel that is a program's address: JSON by POST, once, and no redirect followed.

The part behind `#`, which is never sent, names a service with a form of its own.
"""

import json
from typing import Any

from cli import __version__
from cli.pipeline.notify.outgoing import Outgoing, Undelivered
from cli.pipeline.notify.secret import without_secrets
from scrapers import post, user_agent

SERVICES = ("slack", "discord", "telegram")

BUSY = (408, 425, 429)
"""Statuses that ask to come again later."""


def send(address: str, message: Outgoing, seconds: float) -> None:
    """Send a message; raises Undelivered, which says nothing of the address."""
    place, service = address.partition("#")[0], service_of(address)
    body = json.dumps(_payload(service, message), ensure_ascii=False).encode()
    kind = "application/json; charset=utf-8"
    answer = post(place, body, user_agent=user_agent(__version__), seconds=seconds, kind=kind)
    if answer.status is None:
        raise Undelivered(without_secrets(address, f"{answer.code}: {answer.detail}"), down=True)
    if 200 <= answer.status < 300:
        return
    answer_text = without_secrets(address, answer.body[:400].decode("utf-8", "replace"))
    problem = "redirects, which are not followed" if 300 <= answer.status < 400 else answer_text
    busy = answer.status >= 500 or answer.status in BUSY
    raise Undelivered(f"HTTP {answer.status}{': ' * bool(problem)}{problem}", down=busy)


def service_of(address: str) -> str:
    """The service that an address names behind `#`, "" for none. Raises Undelivered."""
    service = address.partition("#")[2]
    if service and service not in SERVICES:
        raise Undelivered(f"behind # stands none of {', '.join(SERVICES)}", down=True)
    return service


def _payload(service: str, message: Outgoing) -> dict[str, Any]:
    if service == "slack":
        return {"text": message.form("slack"), "mrkdwn": False}
    if service == "discord":
        return {"content": message.form("discord"), "allowed_mentions": {"parse": []}}
    if service == "telegram":
        return {"text": message.form("telegram"), "parse_mode": "HTML"}
    return {
        "id": message.number,
        "rule": message.rule,
        "text": f"{message.subject}\n{message.text()}",
        "events": message.events,
    }
