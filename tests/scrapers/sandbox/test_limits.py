"""Our limits under those of the system: never above them, and named where they are the cause."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no limits on this system", allow_module_level=True)

import resource

from sizes import part

from scrapers.model import Page, Problem, Reading
from scrapers.sandbox import Limits, Readers, limits, server

ROOT = Path(__file__).parents[3]
READ = (
    "import resource, sys\n"
    "for name, soft, hard in {limits!r}:\n"
    "    resource.setrlimit(getattr(resource, name), (soft, hard))\n"
    "from scrapers.model import Page\n"
    "from scrapers.sandbox import Limits, Readers\n"
    "with Readers(Limits(cpu={cpu})) as readers:\n"
    "    for body in {bodies!r}:\n"
    "        answer = readers.read(Page('https://a.example/', eval(body), 0, 'text/html'), None)\n"
    "        print(type(answer).__name__, *answer[:2])\n"
)
HONEST = "b'<p>a'"
ENDLESS = (
    "import itertools, os, sys, scrapers.read\n"
    "scrapers.read.read_page = lambda *_, **__: all(itertools.repeat(True))\n"
    "if os.fork():\n"
    "    sys.exit(os.wait()[1])\n"
)
"""What follows is done by a process that has used no CPU time yet."""
LARGE = "b'<p>x' * 1_000_000"
MB = 2**20
AN_ANSWER = "Reading https://a.example/ None"


def read_under(*system, bodies=(HONEST,), cpu=3, before=""):
    """The lines that a process under these limits of the system says of each page."""
    code = before + READ.format(limits=system, bodies=bodies, cpu=cpu)
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=120,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines()


def test_ample_limits_of_the_system_change_nothing():
    system = ("RLIMIT_AS", 8_000 * MB, 8_000 * MB), ("RLIMIT_CPU", 100, 100)
    assert read_under(*system) == [AN_ANSWER]


def test_less_memory_than_ours_is_named_where_a_page_needs_more():
    answers = read_under(("RLIMIT_AS", 300 * MB, 300 * MB), bodies=(HONEST, LARGE, HONEST))
    assert [answers[0], answers[2]] == [AN_ANSWER] * 2
    assert answers[1].startswith("Problem parse-setup the system leaves ")
    assert answers[1].endswith(" MB for reading a page (ulimit -v), and this one needed more")


@pytest.mark.full
def test_less_cpu_time_than_ours_is_named_where_a_page_needs_more():
    """The limit, hard or soft, holds for each process; the parent and the server need far less."""
    what = "the system allows a process 1 s of CPU time (ulimit -t), and the page needed more"
    for hard in part([1, resource.RLIM_INFINITY], 2):
        answers = read_under(("RLIMIT_CPU", 1, hard), cpu=30, before=ENDLESS)
        assert answers == [f"Problem parse-setup {what}"], hard


def test_too_little_memory_to_load_the_readers(monkeypatch):
    def no_memory(_):
        raise MemoryError

    monkeypatch.setattr(server.importlib, "import_module", no_memory)
    with Readers() as readers:
        answers = [readers.read(Page("https://a.example/", b"", 0), None) for _ in range(2)]
    assert answers == [Problem("parse-setup", "the readers could not be loaded (MemoryError)")] * 2


@pytest.mark.skipif(os.getuid() == 0, reason="root may start any number of processes")
def test_no_processes_allowed():
    (answer,) = read_under(("RLIMIT_NPROC", 1, 1))
    assert answer.startswith("Problem parse-setup the system allows no process to read pages in (")


def test_no_process_to_be_had(monkeypatch):
    """As above, for root too, in the parent and then in the server."""
    honest, calls = os.fork, []

    def fork():
        calls.append(1)
        if len(calls) > allowed:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return honest()

    monkeypatch.setattr(os, "fork", fork)
    for allowed, where in ((0, "pages"), (1, "the page")):  # noqa: B007 - `fork` looks at it
        calls.clear()
        with Readers() as readers:
            answer = readers.read(Page("https://a.example/", b"<p>", 0), None)
        why = f"the system allows no process to read {where} in (Resource temporarily unavailable)"
        assert answer == Problem("parse-setup", why)


def test_no_handles_allowed():
    system = ("RLIMIT_NOFILE", 3, 3)
    code = READ.format(limits=(), bodies=(HONEST,), cpu=3).replace(
        "with Readers", f"resource.setrlimit(resource.{system[0]}, {system[1:]!r})\nwith Readers"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert run.stdout.startswith("Problem parse-setup the system allows no process"), run.stderr


def test_without_proc_and_without_dev(monkeypatch):
    """A bare chroot: pages are read, with limits on memory still."""
    honest_open, honest_list = os.open, os.listdir

    def no_devices(path, *rest):
        if str(path).startswith("/dev/"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return honest_open(path, *rest)

    def no_list(path="."):
        if str(path).startswith(("/dev/", "/proc/")):
            raise FileNotFoundError(2, "No such file or directory", path)
        return honest_list(path)

    monkeypatch.setattr(os, "open", no_devices)
    monkeypatch.setattr(os, "listdir", no_list)
    monkeypatch.setattr(limits, "_UNKNOWN", limits._address_space())
    monkeypatch.setattr(limits, "_address_space", lambda: 0)
    with Readers(Limits(cpu=2, memory=20 * MB)) as readers:
        page = Page("https://a.example/", b"<p>a", 0, "text/html")
        assert isinstance(readers.read(page, None), Reading)
        bomb = page._replace(body=b"<p>x" * 4_000_000)
        assert readers.read(bomb, None).code in {"parse-mem", "parse-cpu"}


def test_our_limits_are_never_above_those_of_the_system(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda _: (2, resource.RLIM_INFINITY))
    room = limits.room(Limits(cpu=3))
    assert (room.cpu, room.address_space, room.memory) == (2, 2, 0)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY,) * 2)
    assert limits.room(Limits(cpu=3, memory=MB)).cpu == 3
    assert limits.room(Limits(cpu=3, memory=MB)).memory == MB
