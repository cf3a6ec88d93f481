"""The one error boundary: an error that a user can fix becomes one line, a bug keeps its traceback.

Every error that a user can fix is a `TrackerError`; each subclass has its exit status
(docs/exit-status.md). Click's own errors are usage errors. Output that cannot be written is
reported once. A closed pipe ends the program quietly, as it ends every other filter.
"""

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable

import click

from cli.exit import Exit, by_signal
from cli.terminal import process
from scrapers import TrackerError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""How writing to an open file fails. Such an error names no file when it was the output's."""


class OutputError(TrackerError):
    """The output cannot be written to its file or stream."""

    exit_status = Exit.STORE


def boundary(action: Callable[[], object]) -> int:
    """Run the action, print an error as one line, and return the exit status.

    The action returns its own exit status, or None for 0. Exceptions that a user cannot fix pass
    through.
    """
    try:
        return _finish(action)
    except (TrackerError, click.ClickException) as error:
        process.flush(sys.stdout)
        message, status = _mendable(error)
    except (KeyboardInterrupt, click.Abort) as stopped:
        process.flush(sys.stdout)
        message, status = "stopped", by_signal(getattr(stopped, "number", signal.SIGINT))
    except BrokenPipeError:
        process.drop(sys.stdout)
        return by_signal(signal.SIGPIPE)
    except OSError as error:
        if error.filename is not None or error.errno not in FULL:
            raise
        process.drop(sys.stdout)
        message, status = f"cannot write the output: {os.strerror(error.errno)}", Exit.STORE
    say(f"tracker: {message}")
    return status


def _finish(action: Callable[[], object]) -> int:
    try:
        result = action()
    except click.exceptions.Exit as done:
        result = done.exit_code
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def say(message: str) -> None:
    """Write one line for people on standard error; does nothing if it is closed."""
    from cli.terminal.printable import printable

    with contextlib.suppress(OSError):
        sys.stderr.write(f"{printable(message)}\n")
    process.flush(sys.stderr)


def _mendable(error: TrackerError | click.ClickException) -> tuple[str, int]:
    """Return the line and the exit status; click's usage errors also name the help to read."""
    if isinstance(error, TrackerError):
        return str(error), error.exit_status
    message = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    end = "" if message.endswith("?") else "."
    return (
        f"{message}{end} Try: {context.command_path if context else 'tracker'} --help",
        Exit.USAGE,
    )
