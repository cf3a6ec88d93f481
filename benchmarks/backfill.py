"""A backfill of a year from an archive on loopback, without a pause between two requests.

    PYTHONPATH=tests/kit python benchmarks/backfill.py [--captures 1460] [--kills 10] [--size 60]

The archive, in a process of its own, has a home page of so many kB every six hours; each shows
another list. The first run takes all of it. The second store is filled by runs of which so many are
killed by SIGKILL, at equal steps; then the exports of both are compared. The longest wait is what a
fetch beside it would have waited for the store.
"""

import argparse
import multiprocessing
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from fakearchive import FakeArchive

from cli.commands.demo.pages import SiteState, Story, page

HOME = "https://news.example.jp/"
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
STORIES = {7000 + n: Story(f"見出し第{n}号", "2025-1-1 9:00") for n in range(400)}
CONFIG = f'[sites.news]\nextends = "jdefense"\nhome = "{HOME}"\n'
TRACKER = [sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())"]
PAUSE = 0.005
"""Seconds between two looks at the store."""


def main() -> None:
    """Print what both ways took, and whether they gave the same."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--captures", type=int, default=1460)
    ask.add_argument("--kills", type=int, default=10)
    ask.add_argument("--size", type=int, default=60)
    given = ask.parse_args()
    here, there = multiprocessing.Pipe()
    apart = multiprocessing.Process(
        target=serve, args=(there, given.captures, given.size), daemon=True
    )
    apart.start()
    source = here.recv()

    def asked(*, forget: bool = False) -> tuple[int, int]:
        here.send("forget" if forget else "count")
        counts: tuple[int, int] = here.recv()
        return counts

    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "sites.toml")
        config.write_text(CONFIG)
        words = ["--config", str(config), "backfill", "news", "--from", source, "--since", "2025",
                 "--per-minute", "1000000"]  # fmt: skip
        whole, parts = Path(folder, "whole.db"), Path(folder, "parts.db")
        tell("in one run", run(whole, words), asked(forget=True))
        step = given.captures // (given.kills + 1)
        for number in range(1, given.kills + 1):
            until(parts, words, lambda goal=number * step: asked()[1] >= goal)  # type: ignore[misc]
        tell(f"after {given.kills} kills", run(parts, words), asked())
        for kind in ("rankings", "observations", "articles", "titles", "attempts"):
            same = export(whole, kind) == export(parts, kind)
            print(f"export {kind}: {'equal' if same else 'DIFFERENT'}")
        print(f"{whole.stat().st_size / 1e6:.1f} MB")
    apart.kill()


def serve(pipe: Connection, captures: int, size: int) -> None:
    """Be the archive; each message is answered with the requests, and the captures among them."""
    with FakeArchive() as archive:
        made = []
        for number in range(captures):
            stamp = f"{BEGIN + timedelta(hours=6 * number):%Y%m%d%H%M%S}"
            archive.captures = []
            archive.keep(HOME, stamp, home(number, size))
            made += archive.captures
        archive.captures = made
        pipe.send(archive.source)
        while wish := pipe.recv():
            pipe.send((len(archive.asked), len(archive.replays)))
            if wish == "forget":
                archive.asked.clear()


def home(number: int, size: int) -> bytes:
    """The home page at a capture, with so many kB that are mostly those of the one before."""
    names = sorted(STORIES)
    lists = {
        window: [names[(number // slow * 2 + n * 3) % len(names)] for n in range(10)]
        for window, slow in (("day", 1), ("week", 7), ("month", 30))
    }
    text = page(SiteState(STORIES, lists, names[number % 300 : number % 300 + 30]), "/") or ""
    filler = "".join(
        f"<p>第{n + number // 20}段落。本文のない段落である。</p>" for n in range(size * 14)
    )
    return text.replace("</body>", f"{filler}</body>").encode()


def run(store: Path, words: list[str]) -> tuple[float, float, float]:
    """Seconds by the wall and of the processor, and the longest wait for the store."""
    began, used, longest = time.monotonic(), cpu(), 0.0
    with subprocess.Popen([*TRACKER, "--db", str(store), *words]) as process:
        while process.poll() is None:
            longest = max(longest, waited(store))
            time.sleep(PAUSE)
    if process.returncode:
        sys.exit(f"it ended with {process.returncode}")
    return time.monotonic() - began, cpu() - used, longest


def waited(store: Path) -> float:
    """Seconds until the store could be written."""
    if not store.exists():
        return 0.0
    asked = time.monotonic()
    with closing(sqlite3.connect(store, timeout=600, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        db.execute("ROLLBACK")
    return time.monotonic() - asked


def until(store: Path, words: list[str], enough: Callable[[], bool]) -> None:
    """Run and kill as soon as it is enough."""
    with subprocess.Popen(
        [*TRACKER, "--db", str(store), *words], start_new_session=True
    ) as process:
        while process.poll() is None and not enough():
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)


def cpu() -> float:
    """Processor seconds of all children that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tell(how: str, cost: tuple[float, float, float], asked: tuple[int, int]) -> None:
    """Print what one way cost."""
    wall, used, wait = cost
    print(f"{how}: {wall:.1f} s, {used:.1f} s of CPU, longest wait {wait * 1000:,.0f} ms", end="; ")
    print(f"{asked[1]:,} captures asked for, {asked[0]:,} requests", flush=True)


def export(store: Path, kind: str) -> bytes:
    """The bytes of an export."""
    words = ["--db", str(store), "export", kind, "--csv"]
    return subprocess.run([*TRACKER, *words], stdout=subprocess.PIPE, check=True).stdout


if __name__ == "__main__":
    main()
