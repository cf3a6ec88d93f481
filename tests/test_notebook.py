"""docs/notebook.md is run: its code draws, and its figures are those of the program."""

import io
import re
from contextlib import redirect_stdout

import pytest
from flow import tracker
from running import ROOT

PAGE = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"(?ms)^```python\n(.*?)^```", PAGE))


@pytest.mark.filterwarnings("ignore")  # what other people's libraries warn of is theirs
def test_the_code_of_the_page_runs(demo, tmp_path, monkeypatch):
    pytest.importorskip("pandas", reason="docs/notebook.md was not run: pandas is not here")
    pytest.importorskip("matplotlib", reason="docs/notebook.md was not run: no matplotlib")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "svg")
    words = re.search(r"(?m)^\$ tracker (.*)$", PAGE)[1].split()
    assert tracker("--db", str(demo / "tracker.db"), *words).status == 0
    with redirect_stdout(io.StringIO()) as out:
        exec(compile(CODE, "notebook.md", "exec"), {})
    assert "<svg" in (tmp_path / "ranks.svg").read_text()
    assert re.search(r"(?m)^\d+% of \d+ steps$", out.getvalue())


def test_the_chart_is_six_lines():
    chart = re.search(r"(?ms)^```python\n(.*?)^```", PAGE)[1]
    assert len([line for line in chart.splitlines() if line and "import" not in line]) == 6
