"""The server: a process that does nothing but fork a child for each page.

It loads the readers once, so that a child costs a fork and nothing more. What a child sends is
passed on unread: the server never looks into bytes that a page may have had a hand in. A child
closes every handle but the pipe of its answer before it parses, so it cannot speak to the parent
in the server's name.
"""

import functools
import gc
import importlib
import os
import select
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from scrapers.model import Page, Problem, Reading
from scrapers.sandbox.answers import Task, decode_task, encode_answer
from scrapers.sandbox.limits import (
    NO_MEMORY,
    Limits,
    Room,
    confine,
    drop_handles,
    room,
    verdict,
)  # fmt: skip
from scrapers.sandbox.wire_format import LARGEST

if TYPE_CHECKING:
    import resource

PATIENCE = 10
"""How much longer than its CPU time a page may take by the clock, on a busy machine."""

_SIZE = struct.Struct("!Q")
_MOMENT = 0.0002  # seconds between two looks at a child that is ending
_SLOW = "trafilatura"
_READ, _READ_SLOWLY = 0, 4
"""How a child ends that wrote its answer; slowly: it had to load that library, 0.2 s a page."""

_SAMPLE = """<html lang="ja"><head><title>見出しの例 | 例</title></head><body><article><h1>見出しの例</h1>
<ul><li>例</li></ul><p>2025-5-30 10:02</p><p>これは、読み手に表を作らせるためだけの、短い例である。</p></article>
<section><h3>Ranking読まれている記事</h3><ul><li><a href="#r">24時間</a></li></ul><div id="r"><ol>
<li><a href="/docs/x/000001.html">一つ目の記事の見出し</a></li>
<li><a href="/docs/x/000002.html">二つ目の記事の見出し</a></li>
<li><a href="/docs/x/000003.html">三つ目の記事の見出し</a></li></ol></div></section>
<section><h2>国内ランキング</h2><ol><li><a href="/docs/x/000001.html">一つ目の記事の見出し</a></li>
<li><a href="/docs/x/000002.html">二つ目の記事の見出し</a></li></ol></section>"""


def read(task: Task, *, article: bool = True) -> Reading | Problem:
    """Read a page in this process; what goes wrong in it is a problem."""
    from scrapers.read import read_page

    try:
        return read_page(
            task.page, task.site, kind=task.kind, article=article, selectors=task.selectors
        )
    except MemoryError:
        return Problem("parse-mem", "the page needs too much memory")
    except Exception as error:  # noqa: BLE001 - one page must not stop the others
        return Problem("parse-crash", f"{type(error).__name__}: {error}"[:300])


def serve(requests: socket.socket, limits: Limits) -> NoReturn:
    """Answer requests until the other end closes."""
    try:
        _detach(requests.fileno())
        hindrance = _load()
        _answer(requests, limits, hindrance)
        warm_up()  # while the parent is at its next visit: a run of one page pays nothing for it
        gc.freeze()
        while True:
            _answer(requests, limits, hindrance)
    except (EOFError, OSError):
        os._exit(0)
    finally:
        os._exit(1)


def _answer(requests: socket.socket, limits: Limits, hindrance: Problem | None) -> None:
    """Answer one request; then load what its child had to load, for those that come after."""
    request = receive(requests)
    if hindrance:
        send(requests, encode_answer(hindrance))
        return
    answer, slowly = _in_child(request, limits)
    if isinstance(answer, Problem) and answer.code != "parse-setup":
        lists, _ = _in_child(request, limits, without=answer)  # the article may be to blame
        answer = answer if isinstance(lists, Problem) else lists
    send(requests, encode_answer(answer) if isinstance(answer, Problem) else answer)
    if slowly:
        with suppress(Exception):  # for want of memory: then each child tries for itself
            importlib.import_module(_SLOW)


def send(to: socket.socket, data: bytes) -> None:
    """Send bytes with their number before them."""
    to.sendall(_SIZE.pack(len(data)))
    to.sendall(data)


def receive(source: socket.socket) -> bytes:
    """What `send` sent; EOFError where it ends too early or is too long."""
    (size,) = _SIZE.unpack(_exactly(source, _SIZE.size))
    if size > LARGEST:
        raise EOFError("too much data")
    return _exactly(source, size)


