"""Dates in headers: the quick way agrees with the slow one, and nothing raises."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.http.httpdate import http_date

SECONDS = st.datetimes(timezones=st.just(UTC)).map(lambda time: time.replace(microsecond=0))


@given(SECONDS.filter(lambda time: time.year >= 1900))
def test_the_form_that_servers_send(time):
    assert http_date(format_datetime(time, usegmt=True)) == time


@given(st.from_regex(r"\A[A-Z][a-z]{2}, \d\d (Feb|Jun|Dec) \d{4} \d\d:\d\d:\d\d GMT\Z"))
def test_it_is_read_as_the_library_reads_it(text):
    try:
        expected = parsedate_to_datetime(text)
    except ValueError:
        expected = None
    found = http_date(text)
    assert found == expected or found.year < 100  # of these email.utils makes 19xx and 20xx


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("06 Nov 1994 09:49:37 +0100", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sun Nov  6 08:49:37 1994", datetime(1994, 11, 6, 8, 49, 37)),  # noqa: DTZ001 - has none
        ("", None),
        ("tomorrow", None),
        ("Sun, 31 Feb 2026 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 08:49:60 GMT", None),
    ],
)
def test_forms(text, time):
    found = http_date(text)
    assert found == time
    assert (found is None) or (found.tzinfo is None) == (time.tzinfo is None)


@given(st.text())
def test_nothing_raises(text):
    http_date(text)
