"""Reading pages where they can do no harm.

A few kilobytes of HTML can keep the parser busy for minutes, make it take gigabytes, or crash
it, and C code cannot be interrupted from Python. So each page is read in a child process of its
own with limits on CPU time and memory, and a page that breaks them becomes a `Problem`. A child
may also have been taken over by its page: what it answers is data in a fixed form, and is
believed only as far as it was checked (`answers`).

The children are forked by a small *server* process (`server`). It is itself forked when
`Readers` is made, which must happen before threads, database connections and locks exist: none
of them survives a fork well.

Where the system cannot fork (Windows) pages are read in this process, without limits;
`Readers.limited` tells.
"""

import os
import signal
import socket
import threading
from contextlib import suppress
from typing import Self

from scrapers.model import Page, Problem, Reading, Site
from scrapers.sandbox import server
from scrapers.sandbox.answers import Task, decode_answer, encode_task
from scrapers.sandbox.limits import Limits
from scrapers.sandbox.server import warm_up

__all__ = ["Limits", "Readers", "warm_up"]


class Readers:
    """Reads pages in isolation; make it early, use it from any thread, close it at the end."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limited = hasattr(os, "fork")
        self._lock = threading.Lock()
        self._pid = 0
        self._socket: socket.socket | None = None
        self._ended = ""
        if self.limited:
            self._start(limits or Limits())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self, page: Page, site: Site | None, *, kind: str | None = None, selectors: bool = False
    ) -> Reading | Problem:
        """What `scrapers.read.read_page` gives, or the problem that reading ended in.

        The problem's code is `parse-cpu`, `parse-mem` or `parse-crash`, where the page is to
        blame, and `parse-setup`, where this machine does not let pages be read.
        """
        task = Task(page, site, kind, selectors)
        if not self.limited:
            return server.read(task)
        with self._lock:
            if not self._socket:
                return Problem("parse-setup", self._ended)
            try:
                server.send(self._socket, encode_task(task))
                answer = server.receive(self._socket)
            except (OSError, EOFError) as error:
                self._end(f"the process that reads pages has ended ({error})")
                return Problem("parse-setup", self._ended)
            except BaseException:
                self._end("reading was interrupted")  # a late answer must not be the next page's
                raise
        return decode_answer(answer, task)

    def close(self) -> None:
        """End the server process, also while another thread waits for it."""
        self._kill()
        with self._lock:
            self._end("reading has been closed")

    def _start(self, limits: Limits) -> None:
        try:
            ours, theirs = socket.socketpair()
            with theirs:
                self._socket = ours
                self._pid = os.fork()
                if not self._pid:
                    server.serve(theirs, limits)
        except OSError as error:
            self._end(f"the system allows no process to read pages in ({error.strerror})")
            return
        ours.settimeout(3 * server.PATIENCE * limits.cpu)  # a page may be read twice

    def _end(self, why: str) -> None:
        """End the server and its child at once: neither has anything to bring to an end."""
        self._ended = self._ended or why
        if self._socket:
            self._socket.close()
            self._socket = None
        if self._pid:
            self._kill()
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)
            self._pid = 0

    def _kill(self) -> None:
        for kill in (os.killpg, os.kill) if self._pid else ():  # it may not have its group yet
            with suppress(ProcessLookupError, PermissionError):
                kill(self._pid, signal.SIGKILL)
