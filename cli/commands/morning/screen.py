"""What every line of the morning screen is made with."""

from collections.abc import Sequence
from typing import NamedTuple

from cli.terminal.folding import cut, padded, width
from cli.terminal.output import Fit, move_style
from cli.terminal.tables import Cell
from cli.words import Words
from store import Store

Line = Sequence[Cell]
MOVE = 6
"""Columns of a move."""


class Screen(NamedTuple):
    """The store, the words, what the terminal can show, the time, and the columns there are."""

    store: Store
    words: Words
    fit: Fit
    now: int
    room: int

    def line(self, text: str = "", style: str = "") -> Line:
        """Return a line of our own words, cut to the room."""
        return [Cell(self.cut(self.fit.own(text), self.room), style=style)]

    def command(self, text: str) -> Line:
        """Return a line with a command, which is never cut."""
        return [Cell(f"  {self.fit.own(text)}")]

    def cut(self, text: str, room: int) -> str:
        """Return the text, cut to so many columns."""
        return cut(text, room, self.fit.own("…"))

    def row(self, lead: str, move: str, status: str, title: tuple[str, str], note: str) -> Line:
        """Return a row: rank, move, title (text, address), and a note at the right edge."""
        note = self.fit.own(note)
        lead = f"{padded(self.fit.own(lead), -3)} "
        signs = self.fit.own(move)
        before = width(lead) + max(MOVE, width(signs)) + 1
        room = max(1, self.room - before - width(note) - 2)
        text = self.cut(self.fit.shown(title[0]), room)
        return [
            Cell(f"{lead}{' ' * max(0, MOVE - width(signs))}"),
            Cell(signs, style=move_style(status)),
            Cell(" "),
            Cell(text, title[1]),
            Cell(f"{' ' * (room - width(text))}  {note}" if note else ""),
        ]
