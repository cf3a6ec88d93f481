"""Which addresses may be contacted: decided from the address, and again from what it resolves to.

An address is taken apart once, strictly, into a `Target`. Spellings that programs read in
different ways (`user@host`, backslashes, `0x7f.1`, full-width digits) are refused rather than
repaired: two readers of one address are how a check is passed and then evaded. The host is
compared and connected to in its ASCII form (A-labels).

Then the IP addresses of the host are judged by `contactable`, and the connection goes to exactly
an address that was judged. Nothing here touches the network.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

LONGEST = 8192
"""Characters of the longest address that is followed."""

MOST_SHOWN = 200
"""Characters of an address that a message shows."""

PORTS = {"http": 80, "https": 443}

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")
_UNCLEAN = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_UNSURE = frozenset("ßς\u200c\u200d")  # the two versions of IDNA make two hosts of these
_WITHIN = "".join(map(chr, range(0x21, 0x7F)))
_UNICAST = IPv6Network("2000::/3")
_PROTOCOLS = IPv4Network("192.0.0.0/24")  # not public, whatever Python's release says of parts
_FAKE = IPv4Network("198.18.0.0/15")  # kept for tests of networks; proxy programs answer with it
_NAT64 = IPv6Network("64:ff9b::/96")


class Fault(Exception):
    """A visit that ends here: a reason code of docs/reasons.md, and a phrase for people.

    `passing` says that the cause lies with this machine's network and may be over in a moment.
    """

    def __init__(self, code: str, detail: str, *, passing: bool = False) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.passing = passing


class Target(NamedTuple):
    """An address as it is contacted: `host` in lower-case ASCII, `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them; the port only where it is unusual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"

    def sibling(self, path: str) -> "Target":
        """Another path of the same server."""
        return self._replace(path=path)


def parse_target(address: str) -> Target:
    """Take an http(s) address apart, or raise `Fault` (address-refused)."""
    parts = _split(address)
    if parts.scheme not in PORTS:
        raise _refused(f"{parts.scheme or 'no'} scheme; http or https is needed")
    if parts.username is not None or parts.password is not None:
        raise _refused("a user name stands before the host")
    path = quote(parts.path or "/", safe=_WITHIN)
    query = f"?{quote(parts.query, safe=_WITHIN)}" if parts.query else ""
    return Target(parts.scheme, _host(parts), _port(parts), path + query)


def redirected(origin: Target, location: str, *, anywhere: bool = False) -> Target:
    """Where a redirect leads, if it may be followed; else raise `Fault`.

    A redirect stays on its host and port, unless it may lead `anywhere`. From http to https it
    may also change the port; the way back is refused.
    """
    if len(location) > LONGEST:
        raise _refused(f"the redirect's address has {len(location)} characters")
    if not _clean(location):
        raise _refused("the redirect's address has control characters or backslashes")
    try:
        joined = urljoin(origin.url, location.strip(" "))
        scheme = urlsplit(joined).scheme
    except ValueError as error:
        raise _refused(f"the redirect's address is not valid: {error}") from None
    if scheme not in PORTS:
        raise Fault("redirect-scheme", f"redirect to {joined[:200]}")
    if (origin.scheme, scheme) == ("https", "http"):
        raise Fault("redirect-scheme", "redirect from https to http")
    target = parse_target(joined)
    return target if anywhere else _same_server(origin, target)


def contactable(ip: str, *, allow_private: bool) -> bool:
    """Whether a connection to this IP address may be made.

    Without `allow_private` only addresses of the public internet are; an IPv6 address that
    carries an IPv4 address is judged by both. Multicast and unspecified ones never are.
    """
    address = _plain(ip_address(ip))
    if address.is_multicast or address.is_unspecified:
        return False
    if allow_private:
        return True
    inner = _embedded(address) if isinstance(address, IPv6Address) else None
    return _public(address) and (inner is None or _public(inner))


def _split(address: str) -> SplitResult:
    if len(address) > LONGEST:
        raise _refused(f"the address has {len(address)} characters")
    if not _clean(address):
        raise _refused("the address has control characters or backslashes")
    try:
        return urlsplit(address)
    except ValueError as error:
        raise _refused(str(error)) from None


def _clean(address: str) -> bool:
    # urlsplit would drop some controls in silence; a backslash is a slash to browsers only.
    return not _UNCLEAN.search(address)


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return _literal(host)
    if not host.isascii():
        host = _ascii(host)
    if _NUMBER.fullmatch(host):
        return _literal(host)
    if not _NAME.fullmatch(host):
        raise _refused(f"{host!r} is not a host name")
    return host


def _literal(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        raise _refused(f"{host!r} is an odd spelling of an IP address") from None
    if "%" in host:
        raise _refused("the address names a network interface")
    return str(address)


def _ascii(host: str) -> str:
    try:
        labels = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        labels = ""
    # A host that needs no A-label was ASCII in disguise, such as full-width letters.
    if "xn--" not in labels or _UNSURE & set(host):
        raise _refused(f"{host!r} has no certain ASCII form")
    return labels


def _port(parts: SplitResult) -> int:
    try:
        port = PORTS[parts.scheme] if parts.port is None else parts.port
    except ValueError:
        port = 0
    if not port:
        raise _refused("the port is not a number from 1 to 65535")
    return port


def _same_server(origin: Target, target: Target) -> Target:
    upgraded = (origin.scheme, target.scheme) == ("http", "https")
    if target.host != origin.host or (target.port != origin.port and not upgraded):
        shown = target.url if len(target.url) <= MOST_SHOWN else target.authority
        raise Fault("redirect-host", f"redirect to another host; if it is your site, use {shown}")
    return target


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which NAT64, 6to4 or Teredo would carry the connection on."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.sixtofour or (address.teredo[1] if address.teredo else None)


def _public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return address in _NAT64
    if address in _PROTOCOLS:
        return False
    return address.is_global and not address.is_reserved and not address.is_multicast


def refusal(host: str, ip: str = "") -> Fault:
    """The fault of a host that may not be contacted, at an IP address of its own, with a remedy."""
    address = _plain(ip_address(ip)) if ip else None
    said = (
        f"{host} is {ip}, which may not be contacted"
        if ip
        else f"{host} is a private name or address"
    )
    if isinstance(address, IPv4Address) and address in _FAKE:
        why = "a VPN or proxy program here answers for names (fake-IP)"
        return _refused(
            f"{said}: {why}; allow_private = true, or its address as proxy, lets it pass"
        )
    if address and not contactable(ip, allow_private=True):
        return _refused(said)
    return _refused(f"{said}; allow_private = true lets a site of your own pass")


def _refused(why: str) -> Fault:
    return Fault("address-refused", why)
