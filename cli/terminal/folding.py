"""How wide a text is on a terminal, and where its lines may break.

Rich's `cell_len` is the measure of every text, so a column is as wide here as in Rich's tables. It
knows emoji, flags and combining characters of every script, and costs a reading command about a
fortieth; the rest of Rich is left alone here.

Lines are broken here, because Rich breaks them at white space alone, which Japanese hardly has.
"""

import os
from collections.abc import Iterator

NARROWEST = 18
"""A text is folded to at least this much room, however narrow the terminal."""

JOINER = "\u200d"

NO_START = frozenset(
    "、。，．・：；？！）］｝」』】〉》〕”’»ー～〜％ぁぃぅぇぉっゃゅょァィゥェォッャュョﾞﾟ,.:;?!)]}%"
)
"""What does not begin a line of Japanese."""

NO_END = frozenset("（［｛「『【〈《〔“‘«([{")
"""What does not end one."""

SPACES = " \u3000"
"""What is not shown where a line breaks at it."""


def width(text: str) -> int:
    """Return the columns a terminal gives the text; see `ambiguous_are_wide`."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text) + (_ambiguous(text) if ambiguous_are_wide() else 0)


def ambiguous_are_wide() -> bool:
    """Whether the terminal draws `↑ ≥ …` over two columns, as many Japanese fonts do.

    Unicode leaves that open, so only the user can say it: TRACKER_AMBIGUOUS=wide.
    """
    return os.environ.get("TRACKER_AMBIGUOUS") == "wide"


def _ambiguous(text: str) -> int:
    """How many characters have one column or two, as the terminal chooses."""
    from unicodedata import east_asian_width

    from rich.cells import cell_len

    return sum(east_asian_width(char) == "A" and cell_len(char) == 1 for char in text)


def padded(text: str, room: int) -> str:
    """Return the text filled up with spaces to `room` columns; if `room` is negative, on the left."""
    blank = " " * (abs(room) - width(text))
    return text + blank if room > 0 else blank + text


def cut(text: str, room: int, mark: str = "…") -> str:
    """Return the text, cut to `room` columns with a mark at its end if it is longer."""
    if width(text) <= room:
        return text
    kept, left = "", room - width(mark)
    for piece in graphemes(text):
        left -= width(piece)
        if left < 0:
            break
        kept += piece
    return kept + mark


def graphemes(text: str) -> Iterator[str]:
    """Split the text into pieces that a reader sees as one character each.

    A piece includes following characters without a width, characters that are joined to it, and
    the second half of a flag.
    """
    piece = ""
    for char in text:
        if piece and (not width(char) or piece[-1] == JOINER or _makes_flag(piece, char)):
            piece += char
            continue
        if piece:
            yield piece
        piece = char
    if piece:
        yield piece


def _makes_flag(piece: str, char: str) -> bool:
    return len(piece) == 1 and all("\U0001f1e6" <= half <= "\U0001f1ff" for half in (piece, char))


def fold(text: str, room: int) -> list[str]:
    """Return the text in lines of at most `room` columns (2 or more).

    Only spaces at a break are lost. Words of letters stay whole if they fit. Japanese breaks
    anywhere except before a sign that must not begin a line, after one that must not end a line,
    and between a number and its counter.
    """
    lines = []
    while width(text) > room:
        cut = _cut(text, room)
        lines.append(text[:cut].rstrip(SPACES))
        text = text[cut:].lstrip(SPACES)
    return [*lines, text]


def _cut(text: str, room: int) -> int:
    """Return how many characters go on the first line: as many as fit, back to a good break."""
    used = end = 0
    ends: list[int] = []
    for piece in graphemes(text):
        used += width(piece)
        end += len(piece)
        if ends and used > room:
            break
        ends.append(end)
    later_half = reversed(ends[len(ends) // 2 :])
    return next((end for end in later_half if _breaks(text, end)), ends[-1])


def _breaks(text: str, at: int) -> bool:
    """Whether a line may end before the character at this place."""
    before, after = text[at - 1], text[at]
    if before in SPACES or after in SPACES:
        return True
    if before in NO_END or before.isdigit() or after in NO_START:
        return False
    return width(before) == 2 or width(after) == 2


def paragraph(text: str, room: int, indent: str = "") -> str:
    """Return a caption folded to the room, its further lines indented."""
    return f"\n{indent}".join(fold(text, max(room - len(indent), NARROWEST)))
