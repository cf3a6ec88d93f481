"""Unpacks the body of an archived answer, however it was packed for the way.

Archives keep what a server sent to a browser, and browsers accept more packings than a fetch asks
for. A body never unpacks to more than a page may have.
"""

import sys
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info < (3, 14):
    from backports import zstd
else:
    from compression import zstd

LARGEST = 2**24
"""Bytes of the longest page; the network's cap is the same."""


WARC, GZIP = b"WARC/", b"\x1f\x8b"


def begins_as_warc(head: bytes) -> bool:
    """Whether a file that begins so is a WARC file, or packed by gzip."""
    return head.startswith((WARC, GZIP))


class PayloadProblem(Exception):
    """A body that cannot be had, with the reason in a few words."""


def unpacked(data: bytes, coding: str) -> bytes:
    """A body without its content coding. Raises PayloadProblem.

    Many archives keep a body unpacked below the header that it came with: it is read as it is.
    """
    for name in reversed([part.strip() for part in coding.split(",")]):
        data = _without(data, name)
    if len(data) > LARGEST:
        raise PayloadProblem("too long")
    return data


def _without(data: bytes, coding: str) -> bytes:
    if coding in {"gzip", "x-gzip"}:
        return _inflated(data, 31) if data.startswith(GZIP) else data
    if coding == "deflate":
        return _inflated(data, 15 if data[:1] == b"\x78" else -15)
    if coding == "br":
        return _from_brotli(data)
    if coding == "zstd":
        return _from_zstd(data) if data.startswith(b"\x28\xb5\x2f\xfd") else data
    return data  # other words, such as identity or UTF-8, name no packing


def _inflated(data: bytes, bits: int) -> bytes:
    inflater = zlib.decompressobj(bits)
    try:
        body = inflater.decompress(data, LARGEST + 1)
    except zlib.error:
        raise PayloadProblem("cannot be unpacked") from None
    if not inflater.eof and len(body) <= LARGEST:
        raise PayloadProblem("body cut off")
    return body


def _from_zstd(data: bytes) -> bytes:
    inflater = zstd.ZstdDecompressor()
    try:
        body = inflater.decompress(data, max_length=LARGEST + 1)
    except zstd.ZstdError:
        raise PayloadProblem("cannot be unpacked") from None
    if not inflater.eof and len(body) <= LARGEST:
        raise PayloadProblem("body cut off")
    return body


def _from_brotli(data: bytes) -> bytes:
    """A body that brotli packed; the library is an extra, since it is larger than all of this."""
    try:
        import brotli
    except ImportError:
        raise PayloadProblem("brotli (install tracker with the extra archives)") from None
    inflater = brotli.Decompressor()
    body = bytearray()
    try:
        chunk = inflater.process(data, output_buffer_limit=LARGEST + 1)
        while True:
            body += chunk
            if len(body) > LARGEST or inflater.can_accept_more_data():
                break
            chunk = inflater.process(b"", output_buffer_limit=LARGEST + 1)
    except brotli.error:
        raise PayloadProblem("cannot be unpacked") from None
    if not inflater.is_finished() and len(body) <= LARGEST:
        raise PayloadProblem("body cut off")
    return bytes(body)
