"""docs/library.md is run: every example says what it shows."""

import doctest
import shutil

import pytest
from running import ROOT


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_examples_say_what_they_show(demo, tmp_path, monkeypatch):
    shutil.copy(demo / "tracker.db", tmp_path)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(text, {}, "library.md", "docs/library.md", 0)
    report: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert not result.failed, "".join(report)
    assert result.attempted > 10
