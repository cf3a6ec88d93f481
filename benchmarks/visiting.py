"""What one visit costs from nothing, as multiples of a bare interpreter.

    python benchmarks/visiting.py [--runs 21]

Every line is a process of its own, started in turn with the others; the least and the median of
the CPU that they take are shown.
The page comes from a server on loopback in this process.
"""

import argparse
import os
import statistics
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
BODY = b"<html>" + b"<p>page</p>" * 2000
VISIT = """
import sys, time
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
client = Client(Politeness((), lambda: 0), user_agent="bench/0", allow_private=True, delay=0, robots=False)
answer = client.visit(sys.argv[1], deadline=time.monotonic() + 30)
sys.exit(answer.code)
"""
SCRIPTS = {
    "a bare interpreter": "pass",
    "import httpx, httpcore": "import httpx, httpcore",
    "import scrapers.http.transport": "import scrapers.http.transport",
    "one visit": VISIT,
    "httpx.get": "import sys, httpx; httpx.get(sys.argv[1]).raise_for_status()",
}


class Page(BaseHTTPRequestHandler):
    """Answers everything with the same page."""

    def do_GET(self) -> None:
        """Send the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def seconds(script: str, url: str) -> float:
    """The CPU that a process takes to run a script."""
    process = subprocess.Popen([sys.executable, "-c", script, url], cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit {process.returncode}: {script}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21)
    runs = parser.parse_args().runs
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        rounds = [{name: seconds(text, url) for name, text in SCRIPTS.items()} for _ in range(runs)]
        server.shutdown()
    bare = min(times["a bare interpreter"] for times in rounds)
    print("  least  median  x bare")
    for name in SCRIPTS:
        times = [one[name] * 1e3 for one in rounds]
        fastest = min(times)
        print(
            f"{fastest:4.0f} ms {statistics.median(times):4.0f} ms {fastest / bare / 1e3:6.1f}  {name}"
        )


if __name__ == "__main__":
    main()
