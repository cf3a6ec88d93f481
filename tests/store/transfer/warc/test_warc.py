"""WARC files as hostile as they come: each fault is one sentence, and nothing grows with it."""

import gzip
import io
import random

import warcs

from store import CutArchive, Head, PayloadProblem, read_warc

HOME, DAY = "https://news.example/", "2026-01-28T08:03:00Z"
GOOD = warcs.response(HOME, DAY, b"<p>page</p>")


def read(data: bytes) -> tuple[list, str]:
    """The bodies of a file, or why they cannot be had, and why the file is cut."""
    bodies: list = []
    try:
        for head in read_warc(io.BytesIO(data)):
            if isinstance(head, Head):
                try:
                    bodies.append(head.body()[0])
                except PayloadProblem as problem:
                    bodies.append(str(problem))
    except CutArchive as cut:
        return bodies, cut.reason
    return bodies, ""


def test_damaged_files_are_read_up_to_the_damage(capfd):
    page = b"<p>page</p>"
    many = b"".join(b"x-%d: y\r\n" % n for n in range(200_000))
    short = warcs.response(HOME, DAY, page * 9, length=100)
    cases = {
        "cut": (warcs.packed(GOOD, GOOD)[:-40], "cut off"),
        "cut plain": ((GOOD + GOOD)[:-20], "cut off"),
        "checksum": (warcs.packed(GOOD)[:-6] + b"\0\0\0\0\0\0", "CRC check failed"),
        "a length that is too small": (GOOD + short + GOOD, "its length is wrong"),
        "too great": (GOOD + warcs.response(HOME, DAY, page, length=10**12), "cut off"),
        "negative": (GOOD + warcs.response(HOME, DAY, page, length=-7), "its length is wrong"),
        "no number": (GOOD + warcs.response(HOME, DAY, page, length="many"), "its length is wrong"),
        "a line without an end": (GOOD + b"WARC/1.0\r\nWARC-Type: " + b"x" * 2**20, "a header"),
        "a head without an end": (GOOD + b"WARC/1.0\r\n" + many, "a header without an end"),
        "noise": (GOOD + bytes(range(256)) * 40, ""),
        "another form": (gzip.compress(b"a,b\n1,2\n"), "Unknown archive format"),
    }
    for name, (data, reason) in cases.items():
        bodies, cut = read(data)
        assert cut, name
        assert reason in cut, (name, cut)
        assert len(cut) <= 120, name
        assert "\n" not in cut, name
        assert page in bodies or name in {"another form", "checksum"}, name
    assert capfd.readouterr() == ("", "")


def test_a_record_that_is_cut_has_no_body():
    """Half a page would read as a list that has lost its last ranks."""
    long = warcs.response(HOME, DAY, random.Random(1).randbytes(9000))
    chunked = warcs.response(HOME, DAY, b"5\r\nhello\r\n0\r\n\r\n", "Transfer-Encoding: chunked")
    assert read(GOOD[:-8]) == (["body cut off"], "cut off")
    assert read(warcs.packed(long)[:-2000]) == (["body cut off"], "cut off")
    assert read(chunked[:-12]) == (["body cut off"], "cut off")
    assert read(chunked) == ([b"hello"], "")


def test_one_packing_around_all_records_is_read_too():
    assert read(gzip.compress(GOOD + GOOD)) == ([b"<p>page</p>"] * 2, "")


def test_no_body_is_longer_than_a_page():
    bomb = gzip.compress(bytes(2**25))
    data = b"".join(
        [
            warcs.response(HOME, DAY, bomb, "Content-Encoding: gzip"),
            warcs.response(HOME, DAY, bytes(2**24 + 1)),
            warcs.response(HOME, DAY, bomb[:900], "Content-Encoding: gzip"),
            warcs.response(HOME, DAY, b"\xff\xfe\x00", "X-\u00e4: \udcff"[:5]),
        ]
    )
    assert read(data) == (["too long", "too long", "body cut off", b"\xff\xfe\x00"], "")


def test_a_head_that_is_no_utf_8():
    data = GOOD.replace(b"WARC-Target", b"X-\xff: \xff\r\nWARC-Target")
    assert read(data) == ([b"<p>page</p>"], "")
