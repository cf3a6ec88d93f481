"""WARC records as bytes, sound ones and others."""

import gzip
import itertools

_numbers = itertools.count(1)


def record(kind="response", url="", at="", block=b"", *, length=None, **more) -> bytes:
    """One record; underscores in names of further headers are hyphens."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{next(_numbers):032x}>",
        "WARC-Target-URI": url,
        "WARC-Date": at,
        "Content-Length": len(block) if length is None else length,
    } | {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value != "")
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def answer(body=b"", *headers, status="200 OK", kind="text/html; charset=utf-8") -> bytes:
    """An HTTP answer, the block of a response."""
    lines = "".join(f"{line}\r\n" for line in (f"Content-Type: {kind}", *headers))
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def response(url, at, body, *headers, status="200 OK", **more) -> bytes:
    return record("response", url, at, answer(body, *headers, status=status), **more)


def packed(*records: bytes) -> bytes:
    """A file of records that are packed one by one, as WARC files are."""
    return b"".join(map(gzip.compress, records))


def chunked(body: bytes, size=1000) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"
