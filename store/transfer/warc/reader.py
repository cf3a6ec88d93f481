"""Reads WARC files: the pages in them, one record at a time, whatever else they hold.

A file is read as a stream, plain or gzip, so that its size does not matter. A record is unpacked
only if it is wanted, and only up to the length of a page. Files are hostile: a header that never
ends, a length that lies, a cut end and a bomb each give one sentence.
"""

import gzip
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, Any, NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from store.transfer.warc.payload import GZIP, LARGEST, PayloadProblem, unpacked

LONGEST_LINE, LONGEST_HEAD = 2**16, 2**20
"""Bytes of a header line, and of all lines of a record's headers."""

LONGEST_ADDRESS = 8_000

NOTES = 1_000
"""Notes that wait for the record that they are about; ours stand right before it."""

NOTE = "tracker-"
"""What the names of the fields of our own metadata records begin with."""

_BROKEN = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    EOFError,
    OSError,
    zlib.error,
    ValueError,
)


class CutArchive(Exception):
    """The file is damaged or cut off behind its `records` first records."""

    def __init__(self, records: int, reason: str) -> None:
        super().__init__(reason)
        self.records = records
        self.reason = reason


class Head(NamedTuple):
    """What a record says before its body.

    `time` is UTC seconds. `note` has the fields of our own metadata about it. `body` gives the
    body with the number of bytes that were received for it, and raises PayloadProblem. A record without a
    body of its own (`revisit`) names those of the record that it repeats: id, address and time,
    and digest. `location` is where a redirect leads, as it says it.
    """

    record: str
    kind: str
    address: str
    time: int
    status: int
    content_type: str | None
    digest: str | None
    note: Mapping[str, str]
    repeats: tuple[str | None, str | None, int | None]
    location: str
    body: Callable[[], tuple[bytes, int]]


class Other(NamedTuple):
    """A record that is no page, and why in a word or two."""

    reason: str


