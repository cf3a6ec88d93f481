"""What `tracker demo` leaves in a folder, and what it said: the real program, in its own process."""

from pathlib import Path

from running import run

PATIENCE = 300
"""Seconds: it fetches some eighty times, and the machine may be busy."""


def make(folder: Path) -> None:
    """Run the demo there: `tracker.db`, and both streams in `said.txt`."""
    done = run("demo", "--db", str(folder / "tracker.db"), timeout=PATIENCE)
    (folder / "said.txt").write_bytes(done.stdout + done.stderr)
    assert done.returncode == 0, done.stderr.decode()
