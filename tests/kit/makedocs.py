"""Documentation that is true because it was run: `make docs` writes it, a test compares it.

In README.md and docs/*.md, a fenced block marked `console` holds commands behind `$ ` and under
each what it says. All are run, in the order they stand, against the store that `tracker demo`
makes, a few minutes after its last visit. Blocks marked `sh` are commands that would change the
reader's machine or take a network; they are only checked to be spelt right.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import demostore
from picture import svg
from running import ROOT, TRACKER, environment, in_shell

NOW = "2026-01-27T08:12:00+09:00"
BLOCK = r"(?ms)^```console\n(.*?)^```$"
PICTURES = {ROOT / "docs" / "top.svg": "en", ROOT / "docs" / "top.ja.svg": "ja"}
"""The pictures of PICTURED, and their languages."""

PICTURED, ROOM = "tracker top", 96


def pages():
    """Return the pages that are documentation, README first."""
    return [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").glob("*.md"))]


class Shell:
    """A folder with the demo's store in it, and a way to run commands there."""

    def __init__(self, folder, demo):
        """Begin with a copy of what the demo left in a folder."""
        self.folder = Path(shutil.copytree(demo, folder, dirs_exist_ok=True))
        program = self.folder / "bin" / "tracker"
        program.parent.mkdir()
        quoted = " ".join(f"'{word}'" for word in TRACKER)
        program.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n')
        program.chmod(0o755)
        self.environment = environment(
            {
                "PATH": f"{program.parent}:{os.environ['PATH']}",
                "COLUMNS": "90",
                "HOME": str(folder),
                "XDG_DATA_HOME": "",
                "XDG_CONFIG_HOME": "",
                "LC_ALL": "C.UTF-8",
                "TRACKER_LANG": "en",
                "TRACKER_DB": "tracker.db",
                "TRACKER_NOW": NOW,
            }
        )
        self.status = 0

    def run(self, command):
        """Run a command; return what it said on both streams, the made site's port fixed."""
        line = f"(exit {self.status}); {command}" if "$?" in command else command
        done = in_shell(line, self.environment, self.folder)
        self.status = done.returncode
        return _settled(done.stdout.decode())

    def seen(self, command):
        """Return what a terminal is sent by a command."""
        mine, theirs = pty.openpty()
        surroundings = self.environment | {"COLUMNS": str(ROOM), "TERM": "xterm"}
        with subprocess.Popen(
            ["/bin/sh", "-c", command], cwd=self.folder, env=surroundings, stdout=theirs
        ):
            os.close(theirs)
            said = b"".join(iter(lambda: _read(mine), b""))
        os.close(mine)
        return _settled(said.decode())


def _read(terminal):
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side has closed
        return b""


def _settled(text):
    """Return the text as it is each time: the port of the made site, blanks at a line's end."""
    return re.sub(
        r"[ \t]+$", "", re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:40000", text), flags=re.MULTILINE
    )


def fresh(page, shell, language="en"):
    """Return a page's text with what its commands say now."""
    shell.environment["TRACKER_LANG"] = language
    return re.sub(BLOCK, lambda block: f"```console\n{_answers(block[1], shell)}```", page)


def _answers(block, shell):
    """Return each command with what it said, a blank line behind what takes several."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    said = [f"$ {command}\n{shell.run(command)}" for command in commands]
    return "".join(text + "\n" * (text.count("\n") > 2) for text in said).rstrip("\n") + "\n"


def language_of(name):
    """Return the language of a page: `README.ja.md` is Japanese."""
    return "ja" if name.endswith(".ja.md") else "en"


def picture(shell, language="en"):
    """Return the picture of `tracker top`."""
    shell.environment["TRACKER_LANG"] = language
    return svg(PICTURED, shell.seen(PICTURED))


def main():
    """Write every page and the picture anew."""
    with TemporaryDirectory() as demo, TemporaryDirectory() as folder:
        demostore.make(Path(demo))
        shell = Shell(folder, demo)
        for path, language in PICTURES.items():
            path.write_text(picture(shell, language))
        for page in pages():
            text = page.read_text()
            if (made := fresh(text, shell, language_of(page.name))) != text:
                page.write_text(made)
                sys.stdout.write(f"made anew: {page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
