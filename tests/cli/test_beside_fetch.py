"""No command keeps a fetch from recording while it writes, so a pager may stay open for hours."""

import contextlib
import io
import sqlite3
from contextlib import closing

import pytest
from fakesite import FakeSite
from flow import Flow, _do

from cli.commands import COMMANDS
from cli.terminal import errors

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

WORDS = {
    "top": [],
    "movers": ["--min", "0"],
    "article": ["day:1", "--evidence"],
    "leaders": ["--csv"],
    "report": [],
    "feed": ["events"],
    "chart": [],
    "profile": [],
    "search": ["訓練", "--json"],
    "status": [],
    "log": ["--nl"],
    "check": ["--rebuild"],
    "doctor": [],
    "prune": ["--pages-older-than", "1d"],
    "reread": [],
    "export": ["rankings"],
    "import": ["--list"],
    "sites": [],
}
"""Each command that uses the store, with arguments."""

APART = {
    "fetch",
    "backfill",
    "inspect",
    "digest",
    "notify",
    "publish",
    "schedule",
    "demo",
    "backup",
    "help",
    "docs",
    "completion",
}
"""Commands that do not read the store while they write."""


class Pipe(io.RawIOBase):
    """An output that notes, whenever something is written, whether the store is free."""

    def __init__(self, store) -> None:
        super().__init__()
        self.store = store
        self.free: list[bool] = []

    def writable(self):
        return True

    def write(self, data):
        self.free.append(_is_free(self.store))
        return len(data)


def _is_free(store) -> bool:
    """Whether another program could record just now."""
    with closing(sqlite3.connect(store, timeout=0, isolation_level=None)) as db:
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        db.execute("ROLLBACK")
    return True


def _free_while_writing(flow, *words) -> list[bool]:
    words = ("--db", str(flow.store), "--config", str(flow.config), *words)
    pipes = [Pipe(flow.store), Pipe(flow.store)]
    out, err = (io.TextIOWrapper(io.BufferedWriter(pipe, 1), "utf-8") for pipe in pipes)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert errors.boundary(lambda: _do(words)) == 0
    return [free for pipe in pipes for free in pipe.free]


def test_every_command_is_judged():
    assert {row.name for row in COMMANDS} == WORDS.keys() | APART


def test_no_command_writes_while_it_holds_the_store(tmp_path, monkeypatch):
    with FakeSite() as site:
        _judge_all(Flow(site, tmp_path, monkeypatch))


def _judge_all(flow):
    for evening in ("2026-01-28 17:03", "2026-01-28 18:03"):
        flow.at(evening)
        assert flow.fetch("--no-articles").status == 0
    file = str(flow.store.with_name("all.csv"))
    flow.run("export", "rankings", "-o", file)
    assert flow.run("import", file).status == 0
    for name, words in WORDS.items():
        free = _free_while_writing(flow, name, *words)
        assert free, name
        assert all(free), name
