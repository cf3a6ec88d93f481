"""Patterns that are compiled when they are used."""

import re

import pytest

from scrapers.patterns import later


def test_it_does_what_a_compiled_pattern_does():
    pattern = later(r"(\d+)\s*(?P<unit>[a-z])", re.IGNORECASE)
    assert pattern.fullmatch("12 H")["unit"] == "H"
    assert pattern.sub(r"\1", "3d 4w") == "3 4"
    assert [match[1] for match in pattern.finditer("3d 4w")] == ["3", "4"]
    assert later(rb"\x1b").search(b"a\x1b")


def test_a_pattern_is_compiled_by_its_first_use_and_not_before():
    broken = later("(")
    with pytest.raises(re.error):
        broken.search("")
