"""What a CDX server lists: the captures of one address, in one of three forms.

The Internet Archive's server gives a JSON array of rows, whose first row names the columns and
whose last, behind an empty one, may say where the next page begins. pywb gives an object a line,
and older servers words with spaces between. All three are read, whatever was asked for.

A listing is what a server says: a row that is no capture of a page is left out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from scrapers.webarchive.addresses import ADDRESS, OLDEST, WebArchive, seconds, timestamp

FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""What is asked for, in the words of the Internet Archive's server."""

WHOLE_LINE = ("urlkey", *FIELDS)
"""The columns of a text listing that shows all of them."""

_ALSO = {"url": "original", "mime": "mimetype", "status": "statuscode"}
"""pywb's words for some of these."""

AT_ONCE = 5_000
"""Captures in one answer, at most."""

NO_PAGE = "!statuscode:[345].."
"""A filter that spares the captures of redirects and errors; those that repeat a page have no status."""

LONGEST_ADDRESS = 8_000

_UNITS = ((8, 86_400), (10, 3600), (12, 60))
"""Digits of a timestamp, and the seconds that share them."""


class NoListing(Exception):
    """An answer that is no listing of captures."""


class Listed(NamedTuple):
    """A capture in a listing: its time (UTC s), its address, and the digest and bytes of its body.

    The digest is "" where the server says none, `length` 0.
    """

    time: int
    url: str
    digest: str = ""
    length: int = 0


class Listing(NamedTuple):
    """One page of a listing: its captures, whether it is full, and the key of the next page."""

    captures: list[Listed]
    is_full: bool = False
    key: str = ""


def listing_address(
    archive: WebArchive, url: str, span: tuple[int, int], every: int, key: str = ""
) -> str:
    """The address of a listing of an address in a time, first and last second; `key` of a page.

    Of a step of `every` seconds at least four captures are listed, where there are as many.
    """
    asked = [
        ("url", url),
        ("from", timestamp(span[0])),
        ("to", timestamp(span[1])),
        ("output", "json"),
        ("fl", ",".join(FIELDS)),
        ("filter", NO_PAGE),
        ("limit", str(AT_ONCE)),
        ("showResumeKey", "true"),
    ]
    digits = next((digits for digits, unit in _UNITS if 4 * unit <= every), 0)
    asked += [("collapse", f"timestamp:{digits}")] if digits else []
    asked += [("resumeKey", key)] if key else []
    return f"{archive.listing}?{urlencode(asked)}"


def parsed_listing(body: bytes) -> Listing:
    """The captures of one answer. Raises NoListing."""
    text = body.decode("utf-8", "replace").strip()
    try:
        rows, key = _array(text) if text.startswith("[") else _lines(text)
    except (ValueError, RecursionError, AttributeError, TypeError):
        raise NoListing(f"no listing of captures: {' '.join(text[:80].split())!r}") from None
    made = [capture for row in rows if (capture := _capture(row))]
    return Listing(made, len(rows) >= AT_ONCE, key)


Row = Mapping[str, str]


def _array(text: str) -> tuple[list[Row], str]:
    """The rows of a JSON array of arrays, and the key behind the empty one."""
    rows = json.loads(text)
    if not all(isinstance(row, list) for row in rows):
        raise ValueError(text)
    key = ""
    if len(rows) > 1 and not rows[-2]:
        key = str(rows[-1][0])
        rows = rows[:-2]
    names: Sequence[str] = FIELDS
    if rows and "timestamp" in rows[0]:
        names, rows = rows[0], rows[1:]
    return [_row(names, row) for row in rows], key


def _lines(text: str) -> tuple[list[Row], str]:
    """The rows of a text, a line each, and the key behind the empty line."""
    listed, _, key = text.partition("\n\n")
    return [_line(line) for line in listed.splitlines()], key.strip()


def _line(line: str) -> dict[str, str]:
    if "{" in line:  # an object, perhaps behind its key and time
        before, brace, rest = line.partition("{")
        capture = json.loads(brace + rest)
        row = _row(("urlkey", "timestamp"), before.split())
        row |= _row(capture.keys(), capture.values())
        if "timestamp" not in row:
            raise ValueError(line)
        return row
    words = line.split()
    names = FIELDS if words[0].isdigit() else WHOLE_LINE
    if len(words) < len(FIELDS):
        raise ValueError(line)
    return _row(names, words)


def _row(names: Iterable[str], cells: Iterable[object]) -> dict[str, str]:
    return {_ALSO.get(name, name): str(cell) for name, cell in zip(names, cells, strict=False)}


def _capture(row: Row) -> Listed | None:
    """The capture of a row; None where it is none of a page."""
    time, url = seconds(row.get("timestamp", "")), row.get("original", "")
    whole = ADDRESS.fullmatch(url) and url.isprintable()
    if time is None or time < OLDEST or not whole or len(url) > LONGEST_ADDRESS:
        return None
    if row.get("statuscode", "-") not in {"200", "-", ""}:
        return None
    digest, length = row.get("digest", ""), row.get("length", "")
    return Listed(
        time, url,
        digest if digest.isalnum() and len(digest) <= 128 else "",
        int(length) if length.isascii() and length.isdigit() and len(length) < 12 else 0,
    )  # fmt: skip


def thinned(captures: Iterable[Listed], since: int, until: int, every: int) -> Iterator[Listed]:
    """Of captures in the order of time, the one nearest to each step; none is given twice.

    Steps are `every` seconds apart, from `since` up to `until`; a step without a capture within half
    of that has none.
    """
    best: tuple[int, int, Listed] | None = None
    for capture in captures:
        step = (capture.time - since + every // 2) // every
        if not since <= capture.time <= until or step > (until - since) // every:
            continue
        off = abs(capture.time - since - step * every)
        if best and step != best[0]:
            yield best[2]
            best = None
        if best is None or off < best[1]:
            best = step, off, capture
    if best:
        yield best[2]
