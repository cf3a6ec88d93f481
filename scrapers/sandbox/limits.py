"""What reading one page may cost, under what the system itself allows.

The system's own limits (`ulimit`, a container, a service manager) are never raised: a soft limit
that is lower than ours holds. `Room` remembers where they leave less than we wanted, so that a
page which needs more is not blamed for it.
"""

import os
import signal
import sys
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from scrapers.model import Problem

if sys.platform != "win32":
    import resource

NO_MEMORY = 3
"""The exit status of a child that ran out of memory."""

_UNKNOWN = 512 * 2**20  # address space that a reader takes at most, where the system does not tell


class Limits(NamedTuple):
    """What one page may cost: CPU seconds, and bytes of address space beyond the empty reader."""

    cpu: int = 3
    memory: int = 512 * 2**20


class Room(NamedTuple):
    """What a page can have here: our limits, or what the system leaves of them."""

    cpu: int
    memory: int
    address_space: int
    """Bytes that the process may have in all."""
    resident: int
    """`ru_maxrss` of the empty reader."""
    wanted: Limits


def room(limits: Limits) -> Room:
    """What the system leaves to a child that is forked now."""
    taken = _address_space() or _UNKNOWN
    space = _within(resource.RLIMIT_AS, taken + limits.memory)
    cpu = _within(resource.RLIMIT_CPU, limits.cpu)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Room(cpu, max(0, space - taken), space, resident, limits)


def confine(room: Room) -> None:
    """Give this process no more than the room, and no way to write files or start processes."""
    sys.dont_write_bytecode = True
    _lower(resource.RLIMIT_CORE, 0, 0)
    _lower(resource.RLIMIT_FSIZE, 0, 0)
    _lower(resource.RLIMIT_NPROC, 0, 0)
    _lower(resource.RLIMIT_CPU, room.cpu, room.cpu + 1)
    _lower(resource.RLIMIT_AS, room.address_space, room.address_space)


def drop_handles(*kept: int) -> None:
    """Close every handle but the standard three and those kept."""
    borders = [2, *sorted(kept), _handles_end()]
    for before, after in pairwise(borders):
        os.closerange(before + 1, after)


def verdict(status: int, usage: "resource.struct_rusage", room: Room, *, in_time: bool) -> Problem:
    """Why a child ended without an answer: the page's fault, or that of too little room."""
    killed_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    killed = killed_by == signal.SIGKILL
    spent = usage.ru_utime + usage.ru_stime
    if not in_time or killed_by == signal.SIGXCPU or (killed and spent > 0.9 * room.cpu):
        return _too_slow(room)
    used = (usage.ru_maxrss - room.resident) * (1 if sys.platform == "darwin" else 1024)
    exited = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
    if killed or exited == NO_MEMORY or used > room.memory // 3:
        return _too_large(room)
    how = signal.Signals(killed_by).name if killed_by else f"exit {exited}"
    return Problem("parse-crash", f"the parser crashed on the page ({how})")


def _too_slow(room: Room) -> Problem:
    if room.cpu < room.wanted.cpu:
        what = f"the system allows a process {room.cpu} s of CPU time (ulimit -t)"
        return Problem("parse-setup", f"{what}, and the page needed more")
    return Problem("parse-cpu", f"reading the page took more than {room.cpu} s")


def _too_large(room: Room) -> Problem:
    if room.memory < room.wanted.memory:
        what = f"the system leaves {room.memory >> 20} MB for reading a page (ulimit -v)"
        return Problem("parse-setup", f"{what}, and this one needed more")
    return Problem("parse-mem", f"reading the page took more than {room.memory >> 20} MB")


def _handles_end() -> int:
    """A number above that of every open handle."""
    try:
        return max(map(int, os.listdir("/dev/fd"))) + 1  # noqa: PTH208 - names are all it needs
    except (OSError, ValueError):  # not on this system
        return os.sysconf("SC_OPEN_MAX")


def _within(which: int, wanted: int) -> int:
    """What is wanted, or the system's limit where that is lower."""
    return min(_under(wanted, limit) for limit in resource.getrlimit(which))


def _lower(which: int, soft: int, hard: int) -> None:
    with suppress(ValueError, OSError):  # a system that has no such limit
        resource.setrlimit(
            which, (_within(which, soft), _under(hard, resource.getrlimit(which)[1]))
        )


def _under(wanted: int, limit: int) -> int:
    return wanted if limit == resource.RLIM_INFINITY else min(wanted, limit)


def _address_space() -> int:
    """Bytes of address space this process has; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as numbers:  # noqa: PTH123 - no need for pathlib here
            return int(numbers.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
