"""A headless Chromium, driven over its debugging pipe: what a page shows, loads and complains of.

Debian's package is used where it is installed; nothing is fetched. The pipe (messages in JSON, each
with a NUL behind it) needs no port and no library.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ABSENT = "pages were not looked at in a browser: Chromium is not installed"
NOT_DRAWN = "pages were not drawn by a browser: Playwright or Chromium is not installed"
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
PIPED = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Starts a program whose descriptors 3 and 4 are the ends of its pipe."""
PATIENCE = 60
"""Seconds until an answer must have come; the machine may be busy."""


def summary(skipped):
    """The lines that say what was not done for want of a browser, from reports of skipped tests."""
    reasons = [str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)]
    lacks = (lack for lack in (ABSENT, NOT_DRAWN) if any(lack in why for why in reasons))
    return "\n".join(f"{lack[0].upper()}{lack[1:]}." for lack in lacks)


class Browser:
    """One Chromium with one page. What it asked for and complained of is kept."""

    def __init__(self):
        self.home = tempfile.mkdtemp()
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-c", PIPED, str(theirs_in), str(theirs_out),
             CHROMIUM, *QUIET, f"--user-data-dir={self.home}", "about:blank"],
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._in, self._out, self._rest = ours_in, ours_out, b""
        self._number, self.session = 0, None
        self.requests, self.complaints = [], []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(PATIENCE)
        os.close(self._in)
        os.close(self._out)
        shutil.rmtree(self.home, ignore_errors=True)

    def call(self, method, **params):
        """Ask for something; what happens meanwhile is kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._number:
            self._happened(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def _read(self):
        while b"\0" not in self._rest:
            piece = os.read(self._in, 1 << 20)
            assert piece, "Chromium has ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def _happened(self, event):
        kind, params = event.get("method"), event.get("params", {})
        if kind == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif kind in {"Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"}:
            self.complaints.append(json.dumps(params))

    def open(self, page, width=1280, height=800, *, dark=False, script=True):
        """Go to a file or an address, in a window of this size."""
        self.requests, self.complaints = [], []
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 500)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Page.navigate", url=page.as_uri() if isinstance(page, Path) else page)
        end = time.monotonic() + PATIENCE
        while self.value("document.readyState") != "complete":
            assert time.monotonic() < end, "the page does not load"

    def value(self, expression):
        """What an expression gives in the page; promises are waited for."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def picture(self, path, height=None):
        """Write what is seen, or a page of this height, as PNG or, if its name says so, WebP."""
        clip, kind = {}, "webp" if str(path).endswith(".webp") else "png"
        if height:
            width = self.value("innerWidth")
            clip = {"clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
                    "captureBeyondViewport": True}  # fmt: skip
        data = self.call("Page.captureScreenshot", format=kind, **clip)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def pdf(self, path):
        """Print to A4, as the page's own style says."""
        data = self.call("Page.printToPDF", preferCSSPageSize=True)["data"]
        Path(path).write_bytes(base64.b64decode(data))
