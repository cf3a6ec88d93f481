"""Pages that runs of the program in this process read, they read in this process.

So it is on systems that cannot fork. A fork of a process as large as that of the tests costs more
than reading a page; the isolation of a reading has tests of its own, and runs of the program in a
process of theirs have it.
"""

import contextlib
from unittest import mock

from scrapers.sandbox import Limits, Readers

_start = Readers._start


def _start_where_needed(readers, limits):
    """Fork a server only for a test that sets limits."""
    readers.limited = limits != Limits()
    if readers.limited:
        _start(readers, limits)


@contextlib.contextmanager
def reading_here():
    """Inside, `Readers` read in this process."""
    with mock.patch.object(Readers, "_start", _start_where_needed):
        yield
