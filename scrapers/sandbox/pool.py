"""Several pages are read at a time, each by a server of its own.

A thread waits for each server, and nothing is pickled: a page goes to a child and its reading
comes back in the checked form of `answers`, as everywhere.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Self, TypeVar

from scrapers.model import Page, Problem, Reading, Site
from scrapers.sandbox import Readers

AHEAD = 4
"""Pages for each reader that are asked for before the first answer is taken."""

Key = TypeVar("Key")


class ReaderPool:
    """As many readers as there are `jobs`; make it early, as `Readers`, and close it at the end."""

    def __init__(self, jobs: int) -> None:
        self._all = [Readers() for _ in range(jobs)]
        self._free: SimpleQueue[Readers] = SimpleQueue()
        for readers in self._all:
            self._free.put(readers)
        self._threads = ThreadPoolExecutor(jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self, pages: Iterable[tuple[Key, Page]], site: Site | None, *, kind: str | None = None
    ) -> Iterator[tuple[Key, Reading | Problem]]:
        """What `Readers.read` gives for each page, with the page's key, in the order of the pages.

        `pages` is asked for the next one in the thread that takes the answers.
        """
        asked: deque[tuple[Key, Future[Reading | Problem]]] = deque()
        for key, page in pages:
            asked.append((key, self._threads.submit(self._read, page, site, kind)))
            if len(asked) >= AHEAD * len(self._all):
                first, answer = asked.popleft()
                yield first, answer.result()
        for key, answer in asked:
            yield key, answer.result()

    def close(self) -> None:
        """End all servers, also while pages are read."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for readers in self._all:
            readers.close()

    def _read(self, page: Page, site: Site | None, kind: str | None) -> Reading | Problem:
        readers = self._free.get()
        try:
            return readers.read(page, site, kind=kind)
        finally:
            self._free.put(readers)
