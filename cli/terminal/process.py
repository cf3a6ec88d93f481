"""Prepares the process: standard streams, signals, and the width of the terminal.

Cron, pipes and closed terminals start programs in unusual states, which are normalised here. A
closed stream refuses writes, so that the next opened file cannot get its descriptor. A signal
becomes an exception, so that transactions end and locks are freed. Text that the locale cannot
encode becomes an escape instead of an error.
"""

import contextlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import TextIO

from cli.exit import by_signal

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """The program was asked to end by the signal `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def prepare() -> None:
    """Repair the standard streams and turn signals into `Stopped`."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    _catch_signals()


def _open_closed_streams() -> None:
    """Reopen the descriptors of closed streams; standard output then refuses every write."""
    if sys.stdin is None:
        sys.stdin = _reopened(0, os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = _reopened(1, os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _reopened(2, os.O_WRONLY)


def _reopened(number: int, mode: int) -> TextIO:
    made = os.open(os.devnull, mode)
    if made != number:
        os.dup2(made, number)
        os.close(made)
    return open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)


def _catch_signals() -> None:
    """Raise `Stopped` in this process at the first signal; at the second, end at once.

    Signals that the caller set to be ignored (nohup, a shell's background job) stay ignored.
    Forked children inherit the handler and end at once; their parent notices that.
    """
    owner = os.getpid()

    def stop(number: int, _frame: FrameType | None) -> None:
        if stopping or os.getpid() != owner:
            os._exit(by_signal(number))
        stopping.append(number)
        raise Stopped(number)

    stopping: list[int] = []
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


class _Held(io.BytesIO):
    """Output that is kept for a stream; it is a terminal if the stream is one."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Keep what is written to standard output, and write it when the block has ended well."""
    stream = sys.stdout
    held = _Held(stream)
    text = io.TextIOWrapper(held, stream.encoding, stream.errors, newline="", write_through=True)
    with contextlib.redirect_stdout(text):
        yield
    stream.flush()
    stream.buffer.write(held.getvalue())


def flush(stream: TextIO) -> None:
    """Flush the stream; if that fails, drop the rest, because an error was already reported."""
    try:
        stream.flush()
    except OSError:
        drop(stream)


def drop(stream: TextIO) -> None:
    """Drop what a stream refused. Otherwise Python would write it again at exit and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, stream.fileno())
        stream.flush()
    os.close(nowhere)


def columns() -> int:
    """Return the width of the output: COLUMNS, else the terminal's, else 80; at least 20."""
    setting = os.environ.get("COLUMNS", "")
    if setting.isascii() and setting.isdigit() and int(setting[:6]) > 0:
        return max(20, int(setting[:6]))
    for number in (1, 2, 0):
        with contextlib.suppress(OSError):
            return max(20, os.get_terminal_size(number).columns or 80)
    return 80


def ascii_only(stream: TextIO) -> bool:
    """Whether the stream's encoding, which is that of the locale, has only ASCII."""
    return (stream.encoding or "ascii").lower().replace("_", "-") in {
        "ascii",
        "us-ascii",
        "ansi-x3.4-1968",
        "646",
    }


def terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that understands escape sequences."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"
