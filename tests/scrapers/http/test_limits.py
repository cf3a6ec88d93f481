"""Bodies are unpacked whole or not at all, and never past their cap."""

import gzip
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.http.address_guard import Fault
from scrapers.http.limits import Inflater

members = st.lists(st.binary(max_size=3000), min_size=1, max_size=4)
cuts = st.lists(st.integers(0, 4000), max_size=6)


def pieces(data, at):
    edges = [0, *sorted(min(cut, len(data)) for cut in at), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def unpacked(parts, cap=10**6):
    inflater = Inflater(cap)
    for part in parts:
        inflater.feed(part)
    inflater.finish()
    return bytes(inflater.body)


@given(members, cuts)
def test_all_members_however_they_arrive(bodies, at):
    packed = b"".join(gzip.compress(body) for body in bodies)
    assert unpacked(pieces(packed, at)) == b"".join(bodies)


@given(st.binary(max_size=3000), st.binary(max_size=100), cuts)
def test_what_follows_and_is_no_member_is_ignored(body, rest, at):
    tail = b"\0" + rest
    assert unpacked(pieces(gzip.compress(body) + tail, at)) == body


@given(st.binary(min_size=1, max_size=3000), st.data())
def test_any_cut_is_noticed(body, data):
    packed = gzip.compress(body)
    end = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(Fault) as caught:
        unpacked([packed[:end]])
    assert caught.value.code == "truncated"


@given(st.binary(min_size=1, max_size=3000), st.data())
def test_a_flipped_bit_never_changes_the_body_unnoticed(body, data):
    packed = bytearray(gzip.compress(body, mtime=0))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = unpacked([bytes(packed)])
    except Fault:
        return
    assert found == body


@given(st.integers(0, 5000), st.integers(1, 3))
def test_cap_counts_all_members(size, count):
    packed = gzip.compress(bytes(size)) * count
    if size * count <= 6000:
        assert unpacked([packed], cap=6000) == bytes(size * count)
    else:
        with pytest.raises(Fault) as caught:
            unpacked([packed], cap=6000)
        assert caught.value.code == "body-cap"


def test_a_bomb_is_never_held_whole():
    inflater = Inflater(10**6)
    with pytest.raises(Fault):
        inflater.feed(gzip.compress(bytes(2 * 10**7)))
    assert len(inflater.body) < 1.1 * 10**6


def test_no_bytes_are_an_empty_body():
    assert unpacked([]) == b""
