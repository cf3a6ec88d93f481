"""What `tracker demo` leaves in a folder, and what it said."""

from pathlib import Path

from flow import run_here


def make(folder: Path) -> None:
    """Run the demo there: `tracker.db`, and both streams in `said.txt`."""
    done = run_here("demo", "--db", str(folder / "tracker.db"))
    (folder / "said.txt").write_bytes(done.stdout + done.stderr)
    assert done.returncode == 0, done.stderr.decode()
