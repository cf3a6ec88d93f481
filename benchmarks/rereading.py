"""How much faster kept pages are read again by several readers.

    python benchmarks/rereading.py [PAGES] [JOBS ...]

A store of PAGES (400) hourly copies of one page of the tests, read by detection, is read again with
each number of JOBS (1 2), in turns of three. Seconds by the clock, and seconds of CPU of the
writer and of its readers. The clock means little on a machine that has other work.
"""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = Path(__file__).parents[1] / "tests" / "pages" / "rankings" / "en-tabs-with-panels.html"
START = datetime(2026, 1, 1, tzinfo=UTC)
ROUNDS = 3
PROGRAM = """
import resource, sys
from cli.main import main
status = main()
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    print(sum(resource.getrusage(who)[:2]))
sys.exit(status)
"""


def main() -> None:
    """Make the store, and measure."""
    number, *jobs = map(int, sys.argv[1:] or ("400",))
    with TemporaryDirectory() as folder:
        store = _store(Path(folder), number)
        for _ in range(ROUNDS):
            for count in jobs or (1, 2):
                wall, writer, readers = _run(*store, "reread", "--jobs", str(count))
                load = os.getloadavg()[0]
                print(
                    f"--jobs {count}: {wall:5.1f} s by the clock (load {load:.0f}), CPU "
                    f"{writer:.1f} s of the writer, {readers:.1f} s of the readers"
                )


def _store(folder: Path, number: int) -> tuple[str, ...]:
    """Record the copies; returns the options that name the store and its configuration."""
    text = PAGE.read_text(encoding="utf-8")
    config, table = folder / "sites.toml", folder / "saved.tsv"
    config.write_text('[sites.news]\nhome = "https://news.example/"\n')
    with table.open("w") as lines:
        for n in range(number):
            (folder / f"{n}.html").write_text(f"{text}<!-- {n} -->", encoding="utf-8")
            at = (START + timedelta(hours=n)).isoformat()
            lines.write(f"{n}.html\thttps://news.example/\t{at}\n")
    store = ("--config", str(config), "--db", str(folder / "t.db"))
    _run(*store, "import", "--pages", str(table))
    return store


def _run(*words: str) -> tuple[float, float, float]:
    """Seconds by the clock, and of CPU of the program and of its children; it must end well."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", PROGRAM, *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    own, of_children = map(float, done.stdout.split())
    return time.perf_counter() - begun, own, of_children


if __name__ == "__main__":
    main()
