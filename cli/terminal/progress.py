"""Shows on a terminal how far long work is; elsewhere, and for short work, it shows nothing.

The bar stands on standard error and goes when the work is done. It is drawn only when the work says
something: a thread that draws it meanwhile would be copied into the processes that read pages.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.terminal import process

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 0.5
"""Seconds after which a bar appears."""

BEAT = 0.1
"""Seconds between two drawings."""


class Progress:
    """Says how far some work is: call it with what is done, and the total if it is known."""

    def __init__(self, words: str, *, shown: bool) -> None:
        self._words = words
        self._next = time.monotonic() + PATIENCE if shown else float("inf")
        self._place: tuple[int, int | None] = (0, None)
        self._bar: Bar | None = None

    def __call__(self, done: int, total: int | None = None, words: str | None = None) -> None:
        """Show that so much of the total is done; `words` say what is done now."""
        self._place = done, total
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + BEAT
        if self._bar is None:
            self._bar = _bar()
            self._bar.add_task(self._words, total=total, count="")
            self._bar.start()
        task = self._bar.task_ids[0]
        count = f"{done:,}" if total is None else f"{done:,} of {total:,}"
        self._bar.update(
            task, completed=done, total=total, count=count, refresh=True,
            description=words or self._words,
        )  # fmt: skip

    def at_once(self, words: str) -> None:
        """Show what is done now, before a long wait."""
        if self._next < float("inf"):
            self._next = 0.0
            self(*self._place, words)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def progress(words: str, *, shown: bool = True) -> Iterator[Progress]:
    """Give what shows the progress of the block's work, on a terminal and if `shown`."""
    made = Progress(words, shown=shown and process.terminal(sys.stderr))
    try:
        yield made
    finally:
        made.end()


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr, width=process.columns(), emoji=False, force_terminal=True),
        auto_refresh=False,
        transient=True,
    )
