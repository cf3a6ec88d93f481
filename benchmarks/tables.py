"""What export and import of a whole history cost, beside the sqlite3 shell on naive rows.

    python benchmarks/make_history.py one.db --years 1
    python benchmarks/tables.py one.db

CPU seconds (user and system) of a process each, rows a second, and the most memory it held. The
shell, where there is one, writes the same table as CSV from a row per rank, as a user would have
stored it. JSON is newline-delimited. What was imported, from either form, must give the same bytes
when it is exported again.
"""

import filecmp
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

TRACKER = (sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())")


def main() -> None:
    """Measure and print."""
    store = sys.argv[1]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with TemporaryDirectory() as folder:
        table, lines, again = (Path(folder, name) for name in ("r.csv", "r.nl", "again.csv"))
        other, third = str(Path(folder, "other.db")), str(Path(folder, "third.db"))
        export = (*TRACKER, "-q", "--db", store, "export", "rankings", "-o")
        spent = [("export", *_cost((*export, str(table))))]
        rows = _lines(table) - 1
        spent.append(("import", *_cost((*TRACKER, "--db", other, "import", str(table)))))
        spent.append(("export JSON", *_cost((*export, str(lines)))))
        spent.append(("import JSON", *_cost((*TRACKER, "--db", third, "import", str(lines)))))
        if find_spec("duckdb"):
            packed = Path(folder, "r.parquet")
            spent.append(("export Parquet", *_cost((*export, str(packed)))))
            print(f"Parquet: {packed.stat().st_size / 1e6:,.2f} MB")
        if shell := shutil.which("sqlite3"):
            spent.append(("sqlite3 shell", *_naive(shell, table, Path(folder, "naive.db"))))
        for made in (other, third):
            _cost((*TRACKER, "--db", made, "export", "rankings", "-o", str(again)))
            if not filecmp.cmp(table, again, shallow=False):
                raise SystemExit("what was imported is not what was exported")
        print(f"{rows:,} rows, {table.stat().st_size / 1e6:,.0f} MB")
        for name, seconds, memory in spent:
            print(f"{name:14} {seconds:6.2f} s {rows / seconds:12,.0f} rows/s {memory:6.0f} MB")


def _naive(shell: str, table: Path, place: Path) -> tuple[float, float]:
    """The shell's export of a row per rank."""
    load = f".import --csv {table} rankings"
    subprocess.run((shell, place, load), check=True)
    return _cost((shell, str(place), "-csv", "-header", "SELECT * FROM rankings"))


def _cost(words: tuple[str, ...]) -> tuple[float, float]:
    """CPU seconds and MB of a process that must end well."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}: exit {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _lines(table: Path) -> int:
    with table.open("rb") as content:
        return sum(1 for _ in content)


if __name__ == "__main__":
    main()
