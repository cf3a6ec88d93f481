"""Golden files: text that somebody has looked at once, and that must not change by accident.

    GOLDEN=write pytest tests/cli/commands/test_top.py      makes those of a test module anew

Look at `git diff tests/golden` before committing what came of it.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def check(name: str, text: str) -> None:
    """The text is that of the golden file (control characters are shown as escapes)."""
    shown = text.replace("\x1b", "\\e")
    path = FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
