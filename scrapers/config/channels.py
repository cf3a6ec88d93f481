"""The channels of the configuration: where messages go, and where their secrets stand.

A channel is its user's own word, so it may stand in a private network. Whatever it holds may be a
secret: no error repeats it. What a channel's address means stands in `cli.pipeline.notify`, which
also looks up `env:NAME` and `file:/path`, and only when something is sent.
"""

import re
from urllib.parse import parse_qs, urlsplit

from scrapers.config.values import Unfit, checked, of_kind, secret

STDOUT = "stdout"
"""The channel that prints, so that cron sends a mail; it is there without being named."""


def channels(value: object) -> dict[str, str]:
    """The channels by name."""
    table = of_kind(value, dict, "a table of channels, headed [channels],")
    for name in table:
        if name == STDOUT or not re.fullmatch(r"[\w.-]{1,64}", name):
            raise Unfit(f"a channel cannot be called {name!r:.70}", name)
    return checked(table, dict.fromkeys(table, _channel))


def _channel(value: object) -> str:
    """Where a channel leads; what stands there may be a secret and is not shown."""
    channel = _unseen(value)
    if channel.startswith(("env:", "file:")):
        return _reference(channel)
    scheme = channel.partition("://")[0].lower()
    if scheme in ("http", "https"):
        return secret(channel)
    if scheme in ("smtp", "smtps"):
        if problem := mail_problem(channel, written=True):
            raise Unfit(problem)
    elif channel != STDOUT and not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^\s\x00-\x1f]+", channel):
        raise Unfit(
            'an address (https://…, smtp://… or one of Apprise), "env:NAME" or "file:/path" expected'
        )
    return channel


def _unseen(value: object) -> str:
    """A string, which no error shows."""
    if not isinstance(value, str) or not value.strip():
        raise Unfit("a string with something in it expected")
    return value


def _reference(channel: str) -> str:
    """`env:NAME` or `file:/path`: where a secret stands."""
    if not _is_reference(channel):
        raise Unfit('the name of a variable, "env:NAME", or a whole path, "file:/path", expected')
    return channel


def _is_reference(text: str) -> bool:
    return bool(re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*|file:/[^\x00]+", text))


def mail_problem(address: str, *, written: bool = False) -> str | None:
    """What is wrong with the address of a mail server, without repeating it; None for nothing.

    If it is `written` in the configuration itself, no password may stand in it.
    """
    try:
        parts = urlsplit(address)
        fit = bool(parts.hostname) and parts.port != 0
        wishes = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        fit, wishes = False, {}
    values = [value for texts in wishes.values() for value in texts]
    if not fit or not all(text.isprintable() for text in (address, *values)):
        return "an address such as smtp://user@host:587?to=me@example.org expected"
    if wishes.keys() - {"to", "from", "password"}:
        return "behind ? may stand to=, from= and password= alone"
    if not all("@" in receiver for receiver in wishes.get("to", [""])[0].split(",")):
        return "to whom? Add  ?to=me@example.org"
    if written and parts.password is not None:
        return "a password belongs elsewhere: &password=env:NAME or &password=file:/path"
    if not all(_is_reference(word) for word in wishes.get("password", [])):
        return "password=env:NAME or password=file:/path expected"
    return None
