r"""The one place that turns untrusted text into printable text.

Text from pages, servers and file names may hold anything: escape sequences that drive a
terminal, bidirectional controls that reverse a line, characters that cannot be seen.
`printable` makes each of them visible as a Python escape (`\x1b`, `\u202e`) and leaves
everything that a reader can see as it is.

Decisions where it is not obvious whether a character can be seen:

- Japanese text, the ideographic space and every other space with a width stay.
- A zero-width joiner stays between two symbols, which it joins to one emoji. Anywhere else it is
  escaped, and so are the zero-width non-joiner, soft hyphen and byte order mark.
- Variation selectors stay, because they choose the shape of an emoji or a kanji. Of a row of
  combining marks, including these, four stay; the others are counted: `{+96 marks}`.
- Tag characters are always escaped, even in the flag of England: they can hide a message.
- Private and unassigned characters stay, because a terminal shows them as a box; U+FFFE and U+FFFF
  do not, because no XML may hold them.
"""

import re
import unicodedata

LIMIT = 4000
"""Characters of one text that are shown unless the caller says otherwise."""

MARKS = 4
"""Combining marks in a row that are shown."""

HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\ud800-\udfff"
)
"""Controls, format characters, separators of lines, fillers and surrogates, as a regular
expression's character class."""

# They are compiled at their first use, because plain ASCII needs none of them.
RUN = f"[{HIDDEN}]+"
RUN_BUT_NEWLINE = f"(?:(?!\n)[{HIDDEN}])+"
CROWD = rf"[^\w\s!-~]{{{MARKS + 1},}}"  # a long run of marks can only be here


def printable(text: str, limit: int | None = LIMIT, *, lines: bool = False) -> str:
    """Return the text with every invisible or dangerous character as a visible escape.

    At most `limit` characters are kept (None: all), the rest is counted. With `lines`, line feeds
    stay, for a text that may have several lines.
    """
    rest = 0 if limit is None else len(text) - limit
    if rest > 0:
        return f"{printable(text[:limit], lines=lines)} {{+{rest} characters}}"
    if text.isascii() and text.isprintable():
        return text
    text = re.sub(CROWD, _cap_marks, text)
    return re.sub(RUN_BUT_NEWLINE if lines else RUN, _escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0] if _joins(match) else match[0].encode("unicode_escape").decode("ascii")


def _joins(match: re.Match[str]) -> bool:
    """Whether this is a joiner between two symbols; the first one may have a modifier."""
    start, end = match.span()
    if match[0] != "\u200d" or start == 0 or end == len(match.string):
        return False
    before, after = (unicodedata.category(match.string[at]) for at in (start - 1, end))
    return before in {"So", "Sk", "Mn"} and after == "So"


def _cap_marks(match: re.Match[str]) -> str:
    shown: list[str] = []
    run = 0
    for char in match[0]:
        mark = unicodedata.category(char).startswith("M")
        if run > MARKS and not mark:
            shown.append(_count(run))
        run = run + 1 if mark else 0
        if run <= MARKS:
            shown.append(char)
    return "".join(shown) + _count(run)


def _count(run: int) -> str:
    return f"{{+{run - MARKS} marks}}" if run > MARKS else ""


SUSPECT = frozenset("=+-@\t\r\n\0'")
FORMULA = "'*[=+\\-@\t\r\n\0]"
GUARDED = "'+[=+\\-@\t\r\n\0]"


def guard(cell: str) -> str:
    """Return a text cell that no spreadsheet evaluates as a formula.

    A cell that begins like a formula, after any number of apostrophes, gets one more apostrophe;
    every other cell is unchanged. `unguard` removes exactly this apostrophe.
    """
    return f"'{cell}" if cell[:1] in SUSPECT and re.match(FORMULA, cell) else cell


def unguard(cell: str) -> str:
    """Return the original of a cell that `guard` returned."""
    return cell[1:] if cell[:1] == "'" and re.match(GUARDED, cell) else cell
