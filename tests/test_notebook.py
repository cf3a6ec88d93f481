"""docs/notebook.md is run: its code draws, and its figures are those of the program."""

import csv
import io
import re
from contextlib import redirect_stdout

import pytest
from flow import tracker
from running import ROOT

PAGE = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")
PLAIN, WITH_PANDAS = (
    re.findall(r"(?ms)^```python\n(.*?)^```", part)
    for part in PAGE.split("\n## With pandas and matplotlib\n")
)
SHARE = r"(?m)^(\d+)% of (\d+) steps$"


@pytest.fixture
def run(demo, tmp_path, monkeypatch):
    """A function that runs code beside the panel and the store; it returns what was printed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracker.db").symlink_to(demo / "tracker.db")
    words = re.search(r"(?m)^\$ tracker (.*)$", PAGE)[1].split()
    assert tracker("--db", "tracker.db", *words).status == 0

    def run_code(blocks):
        with redirect_stdout(io.StringIO()) as out:
            exec(compile("\n".join(blocks), "notebook.md", "exec"), {})
        return out.getvalue()

    return run_code


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the page leaves closing to the end
def test_the_plain_code_tells_what_the_program_tells(run, tmp_path):
    said = run(PLAIN)
    percent, steps = map(int, re.search(SHARE, said).groups())
    with (tmp_path / "panel.csv").open(encoding="utf-8") as file:
        states = {(row["observed"], row["state"]) for row in csv.DictReader(file)}
    measured = {at for at, state in states} - {at for at, state in states if state == "unmeasured"}
    assert steps == len({at for at, _ in states})
    assert percent == round(100 * len(measured) / steps)
    assert len(re.findall(r"(?m)^ *\d+ h  .", said)) == 3
    rows = tracker("--db", "tracker.db", "export", "observations", "-w", "day").out.splitlines()
    times = [row.split(",")[0] for row in rows[1:]]
    assert said.splitlines()[-1] == f"{len(times)} {times[0]} {times[-1]}"


@pytest.mark.filterwarnings("ignore")  # what other people's libraries warn of is theirs
def test_the_code_of_the_page_runs(run, tmp_path, monkeypatch):
    pytest.importorskip("pandas", reason="docs/notebook.md was not run: pandas is not here")
    pytest.importorskip("matplotlib", reason="docs/notebook.md was not run: no matplotlib")
    monkeypatch.setenv("MPLBACKEND", "svg")
    said = run(WITH_PANDAS)
    assert "<svg" in (tmp_path / "ranks.svg").read_text()
    assert re.search(SHARE, said)
    assert re.search(SHARE, said)[0] == re.search(SHARE, run(PLAIN))[0]


def test_the_chart_is_six_lines():
    chart = WITH_PANDAS[0]
    assert len([line for line in chart.splitlines() if line and "import" not in line]) == 6
