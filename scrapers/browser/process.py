"""The browser's process as its parent sees it: started, spoken to, and certainly ended.

It stands in a session of its own and gets nothing of our environment but the path: no secret is
there to be found. When this program ends, even by kill -9, the connection ends, and with it the
browser (`child` says how).
"""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from scrapers.browser.channel import Channel

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""Where the system's Chromium may be."""

ENDING = 8.0
"""Seconds that the browser may take to end by itself."""

_HOUR = 3600
_MOMENT = 0.05
_PREFIX = "tracker-browser-"
_OURS = str(Path(__file__).parents[2])


def program() -> str | None:
    """The path of the system's Chromium, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def missing() -> str:
    """What is missing to draw pages, with the remedy; "" if nothing is."""
    if find_spec("playwright") is None:
        return "Playwright is not installed: install tracker with its extra browser"
    if program() is None:
        return "no Chromium was found: install it (Debian, Ubuntu: apt install chromium)"
    return ""


def is_root() -> bool:
    """Whether this is root, as whom Chromium's sandbox does not work."""
    return os.geteuid() == 0


class BrowserProcess:
    """One process with one browser, which end with this context.

    `last_words` is what the process complained of in the end, one line.
    """

    def __init__(self) -> None:
        self.last_words = ""
        _sweep()
        ours, theirs = socket.socketpair()
        self.channel = Channel(ours)
        self._life, held = os.pipe()
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        try:
            self._process = _started(theirs, held, self._folder)
        except OSError:
            self.channel.close()
            os.close(self._life)
            self._folder.rmdir()
            raise
        finally:
            theirs.close()
            os.close(held)

    def __enter__(self) -> Channel:
        return self.channel

    def __exit__(self, *_: object) -> None:
        """End the connection, at which the process ends, and Playwright's driver ends Chromium.

        What has not ended in time is killed; Chromium then ends with the pipe to its driver.
        """
        self.channel.close()
        end = time.monotonic() + ENDING
        while select.select([self._life], [], [], max(0.0, end - time.monotonic()))[0]:
            complaint = os.read(self._life, 2**16)
            if not complaint:
                break
            self.last_words = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        os.close(self._life)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._remove_folder()

    def _remove_folder(self) -> None:
        """Remove what is left of temporary files; a browser that is ending may still write some."""
        end = time.monotonic() + ENDING
        shutil.rmtree(self._folder, ignore_errors=True)
        while self._folder.exists() and time.monotonic() < end:
            time.sleep(_MOMENT)
            shutil.rmtree(self._folder, ignore_errors=True)


def _sweep() -> None:
    """Remove the empty folders of runs that were killed; in one of the last hour a browser may be."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < time.time() - _HOUR:
                folder.rmdir()


def _started(theirs: socket.socket, held: int, folder: Path) -> "subprocess.Popen[bytes]":
    """The process with its end of the connection.

    It and the driver hold the pipe `held` open as their standard error, so its end tells theirs.
    """
    return subprocess.Popen(  # noqa: S603 - our own module, by this Python
        [sys.executable, "-P", "-m", "scrapers.browser.child", str(theirs.fileno())],
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": _OURS,
            "LANG": "C.UTF-8",
            "TMPDIR": str(folder),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=held,
        pass_fds=(theirs.fileno(),),
        start_new_session=True,
    )
