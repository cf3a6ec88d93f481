"""How long each command keeps a fetch waiting, on a copy of a store.

    python benchmarks/make_history.py five.db --interval 3600     # once
    python benchmarks/blocking.py five.db

While a command runs, this asks for the store's write lock again and again, as a fetch does when it
records, and gives it back at once. The longest time until it came is what the command cost a fetch.
"""

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from store import open_store

COMMANDS = (
    "top", "movers --min 0", "leaders --limit 900", "search 1", "article day:1 --evidence", "log",
    "status", "export rankings", "export observations", "check", "check --rebuild",
    "reread --dry-run", "reread", "backup BACKUP", "prune --pages-older-than 1d",
    "prune --pages-older-than 1d --vacuum", "import FILE", "import --undo 1",
)  # fmt: skip
PAUSE = 0.005
"""Seconds between two looks."""


def longest_wait(store: Path, words: list[str]) -> tuple[float, float, int]:
    """(longest wait, duration, exit status) of a command, in seconds."""
    command = [sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())"]
    begun, longest = time.monotonic(), 0.0
    with (
        subprocess.Popen([*command, "--db", str(store), *words], stdout=subprocess.DEVNULL) as run,
        closing(sqlite3.connect(store, timeout=600, isolation_level=None)) as db,
    ):
        while run.poll() is None:
            asked = time.monotonic()
            db.execute("BEGIN EXCLUSIVE")
            longest = max(longest, time.monotonic() - asked)
            db.execute("ROLLBACK")
            time.sleep(PAUSE)
    return longest, time.monotonic() - begun, run.returncode


def main() -> None:
    """Print a row of a table for each command."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("store", type=Path)
    given = ask.parse_args().store
    with tempfile.TemporaryDirectory() as folder:
        store, rows, copy = (Path(folder, name) for name in ("t.db", "rows.csv", "copy.db"))
        shutil.copy(given, store)
        with open_store(store, write=True):
            pass  # a store of an older version is migrated now
        year = ["export", "rankings", "--since", "2020", "--until", "2020", "-o", str(rows)]
        longest_wait(store, year)
        text = rows.read_text().replace(",bench,", ",imported,").splitlines(keepends=True)
        rows.write_text("".join(text))
        print("| command | longest wait | took |\n|---|---|---|")
        for name in COMMANDS:
            words = name.replace("FILE", str(rows)).replace("BACKUP", str(copy)).split()
            wait, took, status = longest_wait(store, words)
            said = f" (exit {status})" if status else ""
            print(f"| `{name}`{said} | {wait * 1000:,.0f} ms | {took:.1f} s |", flush=True)


if __name__ == "__main__":
    main()
