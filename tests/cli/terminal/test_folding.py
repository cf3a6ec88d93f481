"""A text is as wide as Rich says, and folded without losing or parting what a reader sees."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from signs import SIGNS, squeezed
from sizes import part

from cli.terminal.folding import SPACES, fold, graphemes, paragraph, width
from cli.terminal.printable import printable

TITLES = st.lists(st.sampled_from(SIGNS), max_size=60)
ANY_TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("".join(SIGNS))))
ROOMS = st.integers(4, 40)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("海自", 4),
        ("　", 2),
        ("ｶﾞ", 2),
        ("（Ａ）", 6),
        ("e\u0301", 1),
        ("↑4", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("辻\U000e0100", 2),
        ("❤\ufe0f", 2),
        ("☎\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("🇯🇵", 2),
        ("か\u3099", 2),
        ("\u1112\u1161\u11ab", 2),
    ],
)
def test_width_is_what_a_terminal_gives(text, columns):
    assert width(text) == columns


@pytest.mark.full
def test_every_character_is_as_wide_as_in_a_table_of_rich():
    for code in part(range(sys.maxunicode + 1), 30):
        char = printable(chr(code))
        assert width(char) == cell_len(char), hex(code)


@given(ANY_TEXT)
def test_every_text_is_as_wide_as_in_a_table_of_rich(text):
    shown = printable(text)
    assert width(shown) == cell_len(shown)


@given(ANY_TEXT)
def test_the_pieces_of_a_text_are_all_of_it_and_as_wide(text):
    shown = printable(text)
    pieces = list(graphemes(shown))
    assert "".join(pieces) == shown
    assert sum(map(width, pieces)) == width(shown)
    assert all(width(piece) <= 2 for piece in pieces)


@given(TITLES)
def test_a_piece_is_what_a_reader_sees_as_one_character(title):
    assert list(graphemes("".join(title))) == title


@given(ANY_TEXT, ROOMS)
@example("❤\ufe0f" * 12 + " Love letters from the harbour town", 20)
def test_folding_loses_nothing_but_spaces(text, room):
    shown = printable(text)
    assert squeezed("".join(fold(shown, room))) == squeezed(shown)


@given(ANY_TEXT, ROOMS)
def test_no_line_is_wider_than_its_room(text, room):
    assert all(cell_len(line) <= room for line in fold(printable(text), room))


@given(TITLES, ROOMS)
def test_no_line_ends_within_what_a_reader_sees_as_one_character(title, room):
    signs = iter([sign for sign in title if sign not in SPACES])
    for line in map(squeezed, fold("".join(title), room)):
        whole = ""
        while len(whole) < len(line):
            whole += next(signs)
        assert whole == line
    assert list(signs) == []


def test_japanese_folds_anywhere_but_before_what_begins_no_line():
    assert fold("大臣は、会見（午後）で", 6) == ["大臣", "は、会", "見（午", "後）で"]
    assert fold("令和七年は2025年度", 12) == ["令和七年は", "2025年度"]
    assert fold("人事発令（陸自）", 10) == ["人事発令", "（陸自）"]
    assert fold("就役（1月23日）", 11) == ["就役（1月", "23日）"]
    assert fold("演奏会、開催　申込は月末", 12) == ["演奏会、開催", "申込は月末"]
    assert fold("半角のｶﾞ", 7) == ["半角の", "ｶﾞ"]


def test_words_stay_whole_where_they_can():
    assert fold("the fleet left port", 10) == ["the fleet", "left port"]
    assert fold("antidisestablishment", 8) == ["antidise", "stablish", "ment"]


def test_a_caption_indents_what_it_folds():
    assert paragraph("one two three four five six seven", 21, " ") == (
        "one two three four\n five six seven"
    )