class _Lines(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    """A reader whose lines and heads are limited."""

    _head = 0

    def read(self, length: int | None = None) -> bytes:
        self._head = 0
        data: bytes = super().read(length)
        return data

    def readline(self, length: int = 0) -> bytes:
        line: bytes = super().readline(min(length or LONGEST_LINE, LONGEST_LINE))
        self._head += len(line)
        if len(line) >= LONGEST_LINE or self._head > LONGEST_HEAD:
            raise ArchiveLoadFailed("a header without an end")
        return line


class _Unzipped:
    """The bytes of a gzip file up to where it is damaged; `damage` then says how.

    warcio would take a cut file for a whole one, and the error would take the last bytes along.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._file = gzip.GzipFile(fileobj=source)
        self.damage = ""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end."""
        try:
            return b"" if self.damage else self._file.read1(size)
        except (EOFError, OSError, zlib.error) as problem:
            self.damage = "cut off" if isinstance(problem, EOFError) else _in_a_line(problem)
            return b""


class _Records(ArchiveIterator):  # type: ignore[misc]  # as above
    """The records of a file; what is wrong is not printed but counted."""

    INC_RECORD = ""

    def __init__(self, source: IO[bytes] | _Unzipped) -> None:
        super().__init__(source)
        self.reader = _Lines(source, decomp_type=None)


def read_warc(source: IO[bytes]) -> Iterator[Head | Other]:
    """The records of a file, in its order; a body can be read until the next one is asked for.

    Raises CutArchive where the file goes on in a way that no record does.
    """
    head = source.read(len(GZIP))
    source.seek(-len(head), 1)
    unzipped = _Unzipped(source) if head.startswith(GZIP) else None
    number = 0
    notes: OrderedDict[str, dict[str, str]] = OrderedDict()
    try:
        records = _Records(unzipped or source)
        for record in records:
            yield _classified(record, notes)
            records.read_to_end()
            if records.err_count or getattr(record.raw_stream, "limit", 0) > 0:
                wrong = "its length is wrong" if records.err_count else "cut off"
                raise CutArchive(number, wrong)
            number += 1
    except _BROKEN as problem:
        reason = (unzipped and unzipped.damage) or _in_a_line(problem)
        raise CutArchive(number, reason) from problem
    if unzipped and unzipped.damage:
        raise CutArchive(number, unzipped.damage)


def _in_a_line(problem: Exception) -> str:
    text = " ".join(str(problem).split())
    return text[:120] or type(problem).__name__


def _classified(record: Any, notes: "OrderedDict[str, dict[str, str]]") -> Head | Other:  # noqa: ANN401 - warcio
    kind = str(record.rec_type)
    header = record.rec_headers.get_header
    if kind == "metadata":
        _note(record, header, notes)
    if kind not in {"response", "resource", "revisit"}:
        return Other("no page")
    address = (header("WARC-Target-URI") or "").strip("<> ")
    time = _seconds(header("WARC-Date"))
    if time is None or not _is_address(address):
        return Other("no web address or time")
    if header("WARC-Truncated"):
        return Other("truncated")
    if kind != "resource" and record.http_headers is None:
        return Other("no HTTP answer")
    status, media, location = 200, header("Content-Type"), ""
    if kind != "resource":
        status, media = _status(record), record.http_headers.get_header("Content-Type")
        location = record.http_headers.get_header("Location") or ""
    number = header("WARC-Record-ID") or ""
    repeats = (
        header("WARC-Refers-To"),
        header("WARC-Refers-To-Target-URI"),
        _seconds(header("WARC-Refers-To-Date")),
    )
    return Head(
        number, kind, address, time, status, media, header("WARC-Payload-Digest"),
        notes.pop(number, {}), repeats, location, lambda: _body(record),
    )  # fmt: skip


def _is_address(text: str) -> bool:
    is_web = text.startswith(("http://", "https://"))
    return is_web and len(text) <= LONGEST_ADDRESS and text.isprintable()


def _status(record: Any) -> int:  # noqa: ANN401 - warcio
    code = str(record.http_headers.get_statuscode())
    return int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0


def _seconds(text: str | None) -> int | None:
    """A time of a WARC header, which may have fractions, in UTC seconds."""
    try:
        time = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    seconds = (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    return int(seconds) if seconds >= 0 else None


def _note(
    record: Any,  # noqa: ANN401 - warcio
    header: Callable[[str], str | None],
    notes: "OrderedDict[str, dict[str, str]]",
) -> None:
    """Remember what one of our own metadata records says of the record that comes next."""
    about = header("WARC-Concurrent-To")
    if about and (header("Content-Type") or "").startswith("application/warc-fields"):
        text = record.raw_stream.read(LONGEST_LINE).decode("utf-8", "replace")
        pairs = (line.partition(":")[::2] for line in text.splitlines())
        fields = {k[len(NOTE) :]: v.strip() for k, v in pairs if k.startswith(NOTE)}
        if fields:
            notes[about] = fields
            if len(notes) > NOTES:
                notes.popitem(last=False)


def _body(record: Any) -> tuple[bytes, int]:  # noqa: ANN401 - warcio
    """The unpacked body of a record, and how many bytes were received for it."""
    stream, coding = record.raw_stream, ""
    if record.http_headers is not None:
        coding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
        if (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
            stream = ChunkedDataReader(stream, decomp_type=None)
    data = _read(stream)
    if _is_cut(record.raw_stream):
        raise PayloadProblem("body cut off")
    return unpacked(data, coding), len(data)


def _is_cut(stream: Any) -> bool:  # noqa: ANN401 - warcio
    """Whether a record, once it is read to its end, is shorter than it says."""
    while stream.read(2**16):
        pass
    return getattr(stream, "limit", 0) > 0


def _read(stream: Any) -> bytes:  # noqa: ANN401 - warcio
    """All of a stream, which gives what it has; no more than a page."""
    data = bytearray()
    while chunk := stream.read(2**16):
        data += chunk
        if len(data) > LARGEST:
            raise PayloadProblem("too long")
    return bytes(data)
