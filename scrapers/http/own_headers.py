"""What a site's entry adds to the requests for its pages: headers, and a login.

A value `env:NAME` stands for what the environment variable NAME holds, so that a secret need not
stand in a file. Such values, and the login, go only to the servers that the entry names itself,
never to another that a page or a robots.txt leads to, and never from https back to http.
"""

import os
from collections.abc import Iterable, Mapping

from scrapers.errors import ConfigError
from scrapers.http.address_guard import Fault, Target, parse_target
from scrapers.http.proxy import basic

FROM_ENVIRONMENT = "env:"

OURS = frozenset(
    {
        "host", "user-agent", "accept-encoding", "connection", "content-length", "te", "trailer",
        "transfer-encoding", "upgrade", "expect", "range", "if-none-match", "if-modified-since",
        "if-match", "if-range", "if-unmodified-since", "authorization", "proxy-authorization",
        "keep-alive", "proxy-connection", "content-encoding", "cookie2",
    }
)  # fmt: skip
"""Headers that no entry sets: the visit decides them, and `auth` and `proxy` have their own keys."""


class OwnHeaders:
    """The headers of one site; `addresses` are those that its entry names.

    Raises ConfigError when a variable is missing or holds what no header can.
    """

    def __init__(
        self,
        headers: Iterable[tuple[str, str]] = (),
        auth: str | None = None,
        addresses: Iterable[str] = (),
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._plain: list[tuple[str, str]] = []
        self._secret: list[tuple[str, str]] = []
        self._servers = {(t.scheme, t.authority) for t in map(_target, addresses) if t}
        for name, value in headers:
            known = self._secret if value.startswith(FROM_ENVIRONMENT) else self._plain
            known.append((name, from_environment(value, environment, f"headers: {name}")))
        if auth:
            login = from_environment(auth, environment, "auth", plain=False)
            self._secret.append(("Authorization", basic(login)))

    def of(self, target: Target) -> list[tuple[str, str]]:
        """The headers for one of the site's addresses."""
        servers = {(target.scheme, target.authority)}
        if target.scheme == "https":
            servers.add(("http", target.authority))
        return [*self._plain, *(self._secret if servers & self._servers else ())]


def from_environment(
    value: str, environment: Mapping[str, str], field: str, *, plain: bool = True
) -> str:
    """What a value of the configuration stands for; ConfigError, which never repeats a secret."""
    if not value.startswith(FROM_ENVIRONMENT):
        return value
    name = value.removeprefix(FROM_ENVIRONMENT)
    secret = environment.get(name, "")
    if not secret:
        raise ConfigError(f"{field}: the environment variable {name} is not set")
    if not secret.isprintable() or (plain and not secret.isascii()):
        raise ConfigError(f"{field}: {name} holds what cannot stand in a header")
    return secret


def _target(address: str) -> Target | None:
    try:
        return parse_target(address)
    except Fault:
        return None
