"""Run the real program in a process of its own, and read what it said."""

import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import NoReturn

from cli.main import main

ROOT = Path(__file__).parents[2]
TRACKER = (sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())")
SHOWCASE = (sys.executable, str(ROOT / "tests" / "kit" / "showcase.py"))


def run(*arguments, program=TRACKER, env=None, **options):
    """Run the program; `env` is added to the environment."""
    return subprocess.run(
        [*program, *arguments],
        check=False,
        capture_output="stdout" not in options,
        cwd=options.pop("cwd", ROOT),
        env=environment(env),
        timeout=options.pop("timeout", 60),
        **options,
    )


def become(words, env) -> NoReturn:
    """Be the program, in a process that was forked from the tests, on its standard streams."""
    try:
        os.environ.update(env)
        sys.argv = ["tracker", *words]
        sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, range(3), "rww")
        status = main()
        sys.stdout.flush()
        os._exit(status)
    except BaseException:  # noqa: BLE001 - nothing may return into the tests
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(70)


def environment(env=None):
    """Return the environment; whether Python buffers is not the machine's to say."""
    return {**os.environ, "PYTHONUNBUFFERED": "", "PYTHONPATH": str(ROOT), **(env or {})}


def text(result):
    """Return standard output as text; nothing may have been said on standard error."""
    assert result.stderr == b"", result.stderr.decode()
    assert result.returncode == 0
    return result.stdout.decode()


def complaint(result):
    """Return the exit status and the one line on standard error, without `tracker: `."""
    line = result.stderr.decode()
    assert line.startswith("tracker: ")
    assert line.endswith("\n")
    assert line.count("\n") == 1, line
    return result.returncode, line.removeprefix("tracker: ").rstrip("\n")
