"""Asks a web archive for its listing and its captures, one request after the other.

The pace is that of the politeness towards any host. An archive that asks to be left alone is left
alone for that time and then asked again. If it asks for too long a rest, or fails again and again,
the work stops, and goes on when the command is run again.
"""

import time
from collections.abc import Callable
from math import inf

from cli.terminal.times import span
from scrapers import Answer, Client, Politeness, WebArchive
from store import PayloadProblem, unpacked

LONGEST_REST = 600
"""Seconds that an archive is waited for when it asks to be left alone."""

RESTS = 3
"""How often it is waited for because of one address."""

FAILURES = 3
"""Captures in a row for which the archive fails, after which it is asked no more."""

PATIENCE = 900.0
"""Seconds for one request, the pause before it and its repetitions."""

TOO_MANY, UNAVAILABLE = 429, 503


class Stopped(Exception):
    """The archive is not to be asked any more in this run; the message says why."""


class Asker:
    """Asks one archive. `on_wait` is told in words why it waits; `requests` counts the addresses."""

    def __init__(
        self,
        archive: WebArchive,
        client: Client,
        politeness: Politeness,
        on_wait: Callable[[str], None] = lambda _words: None,
    ) -> None:
        self.archive = archive
        self.requests = 0
        self.on_wait = on_wait
        self._client = client
        self._politeness = politeness
        self._failed = 0

    def ask(self, address: str) -> Answer:
        """The answer for an address of the archive, its body unpacked. Raises Stopped."""
        answer = self._visit(address)
        for _ in range(RESTS):
            if not _asks_for_rest(answer):
                break
            self._wait_as_asked(answer)
            answer = self._visit(address)
        if _asks_for_rest(answer):
            raise Stopped(f"{self.archive.host} asks to be left alone ({answer.detail})")
        self._count(answer)
        try:
            body = unpacked(answer.body, (answer.header("content-encoding") or "").strip().lower())
        except PayloadProblem as problem:
            return answer._replace(code="corrupt-body", detail=str(problem), body=b"")
        return answer._replace(body=body)

    def _visit(self, address: str) -> Answer:
        self.requests += 1
        deadline = time.monotonic() + PATIENCE
        return self._client.visit(address, deadline=deadline, kinds=(), as_sent=True)

    def _wait_as_asked(self, answer: Answer) -> None:
        """Wait as long as the archive asks for. Raises Stopped if that is too long."""
        states = {state.host: state.not_before for state in self._politeness.states()}
        seconds = max(1, states.get(self.archive.host, 0) - self._politeness.now())
        reason = "" if answer.status is None else f" ({answer.detail})"
        if seconds > LONGEST_REST:
            raise Stopped(f"{self.archive.host} asks to be left alone for {span(seconds)}{reason}")
        self.on_wait(f"waits {span(seconds)}, as {self.archive.host} asks")
        self._politeness.wait(seconds, inf)

    def _count(self, answer: Answer) -> None:
        """Count failures in a row. Raises Stopped if there are too many."""
        fails = answer.status is None or (answer.status >= 400 and not answer.gone)
        self._failed = self._failed + 1 if answer.code and fails else 0
        if self._failed >= FAILURES:
            raise Stopped(
                f"{self.archive.host} failed {FAILURES} times in a row "
                f"({answer.code}: {answer.detail})"
            )


def _asks_for_rest(answer: Answer) -> bool:
    is_overloaded = answer.status == UNAVAILABLE and answer.header("retry-after") is not None
    return is_overloaded or answer.status == TOO_MANY or answer.code == "retry-after"
