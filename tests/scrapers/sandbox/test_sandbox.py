"""Reading in isolation: hostile pages end in a problem, and never in more."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from defensepages import ADDRESS, page
from hostile import SHAPES, endless_formatting, mutated
from sizes import part

import scrapers.read
from scrapers.model import Page, Problem, Reading
from scrapers.read import read_page
from scrapers.sandbox import Limits, Readers, server
from scrapers.sites.jdefense import SITE

AT = 1769760000
LIMITED = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork, no limits")
MUTATED = int(os.environ.get("TRACKER_FUZZ", "20"))


@pytest.fixture(scope="module")
def readers():
    with Readers(Limits(cpu=1)) as made:
        yield made


def read(readers, body, url=ADDRESS):
    return readers.read(Page(url, body, AT, "text/html"), SITE)


def test_the_answer_is_that_of_reading_directly(readers):
    body = page().encode()
    expected = read_page(Page(ADDRESS, body, AT, "text/html"), SITE)
    assert read(readers, body) == expected
    assert expected.article is not None


def test_the_second_page_of_a_kind_is_read_as_the_first_was():
    """Before the second one the server has the readers build their tables."""
    body = page().encode()
    with Readers() as readers:
        for site in (SITE, None) * 3:
            received = Page(ADDRESS, body, AT, "text/html")
            assert readers.read(received, site) == read_page(received, site)


@LIMITED
def test_the_server_builds_every_table_that_a_page_needs():
    """So that no child builds one for itself alone."""
    code = (
        "import functools, sys; sys.path.insert(0, 'tests/kit')\n"
        "from defensepages import page\n"
        "from scrapers.model import Page\n"
        "from scrapers.sandbox import server\n"
        "from scrapers.sandbox.answers import Task\n"
        "from scrapers.sites.jdefense import SITE\n"
        "server._load(); server.warm_up()\n"
        "modules = [m for name, m in sys.modules.items() if name.startswith('scrapers.')]\n"
        "caches = {v for m in modules for v in vars(m).values()\n"
        "          if isinstance(v, functools._lru_cache_wrapper)}\n"
        "empty = [each for each in caches if not each.cache_info().currsize]\n"
        "table = sys.modules['scrapers.words'].table.cache_info\n"
        "tables = table().currsize\n"
        f"server.read(Task(Page({ADDRESS!r}, page().encode(), 0, 'text/html'), SITE))\n"
        "late = [each.__qualname__ for each in empty if each.cache_info().currsize]\n"
        "print(late, table().currsize - tables)"
    )
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False
    )
    assert run.stdout == "[] 0\n", run.stderr


@LIMITED
def test_hostile_shapes(readers):
    for name, shape in part([*SHAPES.items()], 6):
        answer = read(readers, shape().encode())
        if isinstance(answer, Problem):
            assert answer.code in {"parse-cpu", "parse-mem", "parse-crash"}, name
            assert not answer.message.startswith("RecursionError"), name
            assert isinstance(read(readers, page().encode()), Reading), name
        else:
            assert isinstance(answer, Reading), name
    assert isinstance(read(readers, page().encode()), Reading)


@LIMITED
def test_too_slow(readers):
    answer = read(readers, b"<div>" * 200_000)
    assert answer == Problem("parse-cpu", "reading the page took more than 1 s")


@LIMITED
def test_too_large():
    """From a small process: one that has much free memory would give of it."""
    code = (
        "from scrapers.model import Page\n"
        "from scrapers.sandbox import Limits, Readers\n"
        "with Readers(Limits(cpu=5, memory=60 * 2**20)) as readers:\n"
        "    body = b'<p>x' * 1_000_000\n"
        f"    print(readers.read(Page({ADDRESS!r}, body, {AT}, 'text/html'), None).code)"
    )
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False
    )
    assert (run.stdout, run.stderr) == ("parse-mem\n", "")


@LIMITED
def test_a_small_page_that_becomes_gigabytes():
    bomb = endless_formatting(4_500).encode()
    assert len(bomb) < 70_000
    with Readers(Limits(memory=50 * 2**20)) as readers:
        assert read(readers, bomb) == Problem("parse-mem", "reading the page took more than 50 MB")


@LIMITED
def test_an_article_that_takes_too_long_costs_only_itself(monkeypatch):
    """Its time is over at once; `test_too_slow` lets it pass."""
    monkeypatch.setattr(scrapers.read, "_article", lambda *_: signal.raise_signal(signal.SIGXCPU))
    with Readers(Limits(cpu=1)) as readers:
        answer = read(readers, page().encode())
    assert answer.rankings
    assert answer.article is None
    assert [p.code for p in answer.problems if "parse-cpu" in p.text] == ["no-text"]


@LIMITED
def test_a_crash(monkeypatch):
    monkeypatch.setattr(scrapers.read, "read_page", lambda *_, **__: 1 / 0)
    with Readers() as readers:
        answer = read(readers, page().encode())
    assert answer == Problem("parse-crash", "ZeroDivisionError: division by zero")


def test_mutated_pages():
    """TRACKER_FUZZ=100000 makes it the full run, in a child so that a crash is seen as one."""
    code = (
        "import sys; sys.path.insert(0, 'tests/kit')\n"
        "from hostile import mutated\n"
        "from scrapers.model import Page\n"
        "from scrapers.read import read_page\n"
        "from scrapers.sites.jdefense import SITE\n"
        f"for n, body in enumerate(mutated({MUTATED})):\n"
        f"    for site in (SITE, None)[: 1 + (n % 20 == 0)]:\n"
        f"        read_page(Page({ADDRESS!r}, body, {AT}, 'text/html'), site)\n"
        "print('done')"
    )
    root = Path(__file__).parents[3]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False
    )
    assert (run.stdout, run.returncode) == ("done\n", 0), run.stderr[-2000:]


def test_from_several_threads(readers):
    body = page().encode()
    expected = read(readers, body)
    answers = []

    def work():
        answers.extend(read(readers, body) for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 9


@LIMITED
def test_closing_leaves_no_process():
    readers = Readers()
    pid = readers._pid
    assert isinstance(read(readers, b"<p>"), Reading)
    readers.close()
    readers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@LIMITED
def test_a_killed_server_is_a_problem_and_no_exception():
    with Readers() as readers:
        os.kill(readers._pid, 9)
        answer = read(readers, b"<p>")
        assert isinstance(answer, Problem)
        assert answer.code == "parse-setup"
        assert "has ended" in answer.message
        assert read(readers, b"<p>") == answer


@LIMITED
def test_an_interrupted_reading_leaves_no_answer_for_the_next(monkeypatch):
    with Readers() as readers:
        with monkeypatch.context() as patched:
            patched.setattr(server, "receive", interrupted)
            with pytest.raises(KeyboardInterrupt):
                read(readers, page().encode())
        assert isinstance(read(readers, b"<p>"), Problem)


def interrupted(_):
    raise KeyboardInterrupt


@LIMITED
def test_the_server_holds_nothing_of_its_parent(tmp_path):
    held = (tmp_path / "held").open("w")
    os.set_inheritable(held.fileno(), True)  # noqa: FBT003 - the function's own way
    with Readers() as readers, held:
        read(readers, b"<p>")
        names = {str(fd.readlink()) for fd in Path(f"/proc/{readers._pid}/fd").iterdir()}
        assert str(tmp_path / "held") not in names
        assert {name.split(":")[0] for name in names} <= {"/dev/null", "socket"}


def test_mutations_are_the_same_every_time():
    assert list(mutated(3)) == list(mutated(3))