def _exactly(source: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        chunk = source.recv(min(size - len(data), 2**20))
        if not chunk:
            raise EOFError("no more data")
        data += chunk
    return bytes(data)


def _detach(kept: int) -> None:
    """Leave everything of the parent behind: its files, locks, terminal and signals."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    drop_handles(kept)
    nothing = _nothing()
    for standard in range(3):
        os.dup2(nothing, standard)
    os.close(nothing)


def _nothing() -> int:
    """A handle from which nothing comes and where nothing goes."""
    try:
        return os.open(os.devnull, os.O_RDWR)
    except OSError:  # a system without devices: the end of a pipe that is closed
        nothing, other = os.pipe()
        os.close(other)
        return nothing


def _load() -> Problem | None:
    """Load the readers; what hinders that, such as too little memory."""
    try:
        importlib.import_module("scrapers.read")
        gc.freeze()
    except Exception as error:  # noqa: BLE001 - libraries fail in many ways when memory is short
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        return Problem("parse-setup", f"the readers could not be loaded ({what})"[:300])
    return None


@functools.cache
def warm_up() -> None:
    """Let the readers build their tables, once for this process and all that are forked later."""
    from scrapers.sites import known

    japanese = _SAMPLE.encode("cp932")
    with suppress(Exception):  # for want of memory: then each child builds its own
        for site in known().values():
            read(Task(Page("", _SAMPLE.encode(), 0, "text/html"), site))
        read(Task(Page("https://site.example/", japanese, 0, "text/html; charset=shift_jis"), None))


def _in_child(
    request: bytes, limits: Limits, without: Problem | None = None
) -> tuple[bytes | Problem, bool]:
    """What a child of its own answers, or why it did not; and whether it loaded trafilatura.

    `without` is why the article is not to be read, but only the lists of the page.
    """
    allowed = room(limits)
    try:
        ours, theirs = os.pipe()
        pid = os.fork()
    except OSError as error:
        why = f"the system allows no process to read the page in ({error.strerror})"
        return Problem("parse-setup", why), False
    if not pid:
        _child(request, theirs, allowed, without)
    os.close(theirs)
    end = time.monotonic() + limits.cpu * PATIENCE
    answer = _drained(ours, end)
    os.close(ours)
    if len(answer) > LARGEST:
        os.kill(pid, signal.SIGKILL)
    status, usage = _ended(pid, end)
    if len(answer) > LARGEST:
        why = f"what was read in the page takes more than {LARGEST >> 20} MB"
        return Problem("parse-crash", why), False
    if answer and os.WIFEXITED(status) and os.WEXITSTATUS(status) in {_READ, _READ_SLOWLY}:
        return answer, os.WEXITSTATUS(status) == _READ_SLOWLY
    in_time = time.monotonic() < end
    return verdict(status, usage, allowed, in_time=in_time), False


def _child(request: bytes, answers: int, allowed: Room, without: Problem | None) -> NoReturn:
    """Read one page within the limits and end. The end closes the pipe, and nothing before."""
    try:
        drop_handles(answers)
        confine(allowed)
        outcome = read(decode_task(request), article=not without)
        if without:
            outcome = _lists_alone(outcome, without)
        if isinstance(outcome, Problem) and outcome.code == "parse-mem":
            os._exit(NO_MEMORY)  # the server knows whose limit it was
        answer = memoryview(encode_answer(outcome))
        while answer:
            answer = answer[os.write(answers, answer) :]
        os._exit(_READ_SLOWLY if _SLOW in sys.modules else _READ)
    except MemoryError:
        os._exit(NO_MEMORY)
    finally:
        os._exit(1)


def _lists_alone(outcome: Reading | Problem, why: Problem) -> Reading | Problem:
    """A reading without the article, if it has lists; else why the page could not be read."""
    if isinstance(outcome, Problem) or not outcome.rankings:
        os._exit(1)
    noted = Problem("no-text", f"the article could not be read ({why.code}: {why.text})"[:300])
    return outcome._replace(problems=(*outcome.problems, noted))


def _drained(pipe: int, end: float) -> bytes:
    """What comes through a pipe before the end of the time, and little more than may come."""
    chunks: list[bytes] = []
    size = 0
    while size <= LARGEST and select.select([pipe], [], [], max(0, end - time.monotonic()))[0]:
        chunk = os.read(pipe, 2**16)
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def _ended(pid: int, end: float) -> "tuple[int, resource.struct_rusage]":
    """How a child ended and what it used. It is ended when its time is over."""
    while True:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage
        if time.monotonic() >= end:
            os.kill(pid, signal.SIGKILL)
        time.sleep(_MOMENT)
