"""Reading pages where they can do no harm.

A few kilobytes of HTML can keep the parser busy for minutes, make it take gigabytes, or crash
it, and C code cannot be interrupted from Python. So each page is read in a child process of its
own with limits on CPU time and memory, and a page that breaks them becomes a `Problem`.

The children are forked by a small *server* process. It is itself forked when `Readers` is made,
which must happen before threads, database connections and locks exist: none of them survives a
fork well. It loads the readers once, and lets them build their tables when a second page of a
kind shows that it is worth it: from then on a child costs a fork and nothing more.

Where the system cannot fork (Windows) pages are read in this process, without limits;
`Readers.limited` tells.
"""

import gc
import importlib
import os
import pickle
import select
import signal
import socket
import struct
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn, Self

from scrapers.model import Page, Problem, Reading, Site

if sys.platform != "win32":
    import resource

_SIZE = struct.Struct("!Q")
_LARGEST = 32 * 2**20
"""Bytes that a reading may take on its way back."""
_PATIENCE = 10
"""How much longer than its CPU time a page may take by the clock, on a busy machine."""
_NO_MEMORY = 3
_WARM = """<html lang="ja"><head><title>見出しの例 | 例</title></head><body><article><h1>見出しの例</h1>
<ul><li>例</li></ul><p>2025-5-30 10:02</p><p>これは、読み手に表を作らせるためだけの、短い例である。</p></article>
<section><h3>Ranking読まれている記事</h3><ul><li><a href="#r">24時間</a></li></ul><div id="r"><ol>
<li><a href="/docs/x/000001.html">一つ目の記事の見出し</a></li>
<li><a href="/docs/x/000002.html">二つ目の記事の見出し</a></li>
<li><a href="/docs/x/000003.html">三つ目の記事の見出し</a></li></ol></div></section>""".encode()
_SLOW = "trafilatura"


class Limits(NamedTuple):
    """What one page may cost: CPU seconds, and bytes of address space beyond the empty reader."""

    cpu: int = 3
    memory: int = 512 * 2**20


class Readers:
    """Reads pages in isolation; make it early, use it from any thread, close it at the end."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limited = hasattr(os, "fork")
        self._lock = threading.Lock()
        self._pid = 0
        if self.limited:
            self._socket, theirs = socket.socketpair()
            self._pid = os.fork()
            if not self._pid:
                _serve(theirs, limits or Limits())
            theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, page: Page, site: Site | None) -> Reading | Problem:
        """What `scrapers.read.read_page` gives, or the Problem that reading ended in.

        The problem's code is `parse-cpu`, `parse-mem` or `parse-crash`.
        """
        errand = (page, site)
        if not self.limited:
            return _read(errand)
        with self._lock:
            try:
                _send(self._socket, pickle.dumps(errand))
                answer: Reading | Problem = pickle.loads(_receive(self._socket))  # noqa: S301 - from our own process
            except (OSError, EOFError) as error:
                return Problem("parse-crash", f"the reading process is gone: {error}")
            except BaseException:
                self._socket.close()  # a late answer must not be taken for the next page's
                raise
        return answer

    def close(self) -> None:
        """Ends the server process; further calls do nothing."""
        if self._pid:
            self._socket.close()
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            self._pid = 0


def _read(errand: tuple[Any, ...]) -> Reading | Problem:
    from scrapers.read import read_page

    try:
        return read_page(*errand)
    except MemoryError:
        return Problem("parse-mem", "the page needs too much memory")
    except Exception as error:  # noqa: BLE001 - one page must not stop the others
        return Problem("parse-crash", f"{type(error).__name__}: {error}"[:300])


def _serve(requests: socket.socket, limits: Limits) -> NoReturn:
    """The server: forks a child for each page until the other end closes. Never returns."""
    try:
        _detach(requests.fileno())
        importlib.import_module("scrapers.read")
        gc.freeze()
        pages = Counter[Site | None]()
        while True:
            errand = _receive(requests)
            kin = _kin(errand)
            pages[kin] += 1
            if pages[kin] == 2:
                _warm_up(kin)
            answer, wanted = _in_child(errand, limits)
            _send(requests, answer)
            for module in wanted - sys.modules.keys():  # so that the next child finds it loaded
                importlib.import_module(module)
    except (EOFError, OSError):
        os._exit(0)
    finally:
        os._exit(1)


def _kin(errand: bytes) -> Site | None:
    """The known site that is read as the errand's, if there is one."""
    from scrapers.sites import known

    site: Site | None = pickle.loads(errand)[1]  # noqa: S301 - from our own process
    kinds = (known().get(reader.kind) for reader in (site.readers if site else ()))
    return next(filter(None, kinds), None)


