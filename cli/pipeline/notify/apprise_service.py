"""A channel of any service that Apprise knows; it is loaded only when one is used."""

import logging
from typing import Any

from cli.pipeline.notify.outgoing import Outgoing, Undelivered

MISSING = "it needs Apprise; install tracker with it:  uv tool install '.[notify]'"

OWN_FORMS = {
    "slack": ("text", "text"),  # Apprise escapes it and switches formatting off
    "discord": ("discord", "text"),
    "tgram": ("telegram", "html"),
    **dict.fromkeys(("mmost", "mmosts", "rocket", "rockets", "zulip"), ("markdown", "text")),
}
"""Services whose signs mean something of their own: our form, and what Apprise calls it."""


def installed() -> bool:
    """Whether Apprise is there, without loading it."""
    from importlib.util import find_spec

    return find_spec("apprise") is not None


def send(address: str, message: Outgoing, _seconds: float) -> None:
    """Send a message; raises Undelivered. What Apprise logs may name the address, so it is mute."""
    service = service_of(address)
    body_format, title, body = _parts(address, service.notify_format, message)
    if not service.notify(body=body, title=title, body_format=body_format):
        raise Undelivered("the service did not take it", down=True)


def _parts(address: str, formats: object, message: Outgoing) -> tuple[str, str, str]:
    """The format of a body that the service takes as it is, the title, and the body.

    A service knows one format or several, the usual one first.
    """
    kind = OWN_FORMS.get(address.partition("://")[0].lower())
    if kind:
        form, body_format = kind
        return body_format, "", message.form(form)
    several = formats if isinstance(formats, tuple) else (formats,)
    fields = [str(getattr(value, "value", value)) for value in several]
    if fields[0] == "html":
        return "html", message.subject, message.html()
    if "markdown" in fields:  # what can show Markdown may show it in plain text, too
        return "markdown", "", message.form("markdown")
    return "text", message.subject, message.text()


def service_of(address: str) -> Any:  # noqa: ANN401 - a class of Apprise, which need not be installed
    """The service that an address names; raises Undelivered."""
    if not installed():
        raise Undelivered(MISSING, down=True)
    import apprise  # type: ignore[import-not-found,unused-ignore]  # the extra

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    service = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    if service is None:
        raise Undelivered("Apprise cannot use this address", down=True)
    return service
