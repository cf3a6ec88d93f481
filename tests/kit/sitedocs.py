"""docs/add-a-site.md, true because it was run: `make docs` writes it anew.

The blocks marked `text` hold commands behind `$ ` and under each what it says. They are run in the
order they stand, against a made site that is called news.example.jp in the text, an hour after
each other; before the block with the third fetch the site is rebuilt.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from fakesite import FakeSite
from running import ROOT, TRACKER, environment, in_shell

PAGE = ROOT / "docs" / "add-a-site.md"
BLOCK = r"(?ms)^```text\n(.*?)^```$"
CALLED = "https://news.example.jp/"
REBUILT = 4
"""The block, counted from 0, before which the site is rebuilt."""


class Transcript:
    """A folder and a site to run commands with."""

    def __init__(self, folder, site):
        self.folder = Path(folder)
        self.site = site
        self.blocks = 0
        program = self.folder / "tracker"
        quoted = " ".join(f"'{word}'" for word in TRACKER)
        program.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n')
        program.chmod(0o755)
        self.environment = environment(
            {
                "PATH": f"{self.folder}:/usr/bin:/bin",
                "HOME": str(folder),
                "COLUMNS": "90",
                "LC_ALL": "C.UTF-8",
                "TRACKER_DB": "tracker.db",
                "TRACKER_CONFIG": "sites.toml",
            }
        )

    def block(self, text):
        """Return a block's commands with what they say."""
        if self.blocks == REBUILT:
            self.site.markup = "tabs-aria"
        time = f"2026-01-28T{12 + self.blocks}:03:00+09:00"
        self.blocks += 1
        commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
        said = [f"$ {command}\n{self.run(command, time)}" for command in commands]
        return "\n".join(said)

    def run(self, command, time):
        """Run a command as if the made site stood where the text says."""
        meant = re.sub(rf"({CALLED})", rf"{self.site.address} --allow-private --delay 0", command)
        done = in_shell(meant, {**self.environment, "TRACKER_NOW": time}, self.folder)
        text = done.stdout.decode().replace(self.site.address, CALLED)
        text = text.replace(self.site.address[7:-1], CALLED[8:-1])
        text = re.sub(r"(?m)^(?:allow_private = true|delay = 0)\n", "", text)
        return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def fresh(text, folder):
    """Return the page's text with what its commands say now."""
    with FakeSite() as site:
        transcript = Transcript(folder, site)
        return re.sub(BLOCK, lambda block: f"```text\n{transcript.block(block[1])}```", text)


def main():
    """Write the page anew."""
    with TemporaryDirectory() as folder:
        PAGE.write_text(fresh(PAGE.read_text(), folder))


if __name__ == "__main__":
    main()
