"""What is asked for in a request: its headers, and what may come back.

The headers say who asks, what kinds of pages are welcome, and which version is at hand.
"""

from collections.abc import Collection
from typing import NamedTuple

from scrapers.errors import ConfigError
from scrapers.http.limits import Deadline


class Validators(NamedTuple):
    """What a page said of its version, to ask for it only if it has changed; "" for nothing."""

    etag: str = ""
    last_modified: str = ""


NOTHING_AT_HAND = Validators()


class Options(NamedTuple):
    """What holds for all requests of a visit.

    `kinds` are the media types asked for (none: any), `cap` is the size of the longest body in
    bytes, `validators` name the version at hand. `at_once` leaves the Crawl-delay out; `rules` says
    that this is robots.txt, whose redirects may lead to another host. `as_sent` leaves the body as
    it was sent, however it is packed.
    """

    kinds: Collection[str]
    cap: int
    validators: Validators
    deadline: Deadline
    at_once: bool = False
    rules: bool = False
    as_sent: bool = False


def user_agent(version: str, contact: str | None = None) -> str:
    """The name we go by, such as `tracker/0.1.0 (+https://example.org/me)`.

    Raises ConfigError when the contact cannot stand in a header.
    """
    if not contact:
        return f"tracker/{version}"
    if not (contact.isascii() and contact.isprintable()) or set("()\\") & set(contact):
        raise ConfigError(f"contact {contact!r}: write an address in plain ASCII, no brackets")
    return f"tracker/{version} (+{contact})"


def request_headers(
    options: Options, user_agent: str, authority: str, cookies: str, own: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The headers of one request; `own` are the site's, which take the place of ours.

    Empty ones are left out, and so is what cannot stand in a header: a validator is what the site
    once sent, so it may hold anything.
    """
    headers = [
        ("Host", authority),
        ("User-Agent", user_agent),
        ("Accept", ", ".join([*options.kinds, "*/*;q=0.1"]) if options.kinds else "*/*"),
        ("Accept-Encoding", "gzip"),
        ("If-None-Match", options.validators.etag),
        ("If-Modified-Since", options.validators.last_modified),
        ("Cookie", cookies),
        ("Connection", "close"),
    ]
    replaced = {name.lower() for name, _ in own}
    headers = [pair for pair in headers if pair[0].lower() not in replaced] + own
    return [
        (name, value)
        for name, value in headers
        if value.isascii() and value.isprintable() and value
    ]
