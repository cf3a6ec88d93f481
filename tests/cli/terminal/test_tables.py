"""Columns aligned by what a terminal shows, titles folded and never lost."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.terminal.tables import (
    ASCII,
    Cell,
    Head,
    fold,
    folded_widths,
    move,
    paragraph,
    print_plain,
    print_rich,
    width,
)

TITLE = "海上幕僚長が記者会見　インド太平洋海軍大学セミナー実施を発表、原潜や情報作戦集団にも言及（1月27日）"
TEXTS = st.text(
    st.sampled_from("aB9 、（）「」海上自衛隊カッター　ー。é\u0301👧\u200d🏽ｶ"), max_size=60
)
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
    ],
)
def test_width_is_what_a_terminal_gives(text, columns):
    assert width(text) == columns


@given(TEXTS, ROOMS)
def test_folding_loses_nothing_but_spaces(text, room):
    assert "".join("".join(fold(text, room)).split()) == "".join(text.split())


@given(TEXTS, ROOMS)
def test_no_line_is_wider_than_its_room(text, room):
    assert all(width(line) <= room for line in fold(text, room))


def test_japanese_folds_anywhere_but_before_what_begins_no_line():
    assert fold("大臣は、会見（午後）で", 6) == ["大臣", "は、会", "見（午", "後）で"]
    assert fold("令和七年は2025年度", 12) == ["令和七年は", "2025年度"]
    assert fold("人事発令（陸自）", 10) == ["人事発令", "（陸自）"]
    assert fold("就役（1月23日）", 11) == ["就役（1月", "23日）"]
    assert fold("演奏会、開催　申込は月末", 12) == ["演奏会、開催", "申込は月末"]


def test_words_stay_whole_where_they_can():
    assert fold("the fleet left port", 10) == ["the fleet", "left port"]
    assert fold("antidisestablishment", 8) == ["antidise", "stablish", "ment"]


def test_a_caption_indents_what_it_folds():
    assert paragraph("one two three four five six seven", 21, " ") == (
        "one two three four\n five six seven"
    )


HEADS = (Head("#", right=True), Head("title", folds=2), Head("week", right=True))
ROWS = (
    (Cell("1"), Cell(TITLE, "https://a.example/"), Cell("2")),
    (Cell("10"), Cell("Short [b]title[/b] :smile:", "javascript:x"), Cell("-")),
)


def lines(print_table, **options):
    out = io.StringIO()
    print_table(out, HEADS, ROWS, **options)
    return out.getvalue().splitlines()


def test_plain_lines_are_whole_and_aligned():
    head, first, second = lines(print_plain, headers=True)
    assert TITLE in first
    assert {width(head), width(first), width(second)} == {2 + 2 + width(TITLE) + 2 + 4}
    assert lines(print_plain, headers=False) == [first, second]


@pytest.mark.parametrize("room", [20, 40, 80, 100, 160])
def test_a_rich_table_holds_the_same_and_keeps_to_its_room(room):
    shown = lines(print_rich, room=room, headers=True)
    assert "".join(line[4:-4].replace(" ", "") for line in shown[1:-1]).startswith(TITLE[:10])
    pieces = fold(TITLE, max(20, room - 10))
    assert all(any(piece in line for line in shown) for piece in pieces)
    assert all(width(line) <= max(room, 30) for line in shown)


@pytest.mark.parametrize(
    ("room", "widths"),
    [(200, [2, 90, 30, 4]), (116, [2, 74, 30, 4]), (100, [2, 59, 29, 4]), (40, [2, 20, 20, 4])],
)
def test_columns_that_fold_share_what_the_others_leave(room, widths):
    heads = (HEADS[0], HEADS[1], Head("note", folds=1), HEADS[2])
    assert folded_widths(heads, [2, 90, 30, 4], room) == widths


@pytest.mark.parametrize(
    ("status", "change", "shown", "plain"),
    [
        ("up", 4, "↑4", "^4"),
        ("down", -2, "↓2", "v2"),
        ("same", 0, "=", "="),
        ("new", None, "new", "new"),
        ("re", None, "re", "re"),
        ("out", None, "out", "out"),
        ("unknown", None, "?", "?"),
    ],
)
def test_moves(status, change, shown, plain):
    assert move(status, change) == shown
    assert move(status, change).translate(ASCII) == plain