def _warm_up(site: Site | None) -> None:
    """Lets the readers build their tables for a kind of page, once for all children."""
    address = site.home if site else "https://site.example/"
    japanese = _WARM.decode().encode("cp932")
    _read((Page(address + "docs/x/000000.html", _WARM, 0, "text/html"), site))
    _read((Page(address, japanese, 0, "text/html; charset=shift_jis"), site))
    gc.freeze()


def _detach(kept: int) -> None:
    """Leaves everything of the parent behind: its files, locks, terminal and interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(null, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _in_child(errand: bytes, limits: Limits) -> tuple[bytes, set[str]]:
    """The pickled answer to an errand, and the slow modules that reading it had to load."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        _child(errand, theirs, limits)
    os.close(theirs)
    answer, in_time = _drained(ours, limits.cpu * _PATIENCE)
    os.close(ours)
    if not in_time:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    if status == 0 and 0 < len(answer) <= _LARGEST:
        loaded = {_SLOW} if answer[:1] == b"1" else set[str]()
        return answer[1:], loaded
    return pickle.dumps(_verdict(status, usage.ru_maxrss, limits, in_time)), set()


def _child(errand: bytes, answers: int, limits: Limits) -> NoReturn:
    """Reads one page within the limits and ends."""
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))
        if size := _address_space():
            most = size + limits.memory
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        answer = pickle.dumps(_read(pickle.loads(errand)))  # noqa: S301 - from our own process
        with open(answers, "wb") as pipe:
            pipe.write(b"1" if _SLOW in sys.modules else b"0")
            pipe.write(answer)
        os._exit(0)
    except MemoryError:
        os._exit(_NO_MEMORY)
    finally:
        os._exit(1)


def _drained(pipe: int, seconds: float) -> tuple[bytes, bool]:
    """All that comes through a pipe, and whether it ended in time and size."""
    end = time.monotonic() + seconds
    chunks: list[bytes] = []
    size = 0
    while size <= _LARGEST:
        if not select.select([pipe], [], [], max(0, end - time.monotonic()))[0]:
            return b"", False
        chunk = os.read(pipe, 2**16)
        if not chunk:
            return b"".join(chunks), True
        chunks.append(chunk)
        size += len(chunk)
    return b"", False


def _verdict(status: int, peak: int, limits: Limits, in_time: bool) -> Problem:  # noqa: FBT001 - internal
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by == signal.SIGXCPU or not in_time:
        return Problem("parse-cpu", f"reading the page took more than {limits.cpu} s")
    used = peak * (1 if sys.platform == "darwin" else 1024)
    exited = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
    if exited == _NO_MEMORY or used > limits.memory // 3:
        return Problem("parse-mem", f"reading the page took more than {limits.memory >> 20} MB")
    how = signal.Signals(ended_by).name if ended_by else f"exit {exited}"
    return Problem("parse-crash", f"the parser crashed on the page ({how})")


def _address_space() -> int:
    """Bytes of address space this process has; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as numbers:  # noqa: PTH123 - no need for pathlib here
            return int(numbers.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _send(to: socket.socket, data: bytes) -> None:
    to.sendall(_SIZE.pack(len(data)))
    to.sendall(data)


def _receive(source: socket.socket) -> bytes:
    (size,) = _SIZE.unpack(_exactly(source, _SIZE.size))
    return _exactly(source, size)


def _exactly(source: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        chunk = source.recv(min(size - len(data), 2**20))
        if not chunk:
            raise EOFError("no more data")
        data += chunk
    return bytes(data)
