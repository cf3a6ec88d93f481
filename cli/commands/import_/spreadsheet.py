"""What spreadsheets make of a table: another encoding, another separator, other times.

A file that a spreadsheet saved is read where nothing in it was lost. Where something was, it is
refused, with the way to save it whole: Excel's plain CSV loses characters, and its own form of
times loses the seconds.
"""

import codecs
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from store import ImportRefused

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PIECE = 2**20

_rewritten = re.compile(
    r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})[T ]([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?"
)


@contextmanager
def as_utf8(path: str, source: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file, or a copy in UTF-8 of one in UTF-16, as Excel saves "Unicode text"."""
    source.seek(0)
    encoding = _UTF16.get(source.read(2))
    if encoding is None:
        source.seek(0)
        yield source
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    with tempfile.TemporaryFile() as copy:
        try:
            while piece := source.read(_PIECE):
                copy.write(decoder.decode(piece).encode())
            copy.write(decoder.decode(b"", final=True).encode())
        except UnicodeError:
            raise ImportRefused(f"{path}: not UTF-16 throughout; is the file cut off?") from None
        copy.seek(0)
        yield copy


def separator(head: bytes) -> str:
    """What separates the cells: of comma, semicolon and tab the one that the head has most often."""
    return max(",;\t", key=lambda sign: head.count(sign.encode()))


def named_separator(line: bytes) -> str | None:
    """The separator that a first line such as `sep=;` names, for Excel."""
    match = re.fullmatch(rb'"?sep=([,;\t])"?', line.strip(b"\r\n "))
    return match[1].decode() if match else None


def time_as_saved(word: str) -> str:
    """A time in ISO form that a spreadsheet wrote with slashes; other words as they are.

    Raises ValueError where it lost the seconds, since an observation would come in a second time.
    """
    match = _rewritten.fullmatch(word)
    if not match:
        return word
    if not match[6]:
        raise ValueError(
            f"{word}: a spreadsheet took the seconds away; save the column as yyyy-mm-dd hh:mm:ss"
        )
    year, month, day, hour, minute, seconds = match.groups()
    return f"{year}-{month:>02}-{day:>02} {hour:>02}:{minute}{seconds}"
