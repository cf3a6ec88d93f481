"""Format, lint and types are right: what `make lint` checks, as tests among the others.

So nobody waits for it; what a tool complains of is shown whole.
"""

import subprocess
import sys

import pytest
from running import ROOT


@pytest.mark.parametrize("tool", ["mypy", "ruff check .", "ruff format --check ."])
def test_the_tool_has_nothing_to_say(tool):
    words = [sys.executable, "-m", *tool.split()]
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"{tool}:\n{done.stdout}{done.stderr}"
