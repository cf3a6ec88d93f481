"""Which encoding a page is in, and its text.

Labels lie, so bytes speak first: a byte order mark, then bytes that are valid UTF-8 and hold at
least one multibyte sequence (no other encoding's prose passes that by chance). Only then what
the header says, what `<meta>` says, and what the bytes look like, in this order; the first that
reads without loss wins. Labels are taken from a closed list, so that none can name a codec that
is no text encoding. Where nothing reads without loss, or where a declared encoding gives text
that looks like another's, the page is given with a `charset` problem: it is to be refused
rather than read wrongly.
"""

import codecs
import re
from typing import NamedTuple

from scrapers.model import Problem


class Text(NamedTuple):
    """A page's text, the Python name of the encoding it was read with, and what went wrong."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022_JP = re.compile(rb"\x1b\$[@B(]|\x1b\([IJ]")
_LABELLED = frozenset(
    ["utf-8", "cp932", "euc_jp", "iso2022_jp", "gb18030", "big5hkscs", "cp949", "cp866", "cp874"]
    + ["koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"]
    + [f"cp{n}" for n in range(1250, 1259)]
    + [f"iso8859-{n}" for n in (*range(2, 9), 10, 13, 14, 15, 16)]
)
_LOST = "\ufffd"

# What prose in each encoding is full of, and how much of it. Kana at EUC-JP's places mean the same in GB 18030, so
# that Japanese is asked first. Few pages come to it, so these are compiled when they do.
_KANA = "[ぁ-ゖァ-ヺー、。「」]"
_TYPICAL = (
    ("euc_jp", _KANA, 0.35),
    ("cp932", _KANA, 0.35),
    ("cp949", "[이다는에의을를가고은한로하지기서사도대인자시,]", 0.2),
    ("big5hkscs", "[的一是在不了有和人這中大為上個國我以要他時來用們到，。、「」]", 0.1),
    ("gb18030", "[的一是在不了有和人这中大为上个国我以要他时来用们到，。、“”]", 0.1),
    ("cp1251", r"(?<=\S\S)[аеиостнрвлкмдпуя]", 0.4),
    ("cp1252", r"(?<!\S{4})[à-öø-üßÄÖÜÉ’‘“”–—…«»©®°€·\xa0]", 0.8),
)  # fmt: skip
_CENTRAL = re.compile(rb"<html[^>]*\slang=[\"']?(?:cs|sk|pl|hu|ro|sl|hr|bs|sq)\b", re.IGNORECASE)
_MOVED = re.compile("[ąśźšžťĽĄŚŹŠŽŤľ]")
_HEAD = 4096  # bytes in which a page says its language and its encoding
_ENOUGH = 5  # fewer typical characters than this prove nothing
_ASCII = re.compile(r"[\x00-\x7f]+")


def decode(body: bytes, content_type: str | None) -> Text:
    """The text of a page; `content_type` is the header's value. Never raises."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _judged(body[len(mark) :].decode(encoding, "replace"), encoding)
    shifts = b"\x1b" in body and _ISO_2022_JP.search(body) is not None
    if not shifts:
        try:
            text = body.decode()  # plain ASCII as well
        except UnicodeDecodeError:
            pass
        else:
            whole = b"\0" not in body and _LOST not in text  # quicker than asking the text
            return Text(text, "utf-8") if whole else _judged(text, "utf-8")
    labels = _labels(body, content_type)
    if shifts and "iso2022_jp" not in labels:
        message = "unlabelled ISO-2022-JP: the page has its escape sequences but does not say so"
        text = _judged(_decoded(body, "iso2022_jp"), "iso2022_jp").text
        return Text(text, "iso2022_jp", (Problem("charset", message),))
    return _by_label(body, labels)


def _by_label(body: bytes, labels: list[str]) -> Text:
    guess = _sniffed(body)
    read = [_judged(_decoded(body, name), name) for name in labels]
    for text in read:
        if not text.problems:
            return _disputed(text, guess) if guess else text
    if guess:
        return _judged(_decoded(body, guess), guess)
    if read:
        return read[0]
    return _judged(body.decode("utf-8", "replace"), "utf-8")


def _disputed(text: Text, guess: str) -> Text:
    """A declared encoding that loses nothing, where the bytes look like `guess`."""
    if _typical(text.text, text.encoding):
        return text
    if text.encoding not in {name for name, _, _ in _TYPICAL}:
        return text  # no knowledge of it, so no doubt either
    message = f"declared as {text.encoding}, looks like {guess}"
    return text._replace(problems=(Problem("charset", message),))


def _judged(text: str, encoding: str) -> Text:
    """`text` without NULs, refused when too much of it was lost."""
    if "\0" in text:
        text = text.replace("\0", _LOST)
    lost = text.count(_LOST)
    if not lost:
        return Text(text, encoding)
    foreign = len(_ASCII.sub("", text))
    if lost <= len(text) // 1000 and (lost < 2 or 2 * lost <= foreign):
        return Text(text, encoding)
    message = f"{lost} of {len(text)} characters cannot be read as {encoding}"
    return Text(text, encoding, (Problem("charset", message),))


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """The encodings declared by header and `<meta>`, as far as they are text encodings."""
    from w3lib.encoding import (
        html_body_declared_encoding,
        http_content_type_encoding,
    )

    said = [http_content_type_encoding(content_type), html_body_declared_encoding(body[:_HEAD])]
    return list(dict.fromkeys(name for name in said if name in _LABELLED and name))


def _sniffed(body: bytes) -> str | None:
    """The encoding whose typical characters the page is full of, or None."""
    text = body.decode("utf-8", "replace")
    if 50 * text.count(_LOST) < len(_ASCII.sub("", text)):
        return "utf-8"
    if central := _of_central_europe(body):
        return central
    for name, _, _ in _TYPICAL:
        text = _decoded(body, name)
        if _LOST not in text and _typical(text, name):
            return name
    return None


def _of_central_europe(body: bytes) -> str | None:
    """The encoding of a page in a language that cp1252 lacks letters of, by what the page says of it.

    The two in use put some letters at different places: the one that gives more of them is right.
    """
    if not _CENTRAL.search(body, 0, _HEAD):
        return None
    found = {name: _decoded(body, name) for name in ("cp1250", "iso8859-2")}
    whole = {name: len(_MOVED.findall(text)) for name, text in found.items() if _LOST not in text}
    return max(whole, key=lambda name: whole[name]) if whole else None


def _typical(text: str, encoding: str) -> bool:
    foreign = _ASCII.sub(" ", text)
    count = len(foreign) - foreign.count(" ")
    for name, letters, share in _TYPICAL:
        if name == encoding:
            return len(re.findall(letters, foreign)) >= max(share * count, _ENOUGH)
    return False


def _decoded(body: bytes, encoding: str) -> str:
    return body.decode(encoding, _EUC_ERRORS if encoding == "euc_jp" else "replace")


_EUC_ERRORS = "scrapers.html.decode.nec_row_13"


def _nec_row_13(error: UnicodeError) -> tuple[str | bytes, int]:
    """Reads a pair that EUC-JP lacks (①, ㈱, Ⅲ) as JIS X 0213, which has it at its place."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    try:
        return pair.decode("euc_jis_2004"), error.start + 2
    except UnicodeDecodeError:
        return _LOST, error.end


codecs.register_error(_EUC_ERRORS, _nec_row_13)
