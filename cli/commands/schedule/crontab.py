"""Reads and writes the user's crontab, through the program `crontab`."""

import os
import subprocess

from scrapers import TrackerError

NONE = ("no crontab", "No such file")
"""How the common crontabs say that a user has none."""


def read() -> str:
    """The user's crontab; "" if there is none. It is never taken for empty because of an error."""
    done = _crontab("-l")
    if done.returncode == 0:
        return done.stdout
    if any(words in done.stderr for words in NONE):
        return ""
    raise TrackerError(f"crontab -l fails: {done.stderr.strip() or done.returncode}")


def write(text: str) -> None:
    """Replace the user's crontab."""
    done = _crontab("-", text)
    if done.returncode != 0:
        raise TrackerError(f"crontab refuses the line: {done.stderr.strip() or done.returncode}")


def _crontab(option: str, text: str | None = None) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(  # noqa: S603 - the user's own crontab, found on PATH like any program
            ["crontab", option],  # noqa: S607 - likewise
            check=False,
            capture_output=True,
            input=text,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise TrackerError("no crontab on this machine; try --systemd or --launchd") from None
