"""One server of readers for all runs of the program in this process.

Each run forks one, and forking a process as large as that of the tests costs more than reading a
page; so what a run would end is kept for the next, unless it was interrupted while it read.
"""

import contextlib
from unittest import mock

from scrapers.sandbox import Limits, Readers

_start, _close = Readers._start, Readers.close
_spare = []


def _take(readers, limits):
    if _spare and limits == Limits():
        readers._pid, readers._socket = _spare.pop()
    else:
        _start(readers, limits)


def _give_back(readers):
    if readers._socket and readers._lock.acquire(blocking=False):
        _spare.append((readers._pid, readers._socket))
        readers._pid, readers._socket = 0, None
        readers._lock.release()
    _close(readers)


@contextlib.contextmanager
def kept_readers():
    """Inside, `Readers` that are closed give their server back, and new ones take it."""
    with mock.patch.multiple(Readers, _start=_take, close=_give_back):
        yield


def stock():
    """Fork the first server now, while this process is small."""
    with kept_readers():
        Readers().close()


def end():
    """End the servers that were kept."""
    with mock.patch.object(Readers, "_start", _take):
        while _spare:
            Readers().close()


@contextlib.contextmanager
def fresh_readers():
    """Inside, servers are forked that are as this process is now, patched for one test."""
    end()
    try:
        yield
    finally:
        end()
