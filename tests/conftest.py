"""What holds for every test: no address but loopback, no configuration but the test's own."""

import gc
import ipaddress
import os
import shutil
import socket
import tempfile

import blankstore
import browser
import corpus
import demostore
import pytest
import quickhypothesis
from hypothesis import settings
from once import once
from sizes import FULL, examples

from scrapers import warm_up

# The machine may be busy: no example has a deadline.
settings.register_profile("patient", deadline=None, max_examples=examples(100))
settings.load_profile("patient")

quickhypothesis.prepare(full=FULL)


ROOM = 2 * 2**30
"""Bytes that must be free in memory for the tests to keep their files there."""


def prefer_memory(place="/dev/shm"):
    """Keep the files of tests in memory where it has room: stores wait for the disk at every write.

    What is tested is the same, but for the wait.
    """
    try:
        programs_run = not os.statvfs(place).f_flag & os.ST_NOEXEC
        if "TMPDIR" not in os.environ and programs_run and shutil.disk_usage(place).free > ROOM:
            os.environ["TMPDIR"] = place
            tempfile.tempdir = None  # it is chosen anew by whoever needs it next
    except (AttributeError, OSError):
        pass  # a system without such a place


prefer_memory()


class OutsideError(RuntimeError):
    """A test reached for an address that is not loopback."""


def refuse_outside(family, address):
    if family in {socket.AF_INET, socket.AF_INET6} and not loopback(address[0]):
        raise OutsideError(f"a test reached for {address[0]!r}; only loopback is allowed")


def loopback(host):
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def guarded(method):
    def call(self, address, *rest):
        refuse_outside(self.family, address)
        return method(self, address, *rest)

    return call


@pytest.fixture(autouse=True, scope="session")
def _loopback_only():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_moments_for_nobody():
    """Work in parts leaves the store alone for a moment after each: here nobody waits for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.db.connect.MOMENT", 0.001)
        yield


@pytest.fixture(autouse=True, scope="session")
def _blank_stores_are_copied():
    """Making one has tests of its own, and so has every program in a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.db.create.make_tables", blankstore.copied_tables)
        yield


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_the_users(tmp_path_factory):
    """Keep the user's store, configuration and terminal out of the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("TRACKER_") or name in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}:
                patch.delenv(name)
        for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        patch.setenv("TRACKER_LANG", "en")
        yield


def pytest_sessionstart(session):
    """Build the tables of the readers once, also for the processes that tests fork.

    With workers, the process that only hands out tests does not need them.
    """
    if not session.config.getoption("numprocesses", None):
        warm_up()


def pytest_collection_finish():
    """Collect garbage as Python would: the program hardly does, since it soon ends.

    Else a worker grows to 0.7 GB, and each process that is forked from it takes its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 10, 10)


def pytest_collection_modifyitems(items):
    """Begin with the types: the longest test must not be the last."""
    items.sort(key=lambda item: item.path.name != "test_lint.py")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The folder of the one `tracker demo` of this run: `tracker.db`, `said.txt`."""
    return once(tmp_path_factory, "demo", demostore.make)


def pytest_terminal_summary(terminalreporter):
    """Say in one line what was not tested because its material is no part of the project."""
    skipped = terminalreporter.stats.get("skipped", ())
    for line in (corpus.summary(skipped), browser.summary(skipped)):
        if line:
            terminalreporter.write_line(line)
