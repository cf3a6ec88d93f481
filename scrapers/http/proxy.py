"""Which proxy a request goes through: the site's own setting, else the environment, as curl reads it.

`https_proxy`, `http_proxy` and `all_proxy` name a proxy for a scheme, in lower or upper case, the
lower first; `no_proxy` names the hosts that are reached directly. Only proxies that speak plain
HTTP are used: https goes through them as a tunnel (CONNECT), which they cannot look into.

A proxy resolves names itself. So what can be judged of an address before it is handed over is the
address alone: `judge` refuses what can only be inside.
"""

import base64
import os
import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from scrapers.http.address_guard import Fault, Target, contactable, refusal

DIRECT = "none"
"""The setting of a site that is reached without a proxy, whatever the environment says."""

USUAL_PORT = 1080
"""The port of a proxy that names none, as curl has it."""

_INSIDE = re.compile(r"(?:.+\.)?(?:localhost|local|internal|home\.arpa)\.?|[^.:]+\.?")
"""Names that no public resolver knows: reserved ones, and those of a single label."""


class Proxy(NamedTuple):
    """An HTTP proxy; `source` says who named it, `credentials` are ready for a header, or "".

    A proxy is shown by `str`, which keeps the credentials to itself.
    """

    host: str
    port: int
    source: str
    credentials: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port} ({self.source})"

    def __repr__(self) -> str:
        return f"Proxy({self})"


class Proxies:
    """The proxies of a site: `setting` is its own, None for what the environment says."""

    def __init__(
        self, setting: str | None = None, environment: Mapping[str, str] = os.environ
    ) -> None:
        self._setting = setting
        self._environment = environment

    def of(self, target: Target) -> Proxy | None:
        """The proxy for an address, None for a direct connection; raise `Fault` (connect)."""
        if self._setting is not None:
            return None if self._setting == DIRECT else parsed(self._setting, "proxy of the site")
        for name in self._names(target.scheme):
            if value := self._environment.get(name, "").strip():
                return None if self._excepted(target.host) else parsed(value, name)
        return None

    def _names(self, scheme: str) -> Iterator[str]:
        for name in (f"{scheme}_proxy", "all_proxy"):
            yield name
            # In a CGI program HTTP_PROXY is a header that a client sent.
            if name != "http_proxy" or "REQUEST_METHOD" not in self._environment:
                yield name.upper()

    def _excepted(self, host: str) -> bool:
        environment = self._environment
        hosts = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
        return any(_covers(entry, host) for entry in re.split(r"[,\s]+", hosts.lower()) if entry)


def parsed(text: str, source: str) -> Proxy:
    """The proxy that a text names; raise `Fault` (connect), which never repeats the text."""
    scheme, mark, _ = text.partition("://")
    if mark and scheme.lower() != "http":
        kind = scheme.lower() if scheme.isalnum() and len(scheme) < 9 else "another"
        raise Fault("connect", f"{source} names a proxy of kind {kind}; only http:// is spoken")
    try:
        parts = urlsplit(text if mark else f"http://{text}")
        host, port = parts.hostname or "", parts.port or USUAL_PORT
    except ValueError:
        host, port = "", 0
    if not re.fullmatch(r"[a-z0-9_.:-]+", host):
        raise Fault("connect", f"{source} names no proxy such as http://proxy.example:8080")
    return Proxy(host, port, source, _credentials(parts.username, parts.password))


def judge(target: Target, *, private: bool) -> None:
    """Raise `Fault` (address-refused) for an address that can only be inside.

    What a name stands for is the proxy's to find out, so nothing more can be judged here.
    """
    try:
        fit = contactable(str(ip_address(target.host)), allow_private=private)
    except ValueError:
        fit = private or not _INSIDE.fullmatch(target.host)
    if not fit:
        raise refusal(target.host)


def _credentials(user: str | None, password: str | None) -> str:
    return basic(f"{unquote(user)}:{unquote(password or '')}") if user else ""


def basic(credentials: str) -> str:
    """The value of a header that carries `user:password`."""
    return f"Basic {base64.b64encode(credentials.encode()).decode()}"


def _covers(entry: str, host: str) -> bool:
    """Whether an entry of no_proxy names a host: a domain, an address, a network, or `*`."""
    if entry == "*":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        domain = entry.strip(".")
        return bool(domain) and f".{host.rstrip('.')}".endswith(f".{domain}")
    network = _network(entry.strip("[]"))
    return network is not None and address in network


def _network(entry: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(entry, strict=False)
    except ValueError:
        return None
