"""What starting the program costs, as multiples of `python -c pass`, measured side by side.

    python benchmarks/make_history.py five.db                 # once, about 45 s
    python benchmarks/startup.py [five.db] [--plain SCRIPT] [--peers FOLDER] [--runs 21]

Every line is a process of its own, started in turn with all the others, so that whatever else
the machine does falls on all of them; the fastest run of each counts. Both clocks are shown: the
wall's, and the CPU's, that of the process and of all its children. Without a store the reading
commands are left out; SCRIPT is called as `SCRIPT URL DATABASE`, and is what a user would write
in ten minutes: one page, one list, one database. FOLDER is the `bin` of an environment in which
programs of the same trade are installed; those of PEERS that it has are started as well.

The page comes from a server on loopback, in a process of its own: a made home page with the
bulk of a real one, another few bytes at every visit, and no validators. `fetch` records the
second snapshot of a store, `plain` appends to its table; both stores are put back after each run.
"""

import argparse
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cli.commands.demo.pages import page
from cli.commands.demo.script import VISITS, state_at
from cli.commands.demo.server import Loopback, Response

TRACKER = (sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())")
PEERS = (
    "csvlook --help",
    "datasette --version",
    "git-history --help",
    "http --version",
    "httpx --help",
    "news-please --help",
    "scrapy version",
    "trafilatura --help",
    "urlwatch --version",
)
"""What programs of the same trade do at the least."""
BARE = "python -c pass"
ROBOTS = b"User-agent: *\nDisallow: /api/\nCrawl-delay: 0\n"


TERMINAL = {"TERM": "xterm", "COLUMNS": "120"}
UNUSUAL = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
"""Settings of development that would have modules compiled anew at every start."""


class Step(NamedTuple):
    """A command; `terminal`: its output is a terminal. `before` makes its ground."""

    words: tuple[str, ...]
    terminal: bool = False
    before: Callable[[], object] = lambda: None


class Cost(NamedTuple):
    """Seconds of one run."""

    wall: float
    cpu: float


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ask.add_argument("store", nargs="?")
    ask.add_argument("--plain", metavar="SCRIPT")
    ask.add_argument("--peers", metavar="FOLDER")
    ask.add_argument("--runs", type=int, default=21)
    said = ask.parse_args()
    for setting in UNUSUAL:
        os.environ.pop(setting, None)
    with (
        TemporaryDirectory() as folder,
        _served(robots=True) as site,
        _served(robots=False) as bare,
    ):
        steps = {
            BARE: Step((sys.executable, "-c", "pass")),
            "tracker --help": Step((*TRACKER, "--help")),
            **(_reading(said.store) if said.store else {}),
            **_fetching(Path(folder), said.plain, site, bare),
            **(_peers(Path(said.peers)) if said.peers else {}),
        }
        rounds = [{name: _cost(step) for name, step in steps.items()} for _ in range(said.runs)]
    _report({name: [one[name] for one in rounds] for name in steps})


def _reading(store: str) -> dict[str, Step]:
    """What looks into a store, and a peer that does."""
    top = (*TRACKER, "--db", store, "top", "--window", "week")
    peer = shutil.which("sqlite-utils", path=Path(sys.executable).parent) or "sqlite-utils"
    return {
        "tracker top, piped": Step(top),
        "tracker top, on a terminal": Step(top, terminal=True),
        "sqlite-utils tables": Step((peer, "tables", store)),
    }


def _peers(folder: Path) -> dict[str, Step]:
    """Programs of the same trade, as far as they are installed."""
    words = {line: line.split() for line in PEERS}
    return {
        line: Step((str(folder / name), *rest))
        for line, (name, *rest) in words.items()
        if (folder / name).exists()
    }


def _fetching(folder: Path, script: str | None, site: str, bare: str) -> dict[str, Step]:
    """What records one page, with and without a robots.txt, and a script that does."""
    steps = {
        "tracker fetch": _fetch(folder, "local", site),
        "tracker fetch, no robots.txt": _fetch(folder, "bare", bare),
    }
    if script:
        words = (sys.executable, script, bare)
        steps["plain script"] = _restored(words, folder / "plain.db", ())
    return steps


def _fetch(folder: Path, name: str, address: str) -> Step:
    config = folder / f"{name}.toml"
    config.write_text(
        f'[sites.{name}]\nextends = "jdefense"\nhome = "{address}"\n'
        "allow_private = true\ndelay = 0\n"
    )
    store = folder / f"{name}.db"
    words = (*TRACKER, "--config", str(config), "--db", str(store), "fetch", "--no-articles")
    return _restored(words, store, (("TRACKER_NOW", "2026-01-01T00:00Z"),))


def _restored(words: tuple[str, ...], store: Path, env: tuple[tuple[str, str], ...]) -> Step:
    """A command that finds its store as its own first run left it."""
    kept = store.with_suffix(".kept")
    words = words if "--db" in words else (*words, str(store))
    subprocess.run(words, check=True, env={**os.environ, **dict(env)}, stdout=subprocess.DEVNULL)
    store.rename(kept)
    return Step(words, before=lambda: shutil.copyfile(kept, store))


@contextmanager
def _served(*, robots: bool) -> Iterator[str]:
    """The address of a page served by a child process."""
    here, there = os.pipe()
    if not (child := os.fork()):
        os.close(here)
        _serve(there, robots=robots)
    os.close(there)
    try:
        with os.fdopen(here) as said:
            yield said.readline().strip()
    finally:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


def _serve(tell: int, *, robots: bool) -> None:
    home = (page(state_at(VISITS[0]), "/") or "").replace("most-", "rank-")
    story = f"<p>{'ためしの文章である。' * 40}</p>" * 30
    numbers = count()

    def respond(path: str, _headers: object) -> Response:
        if path == "/robots.txt":
            return (
                Response(200, (("Content-Type", "text/plain"),), ROBOTS)
                if robots
                else Response(404)
            )
        return Response(body=home.replace("</main>", f"{story}{next(numbers)}</main>").encode())

    with Loopback(respond) as server:
        os.write(tell, f"{server.address}\n".encode())
        while True:
            time.sleep(3600)


def _cost(step: Step) -> Cost:
    """Run it; a run that fails ends the benchmark."""
    step.before()
    here, there = pty.openpty() if step.terminal else (None, subprocess.DEVNULL)
    env = {**os.environ, **TERMINAL}
    began = time.perf_counter()
    process = subprocess.Popen(step.words, stdin=there, stdout=there, env=env)
    if here is not None:
        os.close(there)
        with suppress(OSError):  # the other side is closed: a terminal's end of file
            while os.read(here, 65536):
                pass
        os.close(here)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(step.words)}: exit {process.returncode}")
    return Cost(wall, used.ru_utime + used.ru_stime)


def _report(costs: dict[str, list[Cost]]) -> None:
    best = {name: Cost(*map(min, zip(*runs, strict=True))) for name, runs in costs.items()}
    bare = best[BARE]
    print("   wall  x bare       CPU  x bare")
    for name, cost in best.items():
        print(
            f"{cost.wall * 1e3:5.0f} ms {cost.wall / bare.wall:6.2f}  "
            f"{cost.cpu * 1e3:5.0f} ms {cost.cpu / bare.cpu:6.2f}   {name}"
        )


if __name__ == "__main__":
    main()
