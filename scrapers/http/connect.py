"""Connections: a name is resolved once, judged, and the judged address is the one connected to.

A system's resolver knows no deadline and can hang for minutes, so it runs in a thread of its own
that is left behind when the time is up.
"""

import errno
import socket
import threading
from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING

from scrapers.http.address_guard import Fault, contactable, refusal
from scrapers.http.limits import Deadline

if TYPE_CHECKING:
    import ssl

DNS_PATIENCE = 10.0
"""Seconds for a name to be resolved."""

CONNECT_PATIENCE = 3.0
"""Seconds for a connection to stand, over all addresses of the host."""

MOST_ADDRESSES = 4

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})

Resolver = Callable[[str, int], list[str]]


def system_resolver(host: str, port: int) -> list[str]:
    """The IP addresses of a host as the system knows them, best first; raise OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connected(
    host: str, port: int, deadline: Deadline, resolver: Resolver, *, private: bool
) -> socket.socket:
    """A connection to a host, by its name or its IP address.

    Raises `Fault`: dns, address-refused, connect or deadline. `private` allows private addresses.
    """
    ips = _resolved(host, port, deadline, resolver)
    for ip in ips:  # a public name has no business pointing inside, not even in part
        if not contactable(ip, allow_private=private):
            raise refusal(host, ip)
    return _first(ips[:MOST_ADDRESSES], port, deadline)


def secured(
    sock: socket.socket, host: str, deadline: Deadline, context: "ssl.SSLContext"
) -> socket.socket:
    """The connection in TLS, verified to be the host's; raises `Fault`: tls, timeout, deadline."""
    try:
        with deadline.over(sock, "waiting for TLS"):
            return context.wrap_socket(sock, server_hostname=host)
    except OSError as error:
        raise Fault("tls", _phrase(error)) from None
    finally:
        sock.close()  # TLS has taken the connection over, or it is of no use


def _first(ips: list[str], port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first of the addresses that answers."""
    left = min(CONNECT_PATIENCE, deadline.left())
    problem: OSError | None = None
    for number, ip in enumerate(ips):
        share = min(left / (len(ips) - number), deadline.left())
        try:
            # As bytes: a text would load the tables of international names, for digits.
            return socket.create_connection((ip.encode(), port), timeout=share)  # type: ignore[arg-type]
        except OSError as error:
            problem = error
            left -= share if isinstance(error, TimeoutError) else 0
    silent = isinstance(problem, TimeoutError)
    passing = silent or getattr(problem, "errno", None) in _UNREACHABLE
    why = "no answer" if silent else _phrase(problem)
    raise Fault("connect", f"{ips[0]} port {port}: {why}", passing=passing)


def _resolved(host: str, port: int, deadline: Deadline, resolver: Resolver) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    answer: list[list[str] | Exception] = []

    def ask() -> None:
        try:
            answer.append(resolver(host, port))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    patience = min(DNS_PATIENCE, deadline.left())
    thread = threading.Thread(target=ask, daemon=True, name="resolver")
    thread.start()
    thread.join(patience)
    if not answer:
        raise Fault("dns", f"{host}: no answer within {patience:.1f} s", passing=True)
    if isinstance(answer[0], Exception) or not answer[0]:
        passing = getattr(answer[0], "errno", None) == socket.EAI_AGAIN
        raise Fault("dns", f"{host}: {_phrase(answer[0] or None)}", passing=passing)
    return answer[0]


def _phrase(error: object) -> str:
    if isinstance(error, OSError):
        # ssl's errors say it in verify_message, the system's in strerror.
        return str(getattr(error, "verify_message", "") or error.strerror or error)
    return str(error or "no address")
