"""The examples of docs/archives.md, run as they stand against a site and an archive on loopback."""

import io
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakearchive import FakeArchive
from fakesite import FakeSite
from flow import Flow

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

DOC = Path(__file__).parents[3] / "docs" / "archives.md"


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_the_examples_work_one_after_the_other(tmp_path, monkeypatch):
    blocks = re.findall(r"```sh\n(.*?)```", DOC.read_text(), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) >= 11
    monkeypatch.chdir(tmp_path)
    with FakeSite() as site, FakeArchive() as archive:
        flow = Flow(site, tmp_path, monkeypatch)
        body = site.page()
        for days in (300, 10):
            time = datetime.now(UTC) - timedelta(days=days)
            archive.keep(site.address, f"{time:%Y%m%d%H%M%S}", body)
        Path("page.html").write_bytes(body)
        Path("saved.tsv").write_text(f"page.html\t{site.address}\t2026-01-11T07:03+09:00\n")
        for line in lines:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
            _run(flow, archive, line)
        assert {row["source"] for row in flow.export("observations")} == {"archive"}
        assert len(flow.export("attempts")) in {5, 6}, (
            "wget's and the one of now may share a second"
        )


def _run(flow, archive, line):
    """Run one line; of a pipe its last part, which gets the home page."""
    own = {
        "https://news.example.jp/": flow.site.address,
        "http://localhost:8080/news/": archive.source,
    }
    words = [own.get(word, word) for word in shlex.split(line, comments=True)]
    words = words[words.index("|") + 1 :] if "|" in words else words
    if words[0] == "wget":
        subprocess.run([*words, "-q", "-O", "page"], timeout=60, check=True)
        return
    assert words.pop(0) == "tracker"
    if words[0] == "backfill":
        words[1:2] = ["local", "--per-minute", "100000"]
        words = [archive.source if word == "wayback" else word for word in words]
    said = flow.run(*words)
    assert said.status == 0, (line, said.err)
