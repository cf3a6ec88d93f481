"""Run the real program in a process of its own, and read what it said."""

import os
import shlex
import subprocess
import sys
import traceback
import warnings
from pathlib import Path
from typing import NoReturn

from cli.main import main

ROOT = Path(__file__).parents[2]
TRACKER = (sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())")
SHELL = frozenset("|&;<>()$`\\*?[#~%\n")
"""Signs that mean something to a shell, quotes apart."""
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
        sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, range(3), "rww", (-1, -1, 1))
        status = main()
        sys.stdout.flush()
        os._exit(status)
    except BaseException:  # noqa: BLE001 - nothing may return into the tests
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(70)


def forked(words, env, folder):
    """Run the program in a process forked from this one; its exit status, and both streams as one.

    To start Python and load the program anew takes several times as long.
    """
    ours, theirs = os.pipe()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        pid = os.fork()  # where threads run, Python warns of it
    if not pid:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream in (1, 2):
            os.dup2(theirs, stream)
        os.close(ours)
        os.chdir(folder)
        become(words, env)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said


def in_shell(command, env, folder):
    """The same for a line of a shell, which only lines that ask for more than a program get."""
    words = shlex.split(command)
    if words[0] == "tracker" and not SHELL.intersection(command):
        return forked(words[1:], env, folder)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        check=False,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )
    return done.returncode, done.stdout


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
