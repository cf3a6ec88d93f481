"""Columns aligned by what a terminal shows, titles folded and never lost."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from signs import SIGNS, squeezed

from cli.terminal.folding import NARROWEST, fold, width
from cli.terminal.tables import ASCII, Cell, Head, folded_widths, print_plain, print_rich
from cli.words import Words

TITLE = "海上幕僚長が記者会見　インド太平洋海軍大学セミナー実施を発表、原潜や情報作戦集団にも言及（1月27日）"
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
    pieces = fold(TITLE, max(NARROWEST, room - 10))
    assert all(any(piece in line for line in shown) for piece in pieces)
    assert all(width(line) <= max(room, 30) for line in shown)


TITLES = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=60).map("".join)


@given(TITLES, st.integers(10 + NARROWEST, 90))
def test_nothing_of_a_title_is_lost_and_no_column_is_shifted(title, room):
    row = (Cell("1"), Cell(title), Cell("2"))
    out = io.StringIO()
    print_rich(out, HEADS, [row], room=room, headers=False)
    shown = out.getvalue().splitlines()
    assert len({cell_len(line) for line in shown}) == 1
    assert all(cell_len(line) <= room for line in shown)
    assert shown[0].startswith("1  ")
    assert shown[0].endswith("     2")
    assert squeezed("".join(line[3:-6] for line in shown)) == squeezed(title)


@given(st.lists(TITLES, min_size=1, max_size=5))
def test_plain_columns_stand_straight_beside_any_title(titles):
    out = io.StringIO()
    print_plain(out, HEADS, [(Cell("1"), Cell(title), Cell("2")) for title in titles], headers=True)
    shown = out.getvalue().splitlines()
    assert len({cell_len(line) for line in shown}) == 1
    assert all(title in line for title, line in zip(titles, shown[1:], strict=True))


@pytest.mark.parametrize(
    ("room", "shown"), [(80, "#titleweekdays"), (34, "#titleweek"), (26, "#title"), (10, "#title")]
)
def test_a_narrow_terminal_gets_the_columns_that_have_room(room, shown):
    heads = (*HEADS[:2], Head("week", right=True, spare=1), Head("days", spare=2))
    out = io.StringIO()
    print_rich(out, heads, [(*ROWS[0], Cell("865224"))], room=room, headers=True)
    lines = out.getvalue().splitlines()
    assert "".join(lines[0].split()) == shown
    assert all(cell_len(line) <= max(room, 3 + NARROWEST) for line in lines)


def test_what_is_drawn_over_two_columns_is_counted_so(monkeypatch):
    row = (Cell("↑4"), Cell("title…"), Cell("≥6d"))
    heads = (Head("", right=True), Head("title"), Head("on"))
    for shown, amount in ((print_plain, {}), (print_rich, {"room": 80})):
        monkeypatch.delenv("TRACKER_AMBIGUOUS", raising=False)
        out = io.StringIO()
        shown(out, heads, [row], headers=False, **amount)
        assert out.getvalue().rstrip() == "↑4  title…  ≥6d"
        monkeypatch.setenv("TRACKER_AMBIGUOUS", "wide")
        out = io.StringIO()
        shown(out, heads, [row, (Cell("↑10"), Cell("short"), Cell("6d"))], headers=False, **amount)
        assert [line.rstrip() for line in out.getvalue().splitlines()] == [
            " ↑4  title…  ≥6d",
            "↑10  short    6d",
        ]


@pytest.mark.parametrize(
    ("room", "widths"),
    [
        (200, [2, 90, 30, 4]),
        (116, [2, 74, 30, 4]),
        (100, [2, 59, 29, 4]),
        (40, [2, 18, 18, 4]),
        (66, [2, 36, 18, 4]),
    ],
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
    assert Words().move(status, change) == shown
    assert Words().move(status, change).translate(ASCII) == plain
