"""A channel of any service that Apprise knows; it is loaded only when one is used."""

import logging
from typing import Any

from cli.pipeline.notify.outgoing import Outgoing, Undelivered

MISSING = "it needs Apprise; install tracker with it:  uv tool install '.[notify]'"

OWN_FORMS = {"slack": "slack", "discord": "discord", "tgram": "telegram"}
"""Services of Apprise whose signs mean something of their own."""


def installed() -> bool:
    """Whether Apprise is there, without loading it."""
    from importlib.util import find_spec

    return find_spec("apprise") is not None


def send(address: str, message: Outgoing, _seconds: float) -> None:
    """Send a message; raises Undelivered. What Apprise logs may name the address, so it is mute."""
    service = opened(address)
    form = _form(address, str(service.notify_format))
    body, title = (message.form(form), "") if form else (message.text(), message.subject)
    if form is None and service.notify_format == "html":
        body = message.html()
    if not service.notify(body=body, title=title, body_format=service.notify_format):
        raise Undelivered("the service did not take it", down=True)


def opened(address: str) -> Any:  # noqa: ANN401 - a class of Apprise, which need not be installed
    """The service that an address names; raises Undelivered."""
    if not installed():
        raise Undelivered(MISSING, down=True)
    import apprise  # type: ignore[import-not-found,unused-ignore]  # the extra

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    if service is None:
        raise Undelivered("Apprise cannot use this address", down=True)
    return service


def _form(address: str, notify_format: str) -> str | None:
    """The form of a service, or None for a title and plain text, or a page."""
    scheme = address.partition("://")[0].lower()
    if scheme in OWN_FORMS:
        return OWN_FORMS[scheme]
    return "markdown" if notify_format == "markdown" else None
