"""The error boundary: which exception becomes which line and status, and which is a bug."""

import errno
import signal

import click
import pytest

from cli.terminal import errors
from cli.terminal.process import Stopped
from scrapers.errors import ConfigError, TrackerError


class Refused(TrackerError):
    """An error with a status of its own."""

    exit_status = 5


def raising(error):
    def action():
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (ConfigError("sites.toml:3: no such key"), 2, "tracker: sites.toml:3: no such key\n"),
        (Refused("page refused\x1b"), 5, "tracker: page refused\\x1b\n"),
        (errors.OutputError("cannot write x"), 6, "tracker: cannot write x\n"),
        (click.UsageError("Two\n  lines."), 2, "tracker: Two lines. Try: tracker --help\n"),
        (click.UsageError("Or this?"), 2, "tracker: Or this? Try: tracker --help\n"),
        (click.Abort(), 130, "tracker: stopped\n"),
        (KeyboardInterrupt(), 130, "tracker: stopped\n"),
        (Stopped(signal.SIGTERM), 143, "tracker: stopped\n"),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_what_a_user_can_mend(capfd, error, status, line):
    assert errors.boundary(raising(error)) == status
    assert capfd.readouterr().err == line


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a bug"),
        FileNotFoundError(errno.ENOENT, "missing", "a file nobody checked"),
        OSError(errno.ENOSPC, "full", "a named file"),
        ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
    ],
)
def test_what_only_we_can_mend_passes_through(error):
    with pytest.raises(type(error)):
        errors.boundary(raising(error))


@pytest.mark.parametrize(("result", "status"), [(None, 0), (0, 0), (7, 7), ("text", 0)])
def test_what_the_action_returns(result, status):
    assert errors.boundary(lambda: result) == status


def test_clicks_own_exit_is_a_status():
    assert errors.boundary(raising(click.exceptions.Exit(3))) == 3
