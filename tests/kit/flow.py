"""The whole program against fake sites, in this process: words in, exit status and text out.

flow = Flow(site, tmp_path, monkeypatch)
flow.at("2026-01-28 17:03")              # the clock, in Japan's time
flow.fetch("--no-articles").status       # runs `tracker fetch --no-articles`
flow.top("--window", "week")             # the objects of `tracker top --json`
flow.export("observations")              # the objects of `tracker export observations --json`
flow.query("SELECT ...")                 # the store, as plain sqlite3 sees it
"""

import contextlib
import io
import json
import os
import pty
import re
import sqlite3
import subprocess
import threading
import warnings
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from fakesite import write_config
from readhere import reading_here
from running import become

from cli.commands import COMMANDS
from cli.main import Program
from cli.terminal import errors
from cli.terminal.folding import width

JST = timezone(timedelta(hours=9))


class Said(NamedTuple):
    """What a run of the program said, and its exit status."""

    status: int
    out: str
    err: str


def tracker(*words: str) -> Said:
    """Run the program in this process."""
    with tracker_bytes(*words) as (status, out, err):
        return Said(status, out.decode(), err.decode())


@contextlib.contextmanager
def tracker_bytes(*words: str):
    """The same, with the bytes that were written."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2)]
    with (
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
        reading_here(),
    ):
        status = errors.boundary(lambda: _do(words))
    for stream in streams:
        stream.flush()
    yield status, *(stream.buffer.getvalue() for stream in streams)


def run_here(*words: str) -> subprocess.CompletedProcess[bytes]:
    """What `running.run` gives, without its process: for commands that need none of their own."""
    with tracker_bytes(*words) as (status, out, err):
        return subprocess.CompletedProcess(words, status, out, err)


def _do(words) -> object:
    context = Program(COMMANDS).make_context("tracker", list(words), terminal_width=100)
    with context:
        return context.command.invoke(context)


@contextlib.contextmanager
def held(site, path: str):
    """Answers for a path are held until the block ends; gives the event of the first request."""
    server = site._server._server
    handler, usual = server.RequestHandlerClass, server.RequestHandlerClass.respond
    asked, freed = threading.Event(), threading.Event()

    def respond(where, headers):
        answer = usual(where, headers)
        if where == path:
            asked.set()
            freed.wait(30)
        return answer

    server.handle_error = lambda *_: None  # it answers those who are gone
    handler.respond = staticmethod(respond)
    try:
        yield asked
    finally:
        handler.respond = staticmethod(usual)
        freed.set()


def on_terminal(*words: str, columns: int = 100, status: int = 0) -> str:
    """All that the program, in a process of its own, sends to a terminal this wide.

    The process is forked, as one that loads Python and the program anew takes ten times as long.
    """
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        pid, here = pty.fork()  # where threads run, Python warns of it
    if not pid:
        become(words, {"TERM": "xterm", "COLUMNS": str(columns)})
    said = b""
    with contextlib.suppress(OSError):  # the other side is closed: that is a terminal's end of file
        while part := os.read(here, 65536):
            said += part
    os.close(here)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == status, said.decode()
    return said.decode().replace("\r\n", "\n")


def breadth(sent: str) -> int:
    """The columns of the widest line of what a terminal was sent, without links and colours."""
    bare = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", sent)
    return max(width(line.rstrip()) for line in bare.splitlines())


def seconds(text: str) -> int:
    """UTC seconds of a time in Japan, such as `2026-01-28 17:03`."""
    return int(datetime.fromisoformat(text).replace(tzinfo=JST).timestamp())


def iso(time: int) -> str:
    """UTC seconds as ISO 8601 with Z."""
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%M:%SZ}"


class Flow:
    """A store and a configuration of its own, that knows a fake site as `local`."""

    def __init__(self, site, folder: Path, monkeypatch) -> None:
        self.site = site
        self.store = folder / "t.db"
        self.config = write_config(folder / "sites.toml", site.address)
        self._patch = monkeypatch
        monkeypatch.setattr("scrapers.http.status.BACKOFF", 0.01)  # seconds before another try

    def at(self, text: str) -> int:
        """Set the clock; its UTC seconds."""
        self._patch.setenv("TRACKER_NOW", f"{text}+09:00")
        return seconds(text)

    def run(self, *words: str) -> Said:
        return tracker("--db", str(self.store), "--config", str(self.config), *words)

    def fetch(self, *words: str) -> Said:
        return self.run("fetch", *words)

    def rankings(self, *words: str) -> int:
        """The exit status of a fetch of the rankings alone."""
        return self.fetch("--no-articles", *words).status

    def _objects(self, *words: str) -> list[dict]:
        said = self.run(*words, "--json")
        assert (said.status, said.err) == (0, ""), said.err
        return json.loads(said.out)

    def top(self, *words: str) -> list[dict]:
        return self._objects("top", *words)

    def export(self, kind: str, *words: str) -> list[dict]:
        return self._objects("export", kind, *words)

    def query(self, sql: str, *values) -> list[tuple]:
        with closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as db:
            return db.execute(sql, values).fetchall()

    def attempts(self) -> list[tuple]:
        """(kind, path, status, code) of every attempt, in order."""
        rows = self.query("SELECT kind, answered, status, code FROM attempts ORDER BY attempt")
        base = self.site.address.rstrip("/")
        return [(kind, url.removeprefix(base), status, code) for kind, url, status, code in rows]
