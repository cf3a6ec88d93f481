"""One run of `tracker fetch` over many sites on loopback: wall, CPU and memory, site by site.

    python benchmarks/many_sites.py [50 100 200 400] [--latency 30] [--articles 0] [--trouble]

Every answer takes the latency (milliseconds), and between a site's robots.txt and its page stand
the five latencies of good manners. Each line is the fetch that makes a store, and the same once
more, when the sites are known and their lists have changed. Shown are the whole run, the
CPU of the fetching process and of the processes that read pages, each by site, and the largest
resident size of either, which counts what forked processes share in full. The sites are served
by one process apart; on a machine of few cores it takes its share of the wall. Below stands what
bounds the wall: each site's page is committed on its own, and a commit waits for the disk.

With --trouble one of the sites takes five seconds for an answer, for which its deadline is too
short, and nobody listens at another.
"""

import argparse
import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

from cli.commands.demo.script import VISITS, state_at
from cli.commands.demo.server import Response, respond
from store.db.connect import transaction, writing
from store.history.sites import set_meta

SLOW = 5.0
DEADLINE = 8
NOBODY = "http://127.0.0.1:1/"
TRACKER = """
import json, resource, sys
from cli.main import main
status = main()
used = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([[one.ru_utime + one.ru_stime, one.ru_maxrss] for one in used]))
sys.exit(status)
"""


class Cost(NamedTuple):
    """Seconds and bytes of one run; `parent` and `readers` are (CPU seconds, largest KiB)."""

    wall: float
    status: int
    parent: tuple[float, int]
    readers: tuple[float, int]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sites", type=int, nargs="*", default=[50, 100, 200, 400])
    parser.add_argument("--latency", type=float, default=30.0)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--trouble", action="store_true")
    asked = parser.parse_args()
    print("sites  visit   wall   a site  CPU a site: parent  readers   memory: parent  a reader")
    for number in asked.sites:
        with tempfile.TemporaryDirectory() as name, served(number, asked) as addresses:
            folder = Path(name)
            (folder / "sites.toml").write_text("".join(map(entry, count(), addresses)))
            for visit in ("first", "second"):
                report(number, visit, run(folder, asked.articles))
            told(folder, number)


def report(sites: int, visit: str, cost: Cost) -> None:
    """A line of the table."""
    (parent, size), (readers, of_reader) = cost.parent, cost.readers
    print(
        f"{sites:5}  {visit:6}{cost.wall:5.2f} s  {cost.wall / sites * 1e3:4.1f} ms"
        f"  {parent / sites * 1e3:15.1f} ms  {readers / sites * 1e3:4.1f} ms"
        f"  {size / 1024:12.0f} MB  {of_reader / 1024:5.0f} MB"
        + (f"   exit status {cost.status}" if cost.status else ""),
        flush=True,
    )


def told(folder: Path, sites: int) -> None:
    """What the store holds afterwards, and how long its commits take alone."""
    with writing(str(folder / "t.db")) as db:
        (recorded,) = db.execute("SELECT count(*) FROM snapshot").fetchone()
        (texts,) = db.execute("SELECT count(*) FROM part").fetchone()
        waited = min(commit(db, number) for number in range(50))
    print(f"       {recorded} snapshots recorded, {texts} article pages read")
    print(f"       a commit takes {waited * 1e3:.1f} ms: {waited * sites:.2f} s for {sites} sites")


def commit(db: sqlite3.Connection, number: int) -> float:
    """Seconds that the least transaction takes."""
    began = time.perf_counter()
    with transaction(db):
        set_meta(db, "benchmark", str(number))
    return time.perf_counter() - began


def entry(number: int, address: str) -> str:
    """A site's entry in the sites file."""
    return (
        f'[sites.s{number}]\nextends = "jdefense"\nhome = "{address}"\n'
        f"allow_private = true\ndelay = 0\ndeadline = {DEADLINE}\n"
    )


def run(folder: Path, articles: int) -> Cost:
    """One fetch of all the sites."""
    words = ["--db", folder / "t.db", "--config", folder / "sites.toml", "-q", "fetch"]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", TRACKER, *words, "--max-articles", str(articles)],
        check=False,
        capture_output=True,
        text=True,
    )
    wall = time.monotonic() - began
    return Cost(wall, done.returncode, *json.loads(done.stdout))


@contextmanager
def served(number: int, asked: argparse.Namespace) -> Iterator[list[str]]:
    """The addresses of sites that a child process serves."""
    here, there = os.pipe()
    if not (child := os.fork()):
        os.close(here)
        asyncio.run(serve(there, number, asked))
    os.close(there)
    with os.fdopen(here) as said:
        yield json.loads(said.readline())
    os.kill(child, 15)
    os.waitpid(child, 0)


async def serve(tell: int, number: int, asked: argparse.Namespace) -> None:
    """Serve sites on ports of their own; with trouble, a slow one and one that is not there."""
    begun = [await site(asked.latency / 1000) for _ in range(number - 2 * asked.trouble)]
    if asked.trouble:
        begun += [await site(SLOW), NOBODY]
    os.write(tell, f"{json.dumps(begun)}\n".encode())
    await asyncio.Event().wait()


@cache
def said(visit: int, path: str) -> Response:
    """What a site answers to a request; another list at every visit."""
    return respond(state_at(VISITS[visit]), path, {})


async def site(latency: float) -> str:
    """The address of a site that answers after so many seconds."""
    visits = count()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        await asyncio.sleep(latency)
        status, headers, body = said(next(visits) % len(VISITS), path)
        lines = [f"HTTP/1.1 {status} -", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers if name != "ETag"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


if __name__ == "__main__":
    main()
