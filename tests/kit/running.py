"""Run the real program in a process of its own, and read what it said."""

import os
import re
import shlex
import subprocess
import sys
import traceback
import warnings
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

from showcase import Showcase

from cli.main import main

ROOT = Path(__file__).parents[2]
TRACKER = (sys.executable, "-c", "import sys; from cli.main import main; sys.exit(main())")
ANEW = re.compile(r"PYTHON|LC_ALL|LANG\b|LD_")
"""Variables that Python looks at when it starts."""
SHELL = frozenset("|&;<>()$`\\*?[#~%\n")
"""Signs that mean something to a shell, quotes apart."""
SHOWCASE = (sys.executable, str(ROOT / "tests" / "kit" / "showcase.py"))
FORKED = {TRACKER: None, SHOWCASE: Showcase(())}
"""What `main` is given where a process is forked to be one of these."""


def run(*arguments, program=TRACKER, env=None, anew=False, **options):
    """Run the program; `env` is added to the environment.

    It is forked from this process where nothing speaks against it: to start Python and load the
    program `anew` takes several times as long.
    """
    anew = anew or bool(options) or ANEW.search(" ".join(env or ()))
    if program in FORKED and not anew:
        return forked(arguments, environment(env), ROOT, program=FORKED[program])
    return subprocess.run(
        [*program, *arguments],
        check=False,
        capture_output="stdout" not in options,
        cwd=options.pop("cwd", ROOT),
        env=environment(env),
        timeout=options.pop("timeout", 60),
        **options,
    )


def become(words, env, program=None) -> NoReturn:
    """Be the program, in a process that was forked from the tests, on its standard streams."""
    try:
        os.environ.update(env)
        sys.argv = ["tracker", *map(os.fsdecode, words)]
        sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, range(3), "rww", (-1, -1, 1))
        status = main(program)
        sys.stdout.flush()
        os._exit(status)
    except BaseException:  # noqa: BLE001 - nothing may return into the tests
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(70)


def forked(words, env, folder, *, together=False, program=None):
    """What the program does in a process forked from this one, both streams apart or as one."""
    with TemporaryFile() as out, TemporaryFile() as err, Path(os.devnull).open() as nothing:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            pid = os.fork()  # where threads run, Python warns of it
        if not pid:
            for number, stream in enumerate((nothing, out, out if together else err)):
                os.dup2(stream.fileno(), number)
            os.chdir(folder)
            become(words, env, program)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        for stream in (out, err):
            stream.seek(0)
        return subprocess.CompletedProcess(words, status, out.read(), err.read())


def in_shell(command, env, folder):
    """Do a line of a shell, both streams as one; a shell gets only what asks for more of it."""
    words = shlex.split(command)
    if words[0] == "tracker" and not SHELL.intersection(command):
        return forked(words[1:], env, folder, together=True)
    return subprocess.run(
        ["/bin/sh", "-c", command],
        check=False,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
    )


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
