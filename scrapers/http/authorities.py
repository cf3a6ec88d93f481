"""The authorities whose certificates are believed, and the TLS context that knows them.

In this order: the file that the site's entry names (`ca`), those of SSL_CERT_FILE and SSL_CERT_DIR,
the system's, and certifi's where the system has none. They are read for the first https address
and not before. Certificates are always verified.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scrapers.http.address_guard import Fault

if TYPE_CHECKING:
    import ssl

BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where systems keep their authorities, for a Python that was built elsewhere."""


class Authorities(NamedTuple):
    """Files of authorities, and who named them; with neither file nor folder, the system's own."""

    source: str
    file: str | None = None
    folder: str | None = None

    def __str__(self) -> str:
        places = ", ".join(filter(None, (self.file, self.folder)))
        return f"{places} ({self.source})" if places else self.source


def authorities(ca: str | None = None, environment: Mapping[str, str] = os.environ) -> Authorities:
    """The authorities that hold; `ca` is the file of the site's entry."""
    if ca:
        return Authorities("ca of the site", ca)
    file, folder = environment.get("SSL_CERT_FILE"), environment.get("SSL_CERT_DIR")
    if file or folder:
        named = " and ".join(["SSL_CERT_FILE"] * bool(file) + ["SSL_CERT_DIR"] * bool(folder))
        return Authorities(named, file or None, folder or None)
    return _system() or _certifi()


def context(of: Authorities) -> "ssl.SSLContext":
    """A TLS context that believes these authorities; raise `Fault` (tls) if they cannot be read."""
    import ssl  # this module is loaded before a fork, and httpx, which needs ssl too, after

    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for path in filter(None, (of.file, of.folder)):
        if not os.access(path, os.R_OK):
            raise Fault("tls", f"{of.source} names {path}, which cannot be read")
    try:
        if of.file or of.folder:
            made.load_verify_locations(of.file, of.folder)
        else:
            made.load_default_certs()
    except (OSError, ValueError):
        raise Fault("tls", f"no certificates can be read in {of}") from None
    return made


def _system() -> Authorities | None:
    """The system's authorities, if it has any that can be found."""
    import ssl

    if os.name == "nt":
        return Authorities("the system's")
    places = ssl.get_default_verify_paths()
    for file in (places.openssl_cafile, *BUNDLES):
        if os.access(file, os.R_OK) and Path(file).stat().st_size:
            return Authorities("the system's", file)
    folder = Path(places.openssl_capath)
    if folder.is_dir() and any(folder.glob("*.0")):
        return Authorities("the system's", folder=str(folder))
    return None


def _certifi() -> Authorities:
    import certifi

    return Authorities("certifi's", certifi.where())


def tls_context() -> "ssl.SSLContext":
    """A context that verifies by the machine's authorities."""
    return context(authorities(None))
