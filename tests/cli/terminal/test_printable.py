"""What reaches a terminal, and cells that no spreadsheet takes for a formula."""

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli.terminal.printable import LIMIT, MARKS, guard, printable, unguard

UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
EMOJI = "👨‍👩‍👧 👍🏽‍♂️ 🏳️‍🌈"
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


def test_every_code_point_that_cannot_be_seen_is_escaped():
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) in UNSEEN:
            assert printable(f"a{char}b").isascii(), hex(code)


@pytest.mark.parametrize(
    "text",
    [
        "海上幕僚長が記者会見　インド太平洋海軍大学セミナー実施を発表（1月27日）",
        "《特集》──“巨大バケツ” ～ 〜 ［会見］ ② Ⅲ 﨑 ⾔ ｶﾞ が",
        "辻\U000e0100と葛\U000e0100",
        EMOJI,
        "naïve café e\u0301 हिन्दी ภาษาไทย العربية",
    ],
)
def test_what_can_be_seen_stays(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("a\r\nb\tc\x00", r"a\r\nb\tc\x00"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("a\u200bb\u200dc\u2028d", r"a\u200bb\u200dc\u2028d"),
        ("\u200d👧", "\\u200d👧"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("\u3164\uffa0", r"\u3164\uffa0"),
        ("e" + "\u0301" * 100 + "x", "e" + "\u0301" * 4 + "{+96 marks}x"),
        ("a" * 4003, "a" * 4000 + " {+3 characters}"),
    ],
)
def test_what_cannot_is_spelt_out(text, shown):
    assert printable(text) == shown


def test_lines_may_stay_lines():
    assert printable("a\nb\rc", lines=True) == "a\nb\\rc"


@given(ANY_TEXT)
@example("\u0301" * 50)
@example(EMOJI)
def test_printable_text_is_safe_and_settled(text):
    shown = printable(text)
    assert all(unicodedata.category(char) not in UNSEEN or char == "\u200d" for char in shown)
    assert printable(shown, None) == shown
    shown.encode()


@given(st.lists(st.sampled_from("aか\u0301\ufe0f"), max_size=200).map("".join))
def test_marks_never_pile_up(text):
    run = longest = 0
    for char in printable(text):
        run = run + 1 if unicodedata.category(char) == "Mn" else 0
        longest = max(longest, run)
    assert longest <= MARKS


@pytest.mark.parametrize("char", ["\u0301", "\x1b", "海", "a"])
def test_a_huge_title_stays_small(char):
    assert len(printable(char * 1_000_000)) < 11 * LIMIT


CELLS = st.one_of(ANY_TEXT, st.text("'=+-@\t\r\n\0a"))


@given(CELLS)
@example("'=1")
@example("''")
def test_guard_is_undone(cell):
    assert unguard(guard(cell)) == cell


@given(CELLS)
def test_no_guarded_cell_begins_like_a_formula(cell):
    assert guard(cell)[:1] not in set("=+-@\t\r\n\0")


@given(CELLS, CELLS)
def test_different_cells_stay_different(one, other):
    assert (guard(one) == guard(other)) == (one == other)


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("'=1", "''=1"),
        ("it's", "it's"),
        ("'tis", "'tis"),
        ("", ""),
        ("令", "令"),
    ],
)
def test_only_what_looks_like_a_formula_is_guarded(cell, guarded):
    assert guard(cell) == guarded
