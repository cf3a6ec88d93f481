"""A child that is taken over by its page: the parent lives, runs nothing and gets a problem.

The reader in the child is replaced by code that does what an attacker would: it writes any bytes
into the pipe of its answer, and looks for other ways out.
"""

import contextlib
import os
import pickle
import signal
import socket
import struct
import time
from pathlib import Path

import pytest

from scrapers import read as reading
from scrapers.model import Page, Problem, Reading
from scrapers.sandbox import Limits, Readers, server, wire_format

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork, no child")
PAGE = Page("https://a.example/", b"<p>a", 0, "text/html")


@pytest.fixture
def taken_over(monkeypatch):
    """Read one page by an attacker's code in the child, then an honest one; both answers."""

    def answers(attack, limits=None):
        honest = reading.read_page

        def read_page(page, site, **options):
            return attack() if page.body == b"attack" else honest(page, site, **options)

        monkeypatch.setattr(reading, "read_page", read_page)
        with Readers(limits or Limits()) as readers:
            return readers.read(PAGE._replace(body=b"attack"), None), readers.read(PAGE, None)

    return answers


def handles():
    """The child's handles beyond the standard three, without the one that lists them."""
    listed = [int(path.name) for path in Path("/dev/fd").iterdir()]
    return [handle for handle in listed if handle > 2 and is_open(handle)]


def is_open(handle):
    with contextlib.suppress(OSError):
        os.fstat(handle)
        return True
    return False


def write(data, status=0):
    """Write an answer past all of the program and end as if all were well."""
    (pipe,) = handles()
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]
    os._exit(status)


class Runs:
    """Unpickled, it makes a folder."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (self.folder,)


EMPTY = wire_format.encode((Reading(PAGE.url, None, "utf-8", "detect/1"), None))

HOSTILE = {
    "nothing": lambda: b"",
    "no JSON": lambda: b"\x00" * 1000,
    "a length of its own": lambda: struct.pack("!Q", 10**9) + EMPTY,
    "a length that is too short": lambda: struct.pack("!Q", 1) + EMPTY,
    "two answers": lambda: EMPTY + EMPTY,
    "half an answer": lambda: EMPTY[:-3],
    "deep": lambda: b"[" * 5_000_000,
    "long": lambda: b'["' + b"x" * (wire_format.LARGEST - 10) + b'"]',
}
"""Made where they are used: every process that a test forks would inherit them."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes(taken_over, name):
    answer, honest = taken_over(lambda: write(HOSTILE[name]()))
    assert type(answer) is Problem
    assert answer.code == "parse-crash"
    assert isinstance(honest, Reading)


def test_a_pickle_runs_nothing(taken_over, tmp_path):
    folder = tmp_path / "made by a pickle"
    answer, honest = taken_over(lambda: write(pickle.dumps(Runs(str(folder)))))
    assert type(answer) is Problem
    assert isinstance(honest, Reading)
    assert not folder.exists()


def test_an_endless_stream(taken_over):
    def endless():
        (pipe,) = handles()
        while True:
            with contextlib.suppress(OSError):
                os.write(pipe, b"[" * 2**16)

    answer, honest = taken_over(endless)
    assert answer == Problem("parse-crash", "what was read in the page takes more than 32 MB")
    assert isinstance(honest, Reading)


@pytest.mark.parametrize("attack", ["sleeps", "closes its pipe and sleeps", "stops itself"])
def test_a_child_that_does_not_end(taken_over, monkeypatch, attack):
    def stay():
        if attack == "closes its pipe and sleeps":
            os.close(*handles())
        if attack == "stops itself":
            os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(600)

    monkeypatch.setattr(server, "PATIENCE", 1.0)
    answer, honest = taken_over(stay, Limits(cpu=1))
    assert answer == Problem("parse-cpu", "reading the page took more than 1 s")
    assert isinstance(honest, Reading)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_child_that_ends_or_stops_the_server(taken_over, monkeypatch, number):
    """It can: both belong to the same user. Then nothing more is read, and that is said."""
    monkeypatch.setattr(server, "PATIENCE", 1.0)
    answer, later = taken_over(lambda: os.kill(os.getppid(), number), Limits(cpu=1))
    assert type(answer) is Problem
    assert answer.code == "parse-setup"
    assert answer == later


def told(about):
    """The answer of a child that tells what it found."""
    return Reading(PAGE.url, None, str(about), "detect/1")


def test_a_child_has_no_handle_but_its_pipe(taken_over, tmp_path):
    with (tmp_path / "held").open("w") as held:
        os.set_inheritable(held.fileno(), True)  # noqa: FBT003 - the function's own way
        answer, _ = taken_over(
            lambda: told([str(Path(f"/dev/fd/{n}").readlink()) for n in handles()])
        )
    assert answer.encoding.startswith("['pipe:[")
    assert answer.encoding.count("pipe") == 1


def test_a_child_writes_no_file_and_starts_no_process(taken_over, tmp_path):
    def attack():
        done = []
        with contextlib.suppress(OSError):
            done.append((tmp_path / "file").write_text("x"))
        if os.getuid():  # the limit on processes does not hold for root
            with contextlib.suppress(OSError):
                done.append(os.fork())
        return told(done)

    answer, _ = taken_over(attack)
    assert answer.encoding == "[]"


def test_a_server_that_claims_too_much():
    """The parent asks for no memory on the word of the other side."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(struct.pack("!Q", 10**9))
        with pytest.raises(EOFError):
            server.receive(ours)
