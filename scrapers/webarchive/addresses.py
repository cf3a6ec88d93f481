"""The addresses of a web archive: its listing, and its captures as they once came.

An archive has a CDX server, which lists captures, and gives each capture under a timestamp and an
address. With `id_` behind the timestamp it gives the bytes that it received, without its own frame.
It may answer with another capture than the one asked for, so the time of a capture is that of the
answer.
"""

import re
from calendar import timegm
from datetime import UTC, datetime
from email.utils import parsedate
from typing import NamedTuple

from scrapers.address import host_of
from scrapers.errors import ConfigError
from scrapers.http.address_guard import Fault, parse_target
from scrapers.model import Answer

RAW = "id_"
"""What asks for a capture as it came."""

OLDEST = timegm((1991, 8, 6, 0, 0, 0))
"""The first page of the web: nothing was captured before."""

ADDRESS = re.compile(r"https?://[^/?#@]+(?:[/?#].*)?", re.DOTALL)
"""The address of a captured page. One with a user name or password is none, for it would be kept."""

_CAPTURE = re.compile(rf"([0-9]{{14}})([a-z]{{2}}_)?/({ADDRESS.pattern})", re.DOTALL)


class WebArchive(NamedTuple):
    """An archive: its name, the address of its listing, and what stands before a timestamp."""

    name: str
    listing: str
    captures: str

    @property
    def is_own(self) -> bool:
        """Whether a user named its address, which may then be a private one."""
        return self.name != WAYBACK.name

    @property
    def host(self) -> str:
        """The archive's host, with its port where that is unusual."""
        return host_of(self.captures)

    def capture(self, time: int, url: str) -> str:
        """The address of a capture as it came; `time` in UTC seconds."""
        return f"{self.captures}{timestamp(time)}{RAW}/{url}"


WAYBACK = WebArchive(
    "wayback", "https://web.archive.org/cdx/search/cdx", "https://web.archive.org/web/"
)


def web_archive(source: str) -> WebArchive:
    """The archive that a user names: `wayback`, or an address with a CDX server at `cdx` below it.

    Raises ConfigError.
    """
    if source == WAYBACK.name or host_of(source) == host_of(WAYBACK.captures):
        return WAYBACK
    address = source.rstrip("/") + "/"
    try:
        parse_target(address)
    except Fault as fault:
        raise ConfigError(
            f"no web archive ({fault.detail}); say wayback, or the address of a server "
            "that lists captures at ADDRESS/cdx and gives them at ADDRESS/<time>id_/<address>"
        ) from None
    return WebArchive(address, address + "cdx", address)


class Replayed(NamedTuple):
    """Which capture an archive answered with: its time (UTC s), its address, and whether as it came."""

    time: int
    url: str
    raw: bool


def replayed(archive: WebArchive, answer: Answer, now: int) -> Replayed | None:
    """The capture of an answer; None where the address that answered is none of a capture."""
    place = answer.answered.removeprefix(archive.captures)
    match = _CAPTURE.fullmatch(place)
    if not match:
        return None
    memento = parsedate(answer.header("memento-datetime") or "")
    time = timegm(memento) if memento else seconds(match[1])
    if time is None or not OLDEST <= time <= now:
        return None
    return Replayed(time, match[3], match[2] == RAW)


def timestamp(time: int) -> str:
    """A time as archives write it, 14 digits."""
    return f"{datetime.fromtimestamp(time, UTC):%Y%m%d%H%M%S}"


def seconds(stamp: str) -> int | None:
    """The UTC seconds of 14 digits; None where they are no time of a capture."""
    try:
        time = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(time.timestamp()) if stamp.isascii() and len(stamp) == 14 else None
