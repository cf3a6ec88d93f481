"""Everything that arrives is counted, and nothing but HTTP within the caps is let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.http.address_guard import Fault
from scrapers.http.exchange import Exchange
from scrapers.http.limits import HEAD_CAP, WIRE_CAP, Deadline

START = b"HTTP/1."
pieces = st.lists(st.binary(min_size=1, max_size=20), max_size=8)
sizes = st.lists(st.integers(1, HEAD_CAP), max_size=8)


def exchange(status=None):
    made = Exchange(Deadline(0))
    made.status = status
    return made


def code_of(call, *arguments):
    try:
        call(*arguments)
    except Fault as fault:
        return fault.code
    return None


@given(pieces)
def test_bytes_are_counted_and_judged_however_they_arrive(parts):
    whole, got = b"".join(parts), exchange()
    codes = [code_of(got.arrived, part) for part in parts]
    if START.startswith(whole[: len(START)]):
        assert (got.wire, set(codes) - {None}) == (len(whole), set())
    else:
        assert "protocol" in codes


@given(sizes)
def test_a_head_never_grows_past_its_cap(asked):
    """Whatever a reader asks for, the room that it is given ends exactly at the cap."""
    got = exchange()
    got.arrived(START)
    for size in asked:
        if code_of(got.room):
            break
        got.arrived(b"x" * min(size, got.room()))
    assert got.wire <= HEAD_CAP
    assert code_of(got.room) == ("headers" if got.wire == HEAD_CAP else None)


def test_a_body_ends_at_the_wire_cap():
    got = exchange(200)
    got.wire = WIRE_CAP - 5
    assert [code_of(got.arrived, data) for data in (b"12345", b"6")] == [None, "wire-cap"]


@pytest.mark.parametrize(("status", "code"), [(None, "reset"), (200, None)])
def test_the_end_is_a_fault_only_before_the_answer(status, code):
    got = exchange(status)
    assert (code_of(got.arrived, b""), got.closed) == (code, True)


@given(st.binary(max_size=3000), st.integers(0, 3000))
def test_plain_bodies_keep_their_cap(body, cap):
    got = exchange(200)
    code = code_of(got.read, [body[:100], body[100:]], cap)
    assert code == ("body-cap" if len(body) > cap else None)
    assert code or got.body == body
