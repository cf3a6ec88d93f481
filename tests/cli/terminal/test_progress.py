"""Progress: a bar on a terminal for work that takes time, and nothing anywhere else."""

import contextlib
import io
import re

import pytest

from cli.terminal import progress as module
from cli.terminal.progress import progress


def work(**how):
    """Return what some work draws on standard error."""
    with contextlib.redirect_stderr(io.StringIO()) as stderr:
        with progress("visits", **how) as tell:
            for done in range(3):
                tell(done, 3)
            tell(3, 3, "the last [one]")
        return stderr.getvalue()


def test_long_work_shows_a_bar_on_a_terminal_and_takes_it_away(monkeypatch):
    monkeypatch.setattr(module.process, "terminal", lambda _stream: True)
    monkeypatch.setattr(module, "PATIENCE", 0)
    monkeypatch.setattr(module, "BEAT", 0)
    monkeypatch.setenv("TERM", "xterm")
    said = work()
    drawn = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said)
    assert "visits" in drawn
    assert "0 of 3" in drawn
    assert "the last [one]" in drawn
    assert said.endswith("\x1b[2K"), "the line is empty at the end"


def test_short_work_shows_nothing(monkeypatch):
    monkeypatch.setattr(module.process, "terminal", lambda _stream: True)
    assert work() == ""


def test_a_wait_is_told_before_it_begins(monkeypatch):
    monkeypatch.setattr(module.process, "terminal", lambda _stream: True)
    monkeypatch.setenv("TERM", "xterm")
    with contextlib.redirect_stderr(io.StringIO()) as stderr, progress("visits") as tell:
        tell(1, 3)  # too short ago to be drawn
        tell.at_once("waits 9 min")
    assert "waits 9 min" in stderr.getvalue()
    assert "1 of 3" in stderr.getvalue()


@pytest.mark.parametrize("shown", [True, False])
def test_nothing_is_shown_elsewhere_nor_if_it_is_not_wanted(monkeypatch, shown):
    monkeypatch.setattr(module.process, "terminal", lambda _stream: not shown)
    monkeypatch.setattr(module, "PATIENCE", 0)
    assert work(shown=shown) == ""
