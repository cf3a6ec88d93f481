"""Writes kept pages as WARC files, for other programs and for this one.

Each visit is a `response` with the status and the media type that were kept; all other headers of
the answer were not. A page whose bytes stand earlier in the file is a `revisit`. Before it stands
a `metadata` record with what only this program knows: the site, the kind of visit, its reason, and
the time of its observation. So an import of the file gives the same rankings.
"""

import hashlib
import io
import sqlite3
import uuid
from base64 import b32encode
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any, NamedTuple

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from store.errors import DamagedPage
from store.history.observations import CLOCK_STEP
from store.pages import archive
from store.transfer.exports.moment import freeze
from store.transfer.exports.timeline import Scope
from store.transfer.warc.reader import NOTE

SOFTWARE = "tracker"
REMEMBERED = 10_000
"""Pages of a file that a later visit can repeat."""


class KeptPage(NamedTuple):
    """A visit whose page is kept. Times are UTC seconds; `observed` is None if nothing was read."""

    attempt: int
    site: str
    kind: str
    time: int
    asked: str
    answered: str
    status: int
    code: str | None
    detail: str
    bytes: int
    milliseconds: int
    page: int
    content_type: str | None
    observed: int | None


def kept_pages(db: sqlite3.Connection, scope: Scope) -> Iterator[KeptPage]:
    """The visits with a kept page, of one moment, oldest first; a fetch may write meanwhile."""
    freeze(db, "pages")
    sql = (
        "SELECT t.id, s.name, iif(t.of_article, 'article', 'ranking'), t.time, q.url, w.url, "
        "coalesce(t.status, 200), t.code, t.detail, t.bytes, t.milliseconds, t.page, m.type, "
        "(SELECT n.observed FROM snapshot n WHERE n.site = t.site AND n.attempt = t.id "
        "AND n.observed BETWEEN t.time AND t.time + ?) FROM attempt t JOIN site s ON s.id = t.site "
        "JOIN address q ON q.id = t.asked JOIN address w ON w.id = t.answered "
        "LEFT JOIN media m ON m.id = t.media WHERE t.site = ? AND t.page IS NOT NULL "
        "AND t.time >= ? AND t.time < ? AND (t.time, t.id) > (?, ?) ORDER BY t.time, t.id LIMIT 500"
    )
    for site in scope.sites(db):
        last = -1, -1
        span = CLOCK_STEP, site.id, scope.since, scope.until
        while rows := db.execute(sql, (*span, *last)).fetchall():
            pages = [KeptPage(*row) for row in rows]
            yield from pages
            last = pages[-1].time, pages[-1].attempt


class PageWriter:
    """Writes one WARC file; the first record says what wrote it."""

    def __init__(
        self, db: sqlite3.Connection, out: IO[bytes], version: str, *, packed: bool
    ) -> None:
        """`version` is this program's; `packed` compresses each record by gzip."""
        self._db = db
        self._writer = WARCWriter(out, gzip=packed, warc_version="WARC/1.1")
        self._written: OrderedDict[int, tuple[str, str, str, str]] = OrderedDict()
        self._begun = False
        self._software = f"{SOFTWARE} {version}"

    def write(self, page: KeptPage) -> bool:
        """Write a visit; whether its page was still there and sound."""
        try:
            body = archive.load(self._db, page.page)
        except (DamagedPage, TypeError):  # TypeError: the page was pruned meanwhile
            return False
        number = _record_id(page, "response")
        self._begin(page)
        self._write("metadata", page, _record_id(page, "metadata"), _note(page), {
            "WARC-Concurrent-To": number, "Content-Type": "application/warc-fields",
        })  # fmt: skip
        if page.page in self._written:
            self._repeat(page, number)
        else:
            self._respond(page, number, body)
        return True

    def _begin(self, page: KeptPage) -> None:
        if not self._begun:
            fields = f"software: {self._software}\r\nformat: WARC File Format 1.1\r\n".encode()
            headers = {"Content-Type": "application/warc-fields"}
            self._write("warcinfo", page, _record_id(page, "warcinfo"), fields, headers)
            self._begun = True

    def _respond(self, page: KeptPage, number: str, body: bytes) -> None:
        digest = f"sha1:{b32encode(hashlib.sha1(body).digest()).decode()}"  # noqa: S324 - WARC's way
        headers = {"WARC-Payload-Digest": digest}
        self._write("response", page, number, body, headers, _http(page, len(body)))
        self._written[page.page] = number, page.answered, _iso(page.time), digest
        if len(self._written) > REMEMBERED:
            self._written.popitem(last=False)

    def _repeat(self, page: KeptPage, number: str) -> None:
        record, address, time, digest = self._written[page.page]
        unchanged = page.status == 304
        profile = "server-not-modified" if unchanged else "identical-payload-digest"
        headers = {
            "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}",
            "WARC-Refers-To": record,
            "WARC-Refers-To-Target-URI": address,
            "WARC-Refers-To-Date": time,
            "WARC-Payload-Digest": digest,
        }
        self._write("revisit", page, number, b"", headers, _http(page, 0))

    def _write(
        self,
        kind: str,
        page: KeptPage,
        number: str,
        body: bytes,
        headers: dict[str, str],
        head: Any = None,  # noqa: ANN401 - warcio
    ) -> None:
        record = self._writer.create_warc_record(
            "" if kind == "warcinfo" else page.answered,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type=headers.get("Content-Type", ""),
            warc_headers_dict={"WARC-Record-ID": number, "WARC-Date": _iso(page.time), **headers},
            http_headers=head,
        )
        self._writer.write_record(record)


def _record_id(page: KeptPage, kind: str) -> str:
    """The same id for the same record in every export."""
    name = f"{kind} {page.site} {page.time} {page.asked} {page.attempt}"
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"


def _iso(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _http(page: KeptPage, length: int) -> Any:  # noqa: ANN401 - warcio
    headers = [("Content-Type", _line(page.content_type))] if page.content_type else []
    headers += [("Content-Length", str(length))] if length else []
    return StatusAndHeaders(
        f"{page.status} {_REASONS.get(page.status, '')}".strip(), headers, "HTTP/1.1"
    )


_REASONS = {200: "OK", 304: "Not Modified"}


def _note(page: KeptPage) -> bytes:
    """What only this program knows of a visit."""
    fields = {
        "site": page.site, "kind": page.kind, "asked": page.asked, "code": page.code,
        "detail": page.detail, "observed": page.observed, "bytes": page.bytes,
        "milliseconds": page.milliseconds,
    }  # fmt: skip
    lines = (f"{NOTE}{k}: {_line(v)}\r\n" for k, v in fields.items() if v not in {None, ""})
    return "".join(lines).encode("utf-8", "replace")


def _line(value: object) -> str:
    """A value on one line of printable characters."""
    return "".join(c if c.isprintable() else " " for c in str(value))
