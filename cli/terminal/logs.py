"""`-vv`: prints the log of a command to standard error, line by line.

Only the loggers of this program are shown. Those of the HTTP libraries would print headers, which
may contain secrets such as cookies.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from cli.terminal.errors import say

LOGGERS = ("cli", "scrapers", "store")


class _Lines(logging.Handler):
    """Writes each record as one line, cleaned like every message."""

    def emit(self, record: logging.LogRecord) -> None:
        say(self.format(record))


@contextmanager
def shown() -> Iterator[None]:
    """Print all log records while the block runs."""
    handler = _Lines()
    handler.setFormatter(logging.Formatter("%(relativeCreated)6d ms  %(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger in loggers:
            logger.setLevel(logging.NOTSET)
            logger.removeHandler(handler)
