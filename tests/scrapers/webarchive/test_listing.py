"""What CDX servers list, and the captures that are chosen from it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers import Answer, ConfigError
from scrapers.webarchive.addresses import WAYBACK, replayed, seconds, timestamp, web_archive
from scrapers.webarchive.listing import (
    Listed,
    NoListing,
    listing_address,
    parsed_listing,
    thinned,
)

ROW = ["20260128060000", "https://news.example/", "text/html", "200", "ABC", "1234"]
CAPTURE = Listed(1769580000, "https://news.example/", "ABC", 1234)


def test_listings_as_servers_write_them():
    names = ["timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    pywb = {"urlkey": "example,news)/", "timestamp": ROW[0], "url": ROW[1], "mime": ROW[2],
            "status": "200", "digest": "ABC", "length": "1234"}  # fmt: skip
    cdxj = {key: value for key, value in pywb.items() if key not in {"urlkey", "timestamp"}}
    forms = {
        "array": json.dumps([names, ROW]),
        "array without names": json.dumps([ROW]),
        "columns in another order": json.dumps([names[::-1], ROW[::-1]]),
        "objects": json.dumps(pywb) + "\n",
        "key, time and object": f"example,news)/ {ROW[0]} {json.dumps(cdxj)}\n",
        "text": " ".join(ROW) + "\n",
        "text with its key": "example,news)/ " + " ".join(ROW),
    }
    for form, text in forms.items():
        assert parsed_listing(text.encode()) == ([CAPTURE], False, ""), form
    assert parsed_listing(json.dumps([names, ROW, [], ["k 1"]]).encode()).key == "k 1"
    assert parsed_listing((" ".join(ROW) + "\n\nk+1\n").encode()).key == "k+1"
    for nothing in (b"", b"[]", b"[[]]", b"\n"):
        assert parsed_listing(nothing).captures == []


def test_rows_that_are_no_capture_of_a_page_are_left_out():
    for place, value in (
        (0, "2026"), (0, "20261328060000"), (0, "19800101000000"), (0, "２０２６０１２８０６００００"),
        (1, "ftp://news.example/"), (1, "https://news.example/\x1b[2J"), (1, "https://a/" + "x" * 9000),
        (1, "https://me:secret@news.example/"),
        (3, "301"), (3, "404"),
    ):  # fmt: skip
        row = [*ROW[:place], value, *ROW[place + 1 :]]
        assert parsed_listing(json.dumps([row]).encode()).captures == [], value
    odd = [*ROW[:4], "sha1:x y", "9" * 30]
    assert parsed_listing(json.dumps([odd]).encode()).captures == [
        CAPTURE._replace(digest="", length=0)
    ]


def test_what_is_no_listing():
    for text in (
        "<html>", "[1", "{", "[[[[", '{"a": 1}x', "[" * 99_999, "one two", "[1, 2]", '["a"]', "null{}"
    ):  # fmt: skip
        with pytest.raises(NoListing):
            parsed_listing(text.encode())


def test_a_listing_is_asked_for_in_steps():
    def collapsed(every):
        return listing_address(WAYBACK, "https://a/?b=c&d", (0, 10), every, "k").partition(
            "collapse="
        )

    assert "url=https%3A%2F%2Fa%2F%3Fb%3Dc%26d&from=19700101000000" in collapsed(60)[0]
    assert collapsed(60)[1] == ""
    for every, digits in ((300, 12), (3600, 12), (6 * 3600, 10), (86_400, 10), (30 * 86_400, 8)):
        assert collapsed(every)[2] == f"timestamp%3A{digits}&resumeKey=k", every


@given(
    st.lists(st.integers(0, 300), unique=True).map(sorted),
    st.integers(0, 100), st.integers(0, 300), st.integers(1, 50),
)  # fmt: skip
def test_the_nearest_to_each_step(times, since, lasts, every):
    captures = [Listed(time, "https://a/") for time in times]
    until = since + lasts
    wanted = set()
    for step in range(since, until + 1, every):
        begins = step - every // 2
        near = [t for t in times if begins <= t < begins + every and since <= t <= until]
        wanted |= set(sorted(near, key=lambda t: (abs(t - step), t))[:1])
    found = [capture.time for capture in thinned(captures, since, until, every)]
    assert found == sorted(set(found))
    assert found == sorted(wanted)


def test_archives_by_their_names():
    assert web_archive("wayback") == web_archive("https://web.archive.org/") == WAYBACK
    own = web_archive("http://localhost:8080/news")
    assert own[1:] == ("http://localhost:8080/news/cdx", "http://localhost:8080/news/")
    assert own.capture(0, "https://a/") == "http://localhost:8080/news/19700101000000id_/https://a/"
    for wrong in ("", "waybak", "ftp://a/", "http://user@a/", "http:///"):
        with pytest.raises(ConfigError, match="no web archive"):
            web_archive(wrong)


def test_which_capture_answered():
    def found(place, *headers, now=2_000_000_000):
        return replayed(WAYBACK, Answer("", WAYBACK.captures + place, 0, headers=headers), now)

    assert found("20260128060000id_/https://a/?b") == (1769580000, "https://a/?b", True)
    assert found("20260128060000/https://a/") == (1769580000, "https://a/", False)
    memento = ("memento-datetime", "Wed, 28 Jan 2026 07:00:00 GMT")
    assert found("20260128060000id_/https://a/", memento)[0] == 1769583600
    assert found("20260128060000id_/https://a/", ("memento-datetime", "x"))[0] == 1769580000
    secret = "20260128060000id_/https://me:secret@a/"
    wrong = "20269928060000id_/https://a/"
    for none in ("", "20260128060000id_/", "2026id_/https://a/", wrong, secret):
        assert found(none) is None, none
    assert found("20260128060000id_/https://a/", now=1) is None


@given(st.integers(0, 4_000_000_000))
def test_timestamps(time):
    assert seconds(timestamp(time)) == time
