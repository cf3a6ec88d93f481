"""One run of `tracker fetch` over many sites on loopback, one of them slow and one dead.

    python benchmarks/many_sites.py [50] [--latency 200] [--articles 2]

Every site answers after the latency (milliseconds); the slow one after five seconds, for which
its deadline is too short; nobody listens at the dead one. Printed: the whole run beside what the
sites would take one after the other, and when the first and the last of the others was recorded.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from fakesite import FakeSite  # noqa: E402 - found only now

SLOW = 5.0
DEADLINE = 8
TRACKER = "import sys; from cli.main import main; sys.exit(main())"


def entry(name: str, address: str) -> str:
    """A site's entry in the sites file."""
    return (
        f'[sites.{name}]\nextends = "jdefense"\nhome = "{address}"\n'
        f"allow_private = true\ndelay = 0\ndeadline = {DEADLINE}\n"
    )


def run(folder: Path, articles: int) -> tuple[float, int]:
    """Seconds of one run, and its exit status."""
    words = ["--db", folder / "t.db", "--config", folder / "sites.toml", "-q", "fetch"]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", TRACKER, *words, "--max-articles", str(articles)],
        cwd=ROOT,
        check=False,
        stderr=subprocess.DEVNULL,
    )
    return time.monotonic() - began, done.returncode


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", type=int, nargs="?", default=50)
    parser.add_argument("--latency", type=float, default=200.0)
    parser.add_argument("--articles", type=int, default=0)
    asked = parser.parse_args()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sites = [stack.enter_context(FakeSite()) for _ in range(asked.sites - 1)]
        for site in sites:
            site.latency = asked.latency / 1000
        sites[0].latency = SLOW
        text = "".join(entry(f"s{n}", site.address) for n, site in enumerate(sites))
        (folder / "sites.toml").write_text(text + entry("dead", "http://127.0.0.1:1/"))
        seconds, status = run(folder, asked.articles)
        alone = sum(len(site.log) * site.latency for site in sites[1:])
        with closing(sqlite3.connect(folder / "t.db")) as db:
            (recorded,) = db.execute("SELECT count(*) FROM snapshot").fetchone()
            (texts,) = db.execute("SELECT count(*) FROM part").fetchone()
        times = [site.log[-1].time - sites[1].log[0].time for site in sites[1:]]
    print(f"{asked.sites} sites, {asked.latency:g} ms each: {seconds:.1f} s, exit status {status}")
    print(f"  {recorded} sites recorded, {texts} article pages read")
    print(f"  the healthy ones one after the other would wait {alone:.1f} s for answers alone")
    print(f"  last request to a healthy site {max(times):.1f} s after the first")


if __name__ == "__main__":
    main()
