"""What a report takes: CPU seconds, memory and bytes, each in a program of its own.

python benchmarks/make_history.py five.db                                 once
python benchmarks/make_history.py ninety.db --years 0.25 --interval 3600  once
python benchmarks/documents.py five.db ninety.db
"""

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CASES = (
    ("the last 30 days, three lists", "five.db", ()),
    ("90 days hourly, 210 articles", "ninety.db", ("--window", "week", "--since", "2019")),
    ("90 days hourly, all three lists", "ninety.db", ("--since", "2019")),
)
PROGRAM = "import sys; from cli.main import main; sys.exit(main())"


def report(store: str, arguments: tuple[str, ...], page: Path) -> tuple[float, int]:
    """Make a report; CPU seconds, and the kilobytes of the largest program so far."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", PROGRAM, "--db", store, "report", *arguments, "-o", str(page)]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, after.ru_maxrss


def main() -> None:
    """Print a line for each case whose store was given."""
    given = {Path(store).name: store for store in sys.argv[1:]}
    with TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        for name, store, arguments in CASES:
            if store in given:
                runs = [report(given[store], arguments, page) for _ in range(3)]
                seconds, memory = min(runs)
                size = page.stat().st_size
                print(f"{name:34} {seconds:.2f} s  {memory // 1024} MB  {size:,} bytes")


if __name__ == "__main__":
    main()
